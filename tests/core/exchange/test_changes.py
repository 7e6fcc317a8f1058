"""Changes that cannot be made, each by name."""

from __future__ import annotations

from decimal import Decimal

from core.exchange.changes import place_of, problems_of, recusal_problems
from core.exchange.marks import LONGEST_REASON, Change

D = Decimal


def test_what_can_be_made(content):
    changes = [
        Change("U1", "1.1", D("10")), Change("U1", "1.2", "弃权"), Change("U2", "1.1", None),
        Change("U2", "1.2", D(0), "理由"),
    ]  # fmt: skip
    assert problems_of(content(), {}, changes) == []


def test_every_fault_is_named(content):
    changes = [
        Change("U9", "1.1", D(1)),
        Change("U1", "1.1", D("10.5")),
        Change("U1", "1.2", D("NaN")),
        Change("U2", "1.1", D(1), "长" * (LONGEST_REASON + 1)),
        Change("U2", "1.2", D(1), "\ud800"),
    ]
    found = problems_of(content(), {}, changes)
    assert [p.place.key for p in found] == [
        ("U9", "1.1 政务服务"),
        ("南岭镇", "1.1 政务服务"),
        ("南岭镇", "1.2 队伍建设"),
        ("河口镇", "1.1 政务服务"),
        ("河口镇", "1.2 队伍建设"),
    ]
    assert [p.value for p in found] == ["", "10.5", "NaN", "", ""]
    assert "0 到 10" in found[1].expected and "没有请您" in found[0].expected


def test_a_unit_under_recusal_takes_no_marks_but_can_be_cleared(content):
    (problem,) = problems_of(content(), {"U1": "亲属"}, [Change("U1", "1.1", D(1))])
    assert "回避" in problem.expected
    assert problems_of(content(), {"U1": "亲属"}, [Change("U1", "1.1", None)]) == []


def test_recusals(content):
    assert recusal_problems(content(), "U1", "亲属") == []
    assert recusal_problems(content(), "U9", "")[0].value == "U9"
    assert "太长" in recusal_problems(content(), "U1", "长" * 9999)[0].expected


def test_a_place_as_a_person_knows_it(content):
    assert str(place_of(content(), "U1", "1.2")) == "南岭镇/1.2 队伍建设"
    assert place_of(content(), "U9", "9").key == ("U9", "9")
