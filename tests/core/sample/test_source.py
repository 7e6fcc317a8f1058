import re

from core.model.plan import LeafKind
from core.sample.source import SAMPLES, read_source


def leaves():
    return [t for t in read_source().templates if t.indicator.kind is not None]


def test_the_samples_hold_data_only():
    assert {p.suffix for p in SAMPLES.iterdir()} <= {".toml", ".csv", ".xlsx"}


def test_forty_eight_units_in_three_categories():
    categories = [u.category for u in read_source().units]
    assert [categories.count(c) for c in dict.fromkeys(categories)] == [7, 32, 9]


def test_names_codes_and_short_names_are_each_their_own():
    source = read_source()
    for values in (
        [u.code for u in source.units],
        [u.name for u in source.units],
        [u.short for u in source.units],
        [e.code for e in source.experts],
        [e.name for e in source.experts],
    ):
        assert len(set(values)) == len(values)


def test_fifteen_experts_of_three_kinds():
    kinds = [e.kind for e in read_source().experts]
    assert {k: kinds.count(k) for k in kinds} == {"专家": 6, "领导": 4, "互评": 5}


def test_every_leaf_says_how_it_is_scored_and_whence_the_data_come():
    for template in leaves():
        leaf = template.indicator
        assert len(leaf.criteria) > 40 and leaf.criteria.endswith("。"), leaf.code
        assert leaf.source and leaf.dimension and leaf.level and leaf.points, leaf.code


def test_quantitative_leaves_have_data_and_rated_ones_phrases():
    for template in leaves():
        if template.indicator.kind is LeafKind.QUANTITATIVE:
            assert template.data and template.indicator.rule
        else:
            assert len(template.praise) >= 2 and len(template.blame) >= 2


def test_rated_criteria_name_deductions():
    for template in leaves():
        if template.indicator.kind is LeafKind.RATED:
            assert re.search(r"<[\d.]+>", template.indicator.criteria), template.indicator.code
