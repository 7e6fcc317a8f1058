from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.data import Actual, Adjustment, Appeal, Decision, Veto
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.model.result import CellState
from core.model.snapshot import Snapshot
from core.scoring.score import initial_states, rescore, score, upheld_points


def small(county, rated, rows=(), **given) -> Snapshot:
    tree = (
        Indicator("1", "一"),
        rated("1.1", "6", parent="1"),
        Indicator("1.2", "量", "1", Decimal(4), LeafKind.QUANTITATIVE, rule="达标"),
    )
    actuals = (
        Actual("U1", "1.2", Decimal(1), value=Decimal(1)),
        Actual("U2", "1.2", Decimal(1), value=Decimal(0)),
    )
    return county(rows, indicators=tree, actuals=given.pop("actuals", actuals), **given)


ROWS = [("U1", "1.1", "E1", 1, "3"), ("U2", "1.1", "E1", 1, "5")]


def test_a_county_of_two(county, rated) -> None:
    result = score(small(county, rated, ROWS, vetoes=(Veto("U2", "事故"),)))
    first, second = result.units
    assert (first.unit.code, str(first.total), first.rank, first.grade) == ("U1", "7.00", 1, "合格")
    assert (str(second.total), second.grade, second.vetoes) == ("5.00", "不合格", ("事故",))
    assert str(first.quantitative) == "4.00"
    assert result.score(0, 0) == Decimal("3.00")
    with pytest.raises(KeyError):
        result.of("X")


def test_missing_leaves_add_nothing_and_are_named(county, rated) -> None:
    result = score(small(county, rated, ROWS[:1], actuals=()))
    assert (result.of("U1").missing, result.of("U2").missing) == (("1.2",), ("1.1", "1.2"))
    assert not result.of("U1").complete
    assert result.score(0, 1) is None


def test_units_come_by_category_rank_and_code(county, rated) -> None:
    units = (Unit("B", "", "乙"), Unit("C", "", "甲"), Unit("A", "", "乙"))
    result = score(small(county, rated, units=units, actuals=()))
    assert [x.unit.code for x in result.units] == ["A", "B", "C"]


def test_an_upheld_appeal_replaces_the_score_of_either_kind(county, rated) -> None:
    def appeal(code, leaf, points, day, decision=Decision.UPHELD):
        return Appeal(
            code, "U2", leaf, decision=decision, points=Decimal(points), decided=date(2026, 1, day)
        )

    appeals = (
        appeal("a", "1.2", "3.5", 2),
        appeal("b", "1.1", "4", 3, Decision.PARTLY),
        appeal("c", "1.1", "1", 1),
        appeal("d", "1.2", "0", 9, Decision.DISMISSED),
    )
    snapshot = small(county, rated, ROWS[:1], appeals=appeals)
    result = score(snapshot)
    assert (result.score(1, 0), result.score(1, 1)) == (Decimal(4), Decimal("3.5"))
    assert result.of("U2").complete
    assert upheld_points(snapshot)["U2", "1.1"].code == "b"


def test_an_appeal_on_an_excluded_leaf_changes_nothing(county, rated) -> None:
    appeal = Appeal("a", "U1", "1.2", decision=Decision.UPHELD, points=Decimal(4))
    actuals = (Actual("U1", "1.2", applies=False),)
    result = score(small(county, rated, ROWS, actuals=actuals, appeals=(appeal,)))
    assert result.states[0].tolist() == [CellState.SCORED, CellState.EXCLUDED]
    assert str(result.of("U1").base) == "5.00"  # 3 of 6 applicable points, of 10


def test_states_before_scoring(county, rated) -> None:
    tree = (rated("1", "10", categories=("乡镇",)), rated("2", "10", categories=("部门",)))
    snapshot = county(indicators=tree)
    assert initial_states(snapshot)[0].tolist() == [CellState.MISSING, CellState.NOT_ASKED]


def test_an_empty_assessment_has_an_empty_result() -> None:
    result = score(Snapshot())
    assert result.units == ()
    assert result.notices == ()


def test_printed_parts_add_up(county, rated) -> None:
    adjustments = (Adjustment("U1", "奖", Decimal("0.55")), Adjustment("U1", "罚", Decimal("-0.1")))
    line = score(small(county, rated, ROWS, adjustments=adjustments)).of("U1")
    assert line.base + line.bonus - line.deduction == line.total == Decimal("7.45")


rows = st.dictionaries(
    st.tuples(
        st.sampled_from(["U1", "U2"]),
        st.sampled_from(["1", "2"]),
        st.sampled_from(["E1", "E2", "E3"]),
        st.integers(1, 2),
    ),
    st.one_of(st.none(), st.integers(0, 5)),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(before=rows, after=rows)
def test_rescoring_the_touched_cells_is_scoring_anew(county, rated, before, after) -> None:
    def build(given_rows):
        return county(
            [(*key, value) for key, value in given_rows.items()],
            settings=Settings(full_points=Decimal(10)),
            indicators=(rated("1", "5"), rated("2", "5")),
            experts=tuple(
                Expert(f"E{n}", "", kind=k) for n, k in ((1, "甲"), (2, "乙"), (3, "乙"))
            ),
            recusals=(Recusal("E3", "U2"),),
            appeals=(Appeal("a", "U2", "2", decision=Decision.UPHELD, points=Decimal("4.5")),),
        )

    old, new = build(before), build(after)
    touched = {(int(key[0][1]) - 1, int(key[1]) - 1) for key in {**before, **after}}
    quick, full = rescore(new, score(old), touched), score(new)
    assert np.array_equal(quick.scores, full.scores)
    assert np.array_equal(quick.states, full.states)
    assert quick.units == full.units
    assert quick.notices == full.notices
