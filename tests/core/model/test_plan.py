from __future__ import annotations

from decimal import Decimal

import pytest

from core.model.plan import Aggregation, Indicator, RatingMode, Settings, build_tree

ROWS = (
    Indicator("1", "经济", categories=("乡镇", "部门")),
    Indicator("2", "党建"),
    Indicator("1.2", "税收", parent="1", categories=("乡镇",)),
    Indicator("1.1", "产值", parent="1"),
    Indicator("1.1.1", "工业", parent="1.1"),
)


def codes(indicators):
    return [indicator.code for indicator in indicators]


@pytest.fixture
def tree():
    return build_tree(ROWS)


def test_leaves_are_the_rows_nobody_hangs_under_depth_first(tree):
    assert codes(tree.leaves) == ["1.2", "1.1.1", "2"]
    assert tree.leaf_position == {"1.2": 0, "1.1.1": 1, "2": 2}
    assert codes(tree.indicators) == ["1", "1.2", "1.1", "1.1.1", "2"]
    assert codes(tree.children["1"]) == ["1.2", "1.1"]


def test_ancestors_go_up_to_the_top(tree):
    assert codes(tree.ancestors("1.1.1")) == ["1.1", "1"]
    assert tree.ancestors("2") == []
    assert tree.top_level("1.1.1").code == "1" and tree.top_level("2").code == "2"


def test_a_leaf_applies_where_it_and_all_above_apply(tree):
    assert tree.applies("1.2", "乡镇") and not tree.applies("1.2", "部门")
    assert tree.applies("1.1.1", "部门") and not tree.applies("1.1.1", "事业单位")
    assert tree.applies("2", "事业单位")


def test_leaves_under_an_indicator(tree):
    assert codes(tree.leaves_under("1")) == ["1.2", "1.1.1"]
    assert codes(tree.leaves_under("2")) == ["2"]
    assert tree.leaves_under("") == tree.leaves
    assert tree.leaves_under("9") == ()


def test_a_ring_and_an_orphan_hang_nowhere():
    rows = (
        Indicator("1", "好"),
        Indicator("a", "环", parent="b"),
        Indicator("b", "环", parent="a"),
        Indicator("x", "孤", parent="没有"),
    )
    tree = build_tree(rows)
    assert codes(tree.indicators) == ["1"] and codes(tree.leaves) == ["1"]
    assert codes(tree.ancestors("a")) == ["b", "a"]
    assert tree.ancestors("x") == []


def test_the_defaults_are_those_of_the_contract():
    settings = Settings()
    assert (settings.full_points, settings.decimals) == (100, 2)
    assert settings.rating_mode is RatingMode.POINTS and settings.step == Decimal("0.01")
    assert dict(settings.grade_words) == {
        "优": 1, "良": Decimal("0.85"), "中": Decimal("0.7"), "差": Decimal("0.5"),
    }  # fmt: skip
    assert settings.aggregation is Aggregation.TRIMMED
    assert (settings.trim_count, settings.trim_from) == (1, 5)
    assert settings.bonus_cap is None and settings.deduction_cap is None
    assert (settings.reason_below, settings.reason_above) == (Decimal("0.6"), Decimal("0.95"))
    assert settings.rescale
