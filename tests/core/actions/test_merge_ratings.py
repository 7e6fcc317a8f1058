"""评分 rows: rounds, values, codes, 分工, repeats, and the same book twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.merge import Count, merge
from core.model.data import Actual
from core.model.import_plan import ImportPlan, IncomingRatings
from core.model.marks import ABSTAINED, MARK_SCALE
from core.model.people import Recusal, Unit
from core.model.plan import Assignment, Indicator, RatingMode, Settings
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot

D = Decimal
OPEN, CLOSED = RoundState.OPEN, RoundState.CLOSED


def book(*rows, reasons=None):
    """(round, expert, unit, leaf, value) rows from row 2 on."""
    columns = list(zip(*rows, strict=True))
    number, expert, unit, leaf, value = columns or [()] * 5
    given = () if reasons is None else reasons
    lines = range(2, 2 + len(rows))
    return ImportPlan(
        "甲.xlsx",
        ("评分",),
        ratings=IncomingRatings(number, expert, unit, leaf, value, given, lines),
    )


def faults(merged):
    return [(p.place.row, p.place.column, p.value) for p in merged.problems]


def values(snapshot: Snapshot):
    marks = snapshot.marks
    columns = zip(marks.round, marks.expert, marks.unit, marks.leaf, marks.value, strict=True)
    return {
        (
            int(r),
            snapshot.experts[e].code,
            snapshot.units[u].code,
            snapshot.tree.leaves[x].code,
        ): None if v == ABSTAINED else D(int(v)) / MARK_SCALE
        for r, e, u, x, v in columns
    }


def test_ratings_are_taken_in_key_order_and_make_round_one(county):
    merged = merge(
        county(), book((None, "E2", "U2", "1", D("8.5")), (None, "E1", "U1", "1", "弃权"))
    )
    assert merged.problems == ()
    assert values(merged.snapshot) == {(1, "E1", "U1", "1"): None, (1, "E2", "U2", "1"): D("8.5")}
    assert merged.snapshot.marks.unit.tolist() == [0, 1]
    assert merged.changed == (Round(1),) and merged.snapshot.rounds == (Round(1),)
    assert merged.counts == {"评分": Count(new=2)}


def test_the_same_book_twice_is_no_change_even_when_the_round_has_closed(county):
    plan = book((1, "E1", "U1", "1", D(3)), (1, "E2", "U1", "1", "弃权"), reasons=["太差", None])
    first = merge(county(), plan)
    assert not first.changes_nothing
    closed = replace(first.snapshot, rounds=(Round(1, CLOSED),))
    again = merge(closed, plan)
    assert again.problems == () and again.changes_nothing
    assert again.counts == {"评分": Count(unchanged=2)}


def test_a_closed_round_takes_no_change(county):
    before = county([("U1", "1", "E1", 1, "3")])
    merged = merge(
        before,
        book((1, "E1", "U1", "1", D(4)), (1, "E2", "U1", "1", D(4)), (1, "E1", "U1", "1", D(3))),
    )
    assert [f[:2] for f in faults(merged)][:2] == [(2, "轮次"), (3, "轮次")]
    other = merge(before, book((1, "E1", "U1", "1", D(3)), reasons=["新理由"]))
    assert faults(other) == [(2, "轮次", "1")]


def test_blank_means_the_open_round_else_the_first(county):
    rounds = (Round(1, CLOSED), Round(2, OPEN))
    before = county([("U1", "1", "E1", 1, "3")], rounds=rounds)
    merged = merge(before, book((None, "E1", "U1", "1", D(4))))
    assert set(values(merged.snapshot)) == {(1, "E1", "U1", "1"), (2, "E1", "U1", "1")}
    assert len(merged.marks) == 1 and merged.changed == ()
    shut = replace(before, rounds=(Round(1, CLOSED),))
    assert faults(merge(shut, book((None, "E1", "U1", "1", D(4))))) == [(2, "轮次", "1")]
    assert merge(shut, book((None, "E1", "U1", "1", D(3)))).changes_nothing


def test_rounds_are_named_in_all_rows_or_in_none(county):
    merged = merge(county(), book((1, "E1", "U1", "1", D(1)), (None, "E2", "U1", "1", D(1))))
    assert faults(merged) == [(3, "轮次", "")]


def test_import_makes_round_one_only(county):
    merged = merge(county(), book((1, "E1", "U1", "1", D(1)), (2, "E1", "U1", "1", D(2))))
    assert faults(merged) == [(3, "轮次", "2")]
    assert faults(merge(county(), book((2, "E1", "U1", "1", D(2))))) == [(2, "轮次", "2")]
    assert faults(merge(county(), book((0, "E1", "U1", "1", D(2))))) == [(2, "轮次", "0")]


def test_new_makes_the_rounds_named_all_closed_but_the_last(county):
    plan = book((1, "E1", "U1", "1", D(1)), (3, "E1", "U1", "1", D(2)))
    merged = merge(county(), plan, fresh=True)
    assert merged.problems == ()
    assert merged.snapshot.rounds == (Round(1, CLOSED), Round(3, OPEN))
    assert merged.changed == merged.snapshot.rounds
    assert merge(county(), ImportPlan("空.xlsx"), fresh=True).snapshot.rounds == ()


def test_every_fault_of_a_book_is_named(county, rated):
    tree = (Indicator("1", "一"), rated("1.1", "10", parent="1"))
    merged = merge(
        county(indicators=tree),
        book(
            (1, "E99", "U9", "1.1", D(1)),
            (1, "E1", "U1", "1", D(1)),
            (1, "E1", "U1", "9", D(1)),
            (1, "E1", "U1", "1.1", None),
            (1, "E2", "U1", "1.1", "好"),
            (1, "E3", "U1", "1.1", D("10.01")),
            (1, "E4", "U1", "1.1", D("-0.000001")),
            (1, "E5", "U1", "1.1", D("1.0000001")),
            (1, "E6", "U1", "1.1", D("1e40")),
            (1, "E7", "U1", "1.1", D("7")),
        ),
    )
    assert faults(merged) == [
        (2, "专家", "E99"),
        (2, "单位", "U9"),
        (3, "指标", "1"),
        (4, "指标", "9"),
        (5, "得分", ""),
        (6, "得分", "好"),
        (7, "得分", "10.01"),
        (8, "得分", "-0.000001"),
        (9, "得分", "1.0000001"),
        (10, "得分", "10000000000000000000000000000000000000000"),
    ]
    assert all(p.place.book == "甲.xlsx" and p.place.sheet == "评分" for p in merged.problems)
    assert len(merged.snapshot.marks) == 1


def test_a_text_that_holds_a_number_is_that_number(county):
    plan = book((1, "E1", "U1", "1", "8.5"), (1, "E2", "U1", "1", "1." + "0" * 30 + "1"))
    merged = merge(county(), plan)
    assert values(merged.snapshot) == {(1, "E1", "U1", "1"): D("8.5")}
    assert [f[:2] for f in faults(merged)] == [(3, "得分")]


def test_a_step_is_kept(county):
    before = county(settings=Settings(full_points=D(10), step=D("0.5")))
    merged = merge(before, book((1, "E1", "U1", "1", D("9.5")), (1, "E2", "U1", "1", D("9.4"))))
    assert faults(merged) == [(3, "得分", "9.4")]
    assert "0.5" in merged.problems[0].expected


def test_words(county):
    before = county(settings=Settings(full_points=D(10), rating_mode=RatingMode.WORDS))
    plan = book((1, "E1", "U1", "1", "良"), (1, "E2", "U1", "1", "弃权"))
    merged = merge(before, plan)
    assert merged.problems == () and merged.snapshot.marks.value.tolist() == [1, ABSTAINED]
    assert merge(merged.snapshot, plan).changes_nothing
    bad = merge(before, book((1, "E1", "U1", "1", D(8)), (1, "E2", "U1", "1", None)))
    assert faults(bad) == [(2, "得分", "8"), (3, "得分", "")]


def test_category_and_assignment(county, rated):
    before = county(
        indicators=(rated("1", "6"), rated("2", "4", categories=("部门",))),
        assignments=(Assignment("E1"),),
    )
    merged = merge(before, book((1, "E1", "U1", "2", D(1)), (1, "E2", "U1", "1", D(1))))
    assert faults(merged) == [(2, "指标", "2"), (3, "专家", "E2")]


def test_a_rating_said_twice_is_a_problem(county):
    merged = merge(county(), book((1, "E1", "U1", "1", D(1)), (1, "E1", "U1", "1", D(1))))
    assert faults(merged) == [(3, "专家", "E1/U1/1")]
    assert "第2行" in merged.problems[0].expected
    rounds = book((1, "E1", "U1", "1", D(1)), (2, "E1", "U1", "1", D(1)))
    assert merge(county(), rounds, fresh=True).problems == ()


@pytest.mark.parametrize(
    ("scope", "bad"), [(("2",), [2]), (("U1:1", "2"), []), (("U2:1",), [2, 3])]
)
def test_an_open_round_may_ask_about_some_only(county, rated, scope, bad):
    before = county(indicators=(rated("1", "6"), rated("2", "4")), rounds=(Round(1, OPEN, scope),))
    merged = merge(before, book((1, "E1", "U1", "1", D(1)), (1, "E1", "U2", "2", D(1))))
    assert [f[0] for f in faults(merged)] == bad


def test_what_the_scope_leaves_out_may_be_said_again(county):
    before = county([("U1", "1", "E1", 1, "3")], rounds=(Round(1, OPEN, ("U2:1",)),))
    assert merge(before, book((1, "E1", "U1", "1", D(3)))).changes_nothing


def test_only_what_is_new_or_altered_is_in_the_delta(county):
    before = county(
        [("U1", "1", "E1", 1, "3"), ("U2", "1", "E1", 1, "5")], rounds=(Round(1, OPEN),)
    )
    merged = merge(
        before,
        book((1, "E2", "U1", "1", D(4)), (1, "E1", "U1", "1", D(3)), (1, "E1", "U2", "1", D(6))),
    )
    assert merged.marks.value.tolist() == [4 * MARK_SCALE, 6 * MARK_SCALE]
    assert merged.counts == {"评分": Count(1, 1, 1)}
    assert list(values(merged.snapshot).values()) == [D(3), D(4), D(6)]


def test_recused_and_inapplicable_ratings_are_kept_and_told(county):
    before = county(
        recusals=(Recusal("E1", "U1"), Recusal("没有", "U1")),
        actuals=(Actual("U2", "1", applies=False), Actual("没有", "1", applies=False)),
    )
    merged = merge(before, book((1, "E1", "U1", "1", D(7)), (1, "E1", "U2", "1", D(7))))
    assert merged.problems == () and len(merged.marks) == 2
    assert [n.code for n in merged.notices] == ["recused_rating", "excluded_rating"]
    assert "第2行" in merged.notices[0].text and "第3行" in merged.notices[1].text


def test_a_fault_of_the_book_is_not_named_again_with_what_is_stored(county):
    before = county([("U1", "1", "E1", 1, "9")], rounds=(Round(1, OPEN),))
    tighter = replace(before, settings=Settings(full_points=D(10), step=D(2)))
    merged = merge(tighter, book((1, "E1", "U1", "1", D(9))))
    assert faults(merged) == [(2, "得分", "9")]
    assert not len(merged.snapshot.marks)


RATING = st.tuples(st.integers(0, 3), st.integers(0, 2), st.one_of(st.none(), st.integers(0, 10)))


@given(st.lists(RATING, max_size=12), st.lists(RATING, max_size=12))
def test_a_later_book_wins_and_nothing_else_moves(county, first, second):
    units = tuple(Unit(f"U{n}", "", "乡镇") for n in range(4))
    state = county(units=units)
    expected = {}
    for rows in (first, second):
        said = {(f"E{e + 1}", f"U{u}"): v for u, e, v in rows}
        expected |= said
        lines = [(None, e, u, "1", "弃权" if v is None else D(v)) for (e, u), v in said.items()]
        merged = merge(state, book(*lines))
        assert merged.problems == ()
        state = merged.snapshot
    assert {k[1:3]: v for k, v in values(state).items()} == expected
    keys = list(zip(state.marks.unit.tolist(), state.marks.expert.tolist(), strict=True))
    assert keys == sorted(keys)
