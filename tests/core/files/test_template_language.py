from __future__ import annotations

import time
from typing import Any

import pytest

from core.errors import UserError
from core.files.template_language import Program, compile_part

EXAMPLE: dict[str, Any] = {
    "单位": "甲乡",
    "名次": 1,
    "并列": True,
    "行": [{"名": "乙", "值": "1", "内": [{"名": "丙"}]}],
}


def compiled(source: str) -> Program:
    program, faults = compile_part(source, EXAMPLE)
    assert faults == []
    assert program is not None
    return program


def faults(source: str) -> list[str]:
    program, found = compile_part(source, EXAMPLE)
    assert program is None
    return [str(f) for f in found]


def p(text: str) -> str:
    return f'<w:p a="1"><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_it_reads_loops_and_branches() -> None:
    source = (
        "{{ 单位 }}{% if 并列 and 名次 == 1 %}!{% else %}?{% endif %}"
        "{% for 项 in 行 %}{{ loop.index }}{{ 项.名 }}"
        "{% if not loop.last %}、{% endif %}{% endfor %}"
        "{{ 行|length }}{{ (行|first).值 }}"
    )
    rows = [{"名": n, "值": "7", "内": []} for n in "ab"]
    found = compiled(source).render({**EXAMPLE, "行": rows})
    assert found.replace("\n", "") == "甲乡!1a、2b27"


def test_values_are_escaped_and_lines_broken() -> None:
    found = compiled("<w:t>{{ 单位 }}</w:t>").render({**EXAMPLE, "单位": "<甲>&\n乙{{ 名次 }}"})
    expected = '<w:t>&lt;甲&gt;&amp;</w:t><w:br/><w:t xml:space="preserve">乙{{ 名次 }}</w:t>'
    assert found == expected


def test_every_unknown_field_is_named_with_its_paragraph() -> None:
    second = "{% for 项 in 行 %}{{ 项.得分 }}{{ 项.内.名 }}{% endfor %}"
    found = faults(p("致{{ 单位名 }}：") + p(second))
    assert found == [
        "模板段落“致{{ 单位名 }}：”：没有“单位名”这个字段",
        f"模板段落“{second}”：没有“项.得分”这个字段",
        f"模板段落“{second}”：没有“项.内.名”这个字段",
    ]


@pytest.mark.parametrize(
    "source", ["{{ 单位 }", "{% if 并列 %}", "{% for 项 行 %}{% endfor %}", "{% x %}"]
)
def test_wrong_syntax_is_told(source: str) -> None:
    if source == "{{ 单位 }":
        source += p("}")
    (found,) = faults(p("致 " + source))
    assert "致" in found and "写法有误" in found


def test_lists_and_conditions_cannot_be_printed() -> None:
    assert "是列表" in faults("{{ 行 }}")[0]
    assert "只能用在 if 里" in faults("{{ 并列 }}")[0]
    assert "不是列表" in faults("{% for x in 单位 %}{% endfor %}")[0]


@pytest.mark.parametrize(
    "source",
    [
        "{{ 单位.__class__ }}",
        "{{ 单位.upper() }}",
        "{{ 单位['__class__'] }}",
        "{{ 行.append }}",
        "{{ 行[0].items() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ self }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 单位 ~ 单位 }}",
        "{{ 单位 + 单位 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 单位|safe }}",
        "{{ 单位|attr('x') }}",
        "{{ 行|join(单位) }}",
        "{{ 单位|center(999999999) }}",
        "{{ 行|length(1) }}",
        "{% set x = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% macro f() %}{% endmacro %}",
        "{% call f() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% block b %}{% endblock %}",
        "{% raw2 %}",
        "{% autoescape false %}{{ 单位 }}{% endautoescape %}",
        "{% for x in 行 recursive %}{{ loop(行) }}{% endfor %}",
        "{% for x in [1, 2, 3] %}{% endfor %}",
        "{% for a, b in 行 %}{% endfor %}",
        "{% for x in 行 %}{{ loop.cycle }}{{ loop._iterable }}{% endfor %}",
        "{{ 行[0:1] }}",
        "{{ {} }}",
        "{{ 单位 is string }}",
        "{{ " + "(" * 5000 + "单位" + ")" * 5000 + " }}",
        "{{ " + "not " * 5000 + "并列 }}",
        "{{ " + "9" * 6000 + " }}",
        "{% if 并列 %}" * 200 + "{% endif %}" * 200,
    ],
)
def test_nothing_else_is_to_be_had(source: str) -> None:
    begun = time.monotonic()
    assert faults(source)
    assert time.monotonic() - begun < 10


def test_loops_within_loops_come_to_an_end() -> None:
    source = "{% for a in 行 %}" * 8 + "{% endfor %}" * 8
    rows = [{"名": "x", "值": "1", "内": []}] * 60
    with pytest.raises(UserError, match="循环"):
        compiled(source).render({**EXAMPLE, "行": rows})
    # The allowance is a letter's, not the program's.
    assert compiled("{{ 单位 }}").render(EXAMPLE) == "甲乡"


def test_output_without_measure_comes_to_an_end() -> None:
    source = "{% for a in 行 %}{% for b in 行 %}" + "字" * 50_000 + "{% endfor %}{% endfor %}"
    with pytest.raises(UserError, match="太长"):
        compiled(source).render({**EXAMPLE, "行": EXAMPLE["行"] * 100})


def test_what_only_fails_on_one_letter_is_told_with_its_paragraph() -> None:
    program = compiled(p("首") + p("甲{{ 行[3].名 }}"))
    with pytest.raises(UserError, match=r"甲\{\{ 行\[3\]\.名 \}\}"):
        program.render(EXAMPLE)
    with pytest.raises(UserError, match="比较"):
        compiled(p("乙{% if 单位 > 80 %}{% endif %}")).render(EXAMPLE)
