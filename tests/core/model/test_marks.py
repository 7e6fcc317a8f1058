from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model.marks import ABSTAINED, MARK_DECIMALS, MARK_SCALE, NO_MARKS, make_marks

KEY = st.tuples(*[st.integers(0, 3)] * 4)


def rows(marks):
    columns = (marks.unit, marks.leaf, marks.expert, marks.round, marks.value)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(st.dictionaries(KEY, st.integers(ABSTAINED, 10**12)))
def test_rows_come_in_key_order(given):
    entries = [(*key, value) for key, value in given.items()]
    marks = make_marks(*(zip(*entries, strict=True) if entries else [[]] * 5))
    assert rows(marks) == sorted(entries)
    assert len(marks) == len(entries)


def test_columns_are_narrow_integers():
    marks = make_marks([0], [1], [2], [1], [8_500_000])
    assert [c.dtype for c in (marks.unit, marks.leaf, marks.expert, marks.round)] == [np.int32] * 4
    assert marks.value.dtype == np.int64


def test_what_is_in_order_is_not_copied():
    unit = np.array([0, 0, 1], dtype=np.int32)
    marks = make_marks(unit, [0, 1, 0], [0, 0, 0], [1, 1, 1], [1, 2, 3])
    assert marks.unit is unit


def test_take_chooses_by_mask_position_and_slice():
    marks = make_marks([0, 1, 2], [0, 0, 0], [0, 0, 0], [1, 1, 1], [5, 6, 7])
    assert marks.take(marks.value > 5).value.tolist() == [6, 7]
    assert marks.take(np.array([2])).unit.tolist() == [2]
    assert marks.take(slice(0, 1)).value.tolist() == [5]


def test_none_are_none():
    assert len(NO_MARKS) == 0


def test_the_scale_holds_every_decimal_of_a_rating():
    assert MARK_SCALE == 10**MARK_DECIMALS and ABSTAINED < 0
