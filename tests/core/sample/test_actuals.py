from decimal import Decimal

import pytest

from core.model.plan import LeafKind, build_tree
from core.sample.actuals import make_actuals, rounded, unit_quality
from core.sample.people import grow_units
from core.sample.plan import grow_plan
from core.sample.source import read_source
from core.scoring.rules import compile_rule, value_faults

SOURCE = read_source()
CATEGORIES = ["乡镇", "县直部门", "事业单位和垂直管理单位"]
PLAN = grow_plan(SOURCE.templates, 45, Decimal(100), CATEGORIES)
TREE = build_tree(PLAN.indicators)


@pytest.mark.parametrize("seed", [0, 1, 99])
def test_every_value_keeps_the_conditions_of_its_rule(seed):
    for actual in make_actuals(PLAN, grow_units(SOURCE, 200), seed):
        rule = compile_rule(TREE.by_code[actual.indicator])
        assert value_faults(rule, actual) == []
        assert actual.value is not None


def test_a_row_for_each_unit_and_quantitative_leaf_that_applies():
    rows = [(a.unit, a.indicator) for a in make_actuals(PLAN, SOURCE.units, 0)]
    expected = [
        (unit.code, leaf.code)
        for unit in SOURCE.units
        for leaf in TREE.leaves
        if leaf.kind is LeafKind.QUANTITATIVE and TREE.applies(leaf.code, unit.category)
    ]
    assert rows == expected


def test_notes_tell_the_numbers():
    for actual in make_actuals(PLAN, SOURCE.units, 0):
        assert actual.note and "{" not in actual.note
        if isinstance(actual.value, Decimal):
            percent = f"{(actual.value * 100).normalize():f}%"
            assert f"{actual.value:f}" in actual.note or percent in actual.note


def test_low_values_are_explained():
    rows = make_actuals(PLAN, SOURCE.units, 0)
    explained = {
        a.indicator
        for a in rows
        if any(a.note.endswith(why) for why in PLAN.templates[a.indicator].data["behind"])
    }
    assert len(explained) == len({a.indicator for a in rows})
    assert not any("；" in a.note for a in rows if a.value in (0, a.target))
    assert 0.1 < sum("；" in a.note for a in rows) / len(rows) < 0.45


def test_a_unit_does_not_change_with_the_number_of_others():
    few = make_actuals(PLAN, SOURCE.units[:7], 0)
    assert make_actuals(PLAN, SOURCE.units, 0)[: len(few)] == few


def test_good_units_have_better_values():
    quality = unit_quality(0, 400)
    units = grow_units(SOURCE, 400)
    values = {a.unit: a.value for a in make_actuals(PLAN, units, 0) if a.indicator == "2.1.1"}
    best = [n for n in range(400) if quality[n] > 1]
    worst = [n for n in range(400) if quality[n] < -1]
    mean = [sum(values[units[n].code] for n in group) / len(group) for group in (best, worst)]
    assert mean[0] > mean[1]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("0.93164", 4, "0.9316"), ("18324.9", -1, "18320"), ("7", 2, "7")],
)
def test_rounded(value, decimals, text):
    assert str(rounded(Decimal(value), decimals)) == text
