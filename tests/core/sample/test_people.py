import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sample.people import combine, grow_experts, grow_units
from core.sample.source import read_source

SOURCE = read_source()


@pytest.mark.parametrize("number", [1, 2, 3, 10, 47, 48, 49, 500, 6000])
def test_units_of_any_number_without_a_double(number):
    units = grow_units(SOURCE, number)
    assert len(units) == number
    for values in ([u.code for u in units], [u.name for u in units], [u.short for u in units]):
        assert len(set(values)) == number


def test_its_own_number_gives_the_written_units():
    assert grow_units(SOURCE, 48) == SOURCE.units


def test_more_units_keep_the_proportions():
    categories = [u.category for u in grow_units(SOURCE, 480)]
    assert sorted(categories.count(c) for c in set(categories)) == [70, 90, 320]


@pytest.mark.parametrize("number", [1, 3, 14, 15, 16, 150, 1200])
def test_experts_of_any_number(number):
    units = grow_units(SOURCE, 48)
    experts, recusals = grow_experts(SOURCE, units, number)
    assert len({e.code for e in experts}) == len({e.name for e in experts}) == number
    assert [e.code for e in experts] == sorted(e.code for e in experts)
    assert len({(r.expert, r.unit) for r in recusals}) == len(recusals)


def test_there_is_always_somebody_to_rate_everything():
    assert {e.kind for e in grow_experts(SOURCE, SOURCE.units, 1)[0]} == {"专家"}


@pytest.mark.parametrize("number", [15, 90])
def test_whoever_works_at_a_rated_unit_is_recused_there(number):
    units = grow_units(SOURCE, 100)
    by_name = {u.name: u.code for u in units}
    experts, recusals = grow_experts(SOURCE, units, number)
    own = {(e.code, by_name[e.employer]) for e in experts if e.employer in by_name}
    assert own and own <= {(r.expert, r.unit) for r in recusals}
    assert all(r.reason for r in recusals)


@given(
    st.integers(0, 100_000),
    st.integers(0, 100_000),
    st.sampled_from([["甲乙丙", "子丑寅卯辰"], ["赵钱孙李", "一二三", "天地"]]),
)
def test_two_numbers_never_give_one_name(one, other, pools):
    assert (combine(pools, one) == combine(pools, other)) == (one == other)
