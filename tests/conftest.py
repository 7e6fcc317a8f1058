"""Small counties to score, shared by the tests of every room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest

from core.model.marks import ABSTAINED, MARK_SCALE, Marks, make_marks
from core.model.people import Expert, Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot

Rating = tuple[str, str, str, int, str | int | None]  # unit, leaf, expert, round, value or None


def rated(code: str, points: str, **more: Any) -> Indicator:
    return Indicator(code, f"指标{code}", points=Decimal(points), kind=LeafKind.RATED, **more)


def marks_of(snapshot: Snapshot, ratings: Iterable[Rating]) -> Marks:
    """Marks from codes; a value is a number, a grade word, or None for 弃权."""

    def stored(value: str | int | None) -> int:
        if value is None:
            return ABSTAINED
        if value in snapshot.words:
            return snapshot.words.index(str(value))
        return int(Decimal(value) * MARK_SCALE)

    rows = [
        (
            snapshot.unit_position[unit],
            snapshot.tree.leaf_position[leaf],
            snapshot.expert_position[expert],
            number,
            stored(value),
        )
        for unit, leaf, expert, number, value in ratings
    ]
    columns = list(zip(*rows, strict=True)) or [[]] * 5
    return make_marks(*columns)


def county(ratings: Iterable[Rating] = (), **given: Any) -> Snapshot:
    """A snapshot with units U1, U2, experts E1 to E7 and the rated leaf 1 (10 points), or what
    is given; the rounds that the ratings name are closed."""
    rows = list(ratings)
    defaults: dict[str, Any] = {
        "settings": Settings(full_points=Decimal(10)),
        "indicators": (rated("1", "10"),),
        "units": (Unit("U1", "甲乡", "乡镇"), Unit("U2", "乙乡", "乡镇")),
        "experts": tuple(Expert(f"E{n}", f"专家{n}") for n in range(1, 8)),
        "rounds": tuple(Round(n, RoundState.CLOSED) for n in sorted({r[3] for r in rows})),
    }
    bare = Snapshot(**{**defaults, **given})
    return Snapshot(**{**defaults, **given, "marks": marks_of(bare, rows)})


@pytest.fixture(name="county", scope="session")
def county_fixture() -> Callable[..., Snapshot]:
    return county


@pytest.fixture(name="rated", scope="session")
def rated_fixture() -> Callable[..., Indicator]:
    return rated


@pytest.fixture(name="marks_of", scope="session")
def marks_of_fixture() -> Callable[..., Marks]:
    return marks_of
