"""What one mark may be: the scalar rule, and that the columns follow the very same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from core.actions.merge_reasons import asks_for_reason
from core.model.marks import MARK_SCALE
from core.model.plan import Indicator, LeafKind, RatingMode, Settings
from core.scoring.check_marks import mark_faults
from core.scoring.mark_rules import (
    ABSTAIN,
    MarkRules,
    asking_words,
    asks_reason,
    bounds,
    expected_mark,
    is_legal,
    rules_of,
)

D = Decimal
WORDS = (("优", D(1)), ("良", D("0.85")), ("中", D("0.7")), ("差", D("0.5")))


def rules(mode=RatingMode.POINTS, points="10", step="0.5", below="0.6", above="0.95"):
    return MarkRules(mode, D(points), D(step), WORDS, D(below), D(above))


@pytest.mark.parametrize(
    ("value", "legal"),
    [
        (D("0"), True), (D("-0"), True), (D("10"), True), (D("10.0"), True), (D("7.5"), True),
        (D("1E+1"), True), (D("10.5"), False), (D("-0.5"), False), (D("7.3"), False),
        (D("7.5000001"), False), (D("NaN"), False), (D("Infinity"), False), (D("1E+999"), False),
        (D("1E-999"), False), ("7.5", False), ("优", False), ("", False), (7, False),
        (ABSTAIN, True),
    ],
)  # fmt: skip
def test_numbers(value, legal):
    assert is_legal(rules(), value) is legal


def test_percent_runs_to_a_hundred_whatever_the_points():
    assert is_legal(rules(RatingMode.PERCENT), D(100))
    assert not is_legal(rules(RatingMode.PERCENT), D("100.5"))
    assert not is_legal(rules(), D(100))


def test_words():
    assert is_legal(rules(RatingMode.WORDS), "良")
    assert not is_legal(rules(RatingMode.WORDS), D(1))
    assert not is_legal(rules(RatingMode.WORDS), "可")
    assert is_legal(rules(RatingMode.WORDS), ABSTAIN)


def test_a_reason_is_asked_for_below_and_above_and_never_on_the_line():
    marks = ["5.5", "6", "9.5", "10"]
    assert [asks_reason(rules(), D(m)) for m in marks] == [True, False, False, True]
    assert not asks_reason(rules(), ABSTAIN)


def test_words_ask_by_their_share_of_the_largest():
    assert asking_words(rules(RatingMode.WORDS)) == {"优", "差"}
    half = MarkRules(
        RatingMode.WORDS, D(10), D(1), (("好", D("0.5")), ("坏", D("0.3"))), D("0.6"), D(1)
    )
    assert asking_words(half) == frozenset()
    assert asks_reason(rules(RatingMode.WORDS), "差")
    assert not asks_reason(rules(RatingMode.WORDS), "良")


def test_the_limits_are_exact_where_a_share_of_the_points_has_no_end():
    limit = bounds(rules(points="0.000007", below="0.5", above="0.5"))
    assert (limit.low, limit.high, limit.most) == (4, 3, 7)  # 3.5 lies between: both sides ask


def test_a_plan_beyond_all_measure_still_fits_the_columns():
    limit = bounds(rules(points="1E+900000", step="1E+900000"))
    assert 0 < limit.most < 2**63 and 0 < limit.step < 2**63
    assert bounds(rules_of(Settings(), Indicator("1", "缺分值"))).most < 2**63


def test_it_says_what_is_expected():
    assert "0 到 10" in expected_mark(rules()) and "0.5" in expected_mark(rules())
    assert "优、良、中、差" in expected_mark(rules(RatingMode.WORDS))


scaled = st.integers(-2, 12 * MARK_SCALE)
cents = st.integers(-200, 1200).map(lambda n: n * MARK_SCALE // 100)


@tuned(deadline=None)
@given(value=st.one_of(scaled, cents), step=st.sampled_from(["0.01", "0.5", "0.3"]))
def test_columns_and_single_marks_are_judged_alike(county, value, step):
    if value == -1:  # ABSTAINED in the columns
        return
    leaf = Indicator("1", "评", points=D(10), kind=LeafKind.RATED)
    settings = Settings(full_points=D(10), step=D(step))
    snapshot = county([("U1", "1", "E1", 1, "1")], settings=settings, indicators=(leaf,))
    marks = snapshot.marks.take(slice(None))
    marks.value[:] = value
    mark, rule = D(value) / MARK_SCALE, rules_of(settings, leaf)
    assert is_legal(rule, mark) == (mark_faults(snapshot, marks) == [])
    if is_legal(rule, mark):
        assert asks_reason(rule, mark) == bool(asks_for_reason(snapshot, marks)[0])
