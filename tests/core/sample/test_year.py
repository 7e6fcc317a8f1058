from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.model.data import Decision, Finding
from core.sample.county import sample_snapshot
from core.sample.source import read_source
from core.sample.year import further_adjustments, read_settings, with_year

COUNTY = sample_snapshot()
SOURCE = read_source()


def test_settings_are_complete_for_a_letter():
    settings = read_settings(SOURCE.county)
    assert settings.year == 2026 and settings.issue_date == date(2027, 2, 5)
    texts = ("name", "host", "office", "issuer_code", "plan_title", "plan_number")
    for name in (*texts, "contact", "phone", "address"):
        assert getattr(settings, name), name
    assert (settings.bonus_cap, settings.deduction_cap) == (Decimal(3), Decimal(5))


def test_every_sheet_has_rows():
    for noun in [
        "kinds",
        "assignments",
        "recusals",
        "adjustments",
        "vetoes",
        "grades",
        "committee",
        "opinions",
        "monitoring",
        "self_assessments",
        "verifications",
        "appeals",
        "result_uses",
        "rectifications",
    ]:
        assert getattr(COUNTY, noun), noun


def test_one_veto_one_not_applicable_bonus_over_its_cap():
    assert len(COUNTY.vetoes) == 1
    assert [(a.unit, a.indicator) for a in COUNTY.actuals if not a.applies] == [("S02", "4.1.2")]
    bonus: dict[str, Decimal] = {}
    for row in COUNTY.adjustments:
        if row.points > 0:
            bonus[row.unit] = bonus.get(row.unit, Decimal(0)) + row.points
    assert max(bonus.values()) > COUNTY.settings.bonus_cap
    assert any(row.points < 0 for row in COUNTY.adjustments)
    assert all(row.basis for row in COUNTY.adjustments)


def test_appeals_one_pending_one_upheld():
    assert {a.decision for a in COUNTY.appeals} == {Decision.PENDING, Decision.UPHELD}
    for appeal in COUNTY.appeals:
        assert (appeal.points is None) == (appeal.decision is Decision.PENDING)
        assert (appeal.decided is None) == (appeal.decision is Decision.PENDING)


def test_a_verified_value_is_below_the_reported_one():
    reported = {(a.unit, a.indicator): a.value for a in COUNTY.actuals}
    partly = [v for v in COUNTY.verifications if v.finding is Finding.PARTLY]
    assert partly
    for row in partly:
        assert row.value < reported[row.unit, row.indicator]


def test_monitored_values_grow_towards_the_actual():
    reported = {(a.unit, a.indicator): a.value for a in COUNTY.actuals}
    for key in {(m.unit, m.indicator) for m in COUNTY.monitoring}:
        values = [m.value for m in COUNTY.monitoring if (m.unit, m.indicator) == key]
        assert values == sorted(values) and values[-1] < reported[key]


def test_rows_about_what_is_not_there_are_left_out():
    few = replace(COUNTY, units=COUNTY.units[:3], actuals=())
    county = {
        **SOURCE.county,
        "monitoring": [],
        "verifications": [],
    }
    year = with_year(few, county)
    assert {row.unit for row in year.adjustments} <= {u.code for u in few.units}
    assert year.vetoes == () and year.committee == COUNTY.committee


def test_appeals_that_a_smaller_leaf_cannot_hold_are_left_out():
    small = sample_snapshot(48, 300, 5)
    for appeal in small.appeals:
        if appeal.points is not None:
            assert appeal.points <= small.tree.by_code[appeal.indicator].points


def test_further_adjustments_touch_a_part_of_the_units():
    rows = further_adjustments(COUNTY.units, SOURCE.names["adjustment"], 0)
    assert 0 < len(rows) < len(COUNTY.units) / 2
    assert rows == further_adjustments(COUNTY.units, SOURCE.names["adjustment"], 0)
