"""The oracle tries every mark at every value and asks the official result."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.panel import panel_of
from core.analysis.placing import contests
from core.analysis.tipping import MarkChanges, edges, raw_for
from core.analysis.worlds import official
from core.model.data import Actual, Adjustment, Veto
from core.model.marks import MARK_SCALE, make_marks
from core.model.people import Expert, Unit
from core.model.plan import (
    Aggregation,
    Grade,
    Indicator,
    LeafKind,
    QuotaTies,
    RatingMode,
    Settings,
)
from core.model.snapshot import Snapshot
from core.scoring.score import score

WORDS = (("优", Decimal(1)), ("良", Decimal("0.8")), ("中", Decimal("0.6")), ("差", Decimal(0)))
STEPS = 10  # marks 0 … 10


@st.composite
def counties(draw):
    mode = draw(st.sampled_from(RatingMode))
    points = draw(st.sampled_from([(10, 10), (4, 16)]))
    top = len(WORDS) - 1 if mode is RatingMode.WORDS else STEPS
    # every mark is legal on both leaves whatever its points: half points up to 4
    unit = {RatingMode.POINTS: MARK_SCALE * 4 // 10, RatingMode.PERCENT: 10 * MARK_SCALE}.get(
        mode, 1
    )
    rows = [
        (u, x, e, 1, draw(st.integers(0, top)) * unit)
        for u in range(4)
        for x in range(2)
        for e in range(3)
    ]
    step = {RatingMode.POINTS: "0.4", RatingMode.PERCENT: "10"}.get(mode, "1")
    return Snapshot(
        settings=Settings(
            full_points=Decimal(20), decimals=1, rating_mode=mode, step=Decimal(step),
            grade_words=WORDS, trim_from=3,
            quota_ties=draw(st.sampled_from(QuotaTies)),
        ),
        words=tuple(w for w, _s in WORDS) if mode is RatingMode.WORDS else (),
        indicators=tuple(
            Indicator(str(n), "", "", Decimal(p), LeafKind.RATED,
                      aggregation=draw(st.sampled_from(Aggregation)))
            for n, p in enumerate(points)
        ),
        units=tuple(Unit(f"U{n}", "", "乡") for n in range(4)),
        experts=tuple(Expert(f"E{n}", "") for n in range(3)),
        adjustments=(Adjustment("U1", "表彰", Decimal(1)),),
        actuals=(Actual("U2", "1", applies=False),) if draw(st.booleans()) else (),
        vetoes=(Veto("U3", "事故", "降一等"),) if draw(st.booleans()) else (),
        grades=(
            Grade("", "优秀", Decimal(12), Decimal(draw(st.sampled_from(["0.3", "0.5", "1"])))),
            Grade("", "合格", Decimal(7), Decimal("0.5") if draw(st.booleans()) else None),
            Grade("", "差", Decimal(0)),
        ),
        marks=make_marks(*zip(*rows, strict=True)),
    )  # fmt: skip


def brute(snapshot, unit: int) -> float | None:
    """The smallest share of the largest mark by which one mark has to move."""
    grade = score(snapshot).of(f"U{unit}").grade
    marks, mode = snapshot.marks, snapshot.settings.rating_mode
    best = None
    for row in np.flatnonzero(marks.unit == unit):
        worth = snapshot.indicators[marks.leaf[row]].points
        for value, share in every_mark(snapshot, worth):
            changed = marks.value.copy()
            changed[row] = value
            after = score(replace(snapshot, marks=replace(marks, value=changed)))
            if after.of(f"U{unit}").grade != grade:
                most = {RatingMode.POINTS: float(worth), RatingMode.PERCENT: 100}.get(mode, 1)
                old = (
                    float(WORDS[marks.value[row]][1])
                    if mode is RatingMode.WORDS
                    else float(marks.value[row]) / MARK_SCALE
                )
                moved = abs(share - old) / most
                best = moved if best is None else min(best, moved)
    return best


def every_mark(snapshot, worth):
    """(stored value, as a number) of each mark that may be given."""
    mode, step = snapshot.settings.rating_mode, snapshot.settings.step
    if mode is RatingMode.WORDS:
        return [(n, float(s)) for n, (_w, s) in enumerate(WORDS)]
    most = Decimal(100) if mode is RatingMode.PERCENT else worth
    return [(int(step * k * MARK_SCALE), float(step * k)) for k in range(int(most / step) + 1)]


def changes(snapshot):
    result = score(snapshot)
    known, panel = official(snapshot, result), panel_of(snapshot, result)
    (contest,) = contests(snapshot)
    finder = MarkChanges(snapshot, panel, known, result.decimals)
    return {
        n: finder.of(n, contest, edges(contest, known.total, known.quantitative, n))
        for n in range(len(snapshot.units))
    }


@settings(max_examples=15, deadline=None)
@given(counties())
def test_the_smallest_change_of_a_mark(snapshot) -> None:
    for unit, change in changes(snapshot).items():
        smallest = brute(snapshot, unit)
        if change is None:
            # a tie in between can be jumped over only where grades go back and forth
            assert smallest is None or back_and_forth(snapshot, unit)
            continue
        assert change.grade != score(snapshot).of(f"U{unit}").grade
        assert after(snapshot, unit, change) == change.grade
        assert smallest is not None
        if not back_and_forth(snapshot, unit):
            assert abs(change.share - smallest) < 1e-9


def after(snapshot, unit, change):
    """The unit's grade once the change is made."""
    words = [w for w, _s in WORDS]
    mode = snapshot.settings.rating_mode
    value = words.index(change.new) if mode is RatingMode.WORDS else int(change.new * MARK_SCALE)
    marks = snapshot.marks
    row = (marks.unit == unit) & (marks.leaf == int(change.leaf))
    row &= marks.expert == int(change.expert[1:])
    (at,) = np.flatnonzero(row)
    old = (
        words[marks.value[at]]
        if mode is RatingMode.WORDS
        else Decimal(int(marks.value[at])) / MARK_SCALE
    )
    assert change.old == old
    changed = marks.value.copy()
    changed[at] = value
    return score(replace(snapshot, marks=replace(marks, value=changed))).of(f"U{unit}").grade


def back_and_forth(snapshot, unit) -> bool:
    """Whether more points can make the unit's grade worse (a tie that no place is left for)."""
    result = score(snapshot)
    known = official(snapshot, result)
    (contest,) = contests(snapshot)
    edge = edges(contest, known.total, known.quantitative, unit)
    return bool((np.diff(edge.levels) > 0).any())


def test_edges_are_where_the_grade_changes(county, rated) -> None:
    ratings = [(f"U{n}", "1", "E1", 1, v) for n, v in enumerate((9, 8, 6), start=1)]
    units = tuple(Unit(f"U{n}", "", "乡") for n in (1, 2, 3))
    grades = (Grade("", "优秀", Decimal(7), Decimal("0.4")), Grade("", "差", Decimal(0)))
    snapshot = county(ratings, units=units, grades=grades)
    known = official(snapshot, score(snapshot))
    (contest,) = contests(snapshot)
    first, second, third = (edges(contest, known.total, known.quantitative, n) for n in range(3))
    # one place: U1 loses it when U2 is level; U2 takes it above U1; so does U3
    assert (first.nearest(up=False), first.nearest(up=True)) == (800, None)
    assert (second.nearest(up=False), second.nearest(up=True)) == (None, 901)
    assert third.nearest(up=True) == 901
    assert (first.level_at(801), first.level_at(799), first.level_at(5000)) == (0, 1, 0)


def test_the_sum_that_makes_a_total(county, rated) -> None:
    ratings = [("U1", "1", "E1", 1, 3), ("U1", "2", "E1", 1, 3), ("U2", "1", "E1", 1, 3)]
    snapshot = county(
        ratings,
        indicators=(rated("1", "6"), rated("2", "4")),
        actuals=(Actual("U2", "2", applies=False),),
        adjustments=(Adjustment("U1", "扣", Decimal(-1)),),
    )
    known = official(snapshot, score(snapshot))
    assert raw_for(known, 0, 500, up=True) == 600
    assert raw_for(known, 0, 500, up=False) == 600
    assert raw_for(known, 0, -1, up=False) is None
    # U2: 10/6 of the sum, rounded half up: 299 gives 498, 300 gives 500
    assert raw_for(known, 1, 499, up=True) == 300
    assert raw_for(known, 1, 499, up=False) == 299
