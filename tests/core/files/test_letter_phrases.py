from __future__ import annotations

import re

from docxtpl import DocxTemplate

from core.files.field_list import example
from core.files.letter_phrases import GOOD, PROBLEM, choice, each, item, when
from core.files.template_language import compile_part


def said(xml: str, **changes: object) -> str:
    """What a phrase says with the example's fields, tags aside."""
    program, faults = compile_part(DocxTemplate("").patch_xml(xml), example())
    assert faults == [] and program is not None
    return re.sub(r"<[^>]*>|\n", "", program.render({**example(), **changes}))


def test_conditions() -> None:
    assert (
        said(when("整改", item("甲", "乙").replace("{{ 项.序号 }}", "一")), 整改=True)
        == "（一）甲。乙"
    )
    assert said(when("整改", item("甲", "乙").replace("{{ 项.序号 }}", "一")), 整改=False) == ""
    phrase = choice("存在问题", each("存在问题", item("{{ 项.名称 }}", "")), "没有问题。")
    assert said(phrase) == "（一）固定资产投资完成率。"
    assert said(phrase, 存在问题=[]) == "没有问题。"


def test_a_problem_has_its_evidence() -> None:
    text = said(each("存在问题", item("{{ 项.名称 }}", PROBLEM)))
    assert "满分8.00分，得6.40分，失1.60分，类别平均7.10分。" in text
    assert "目标值95%，基期值90%，完成值92.4%，核定为91%。" in text
    assert "评审意见：台账不全。" in text


def test_a_rated_problem_has_no_empty_evidence() -> None:
    blank = dict.fromkeys(("目标值", "基期值", "完成值", "核定值", "说明", "评审意见"), "")
    row = {**example()["存在问题"][0], **blank}
    text = said(each("存在问题", item("{{ 项.名称 }}", PROBLEM)), 存在问题=[row])
    assert text.endswith("类别平均7.10分。")


def test_a_strength() -> None:
    text = said(each("主要成绩", item("{{ 项.名称 }}", GOOD)))
    assert text == "（一）固定资产投资完成率。得6.40分，得分率80.0%，类别平均7.10分。"
