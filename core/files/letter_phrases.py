"""Turns of phrase that the letter and its annexes share."""

from __future__ import annotations

from core.files.letter_package import KAI, LINE
from core.files.word_xml import para, run, text

BODY = "公文正文"
GAP = f'<w:spacing w:before="{LINE}"/>'
NEXT = "<w:keepNext/>"


def when(condition: str, body: str, style: str = BODY) -> str:
    """Paragraphs that stand there only where the condition holds."""
    return text(style, f"{{%p if {condition} %}}") + body + text(style, "{%p endif %}")


def item(name: str, words: str, more: str = "") -> str:
    """（一）name in 楷体, then the words."""
    return para(BODY, run("（{{ 项.序号 }}）" + name + "。", KAI), run(words), more=more)


EVIDENCE = (
    "{% if 项.完成值 %}{% if 项.目标值 %}目标值{{ 项.目标值 }}，{% endif %}"
    "{% if 项.基期值 %}基期值{{ 项.基期值 }}，{% endif %}完成值{{ 项.完成值 }}"
    "{% if 项.核定值 %}，核定为{{ 项.核定值 }}{% endif %}。{% endif %}"
    "{% if 项.说明 %}{{ 项.说明 }}。{% endif %}"
    "{% if 项.评审意见 %}评审意见：{{ 项.评审意见 }}。{% endif %}"
)
PROBLEM = (
    "满分{{ 项.满分 }}分，得{{ 项.得分 }}分，失{{ 项.失分 }}分，类别平均{{ 项.类别平均 }}分。"
    + EVIDENCE
)
GOOD = "得{{ 项.得分 }}分，得分率{{ 项.得分率 }}，类别平均{{ 项.类别平均 }}分。"


def each(items: str, body: str) -> str:
    return text(BODY, f"{{%p for 项 in {items} %}}") + body + text(BODY, "{%p endfor %}")


def choice(condition: str, body: str, otherwise: str) -> str:
    opened, closed = text(BODY, f"{{%p if {condition} %}}"), text(BODY, "{%p endif %}")
    return opened + body + text(BODY, "{%p else %}") + text(BODY, otherwise) + closed
