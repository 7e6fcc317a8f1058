from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.exchange.marks import Change
from gui.scoring.cells import block_of, spread, take, text_of_block


def test_a_block_as_excel_and_wps_hand_it_over() -> None:
    assert block_of("8\t4\r\n7.5\t弃权\r\n") == (("8", "4"), ("7.5", "弃权"))
    assert block_of('"两\n行"\t3') == (("两\n行", "3"),)
    assert block_of("") == block_of("\r\n\t\r\n") == ()


def test_what_goes_out_comes_back() -> None:
    block = (("8", ""), ("7.5", "弃权"))
    assert block_of(text_of_block(block)) == block
    assert text_of_block([["两\n行\t字"]]) == "两 行 字"


def test_one_cell_fills_the_selection_and_a_block_goes_from_its_corner() -> None:
    cells = [(1, 1), (1, 2), (2, 1)]
    assert list(spread((("8",),), cells)) == [(cell, "8") for cell in cells]
    block = (("1", "2"), ("3", "4"))
    assert [cell for cell, _t in spread(block, cells)] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert list(spread((), cells)) == list(spread(block, [])) == []


def test_every_cell_is_held_against_its_rule(content: Any) -> None:
    rules = content().rules
    leaves = ("1.1", "1.2")
    texts = {(0, 0): "8", (0, 1): "8", (1, 0): "", (1, 1): "3", (9, 9): "1", (2, 2): "2"}
    taken = take(
        iter(texts.items()),
        lambda r, c: (f"U{r + 1}", leaves[c]) if c < 2 else None,
        lambda pair: rules[pair[1]],
        lambda r, c: r < 3,
        lambda pair: "旧理由" if pair[0] == "U1" else "",
    )
    assert taken.changes == (
        Change("U1", "1.1", Decimal(8), "旧理由"), Change("U2", "1.2", Decimal(3)),
    )  # fmt: skip
    assert taken.refused == ((("U1", "1.2"), "8"),)
    assert (taken.skipped, taken.outside) == (2, 1)
