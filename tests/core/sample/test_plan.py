from decimal import Decimal
from fractions import Fraction

import pytest

from core.model.plan import LeafKind, build_tree
from core.sample.plan import grow_plan, scale_points
from core.sample.source import read_source
from core.scoring.rules import compile_rule

CATEGORIES = ["乡镇", "县直部门", "事业单位和垂直管理单位"]
SIZES = [1, 2, 5, 7, 20, 44, 45, 46, 60, 100, 300]
FULL = Decimal(100)


def grow(leaves, rated_only=False):
    return grow_plan(read_source().templates, leaves, FULL, CATEGORIES, rated_only)


@pytest.mark.parametrize("leaves", SIZES)
@pytest.mark.parametrize("rated_only", [False, True])
def test_every_category_sums_to_full_points(leaves, rated_only):
    tree = build_tree(grow(leaves, rated_only).indicators)
    assert len(tree.leaves) == leaves
    for category in CATEGORIES:
        applying = [i for i in tree.leaves if tree.applies(i.code, category)]
        assert sum(i.points for i in applying) == 100
        assert all(i.points > 0 for i in applying)


@pytest.mark.parametrize("leaves", SIZES)
def test_parents_give_the_sum_of_their_children(leaves):
    tree = build_tree(grow(leaves).indicators)
    for parent in tree.indicators:
        children = tree.children.get(parent.code)
        if not children or parent.points is None:
            continue
        for category in CATEGORIES:
            if tree.applies(parent.code, category):
                applying = [c for c in children if tree.applies(c.code, category)]
                assert sum(c.points for c in applying) == parent.points


@pytest.mark.parametrize("leaves", SIZES)
def test_codes_are_unique_three_levels_deep_and_rules_compile(leaves):
    plan = grow(leaves)
    codes = [i.code for i in plan.indicators]
    assert len(set(codes)) == len(codes)
    tree = build_tree(plan.indicators)
    for leaf in tree.leaves:
        assert len(tree.ancestors(leaf.code)) == 2
        assert "<" not in leaf.parameters + leaf.criteria
        if leaf.kind is LeafKind.QUANTITATIVE:
            compile_rule(leaf)


def test_its_own_number_gives_the_written_plan():
    written = {t.indicator.code: t.indicator for t in read_source().templates}
    plan = grow(45)
    assert {i.code for i in plan.indicators} == set(written)
    for indicator in plan.indicators:
        original = written[indicator.code]
        assert indicator.name == original.name
        if original.points is not None:
            assert indicator.points == original.points
    assert plan.decimals == 1


def test_rated_only_is_rated_and_for_all():
    tree = build_tree(grow(60, rated_only=True).indicators)
    assert {leaf.kind for leaf in tree.leaves} == {LeafKind.RATED}
    assert not any(i.categories for i in tree.indicators)


def test_leaf_names_differ():
    names = [leaf.name for leaf in build_tree(grow(200).indicators).leaves]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "factor", "scaled"),
    [
        ("每件扣<0.3>分", Fraction(1), "每件扣0.3分"),
        ("阶梯=<5>, <4.8>", Fraction(1, 2), "阶梯=2.5, 2.4"),
        ("扣=<0.2>", Fraction(1, 3), "扣=0.0666"),
        ("扣=<0.1>", Fraction(1, 100_000), "扣=0.0001"),
        ("没有分数", Fraction(2), "没有分数"),
    ],
)
def test_points_in_text_follow_the_leaf(text, factor, scaled):
    assert scale_points(text, factor) == scaled
