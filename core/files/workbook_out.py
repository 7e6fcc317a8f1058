"""The interchange workbook, written: what `core.files.workbook_in` reads back as the same.

A book is written beside its place and moved there when it is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.files.book_writing import Page, save
from core.files.cells import number_cell
from core.files.settings_sheet import ITEMS, setting_cell
from core.files.sheet_scan import MOST_ROWS
from core.files.sheets import (
    COMPANIONS,
    EVIDENCE_SHEET,
    GUIDE_SHEET,
    NOT_APPLICABLE,
    RATINGS_SHEET,
    RESULTS_SHEET,
    SETTINGS_SHEET,
    SHEET_OF,
    SHEETS,
    Column,
    Sheet,
)
from core.files.whole_file import whole_file
from core.model.data import Actual, SelfAssessment
from core.model.marks import ABSTAINED, MARK_SCALE
from core.model.plan import Assignment, Indicator, LeafKind, RatingMode, Settings
from core.model.snapshot import Snapshot
from core.text import _

ALWAYS = ("方案", "指标", "单位", "专家")
ABSTAIN = "弃权"
_SPARE_ROWS = 30  # for evidence


def write_book(snapshot: Snapshot, path: Path, unit: str | None = None) -> None:
    """Write every sheet that holds anything to `path`; with `unit` (a 编码), the book that this
    unit fills in: 自评, 完成值 and a list of evidence. Raises `UserError` where the place cannot
    be written or the ratings do not fit a sheet."""
    pages = _pages(snapshot) if unit is None else _unit_pages(snapshot, unit)
    _save_whole(pages, Path(path))


def write_ratings(snapshot: Snapshot, path: Path) -> None:
    """Write a book of the 评分 sheet alone. Raises `UserError` as `write_book` does."""
    columns = SHEET_OF[RATINGS_SHEET].columns
    _save_whole([Page(RATINGS_SHEET, columns, _rating_rows(snapshot))], Path(path))


def write_template(path: Path) -> None:
    """Write a book of all sheets, empty under their headers, with a page on how to fill it in."""
    pages = [_guide_page(), *(_template_page(sheet) for sheet in SHEETS)]
    _save_whole([p for p in pages if p.title != RESULTS_SHEET], Path(path))


def _save_whole(pages: Iterable[Page], path: Path) -> None:
    with whole_file(path) as beside:
        save(pages, beside)


# The whole assessment


def _pages(snapshot: Snapshot) -> Iterator[Page]:
    for sheet in SHEETS:
        if sheet.name == SETTINGS_SHEET:
            yield _settings_page(snapshot.settings)
        elif sheet.name == RATINGS_SHEET:
            if len(snapshot.marks):
                yield Page(sheet.name, sheet.columns, _rating_rows(snapshot))
        elif sheet.noun:
            nouns = _nouns(snapshot, sheet)
            if nouns or sheet.name in ALWAYS:
                yield _noun_page(sheet, nouns)


def _settings_page(settings: Settings) -> Page:
    rows = [(item.name, setting_cell(item, settings)) for item in ITEMS]
    return Page(SETTINGS_SHEET, SHEET_OF[SETTINGS_SHEET].columns, rows)


def _nouns(snapshot: Snapshot, sheet: Sheet) -> Sequence[Any]:
    rows: Sequence[Any] = getattr(snapshot, sheet.rows)
    if sheet.noun is not Assignment or Assignment() not in rows:
        return rows
    # A row that grants everything is all blank, and blank rows are skipped: say it by category.
    named = [Assignment(category=category) for category in snapshot.categories]
    return [*(row for row in rows if row != Assignment()), *named]


def _noun_page(sheet: Sheet, nouns: Iterable[Any]) -> Page:
    rows = [[column.cell(noun) for column in sheet.columns] for noun in nouns]
    return Page(sheet.name, sheet.columns, rows)


def _rating_rows(snapshot: Snapshot) -> Iterator[Sequence[Any]]:
    """By round, expert, unit and leaf: as an expert would go through them."""
    marks = snapshot.marks
    if len(marks) >= MOST_ROWS:
        text = _("评分有{n}行，一张工作表放不下（最多{most}行）。")
        raise UserError(text.format(n=len(marks), most=MOST_ROWS - 1))
    order = np.lexsort((marks.leaf, marks.unit, marks.expert, marks.round))
    experts = [expert.code for expert in snapshot.experts]
    units = [unit.code for unit in snapshot.units]
    leaves = [leaf.code for leaf in snapshot.tree.leaves]
    values = _rating_values(snapshot, marks.value[order].tolist())
    sorted_marks = (marks.round, marks.expert, marks.unit, marks.leaf)
    columns = [column[order].tolist() for column in sorted_marks]
    for number, e, u, i, value in zip(*columns, values, strict=True):
        key = (number, experts[e], units[u], leaves[i])
        yield (*key, value, snapshot.reasons.get(key))


def _rating_values(snapshot: Snapshot, values: Iterable[int]) -> Iterator[float | int | str]:
    words = snapshot.settings.rating_mode is RatingMode.WORDS
    for value in values:
        if value == ABSTAINED:
            yield ABSTAIN
        elif words:
            yield snapshot.words[value]
        else:
            whole, rest = divmod(value, MARK_SCALE)
            yield value / MARK_SCALE if rest else whole


# What a unit fills in


def _unit_pages(snapshot: Snapshot, code: str) -> list[Page]:
    if code not in snapshot.unit_position:
        raise UserError(_("没有编码为“{unit}”的单位。").format(unit=code))
    unit = snapshot.units[snapshot.unit_position[code]]
    leaves = [
        leaf for leaf in snapshot.tree.leaves if snapshot.tree.applies(leaf.code, unit.category)
    ]
    return [
        _unit_guide(unit.name),
        _own_page(snapshot, code, "自评", leaves),
        _own_page(snapshot, code, "完成值", [x for x in leaves if x.kind is LeafKind.QUANTITATIVE]),
        _evidence_page(leaves),
    ]


_OWN = {
    "自评": ("self_assessments", SelfAssessment, ("points", "note")),
    "完成值": ("actuals", Actual, ("value", "note")),
}
_COMPANION_COLUMNS = tuple(
    Column(header, header, width=width)
    for header, width in zip(COMPANIONS, (30, 10, 50), strict=True)
)


def _own_page(snapshot: Snapshot, unit: str, name: str, leaves: Iterable[Indicator]) -> Page:
    """The unit's rows, one for each of the leaves, with what the leaf is beside them."""
    attribute, noun, filled = _OWN[name]
    stored = {row.indicator: row for row in getattr(snapshot, attribute) if row.unit == unit}
    columns = SHEET_OF[name].columns
    rows = []
    for leaf in leaves:
        row = stored.get(leaf.code) or noun(unit=unit, indicator=leaf.code)
        own = [c.cell(row) for c in columns]
        points = number_cell(leaf.points)
        rows.append([*own[:2], leaf.name, points, *own[2:], leaf.criteria])
    open_fields = tuple(c.header for c in columns if c.field in filled)
    *beside, last = _COMPANION_COLUMNS
    whole = (*columns[:2], *beside, *columns[2:], last)
    return Page(name, whole, rows, fillable=open_fields)


def _evidence_page(leaves: Iterable[Indicator]) -> Page:
    headers = (("指标", 12), ("指标名称", 30), ("材料名称", 40), ("文号或日期", 20), ("说明", 30))
    columns = tuple(Column(header, header, width=width) for header, width in headers)
    rows: list[Sequence[Any]] = [(leaf.code, leaf.name, None, None, None) for leaf in leaves]
    rows += [(None,) * 5] * _SPARE_ROWS
    return Page(EVIDENCE_SHEET, columns, rows, fillable=tuple(header for header, _w in headers))


def _unit_guide(name: str) -> Page:
    lines = (
        _("本工作簿由{unit}填写。").format(unit=name),
        _("自评：填自评分和自评说明。完成值：填完成值和说明；该项不适用时写“{word}”。").format(
            word=NOT_APPLICABLE
        ),
        _("只有浅色的单元格可以填写；请不要改动工作表名和列名。"),
        _("佐证材料：逐项列出材料的名称和文号或日期，材料另附。"),
    )
    return _text_page(lines)


# The template


def _template_page(sheet: Sheet) -> Page:
    if sheet.name == SETTINGS_SHEET:
        return _settings_page(Settings())
    return Page(sheet.name, sheet.columns, ())


def _guide_page() -> Page:
    lines = [
        _("按工作表填写，列的次序可以变，列名和工作表名不能变；用不到的工作表可以删去。"),
        _("编码请保持文本格式（如 1.1），不要让电子表格改成日期。"),
        _("百分数可以写成 30% 或 0.3；参数和等级系数写成 键=值；键=值。"),
        _("空行会跳过。含公式的工作簿请先在Excel或WPS中保存一次。"),
        _("各表必须填写的列："),
    ]
    for sheet in SHEETS:
        required = _("、").join(c.header for c in sheet.columns if c.required)
        if required and sheet.name != RESULTS_SHEET:
            lines.append(_("{what}：{why}").format(what=sheet.name, why=required))
    return _text_page(lines)


def _text_page(lines: Iterable[str]) -> Page:
    columns = (Column(GUIDE_SHEET, "line", width=100),)
    return Page(GUIDE_SHEET, columns, [(line,) for line in lines])
