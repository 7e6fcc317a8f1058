"""The official scores are the oracle: of a snapshot without an expert, or with his twins."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.panel import half_up, panel_of, what_if
from core.model.data import Appeal, Decision
from core.model.marks import MARK_SCALE, make_marks
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Aggregation, Indicator, LeafKind, RaterKind, RatingMode, Settings
from core.model.snapshot import Snapshot
from core.scoring.score import score

UNITS, EXPERTS = 3, 6
METHODS = list(Aggregation)


@st.composite
def panels(draw):
    kinds = ("专家", "领导")
    experts = tuple(
        Expert(f"E{n}", "", kind=draw(st.sampled_from(kinds)),
               weight=Decimal(draw(st.sampled_from(["1", "1", "0.5", "2"]))))
        for n in range(EXPERTS)
    )  # fmt: skip
    cells = [(u, x, e) for u in range(UNITS) for x in range(3) for e in range(EXPERTS)]
    rows = [
        (*cell, 1, draw(st.integers(0, 20)) * MARK_SCALE // 2)
        for cell in cells
        if draw(st.integers(0, 5))
    ]
    return Snapshot(
        settings=Settings(
            full_points=Decimal(30), trim_count=draw(st.integers(0, 2)),
            trim_from=draw(st.integers(0, 5)), decimals=draw(st.integers(0, 2)),
        ),
        indicators=tuple(
            Indicator(f"{x}", "", "", Decimal(10), LeafKind.RATED, aggregation=METHODS[x])
            for x in range(3)
        ),
        units=tuple(Unit(f"U{u}", "", "乡") for u in range(UNITS)),
        experts=experts,
        kinds=(RaterKind("专家", Decimal("0.7")), RaterKind("领导", Decimal("0.3"))),
        recusals=(Recusal("E1", "U1"),) if draw(st.booleans()) else (),
        marks=make_marks(*(zip(*rows, strict=True) if rows else ([],) * 5)),
    )  # fmt: skip


def copies(snapshot, counts):
    """The snapshot in which each expert is there that many times."""
    experts, source = [], []
    for n, times in enumerate(counts):
        for twin in range(times):
            experts.append(replace(snapshot.experts[n], code=f"E{n}{twin:02}"))
            source.append(n)
    marks = snapshot.marks
    rows = [
        (marks.unit[k], marks.leaf[k], position, 1, marks.value[k])
        for position, n in enumerate(source)
        for k in np.flatnonzero(marks.expert == n)
    ]
    recusals = tuple(
        replace(r, expert=e.code)
        for r in snapshot.recusals
        for e in experts
        if e.code.startswith(r.expert)
    )
    return replace(
        snapshot,
        experts=tuple(experts),
        recusals=recusals,
        marks=make_marks(*(zip(*rows, strict=True) if rows else ([],) * 5)),
    )


@settings(max_examples=150, deadline=None)
@given(panels(), st.lists(st.integers(0, 3), min_size=EXPERTS, max_size=EXPERTS))
def test_an_expert_counted_twice_is_as_good_as_two_of_him(snapshot, counts) -> None:
    result = score(snapshot)
    panel = panel_of(snapshot, result)
    found = panel.scores(np.array(counts))
    there = score(copies(snapshot, counts))
    for cell, points in enumerate(found):
        at = (panel.unit[cell], panel.leaf[cell])
        official = there.scores[at] if there.states[at] == 3 else result.scores[at]
        assert points == official


@settings(max_examples=80, deadline=None)
@given(panels())
def test_nobody_left_out_changes_nothing(snapshot) -> None:
    result = score(snapshot)
    panel = panel_of(snapshot, result)
    assert np.array_equal(panel.scores(np.ones(EXPERTS, dtype=np.int64)), panel.official)
    assert np.array_equal(panel.official, result.scores[panel.unit, panel.leaf])
    cells = np.arange(len(panel.unit))
    assert np.array_equal(what_if(panel, cells, panel.cube), panel.official)


@settings(max_examples=80, deadline=None)
@given(panels(), st.data())
def test_what_if_a_mark_were_another(snapshot, data) -> None:
    if not len(snapshot.marks):
        return
    row = data.draw(st.integers(0, len(snapshot.marks) - 1))
    value = data.draw(st.integers(0, 20))
    panel = panel_of(snapshot, score(snapshot))
    marks = snapshot.marks
    cell = np.flatnonzero((panel.unit == marks.unit[row]) & (panel.leaf == marks.leaf[row]))
    expert = int(marks.expert[row])
    if not len(cell) or np.isnan(panel.cube[cell[0], expert]):
        return  # recused
    changed = marks.value.copy()
    changed[row] = value * MARK_SCALE // 2
    after = score(replace(snapshot, marks=replace(marks, value=changed)))
    rows = panel.cube[cell].copy()
    rows[0, expert] = value / 2 * 10**snapshot.settings.decimals
    assert what_if(panel, cell, rows)[0] == after.scores[marks.unit[row], marks.leaf[row]]


@pytest.mark.parametrize("mode", [RatingMode.PERCENT, RatingMode.WORDS])
def test_other_ways_of_rating_are_points_here_too(mode, county, rated) -> None:
    words = ("优", "差") if mode is RatingMode.WORDS else ()
    given_marks = ["优", "差", "优"] if words else [90, 50, 71]
    ratings = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(given_marks, start=1)]
    plan = Settings(full_points=Decimal(10), rating_mode=mode)
    snapshot = county(ratings, settings=plan, words=words, indicators=(rated("1", "10"),))
    panel = panel_of(snapshot, score(snapshot))
    assert np.array_equal(panel.scores(np.ones(7, dtype=np.int64)), panel.official)


def test_an_appeal_takes_its_cell_out(county) -> None:
    ratings = [(u, "1", f"E{n}", 1, n) for n in (1, 2, 3) for u in ("U1", "U2")]
    appeal = Appeal("A1", "U1", "1", decision=Decision.UPHELD, points=Decimal(9))
    snapshot = county(ratings, appeals=(appeal,))
    panel = panel_of(snapshot, score(snapshot))
    assert panel.unit.tolist() == [1]


def test_a_panel_without_ratings(county) -> None:
    snapshot = county()
    panel = panel_of(snapshot, score(snapshot))
    assert len(panel.unit) == 0
    assert panel.scores(np.ones(7, dtype=np.int64)).tolist() == []


def test_halves_go_up_even_where_the_arithmetic_misses_them() -> None:
    assert half_up(np.array([0.5, 1.5, 2.4999, 0.1 * 3 * 5 - 1e-12])).tolist() == [1, 2, 2, 2]
