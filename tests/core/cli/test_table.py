from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.cli.table import aligned, padded, width


def test_a_chinese_character_takes_two_columns():
    assert width("南牛乡A1") == 8
    assert width("（－）") == 6
    assert width("e\u0301") == 1


def test_padding_counts_columns():
    assert padded("乡", 4) == "乡  "
    assert padded("乡", 4, right=True) == "  乡"
    assert padded("乡镇", 3) == "乡镇"


def test_columns_stand_under_each_other():
    lines = aligned([("名次", "单位"), ("1", "南牛乡"), ("10", "县委办")], right=(0,))
    assert lines == ["名次  单位", "   1  南牛乡", "  10  县委办"]


def test_nothing_is_no_line():
    assert aligned([]) == []


@given(st.lists(st.tuples(st.text("乡a１é", max_size=6), st.just("|")), min_size=1))
def test_the_second_column_starts_at_one_place(rows):
    lines = aligned(rows)
    assert len({width(line[: line.rindex("|")]) for line in lines}) == 1
