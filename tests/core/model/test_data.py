from __future__ import annotations

from core.model.data import ONE_GRADE_DOWN, Actual, Appeal, Decision, Finding, Veto


def test_the_words_are_those_of_the_workbook():
    assert [word.value for word in Finding] == ["属实", "部分属实", "不属实"]
    assert [word.value for word in Decision] == ["", "支持", "部分支持", "维持"]
    assert ONE_GRADE_DOWN == "降一等"


def test_an_actual_applies_and_is_missing_until_said_otherwise():
    actual = Actual("X01", "1.1")
    assert actual.applies and actual.value is None


def test_an_appeal_is_pending_and_a_veto_means_the_lowest_grade():
    assert Appeal("1", "X01").decision is Decision.PENDING
    assert Veto("X01", "安全事故").ceiling == ""
