"""What the sample county promises, found true by the real computation."""

from collections import Counter

import numpy as np
import pytest

from core.model.plan import LeafKind
from core.sample.county import sample_snapshot
from core.scoring.check import check
from core.scoring.rules import COMPLETION, GROWTH, compile_rule
from core.scoring.score import score

COUNTY = sample_snapshot()
RESULT = score(COUNTY)
QUANTITATIVE = [i for i in COUNTY.tree.leaves if i.kind is LeafKind.QUANTITATIVE]
ALL_RULES = [
    "比例",
    "达标",
    "差额扣分",
    "分档",
    "插值",
    "功效系数",
    "计次扣分",
    "排名",
    "比最优",
    "比均值",
    "票数",
]


def content(snapshot):
    """Everything in it, comparable."""
    fields = {k: v for k, v in vars(snapshot).items() if k in snapshot.__dataclass_fields__}
    marks = fields.pop("marks")
    return fields, [getattr(marks, c).tolist() for c in marks.__slots__]


def test_its_shape():
    s = COUNTY
    assert (len(s.units), len(s.tree.leaves), len(s.experts)) == (48, 45, 15)
    assert list(Counter(u.category for u in s.units).values()) == [7, 32, 9]
    levels = Counter(len(s.tree.ancestors(i.code)) for i in s.tree.indicators)
    assert levels == {0: 4, 1: 13, 2: 45}


def test_every_category_sums_to_a_hundred_in_common_and_specific_leaves():
    s = COUNTY
    for category in s.categories:
        leaves = [i for i in s.tree.leaves if s.tree.applies(i.code, category)]
        common = [i for i in leaves if all(s.tree.applies(i.code, c) for c in s.categories)]
        assert sum(i.points for i in leaves) == 100
        assert sum(i.points for i in common) == 70


def test_all_rules_and_their_variants_are_used():
    rules = [compile_rule(leaf) for leaf in QUANTITATIVE]
    assert {rule.name for rule in rules} == set(ALL_RULES)
    assert {rule.measure for rule in rules} >= {COMPLETION, GROWTH, "原值"}
    lower = {rule.name for rule in rules if rule.lower}
    assert lower and lower < {rule.name for rule in rules}
    text = "；".join(leaf.parameters for leaf in QUANTITATIVE)
    for word in (
        "阶梯",
        "末位比例",
        "每名扣",
        "每名减",
        "下限",
        "点=",
        "零分值",
        "进一",
        "整步",
        "按比例",
    ):
        assert word in text


def test_all_dimensions_levels_and_methods_are_used():
    leaves = COUNTY.tree.leaves
    assert {i.dimension for i in leaves} == {"经济", "效率", "效益", "公平"}
    assert {i.level for i in leaves} == {"宏观", "中观", "微观"}
    assert {i.aggregation for i in leaves if i.aggregation} == {"中位数", "平均"}


def test_nothing_is_wrong_with_it():
    assert check(COUNTY) == []


def test_every_unit_is_complete_so_that_every_letter_can_be_written():
    assert all(line.complete and not line.missing for line in RESULT.units)


def test_totals_and_grades_are_plausible():
    totals = [line.total for line in RESULT.units]
    assert min(totals) > 75 and max(totals) < 96
    assert len(set(totals)) > 40
    grades = Counter(line.grade for line in RESULT.units)
    assert grades["良好"] > grades["优秀"] >= 8 and grades["合格"] >= 5
    for category in COUNTY.categories:
        assert len({x.grade for x in RESULT.units if x.unit.category == category}) == 3


def test_a_tie_straddles_the_quota():
    assert "quota_tie" in {notice.code for notice in RESULT.notices}
    first, second = RESULT.of("B03"), RESULT.of("B07")
    assert (first.rank, second.rank) == (9, 9) and first.total == second.total
    places = 32 * 3 // 10
    excellent = [x for x in RESULT.units if x.unit.category == "县直部门" and x.grade == "优秀"]
    assert places == 9 and len(excellent) == 8
    assert (first.grade, second.grade) == ("良好", "良好")


def test_the_vetoed_unit_would_have_been_better():
    (vetoed,) = [line for line in RESULT.units if line.vetoes]
    assert vetoed.grade == "合格" and vetoed.total > 82


def test_the_upheld_appeal_stands_in_the_result():
    (appeal,) = [a for a in COUNTY.appeals if a.points is not None]
    at = COUNTY.unit_position[appeal.unit], COUNTY.tree.leaf_position[appeal.indicator]
    assert RESULT.score(*at) == appeal.points


@pytest.mark.parametrize(
    "size", [(1, 1, 1), (2, 4, 1), (48, 12, 15), (120, 90, 33), (48, 45, 15, 2)]
)
def test_other_sizes_are_as_sound(size):
    s = sample_snapshot(*size)
    assert (len(s.units), len(s.tree.leaves), len(s.experts)) == size[:3]
    assert check(s) == []
    assert all(line.complete for line in score(s).units)


def test_a_seed_means_one_county():
    for size in ((48, 45, 15, 1, 0), (60, 50, 20, 2, 5)):
        assert content(sample_snapshot(*size)) == content(sample_snapshot(*size))
    other = sample_snapshot(seed=1)
    assert other.units == COUNTY.units
    assert content(other)[1] != content(COUNTY)[1]


@pytest.mark.parametrize("rounds", [1, 2])
def test_rated_only_has_a_mark_for_everything(rounds):
    s = sample_snapshot(20, 13, 11, rounds, rated_only=True)
    assert len(s.marks) == 20 * 13 * 11 * rounds
    assert {i.kind for i in s.tree.leaves} == {LeafKind.RATED}
    keys = np.stack([s.marks.unit, s.marks.leaf, s.marks.expert, s.marks.round])
    assert np.unique(keys, axis=1).shape[1] == len(s.marks)
    assert check(s) == []
