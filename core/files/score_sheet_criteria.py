"""The second sheet of a 评分表: what each leaf asks, and how the first one is filled in."""

from __future__ import annotations

from typing import Any

from core.files import sheet_style
from core.files.score_sheet_form import CRITERIA_SHEET, Form
from core.files.sheet_style import Column, Value
from core.model.plan import Indicator, RatingMode
from core.scoring.mark_rules import rules_of
from core.scoring.numbers import plain
from core.text import _


def add(book: Any, form: Form) -> None:
    """Adds the sheet to an openpyxl book."""
    sheet = book.create_sheet(CRITERIA_SHEET)
    columns = (
        Column(_("编码"), widest=10),
        Column(_("指标"), widest=22),
        Column(_("分值"), sheet_style.CENTRE),
        Column(_("得分填法"), sheet_style.CENTRE, widest=16),
        Column(_("评分标准"), widest=62),
        Column(_("数据来源"), widest=18),
    )
    rows = [_row(form, leaf) for leaf in form.leaves]
    sheet_style.set_widths(sheet, columns, rows, top=3)
    settings = form.snapshot.settings
    subtitle = _("第{n}轮　专家 {code} {name}　方案版本 {version}")
    top = sheet_style.write_heading(
        sheet,
        _("{name}评分标准").format(name=settings.name),
        subtitle.format(
            n=form.round.number,
            code=form.expert.code,
            name=form.expert.name,
            version=form.says.version,
        ),
        len(columns),
    )
    row = sheet_style.write_table(sheet, top, columns, rows)
    for text in _advice():
        row = sheet_style.write_line(sheet, row, text, len(columns), color=sheet_style.INK)
    sheet.freeze_panes = f"A{top + 1}"
    sheet.protection.enable()
    sheet_style.set_print(sheet, heads=(top, top), footer=settings.name)


def _row(form: Form, leaf: Indicator) -> tuple[Value, ...]:
    above = [a.name for a in reversed(form.snapshot.tree.ancestors(leaf.code))]
    name = "\n".join([leaf.name, *([" › ".join(above)] if above else [])])
    points = plain(leaf.points) if leaf.points is not None else None
    return leaf.code, name, points, _way(form, leaf), leaf.criteria or None, leaf.source or None


def _way(form: Form, leaf: Indicator) -> str:
    rules = rules_of(form.snapshot.settings, leaf)
    if rules.mode is RatingMode.WORDS:
        return _("、").join(word for word, _share in rules.words)
    text = _("0–{most}，\n步长{step}")
    return text.format(most=plain(rules.most), step=plain(rules.step))


def _advice() -> tuple[str, ...]:
    return (
        _("在电脑上填：只有黄色格可以填，填好变白；理由格变红，表示这个得分要写理由。"),
        _(
            "填错范围会有提示，按“重试”改正。填完保存，把文件交给考核办；工作表的名字和行列不要改动。"
        ),
        _("在纸上填：每页签名；由工作人员录入电脑，另一人核对后才生效。"),
        _("没有填的格不算评分，也不改动以前交过的得分。"),
    )
