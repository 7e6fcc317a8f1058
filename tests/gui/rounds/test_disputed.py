from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.model.plan import RatingMode, Settings
from core.model.snapshot import Snapshot
from core.scoring.disputes import disputes
from gui.rounds.disputed import columns, counted, items_of, ratio

RATINGS = [("U1", "1", f"E{n}", 1, value) for n, value in enumerate((4, 6, 9, 10), 1)]


@pytest.mark.parametrize(
    ("typed", "value"), [("0.25", "0.25"), (" ０．３ ", "0.3"), ("0", "0"), ("1e-3", "0.001")]
)
def test_a_coefficient_as_people_type_it(typed: str, value: str) -> None:
    assert ratio(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "-0.1", "很大", "nan", "inf", "1e99"])
def test_what_is_no_coefficient(typed: str) -> None:
    assert ratio(typed) is None


def test_an_item_in_words_and_numbers(county: Any) -> None:
    snapshot = county(RATINGS)
    (item,) = items_of(snapshot, disputes(snapshot, Decimal(0)))
    assert [c.shown(item) for c in columns(snapshot)] == [
        "甲乡", "1 指标1", "7.50", "5.50–9.25", "0.380",
    ]  # fmt: skip


def test_words_are_summed_up_as_coefficients(county: Any, marks_of: Any) -> None:
    settings = Settings(rating_mode=RatingMode.WORDS)
    words = tuple(word for word, _share in settings.grade_words)
    base = county(settings=settings, words=words)
    marks = marks_of(base, [("U1", "1", f"E{n}", 1, words[n % 2]) for n in (1, 2, 3)])
    snapshot = county(settings=settings, words=words)
    rated = Snapshot(**{**{f: getattr(snapshot, f) for f in snapshot.__dataclass_fields__},
                        "marks": marks})  # fmt: skip
    (item,) = items_of(rated, disputes(rated, Decimal(0)))
    assert 0 < item.spread.median <= 1


def test_how_many_pairs_a_round_would_ask(county: Any) -> None:
    snapshot = county(RATINGS)
    assert counted(snapshot, Decimal("0.3"))[0] == 1
    assert "1 个单位、1 项指标" in counted(snapshot, Decimal("0.3"))[1]
    assert counted(snapshot, Decimal("0.5")) == (0, "没有超过 0.5 的项；分歧最大的一项是 0.380。")
    assert counted(county(), Decimal(0))[0] == 0
