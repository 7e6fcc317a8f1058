"""一致性: how far the experts agree and how each rates, in numbers and in words.

The words rest on usual readings of the statistics (Krippendorff's 0.8 and 0.667 for α, 0.05
for p) and on stated bounds below; they describe and decide nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.analysis.agreement import Agreement, TableAgreement
from core.analysis.raters import Rater
from core.files.results_figures import heading
from core.files.sheet_style import (
    CENTRE,
    COUNT,
    TEXT,
    Column,
    Value,
    set_print,
    set_widths,
    write_heading,
    write_line,
    write_table,
)
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.text import _, sentences

THREE, TWO, SHARE = "0.000", "0.00", "0.0%"
P_VALUE = '[<0.0001]"<0.0001";0.0000'
SIGNED = "+0.00;-0.00;0.00"
SIGNIFICANT = 0.05
FEW_UNITS = 7  # up to here the χ² p-value is rough
DISPUTED, MOST_DISPUTED = 0.25, 20  # coefficient of variation; lines shown
FAR_OFF = 1.5  # standard deviations of severity from the panel's mean
LOOSE = 0.3  # correlation below it
MANY_EXTREMES = 0.3


def write_agreement(
    sheet: Any,
    snapshot: Snapshot,
    result: Result,
    agreed: Agreement,
    raters: Sequence[Rater],
) -> None:
    """Conclusion, statistics of totals and leaves, experts, the most disputed ratings."""
    tables = [_table_part(snapshot, agreed), _rater_part(snapshot, raters)]
    tables.append(_disputed_part(snapshot, agreed))
    columns = max(len(part[1]) for part in tables)
    _widths(sheet, [(part[1], part[2]) for part in tables])
    row = write_heading(sheet, _("专家评分一致性"), heading(snapshot, result), columns)
    for text in conclusions(agreed, raters, snapshot):
        row = write_line(sheet, row, text, columns, color="1B2430")
    for title, heads, rows, note in tables:
        row = write_line(sheet, row + 1, title, columns, bold=True)
        row = write_table(sheet, row, heads, rows) if rows else row
        row = write_line(sheet, row, note, columns)
    set_print(sheet, heads=(1, 2), footer=snapshot.settings.name)
    sheet.freeze_panes = "A3"


Part = tuple[str, list[Column], list[list[Value]], str]


def _widths(sheet: Any, tables: Sequence[tuple[list[Column], list[list[Value]]]]) -> None:
    """Each column as wide as the widest of the tables that stand under each other wants it."""
    from openpyxl.utils import get_column_letter

    wide: dict[str, float] = {}
    for columns, rows in tables:
        set_widths(sheet, columns, rows)
        for n in range(1, len(columns) + 1):
            letter = get_column_letter(n)
            wide[letter] = max(wide.get(letter, 0), sheet.column_dimensions[letter].width)
    for letter, width in wide.items():
        sheet.column_dimensions[letter].width = width


def _table_part(snapshot: Snapshot, agreed: Agreement) -> Part:
    heads = [
        Column(_("编码"), CENTRE, 10),
        Column(_("指标"), TEXT, 26),
        Column(_("肯德尔W"), THREE),
        Column(_("p值"), P_VALUE),
        Column(_("ICC(2,1)"), THREE),
        Column(_("ICC(2,k)"), THREE),
        Column(_("α系数"), THREE),
        Column(_("专家数"), COUNT),
        Column(_("单位数"), COUNT),
        Column(_("说明"), TEXT, 44),
    ]
    names = {leaf.code: leaf.name for leaf in snapshot.tree.leaves}
    rows = [_table_row("", _("总分"), agreed.totals)]
    rows += [_table_row(code, names[code], one) for code, one in agreed.leaves.items()]
    note = _(
        "肯德尔W衡量各专家对单位的排序是否一致（0为各行其是，1为完全一致），按并列修正，"
        "取参与的专家都评过的单位，p值由χ²近似得出。ICC为双向随机、绝对一致：ICC(2,1)说一位专家，"
        "ICC(2,k)说全体专家平均分的可靠程度。α为克里彭多夫系数（区间尺度），允许缺评。"
        "“总分”为每位专家对一个单位各评分指标的给分之和。"
    )
    return _("一、总分与各评分指标"), heads, rows, note


def _table_row(code: str, name: str, one: TableAgreement) -> list[Value]:
    numbers: list[Value] = [*one.numbers().values()]
    return [code, name, *numbers, one.experts, one.units, verdict(one)]


def verdict(one: TableAgreement) -> str:
    """W and its p-value in words; why there is none where there is none."""
    if one.kendall_w is None or one.kendall_p is None:
        return one.undefined["kendall_w"]
    if one.kendall_p >= SIGNIFICANT:
        text = _("排序一致性不显著")
    elif one.kendall_w >= 0.7:
        text = _("排序一致性显著，程度高")
    elif one.kendall_w >= 0.5:
        text = _("排序一致性显著，程度中等")
    else:
        text = _("排序一致性显著，但程度低")
    return text + _("（单位少，p值仅供参考）") if one.units <= FEW_UNITS else text


def conclusions(agreed: Agreement, raters: Sequence[Rater], snapshot: Snapshot) -> list[str]:
    """The few sentences that a committee wants to read."""
    found = [_totals_sentence(agreed.totals)]
    weak = [
        code
        for code, one in agreed.leaves.items()
        if one.kendall_p is not None and one.kendall_p >= SIGNIFICANT
    ]
    if weak:
        text = _("下列指标上专家的排序没有显著一致性，宜复核评分标准：{codes}。")
        found.append(text.format(codes=_("、").join(weak)))
    odd = [r for r in raters if _manner(r, raters)]
    if odd:
        names = {e.code: e.name for e in snapshot.experts}
        text = _("{code} {name}（{what}）")
        told = [text.format(code=r.code, name=names[r.code], what=_manner(r, raters)) for r in odd]
        found.append(_("评分习惯与他人差别较大的专家：{names}。").format(names=_("、").join(told)))
    return found


def _totals_sentence(one: TableAgreement) -> str:
    if one.kendall_w is None or one.kendall_p is None:
        return _("总分的一致性无法计算：{why}。").format(why=one.undefined["kendall_w"])
    text = _("{n}位专家对{units}个单位的总分：肯德尔W = {w:.2f}（{p}），{verdict}。")
    told = text.format(
        n=one.experts,
        units=one.units,
        w=one.kendall_w,
        p="p < 0.001" if one.kendall_p < 0.001 else f"p = {one.kendall_p:.3f}",
        verdict=verdict(one),
    )
    if one.alpha is None:
        return told
    level = _("α = {alpha:.2f}，给分高低的{word}。")
    return sentences(told, level.format(alpha=one.alpha, word=_reliability(one.alpha)))


def _reliability(alpha: float) -> str:
    if alpha >= 0.8:
        return _("一致性可靠")
    return _("一致性尚可") if alpha >= 0.667 else _("一致性不足")


def _rater_part(snapshot: Snapshot, raters: Sequence[Rater]) -> Part:
    heads = [
        Column(_("编码"), CENTRE, 10),
        Column(_("姓名"), TEXT, 26),
        Column(_("主体"), CENTRE, 12),
        Column(_("评分数"), COUNT),
        Column(_("宽严"), SIGNED),
        Column(_("相关系数"), TWO),
        Column(_("极端分"), SHARE),
        Column(_("本单位"), SIGNED),
        Column(_("其编码"), CENTRE, 10),
        Column(_("说明"), TEXT, 44),
    ]
    experts = {e.code: e for e in snapshot.experts}
    rows = [
        [r.code, experts[r.code].name, experts[r.code].kind, *_rater_numbers(r), _own(r)]
        for r in raters
    ]
    rows = [[*row, _rater_words(r, raters)] for row, r in zip(rows, raters, strict=True)]
    note = _(
        "宽严：专家的给分减去同一单位同一指标上其他专家的平均分，再取平均（单位为分，负数偏严）。"
        "相关系数：与其他专家平均分的相关。极端分：低于“理由低于”或高于“理由高于”的给分所占比例。"
        "本单位：专家的工作单位是被考核单位时，他在那里的宽严（已回避的评分不在其内）。"
    )
    return _("二、各位专家"), heads, rows, note


def _own(rater: Rater) -> str:
    return _("、").join(rater.own_units)


def _rater_numbers(rater: Rater) -> list[Value]:
    return [rater.ratings, rater.severity, rater.correlation, rater.extreme, rater.own_deviation]


def _rater_words(rater: Rater, raters: Sequence[Rater]) -> str:
    if rater.severity is None:
        return rater.undefined["severity"]
    return _manner(rater, raters) or _("与其他专家相近")


def _manner(rater: Rater, raters: Sequence[Rater]) -> str:
    """What sets an expert apart; "" where nothing does."""
    parts: list[str] = []
    known = [r.severity for r in raters if r.severity is not None]
    spread = statistics.stdev(known) if len(known) >= 3 else 0.0
    if rater.severity is not None and spread > 1e-9:
        distance = (rater.severity - statistics.fmean(known)) / spread
        if abs(distance) >= FAR_OFF:
            parts.append(_("偏宽") if distance > 0 else _("偏严"))
    if rater.correlation is not None and rater.correlation < LOOSE:
        parts.append(_("高低判断与他人不同"))
    if rater.extreme is not None and rater.extreme > MANY_EXTREMES:
        parts.append(_("极端分较多"))
    if rater.own_deviation is not None:
        text = _("对本单位高出他人{n:.2f}分") if rater.own_deviation > 0 else ""
        parts.append(text.format(n=rater.own_deviation))
    return _("，").join(part for part in parts if part)


def _disputed_part(snapshot: Snapshot, agreed: Agreement) -> Part:
    heads = [
        Column(_("编码"), CENTRE, 10),
        Column(_("指标"), TEXT, 26),
        Column(_("变异系数"), TWO),
        Column(_("单位"), TEXT, 22),
    ]
    cv = np.where(np.isnan(agreed.cv), -1.0, agreed.cv)
    order = np.argsort(-cv, axis=None, kind="stable")
    cells = [tuple(map(int, np.unravel_index(n, cv.shape))) for n in order[:MOST_DISPUTED]]
    shown = [(u, x) for u, x in cells if cv[u, x] > DISPUTED]
    leaves = snapshot.tree.leaves
    rows: list[list[Value]] = [
        [leaves[x].code, leaves[x].name, float(cv[u, x]), snapshot.units[u].name] for u, x in shown
    ]
    count = int((cv > DISPUTED).sum())
    note = _(
        "变异系数为各专家给分的标准差与平均分之比，大于{bound}的共{n}处，此处列最大的至多{most}处。"
    )
    return (
        _("三、分歧最大的评分"),
        heads,
        rows,
        note.format(bound=DISPUTED, n=count, most=MOST_DISPUTED),
    )
