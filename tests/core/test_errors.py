from __future__ import annotations

from core.errors import Refused, UserError
from core.model.problem import Place, Problem


def test_a_refusal_is_all_its_problems_a_line_each():
    problems = (Problem("应为数字", Place("指标", 3, "分值")), Problem("缺少工作表"))
    refusal = Refused(iter(problems))
    assert isinstance(refusal, UserError)
    assert refusal.problems == problems
    assert str(refusal).splitlines() == [str(p) for p in problems]
