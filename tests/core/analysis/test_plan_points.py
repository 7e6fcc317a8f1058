from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.ahp import ROOT
from core.analysis.plan_points import ParentWeights, divide, with_points
from core.model.people import Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.model.snapshot import Snapshot
from core.scoring.check import check


def row(code, parent, points, *categories, leaf=True) -> Indicator:
    kind = LeafKind.RATED if leaf else None
    worth = None if points is None else Decimal(points)
    return Indicator(code, code, parent, worth, kind, categories=categories)


def plan(decimals=2, second="40") -> Snapshot:
    """1 (60) over three leaves; 2 over a shared leaf and one for each of two categories."""
    return Snapshot(
        settings=Settings(decimals=decimals),
        indicators=(
            row("1", "", 60, leaf=False),
            row("1.1", "1", 10),
            row("1.2", "1", 20),
            row("1.3", "1", 30),
            row("2", "", second, leaf=False),
            row("2.1", "2", 10),
            row("2.2", "2", 30, "乡镇"),
            row("2.3", "2", None, "部门", leaf=False),
            row("2.3.1", "2.3", 12),
            row("2.3.2", "2.3", 18),
        ),
        units=(Unit("X", "甲", "乡镇"), Unit("B", "乙", "部门")),
    )


def weights(parent, **shares) -> ParentWeights:
    codes = tuple(code.removeprefix("c").replace("_", ".") for code in shares)
    return ParentWeights(parent, codes, np.asarray(list(shares.values())))


def points(snapshot, *given) -> dict[str, str]:
    found = divide(snapshot, list(given)).points
    return {code: str(value) for code, value in found.items()}


def test_the_sample_plan_is_sound() -> None:
    assert check(plan()) == []


def test_a_parent_divides_its_points_and_nothing_else_moves() -> None:
    found = points(plan(), weights("1", c1_1=0.5816, c1_2=0.3090, c1_3=0.1094))
    assert found == {"1.1": "34.90", "1.2": "18.54", "1.3": "6.56"}


def test_what_hangs_below_a_changed_parent_goes_along() -> None:
    found = points(plan(), weights(ROOT, c1=0.81, c2=0.19))
    assert (found["1"], found["2"]) == ("81.00", "19.00")
    assert [found[c] for c in ("1.1", "1.2", "1.3")] == ["13.50", "27.00", "40.50"]
    # shared 2.1 keeps its proportion, and each category's own takes the rest
    assert [found[c] for c in ("2.1", "2.2", "2.3")] == ["4.75", "14.25", "14.25"]
    assert [found[c] for c in ("2.3.1", "2.3.2")] == ["5.70", "8.55"]


def test_matrices_on_two_levels_work_from_the_top_down() -> None:
    given = (weights("1", c1_1=0.5, c1_2=0.25, c1_3=0.25), weights(ROOT, c1=0.8, c2=0.2))
    found = points(plan(), *given)
    assert [found[c] for c in ("1.1", "1.2", "1.3")] == ["40.00", "20.00", "20.00"]
    assert divide(plan(), given).totals == {ROOT: Decimal(100), "1": Decimal(80)}


def test_children_of_other_categories_share_what_is_left() -> None:
    found = points(plan(), weights("2", c2_1=0.4, c2_2=0.6))
    assert found["2.1"] == "16.00"
    assert (found["2.2"], found["2.3"]) == ("24.00", "24.00")
    assert (found["2.3.1"], found["2.3.2"]) == ("9.60", "14.40")


def test_the_plan_still_checks_and_a_parent_without_points_stays_so() -> None:
    for matrices in (
        [weights("1", c1_1=0.2, c1_2=0.3, c1_3=0.5)],
        [weights(ROOT, c1=1 / 3, c2=2 / 3)],
        [weights(ROOT, c1=0.123, c2=0.877), weights("2", c2_1=0.31, c2_2=0.69)],
        [weights("2.3", c2_3_1=1 / 3, c2_3_2=2 / 3)],
    ):
        for snapshot in (plan(), plan(second=None), plan(decimals=0), plan(decimals=4)):
            rows = with_points(snapshot, divide(snapshot, matrices).points)
            changed = Snapshot(settings=snapshot.settings, indicators=rows, units=snapshot.units)
            assert check(changed) == []
            assert changed.tree.by_code["2.3"].points is None
            assert changed.tree.by_code["2"].points is None or snapshot.indicators[4].points


def test_a_parent_whose_worth_differs_by_category_has_no_total() -> None:
    rows = list(plan(second=None).indicators)
    rows[6] = row("2.2", "2", 25, "乡镇")
    snapshot = Snapshot(indicators=tuple(rows), units=plan().units)
    assert divide(snapshot, [weights("2", c2_1=0.5, c2_2=0.5)]).totals == {"2": None}


@given(st.lists(st.floats(0.05, 1), min_size=3, max_size=3), st.floats(0.05, 0.95))
def test_any_weights_leave_a_sound_plan(shares, first) -> None:
    total = sum(shares)
    below = weights("1", **{f"c1_{n}": s / total for n, s in enumerate(shares, start=1)})
    snapshot = plan()
    given_weights = [weights(ROOT, c1=first, c2=1 - first), below]
    rows = with_points(snapshot, divide(snapshot, given_weights).points)
    assert check(Snapshot(indicators=rows, units=snapshot.units)) == []
