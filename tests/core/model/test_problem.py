from __future__ import annotations

import pytest

from core.model.problem import Notice, Place, Problem


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("指标", 3, "分值", "county.xlsx"), "county.xlsx 指标 第3行 分值"),
        (Place("评分", column="得分", key=("E1", "", "X01")), "评分 E1/X01 得分"),
        (Place("指标", 3, key=("1.1",)), "指标 第3行"),
        (Place("方案"), "方案"),
        (Place(), ""),
    ],
)
def test_a_place_is_said_as_the_person_finds_it(place, text):
    assert str(place) == text


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("应为数字", Place("指标", 3, "分值"), "十分"),
            "指标 第3行 分值：“十分”：应为数字",
        ),
        (Problem("应为数字", Place("指标", 3)), "指标 第3行：应为数字"),
        (Problem("应为数字", value="十分"), "“十分”：应为数字"),
        (Problem("缺少工作表"), "缺少工作表"),
    ],
)
def test_a_problem_says_where_what_and_what_was_expected(problem, text):
    assert str(problem) == text


def test_equal_problems_are_one():
    assert len({Problem("a", Place("b", 1)), Problem("a", Place("b", 1)), Problem("a")}) == 2


def test_a_notice_has_a_code_for_programs_and_a_text_for_people():
    notice = Notice("quota_tie", "名额不足")
    assert (notice.code, notice.text) == ("quota_tie", "名额不足")
