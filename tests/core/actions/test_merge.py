"""A book's rows taken into a snapshot: updates, additions, repeats, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.merge import Count, carry_marks, merge, settled
from core.errors import UserError
from core.model.data import Actual, Adjustment, Finding, Verification
from core.model.import_plan import ImportPlan, Incoming
from core.model.people import Expert, Unit
from core.model.plan import Assignment, Grade, Indicator, LeafKind, RatingMode, Settings
from core.model.problem import Notice, Place
from core.model.snapshot import Snapshot
from core.store.rows import TABLE_OF

D = Decimal


def book(*rows, **more):
    """An `ImportPlan` from (kind, values) pairs, in rows 2, 3, …"""
    incoming = tuple(
        Incoming(kind, values, Place(TABLE_OF[kind].sheet, n, "", "甲.xlsx"))
        for n, (kind, values) in enumerate(rows, start=2)
    )
    return ImportPlan("甲.xlsx", rows=incoming, **more)


def test_new_rows_are_added_behind_the_old_ones():
    before = Snapshot(units=(Unit("U2", "乙", "乡"),))
    merged = merge(before, book((Unit, {"code": "U1", "name": "甲", "category": "乡"})))
    assert [u.code for u in merged.snapshot.units] == ["U2", "U1"]
    assert merged.changed == (Unit("U1", "甲", "乡"),)
    assert merged.counts == {"单位": Count(new=1)}
    assert before.units == (Unit("U2", "乙", "乡"),)


def test_a_known_key_updates_the_columns_that_the_book_has():
    before = Snapshot(units=(Unit("U1", "甲", "乡", "甲简", "注"), Unit("U2", "乙", "乡")))
    merged = merge(before, book((Unit, {"code": "U1", "name": "甲甲", "note": None})))
    assert merged.snapshot.units[0] == Unit("U1", "甲甲", "乡", "甲简", "")
    assert merged.snapshot.units[1] is before.units[1]
    assert merged.counts == {"单位": Count(changed=1)}


def test_what_is_stored_already_is_no_change():
    before = Snapshot(adjustments=(Adjustment("U1", "奖", D("2")),))
    row = (Adjustment, {"unit": "U1", "item": "奖", "points": D("2.00"), "basis": None})
    merged = merge(before, book(row))
    assert merged.changes_nothing and merged.counts == {"加减分": Count(unchanged=1)}


def test_a_blank_cell_is_the_default():
    values = {"code": "E1", "name": "张", "kind": "", "weight": None, "post": None}
    merged = merge(Snapshot(), book((Expert, values)))
    assert merged.snapshot.experts == (Expert("E1", "张"),)
    assert settled(Settings, {"trim_count": None, "bonus_cap": None}) == {
        "trim_count": 1,
        "bonus_cap": None,
    }


def test_experts_are_sorted_and_marks_follow_them(county, rated, marks_of):
    before = county([("U1", "1", "E1", 1, "3"), ("U1", "1", "E2", 1, "4")])
    merged = merge(before, book((Expert, {"code": "A0", "name": "新"})))
    after = merged.snapshot
    assert [e.code for e in after.experts[:3]] == ["A0", "E1", "E2"]
    expected = marks_of(after, [("U1", "1", "E1", 1, "3"), ("U1", "1", "E2", 1, "4")])
    assert after.marks.expert.tolist() == expected.expert.tolist() == [1, 2]
    assert after.marks.value.tolist() == expected.value.tolist()
    assert not len(merged.marks)


@given(st.permutations(range(4)), st.sets(st.integers(0, 9), min_size=1))
def test_carried_marks_mean_the_same(order, cells):
    leaves = [Indicator(str(n), "", points=D(1), kind=LeafKind.RATED) for n in range(4)]
    experts = tuple(Expert(f"E{n}", "") for n in range(3))
    before = Snapshot(units=(Unit("U", "", ""),), experts=experts, indicators=tuple(leaves))
    from core.model.marks import make_marks

    rows = sorted({(n % 4, n % 3) for n in cells})
    marks = make_marks(
        [0] * len(rows),
        [r[0] for r in rows],
        [r[1] for r in rows],
        [1] * len(rows),
        range(len(rows)),
    )
    before = replace(before, marks=marks)
    after = replace(before, indicators=tuple(leaves[n] for n in order))
    carried, problems = carry_marks(before, after)

    def said(snapshot, marks):
        return {
            (snapshot.tree.leaves[leaf].code, expert, value)
            for leaf, expert, value in zip(marks.leaf, marks.expert, marks.value, strict=True)
        }

    assert problems == [] and said(after, carried) == said(before, marks)


def test_a_rated_leaf_cannot_become_a_parent(county):
    before = county([("U1", "1", "E1", 1, "3")])
    child = {"code": "1.1", "name": "子", "parent": "1", "points": D(10), "kind": LeafKind.RATED}
    merged = merge(before, book((Indicator, child)))
    assert [(p.place.key, p.place.column) for p in merged.problems] == [(("1",), "编码")]


def test_the_same_grant_twice_is_none():
    grant = (Assignment, {"kind": "领导"})
    merged = merge(Snapshot(), book(grant, grant))
    assert merged.counts == {"分工": Count(new=1)} and merged.changed == (Assignment(kind="领导"),)


def test_a_grade_without_category_holds_for_all():
    merged = merge(Snapshot(), book((Grade, {"name": "优", "floor": D(90)})))
    assert merged.snapshot.grades == (Grade("", "优", D(90)),)
    again = merge(merged.snapshot, book((Grade, {"name": "优", "floor": D(90), "category": None})))
    assert again.changes_nothing


def test_a_row_that_lacks_what_it_must_have_stands_in_for_itself():
    """The reader has refused the book; what refers to the row is still to be judged."""
    rows = (
        (Unit, {"code": "U1", "name": "甲", "category": None}),
        (Adjustment, {"unit": "U1", "item": "奖"}),
        (Verification, {"unit": "U1", "indicator": "1"}),
    )
    after = merge(Snapshot(), book(*rows)).snapshot
    assert after.units == (Unit("U1", "甲", ""),)
    assert after.adjustments == (Adjustment("U1", "奖", D(1)),)
    assert after.verifications == (Verification("U1", "1", Finding.TRUE),)
    stored = Snapshot(units=(Unit("U1", "甲", "乡"),))
    assert merge(stored, book(*rows[:1])).snapshot.units == stored.units


def test_settings_are_merged_one_by_one():
    before = Snapshot(settings=Settings(name="考核", decimals=1))
    plan = book(settings={"full_points": D(120), "issue_date": date(2026, 3, 1), "decimals": 1})
    merged = merge(before, plan)
    assert merged.snapshot.settings == Settings(
        "考核", decimals=1, full_points=D(120), issue_date=date(2026, 3, 1)
    )
    assert merged.changed == (merged.snapshot.settings,)
    assert merged.counts == {"方案": Count(changed=2, unchanged=1)}
    assert merge(merged.snapshot, plan).changes_nothing


def test_the_way_of_rating_stays_while_there_are_marks(county):
    place = Place("方案", 4, "内容", "甲.xlsx")
    plan = book(settings={"rating_mode": RatingMode.PERCENT}, setting_places={"rating_mode": place})
    assert merge(county(), plan).problems == ()
    problems = merge(county([("U1", "1", "E1", 1, "3")]), plan).problems
    assert [(p.place, p.value) for p in problems] == [(place, "百分制")]


def test_grade_words_keep_the_positions_that_marks_use():
    words = (("良", D("0.8")), ("优", D(1)), ("差", D(0)))
    before = Snapshot(settings=Settings(rating_mode=RatingMode.WORDS), words=("优", "良"))
    merged = merge(before, book(settings={"grade_words": words}))
    assert merged.snapshot.words == ("优", "良", "差")


def test_actuals_are_typed_by_the_plan_of_the_same_book():
    tally = {
        "code": "1",
        "name": "票",
        "points": D(100),
        "kind": LeafKind.QUANTITATIVE,
        "rule": "票数",
        "parameters": "系数=1,0",
    }
    plan = book(
        (Actual, {"unit": "U1", "indicator": "1", "value": "30,5"}),
        (Actual, {"unit": "U2", "indicator": "1", "value": "不适用", "target": D(3)}),
        (Indicator, tally),
    )
    merged = merge(Snapshot(), plan)
    assert merged.snapshot.actuals == (
        Actual("U1", "1", value=(D(30), D(5))),
        Actual("U2", "1", target=D(3), applies=False),
    )
    assert merge(merged.snapshot, plan).changes_nothing
    back = book((Actual, {"unit": "U2", "indicator": "1", "value": "1,1"}))
    assert merge(merged.snapshot, back).changed == (
        Actual("U2", "1", target=D(3), value=(D(1), D(1))),
    )


def test_notices_of_the_reader_are_passed_on():
    notice = Notice("unknown_column", "未知的列")
    assert merge(Snapshot(), book(notices=(notice,))).notices == (notice,)


def test_published_results_take_no_change_but_the_same_again():
    before = Snapshot(units=(Unit("U1", "甲", "乡"),), published=True)
    same = book((Unit, {"code": "U1", "name": "甲", "category": "乡"}))
    assert merge(before, same).changes_nothing
    with pytest.raises(UserError, match="公布"):
        merge(before, book((Unit, {"code": "U1", "name": "丙"})))
