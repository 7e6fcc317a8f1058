from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from core.actions.asking import Asking, asked_leaves, asked_units, plan_digests, questions
from core.exchange.ballot_content import Others
from core.model.data import Actual, SelfAssessment
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Indicator, RatingMode, Settings
from core.model.rounds import Round

SECOND = Round(2)


def asking(snapshot, number=1, scope=()):
    return Asking(snapshot, Round(number, scope=scope))


def one(snapshot, expert="E1", unit="U1", leaf="1", number=2):
    found = questions(asking(snapshot, number), expert)
    return next(q for q in found if (q.unit, q.leaf) == (unit, leaf))


def rated_by(values, reason=""):
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(values, start=1)]
    reasons = {(1, f"E{n}", "U1", "1"): f"{reason}{n}" for n in range(1, len(rows) + 1) if reason}
    return rows, reasons


def test_a_question_carries_the_facts_beside_it(county):
    actual = Actual("U1", "1", Decimal(10), Decimal(8), Decimal(9), note="按期")
    claim = SelfAssessment("U1", "1", Decimal("9.5"), "做得好")
    asked = one(county(actuals=(actual,), self_assessments=(claim,)), number=1)
    assert (asked.target, asked.base, asked.value, asked.note) == (10, 8, 9, "按期")
    assert (asked.self_points, asked.self_note) == (Decimal("9.5"), "做得好")
    assert (asked.earlier, asked.others) == ("", None)


def test_recused_and_inapplicable_items_are_left_out(county):
    snapshot = county(recusals=(Recusal("E1", "U2"),), actuals=(Actual("U1", "1", applies=False),))
    assert questions(asking(snapshot), "E1") == ()
    assert [q.unit for q in questions(asking(snapshot), "E2")] == ["U2"]
    assert "E1" not in asking(snapshot).experts
    assert [u.code for u in asked_units(asking(snapshot), "E2")] == ["U2"]


def test_leaves_come_with_their_path_and_criteria(county, rated):
    indicators = (
        Indicator("A", "工作", points=Decimal(10)),
        Indicator("B", "党建", "A"),
        rated("1", "10", parent="B", criteria="看台账", source="组织部"),
    )
    (leaf,) = asked_leaves(asking(county(indicators=indicators)), "E1")
    assert leaf.path == ("工作", "党建")
    assert (leaf.points, leaf.criteria, leaf.source) == (10, "看台账", "组织部")


def test_one_sees_ones_own_earlier_mark_and_its_reason(county):
    rows, reasons = rated_by(["9.50", 4], "因")
    snapshot = county(rows, reasons=reasons)
    assert (one(snapshot).earlier, one(snapshot).earlier_reason) == ("9.5", "因1")
    assert one(snapshot, "E3").earlier == ""
    assert one(county(rated_by([None])[0])).earlier == "弃权"


def test_the_latest_earlier_mark_is_the_one_that_stands(county):
    rows = [("U1", "1", "E1", 1, 5), ("U1", "1", "E1", 2, 7), ("U1", "1", "E1", 3, 9)]
    assert one(county(rows), number=3).earlier == "7"


def test_others_are_summed_up_from_three_on_without_names(county):
    rows, reasons = rated_by([1, 2, 4, 9], "因")
    others = one(county(rows, reasons=reasons)).others
    assert others == Others(3, Decimal(3), Decimal(4), Decimal("6.5"), ("因2", "因3", "因4"))
    assert one(county(rated_by([1, 2, 4])[0])).others is None
    assert one(county(rated_by([1, 2, 4])[0]), "E7").others is not None


def test_the_recused_the_abstaining_and_oneself_are_not_among_the_others(county):
    rows, _reasons = rated_by([1, 2, 4, None, 9])
    snapshot = county(rows, recusals=(Recusal("E5", "U1"),))
    assert one(snapshot, "E1").others is None
    assert one(snapshot, "E7").others == Others(3, Decimal("1.5"), Decimal(2), Decimal(3))


def test_words_are_summed_up_as_coefficients(county):
    settings = Settings(full_points=Decimal(10), rating_mode=RatingMode.WORDS)
    words = ("优", "良", "中", "差")
    rows, _reasons = rated_by(["优", "良", "差", "差"])
    asked = one(county(rows, settings=settings, words=words))
    assert asked.earlier == "优"
    assert asked.others and asked.others.median == Decimal("0.5")


# The plan version


def digest(snapshot, expert="E1", scope=()):
    return plan_digests(asking(snapshot, 1, scope))[expert]


@pytest.fixture
def plain(county, rated):
    return county(indicators=(rated("1", "5", criteria="看"), rated("2", "5")))


def changed_leaf(snapshot, **given):
    first, *rest = snapshot.indicators
    return replace(snapshot, indicators=(replace(first, **given), *rest))


def test_what_changes_the_meaning_of_a_mark_changes_it(plain):
    before = digest(plain)
    settings = plain.settings
    assert digest(changed_leaf(plain, points=Decimal(6))) != before
    assert digest(changed_leaf(plain, criteria="查")) != before
    assert digest(changed_leaf(plain, categories=("部门",))) != before
    assert digest(replace(plain, settings=replace(settings, step=Decimal(1)))) != before
    percent = replace(settings, rating_mode=RatingMode.PERCENT)
    assert digest(replace(plain, settings=percent)) != before
    assert digest(plain, scope=("1",)) != before
    assert digest(replace(plain, assignments=(Assignment("E1", indicator="1"),))) != before
    more = (*plain.units, Unit("U3", "丙乡", "乡镇"))
    assert digest(replace(plain, units=more)) != before


def test_what_comes_up_while_a_round_runs_does_not(plain):
    before = digest(plain)
    assert digest(changed_leaf(plain, name="别名", points=Decimal("5.00"))) == before
    assert digest(replace(plain, recusals=(Recusal("E1", "U1"),))) == before
    excluded = (Actual("U1", "1", applies=False), Actual("U2", "1", value=Decimal(3)))
    assert digest(replace(plain, actuals=excluded)) == before
    reasons = replace(plain.settings, reason_below=Decimal("0.5"), step=Decimal("0.010"))
    assert digest(replace(plain, settings=reasons)) == before
    assert digest(replace(plain, units=plain.units[::-1])) == before
    assert digest(replace(plain, indicators=plain.indicators[::-1])) == before
    assert digest(replace(plain, experts=(*plain.experts, Expert("E8", "新")))) == before
    other = (Assignment("E1"), Assignment("E2", indicator="1"))
    assert digest(replace(plain, assignments=other)) == before


def test_experts_with_the_same_questions_have_the_same(plain):
    assert digest(plain, "E1") == digest(plain, "E2")


def test_an_empty_county_asks_nothing(county):
    assert plan_digests(asking(county(units=()))) == {}
