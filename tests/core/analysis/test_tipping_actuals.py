"""The oracle tries every value in the last decimal and asks the official result."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.placing import contests
from core.analysis.tipping import edges
from core.analysis.tipping_actuals import FURTHEST, ActualChanges
from core.analysis.worlds import official
from core.model.data import Actual, Appeal, Decision, Verification
from core.model.data import Finding as Verdict
from core.model.people import Unit
from core.model.plan import Grade, Indicator, LeafKind, Settings, TieRule
from core.model.snapshot import Snapshot
from core.scoring.score import score

RULES = (
    ("比例", ""),
    ("达标", ""),
    ("排名", "末位比例=0.2"),
    ("排名", "阶梯=10,7,1"),
    ("比最优", ""),
    ("比均值", ""),
    ("差额扣分", "每=2；扣=1"),
    ("插值", "零分值=0；满分值=20"),
    ("计次扣分", "扣=1"),
    ("比例", "方向=越小越好"),
    ("比最优", "方向=越小越好"),
)


def leaf(code, rule, parameters="") -> Indicator:
    return Indicator(
        code, code, "", Decimal(10), LeafKind.QUANTITATIVE, rule=rule, parameters=parameters
    )


def plan(rules, values, **more) -> Snapshot:
    """Units U0, U1, … with a value on each leaf, targets of 10."""
    return Snapshot(
        settings=Settings(full_points=Decimal(10 * len(rules)), decimals=1, **more),
        indicators=tuple(leaf(str(n), *rule) for n, rule in enumerate(rules)),
        units=tuple(Unit(f"U{n}", "", "乡") for n in range(len(values))),
        actuals=tuple(
            Actual(f"U{n}", str(x), target=Decimal(10), value=None if v is None else Decimal(v))
            for n, row in enumerate(values)
            for x, v in enumerate(row)
        ),
        grades=(
            Grade("", "优秀", Decimal(14), Decimal("0.5")),
            Grade("", "合格", Decimal(8)),
            Grade("", "差", Decimal(0)),
        ),
    )


def changes(snapshot):
    result = score(snapshot)
    known = official(snapshot, result)
    (contest,) = contests(snapshot)
    finder = ActualChanges(snapshot, result, known)
    return [
        finder.of(n, contest, edges(contest, known.total, known.quantitative, n))
        for n in range(len(snapshot.units))
    ]


def graded(snapshot, unit, leaf_code, value):
    actuals = tuple(
        replace(a, value=value) if (a.unit, a.indicator) == (unit, leaf_code) else a
        for a in snapshot.actuals
    )
    return score(replace(snapshot, actuals=actuals)).of(unit).grade


def brute(snapshot, unit) -> float | None:
    """The smallest share of the larger of value and target, ungrouped rules only."""
    grade = score(snapshot).of(unit).grade
    best = None
    for actual in snapshot.actuals:
        if actual.unit != unit or actual.value is None:
            continue
        size = max(abs(actual.value), Decimal(10))
        for steps in range(1, int(size * FURTHEST) + 1):
            for sign in (1, -1):
                value = actual.value + sign * steps
                if value >= 0 and graded(snapshot, unit, actual.indicator, value) != grade:
                    share = float(steps / size)
                    best = share if best is None else min(best, share)
    return best


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.sampled_from([r for r in RULES if r[0] not in ("排名", "比最优", "比均值")]),
             min_size=2, max_size=2),
    st.lists(st.lists(st.integers(0, 14), min_size=2, max_size=2), min_size=3, max_size=3),
    st.sampled_from(TieRule),
)  # fmt: skip
def test_the_smallest_change_of_an_actual(rules, values, ties) -> None:
    snapshot = plan(rules, values, tie_rule=ties)
    for n, change in enumerate(changes(snapshot)):
        smallest = brute(snapshot, f"U{n}")
        if change is None:
            assert smallest is None
        else:
            assert smallest == pytest.approx(change.share)
            assert graded(snapshot, f"U{n}", change.leaf, change.new) == change.grade


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(RULES), min_size=2, max_size=2),
    st.lists(st.lists(st.integers(0, 14), min_size=2, max_size=2), min_size=4, max_size=4),
)
def test_what_is_said_comes_true_also_where_units_are_compared(rules, values) -> None:
    snapshot = plan(rules, values)
    before = score(snapshot)
    for n, change in enumerate(changes(snapshot)):
        if change is not None:
            assert change.grade != before.of(f"U{n}").grade
            assert graded(snapshot, f"U{n}", change.leaf, change.new) == change.grade


def test_the_last_decimal_of_value_and_target_is_the_step() -> None:
    snapshot = plan([("比例", ""), ("比例", "")], [["9.25", 0], [3, 3], [3, 3], [3, 3]])
    change = changes(snapshot)[0]
    assert change is not None
    # 9.25 of 10 is 9.3 points (half up), 7.95 is 8.0, which 合格 needs
    assert (change.leaf, change.old, change.new) == ("0", Decimal("9.25"), Decimal("7.94"))
    assert change.share == pytest.approx(0.131)


def test_tallies_appeals_and_what_is_missing_are_left_alone() -> None:
    snapshot = plan([("票数", "系数=1,0"), ("比例", "")], [[None, 9], [None, None]])
    tally = Actual("U0", "0", value=(Decimal(3), Decimal(1)))
    appeal = Appeal("A", "U0", "1", decision=Decision.UPHELD, points=Decimal(9))
    snapshot = replace(snapshot, actuals=(tally, *snapshot.actuals[1:]), appeals=(appeal,))
    assert changes(snapshot) == [None, None]


def test_a_verified_value_is_the_one_that_moves() -> None:
    snapshot = plan([("达标", ""), ("达标", "")], [[12, 12], [1, 1], [1, 1]])
    checked = Verification("U0", "0", Verdict.PARTLY, value=Decimal(11))
    change = changes(replace(snapshot, verifications=(checked,)))[0]
    assert change is not None
    assert (change.leaf, change.old, change.new) == ("0", Decimal(11), Decimal(9))
