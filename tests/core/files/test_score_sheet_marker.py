from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.score_sheet_form import Layout
from core.files.score_sheet_marker import (
    MARKER_SHEET,
    NewerSheet,
    marker_rows,
    read_marker,
    write_marker,
)
from core.model.import_plan import ScoreSheet

SAYS = ScoreSheet(
    assessment="甲县考评",
    year=2026,
    round=2,
    expert="E01",
    expert_name="赵一",
    plan="ab" * 32,
    version="3F9A-12C4",
    made_at="2026-03-01 09:00",
    units=("X01", "1.10"),
    leaves=("2.1", "2.10"),
)
LAYOUT = Layout({"X01": 7, "1.10": 8}, {"2.1": 3, "2.10": 5}, frozenset({("X01", "2.10")}))


def padded(rows: Any) -> list[tuple[str, ...]]:
    """As a spreadsheet gives them back: every row of one length."""
    return [(*row, *[""] * (4 - len(row))) for row in rows]


def test_what_is_written_reads_back() -> None:
    assert read_marker(padded(marker_rows(SAYS, LAYOUT))) == (SAYS, LAYOUT)


codes = st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4, unique=True)


@given(units=codes, leaves=codes, name=st.text(max_size=9), data=st.data())
def test_any_codes_read_back(units: list[str], leaves: list[str], name: str, data: Any) -> None:
    from dataclasses import replace

    says = replace(SAYS, assessment=name, year=None, units=tuple(units), leaves=tuple(leaves))
    pairs = [(u, x) for u in units for x in leaves]
    layout = Layout(
        {u: 7 + n for n, u in enumerate(units)},
        {x: 3 + 2 * n for n, x in enumerate(leaves)},
        frozenset(data.draw(st.sets(st.sampled_from(pairs)))),
    )
    assert read_marker(padded(marker_rows(says, layout))) == (says, layout)


def test_a_later_format_is_told_apart() -> None:
    rows = padded(marker_rows(SAYS, LAYOUT))
    with pytest.raises(NewerSheet):
        read_marker([(rows[0][0], "2", "", ""), *rows[1:]])


@pytest.mark.parametrize("at", range(1, 13))
def test_a_marker_that_lost_a_cell_is_no_marker(at: int) -> None:
    rows = padded(marker_rows(SAYS, LAYOUT))
    key, *rest = rows[at]
    broken = {"year": "x", "round": ""}.get(key)
    rows[at] = (key, broken, "", "") if broken is not None else ("?", *rest)
    if key in ("leaf", "unit"):
        rows[at] = (key, rest[0], "0", rest[2])
    with pytest.raises((ValueError, IndexError)):
        read_marker(rows)


def test_something_else_is_no_marker() -> None:
    for rows in ([], [("编码", "名称", "", "")]):
        with pytest.raises(ValueError, match="marker"):
            read_marker(rows)


def test_it_is_hidden_deeper_than_a_menu_shows() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    write_marker(book, SAYS, LAYOUT)
    sheet = book[MARKER_SHEET]
    assert sheet.sheet_state == "veryHidden"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "n"} == {
        None
    }
