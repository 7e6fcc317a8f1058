from decimal import Decimal

from core.model.data import Actual, Finding, Verification
from core.model.people import Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.scoring.quantitative import quantitative_scores, scored_actuals


def measured(rule: str, parameters: str = "", **more) -> Indicator:
    return Indicator(
        "1",
        "例",
        points=Decimal(10),
        kind=LeafKind.QUANTITATIVE,
        rule=rule,
        parameters=parameters,
        **more,
    )


def scores(snapshot) -> dict[str, int | None]:
    return {snapshot.units[u].code: s for u, _leaf, s in quantitative_scores(snapshot)}


def values(**given: str) -> tuple[Actual, ...]:
    return tuple(Actual(unit, "1", value=Decimal(x)) for unit, x in given.items())


def test_missing_rows_and_blank_values(county) -> None:
    snapshot = county(indicators=(measured("达标"),), actuals=(Actual("U1", "1", Decimal(5)),))
    assert scores(snapshot) == {"U1": None, "U2": None}


def test_a_group_is_the_category_with_every_value(county) -> None:
    units = (
        Unit("U1", "", "甲"),
        Unit("U2", "", "甲"),
        Unit("U3", "", "乙"),
        Unit("U4", "", "甲"),
        Unit("U5", "", "甲"),
    )
    actuals = (
        *values(U1="5", U2="10", U3="100"),
        Actual("U4", "1"),
        Actual("U5", "1", applies=False),
    )
    snapshot = county(indicators=(measured("比最优"),), units=units, actuals=actuals)
    assert scores(snapshot) == {"U1": 500, "U2": 1000, "U4": None, "U3": 1000}
    ranked = county(indicators=(measured("排名", "末位比例=0"),), units=units, actuals=actuals)
    assert scores(ranked) == {"U1": 0, "U2": 1000, "U4": None, "U3": 1000}


def test_leaves_of_other_categories_are_left_alone(county) -> None:
    snapshot = county(
        indicators=(measured("分档", "档=1:1", categories=("别类",)),), actuals=values(U1="5")
    )
    assert scores(snapshot) == {}


def test_a_verified_value_stands_in_place_of_the_reported_one(county) -> None:
    leaf = measured("比例")
    actuals = (
        Actual("U1", "1", Decimal(100), value=Decimal(100)),
        Actual("U2", "1", Decimal(100), applies=False),
    )
    verified = (
        Verification("U1", "1", Finding.PARTLY, Decimal(80)),
        Verification("U2", "1", Finding.TRUE, Decimal(80)),
    )
    snapshot = county(indicators=(leaf,), actuals=actuals, verifications=verified)
    assert scores(snapshot) == {"U1": 800}
    assert scored_actuals(snapshot)["U1", "1"].value == Decimal(80)


def test_rounding_happens_once_at_the_leaf(county) -> None:
    plan = Settings(full_points=Decimal(10), decimals=1)
    leaf = measured("比例")
    actuals = (
        Actual("U1", "1", Decimal(3), value=Decimal(1)),
        Actual("U2", "1", Decimal(1000), value=Decimal(45)),
    )
    snapshot = county(settings=plan, indicators=(leaf,), actuals=actuals)
    assert scores(snapshot) == {"U1": 33, "U2": 5}  # 0.45 → 0.5, half up


def test_a_value_that_breaks_a_condition_scores_nothing(county) -> None:
    snapshot = county(indicators=(measured("计次扣分", "扣=1"),), actuals=values(U1="1.5", U2="2"))
    assert scores(snapshot) == {"U1": None, "U2": 800}
