"""The 评分表: the book that an expert fills in by hand, on screen in Excel or WPS or on paper.

Made for people over fifty: large type, one colour for what is to be filled in, everything else
locked, and on each printed page the names of the units, the expert, and a line to sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.files import score_sheet_criteria, score_sheet_facts, sheet_style
from core.files.score_sheet_cells import add_rules, fill_cell, filled_text, reason_hint
from core.files.score_sheet_facts import Fact
from core.files.score_sheet_form import (
    FIRST_COLUMN,
    FIRST_ROW,
    HEAD,
    NOT_ASKED,
    SHEET,
    Form,
)
from core.files.score_sheet_marker import write_marker
from core.model.plan import Indicator, RatingMode
from core.scoring.mark_rules import rules_of
from core.scoring.numbers import plain
from core.text import _

CODE_WIDTH, MARK_WIDTH = 7, 8.5
LEAST_UNIT, MOST_UNIT, MOST_REASON = 14, 24, 40
# What A4 across takes in column widths at this size, whichever font stands in for 宋体
PAGE_WIDTH, SCALE = 113, 95
ROW_HEIGHT, LINE_HEIGHT = 23, 13
LEAST_TOP, HEAD_HEIGHTS = (27, 17, 17), (17, 28, 28)
SIGN_GAP, SIGN_HEIGHT, SIGN_LINES = 8, 22, 3
# Points of height on a page at this size, less a little air; margins in inches
TOP_MARGIN, BOTTOM_MARGIN = 0.6, 0.7
PAGE_HEIGHT = (595 - 72 * (TOP_MARGIN + BOTTOM_MARGIN)) * 100 / SCALE * 0.97


def write_score_sheet(form: Form, path: Path, facts: Sequence[Fact] = ()) -> None:
    """Write the book, with `facts` shown on a sheet of their own. OSError where the place cannot
    be written."""
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    book = Workbook()
    sheet_style.set_body_font(book)
    sheet = book.active
    sheet.title = SHEET
    _set_widths(sheet, form)
    for number in range(len(form.bands)):
        _write_band(sheet, form, number)
    _write_corner(sheet, form)
    _write_rows(sheet, form)
    last = _write_signatures(sheet, form)
    add_rules(sheet, form)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)
    _protect(sheet)
    _set_print(sheet, form, last)
    score_sheet_criteria.add(book, form)
    score_sheet_facts.add(book, _("{name}评分参考").format(name=form.snapshot.settings.name), facts)
    write_marker(book, form.says, form.layout)
    book.security = WorkbookProtection(lockStructure=True)
    book.save(path)


def _protect(sheet: Any) -> None:
    """Without a password, so that a secretary can help; columns and rows may be made larger."""
    sheet.protection.enable()
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


# The head


def _set_widths(sheet: Any, form: Form) -> None:
    for column, width in enumerate(_widths(form), start=1):
        sheet.column_dimensions[_letter(column)].width = width


def _widths(form: Form) -> list[float]:
    """Of every column; the widest band fills a page."""
    widest = max(len(band) for band in form.bands)
    unit = _unit_width(form)
    room = (PAGE_WIDTH - CODE_WIDTH - unit) / widest - MARK_WIDTH
    return [CODE_WIDTH, unit, *[MARK_WIDTH, min(MOST_REASON, room)] * len(form.leaves)]


def _unit_width(form: Form) -> float:
    """Room for the longest name on one line, within reason."""
    longest = max(sheet_style.width_of(unit.name) for unit in form.units)
    return max(LEAST_UNIT, min(MOST_UNIT, longest + 2))


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _write_band(sheet: Any, form: Form, number: int) -> None:
    band = form.bands[number]
    first = FIRST_COLUMN + 2 * band.start
    last = FIRST_COLUMN + 2 * band.stop - 1
    for row, (text, size) in enumerate(_band_lines(form, number), start=1):
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
        cell = sheet.cell(row, first)
        sheet_style.put(cell, text)
        face = sheet_style.TITLE_FONT if row == 1 else ""
        cell.font = sheet_style.font(size=size, bold=row == 1, name=face)
        cell.alignment = sheet_style.aligned("center" if row == 1 else "left")
    for position in band:
        _write_leaf_head(sheet, form, form.leaves[position], FIRST_COLUMN + 2 * position)


def _band_lines(form: Form, number: int) -> tuple[tuple[str, int], ...]:
    """Text and size of what stands over a band."""
    title = _("{name}评分表").format(name=form.snapshot.settings.name)
    return (title, 16), (_band_text(form, number), 10), (_help_text(form), 10)


def _top_heights(form: Form) -> list[float]:
    """Of the rows of `_band_lines`, so that each text can be read in the narrowest band."""
    heights = [float(height) for height in LEAST_TOP]
    for number, band in enumerate(form.bands):
        width = sum(_widths(form)[FIRST_COLUMN - 1 :][2 * band.start : 2 * band.stop])
        for row, (text, size) in enumerate(_band_lines(form, number)):
            lines = sheet_style.lines_of(text, width * 11 / size - 3)
            heights[row] = max(heights[row], 1.35 * size * lines + 3)
    return heights


def _band_text(form: Form, number: int) -> str:
    band = form.bands[number]
    parts = [_("第{n}轮").format(n=form.round.number)]
    if len(form.bands) > 1:
        text = _("第{n}部分（共{all}部分）：指标{first}至{last}")
        first, last = form.leaves[band.start].code, form.leaves[band.stop - 1].code
        parts.append(text.format(n=number + 1, all=len(form.bands), first=first, last=last))
    parts.append(_("方案版本 {version}").format(version=form.says.version))
    parts.append(_("制表 {time}").format(time=form.made_at))
    return "　".join(parts)


def _help_text(form: Form) -> str:
    text = _("请在黄色格里填得分，不评的填“弃权”；灰色格不用填。{reason}评分标准见下一张工作表。")
    return text.format(reason=reason_hint(form.snapshot.settings))


def _write_leaf_head(sheet: Any, form: Form, leaf: Indicator, column: int) -> None:
    """编码 and 满分, the name over both columns, then what each column is for."""
    rules = rules_of(form.snapshot.settings, leaf)
    points = _("{points}分").format(points=plain(leaf.points or 0))
    what = _("等级") if rules.mode is RatingMode.WORDS else f"0–{plain(rules.most)}"
    sheet.merge_cells(
        start_row=HEAD + 1, start_column=column, end_row=HEAD + 1, end_column=column + 1
    )
    heads = (
        (HEAD, column, leaf.code),
        (HEAD, column + 1, points),
        (HEAD + 1, column, leaf.name),
        (HEAD + 1, column + 1, None),
        (HEAD + 2, column, _("得分") + f"\n{what}"),
        (HEAD + 2, column + 1, _("理由")),
    )
    for row, at, text in heads:
        _write_head(sheet, row, at, text)


def _write_head(sheet: Any, row: int, column: int, text: str | None) -> None:
    cell = sheet.cell(row, column)
    if text is None:
        cell.border = sheet_style.frame()
        return
    sheet_style.write_head(cell, text)


def _write_corner(sheet: Any, form: Form) -> None:
    """Above the names of the units: whose sheet it is, and how far it is filled."""
    expert = form.expert
    corner = ((f"{expert.code} {expert.name}", 14, True), (expert.kind, 10, False))
    for row, (text, size, bold) in enumerate(corner, start=1):
        cell = _over_unit_columns(sheet, row)
        sheet_style.put(cell, text)
        cell.font = sheet_style.font(size=size, bold=bold)
    cell = _over_unit_columns(sheet, 3)
    cell.value = filled_text(form)
    cell.font = sheet_style.font(size=11, bold=True, color=sheet_style.ACCENT)
    for row, height in enumerate([*_top_heights(form), *HEAD_HEIGHTS], start=1):
        sheet.row_dimensions[row].height = height
    for column, text in ((1, _("编码")), (2, _("单位"))):
        sheet.merge_cells(start_row=HEAD, start_column=column, end_row=HEAD + 2, end_column=column)
        _write_head(sheet, HEAD, column, text)


def _over_unit_columns(sheet: Any, row: int) -> Any:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=FIRST_COLUMN - 1)
    cell = sheet.cell(row, 1)
    cell.alignment = sheet_style.aligned("left", wrap=False)
    return cell


# The body


def _write_rows(sheet: Any, form: Form) -> None:
    looks: dict[str, Any] = {}
    for n, unit in enumerate(form.units):
        row = FIRST_ROW + n
        fill_cell(sheet.cell(row, 1), "code", unit.code, looks)
        fill_cell(sheet.cell(row, 2), "name", unit.name, looks)
        sheet.row_dimensions[row].height = _row_height(form, n)
        for x in range(len(form.leaves)):
            column = FIRST_COLUMN + 2 * x
            wanted = bool(form.asked[n, x])
            kinds = ("mark", "reason") if wanted else ("shut", "shut")
            fill_cell(sheet.cell(row, column), kinds[0], "" if wanted else NOT_ASKED, looks)
            fill_cell(sheet.cell(row, column + 1), kinds[1], "", looks)


def _row_height(form: Form, number: int) -> float:
    lines = sheet_style.lines_of(form.units[number].name, _unit_width(form) - 2)
    return max(ROW_HEIGHT, LINE_HEIGHT * lines)


def _write_signatures(sheet: Any, form: Form) -> int:
    """Under the last band, so that they come at the end of the printed pages; the last row."""
    lines = (
        _("本人独立、公正评分，以上得分和理由经本人逐项核对无误。"),
        _("专家签名：{blank}　　日期：______年____月____日").format(blank="_" * 22),
        _("（由工作人员录入电脑的）录入：{blank}　核对：{blank}").format(blank="_" * 14),
    )
    first = 1 if len(form.bands) == 1 else FIRST_COLUMN + 2 * form.bands[-1].start
    row = form.last_row + 1
    sheet.row_dimensions[row].height = SIGN_GAP
    for text in lines:
        row += 1
        sheet.merge_cells(
            start_row=row, start_column=first, end_row=row, end_column=form.last_column
        )
        cell = sheet.cell(row, first)
        sheet_style.put(cell, text)
        cell.font = sheet_style.font(size=11)
        cell.alignment = sheet_style.aligned("left")
        sheet.row_dimensions[row].height = SIGN_HEIGHT
    return row


# On paper


def _set_print(sheet: Any, form: Form, last: int) -> None:
    """Band after band, each from the first unit to the last, with unit names and head on every
    page."""
    name = form.snapshot.settings.name
    version = _("方案版本 {version}").format(version=form.says.version)
    sheet_style.set_print(sheet, heads=(HEAD, HEAD + 2), footer="", scale=SCALE)
    sheet.page_setup.pageOrder = "downThenOver"
    sheet.print_title_cols = f"A:{_letter(FIRST_COLUMN - 1)}"
    sheet.print_area = f"A1:{_letter(form.last_column)}{last}"
    _break_pages(sheet, form)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.header, margins.bottom = TOP_MARGIN, 0.3, BOTTOM_MARGIN
    who = _("专家 {code} {name}　第{n}轮")
    expert = form.expert
    sheet.oddHeader.left.text = _coded(
        who.format(code=expert.code, name=expert.name, n=form.round.number)
    )
    sheet.oddHeader.right.text = _coded(_("{name}评分表").format(name=name))
    sheet.oddFooter.left.text = _coded(_("专家签名：{blank}").format(blank="_" * 20))
    sheet.oddFooter.center.text = _("第 &P 页　共 &N 页")
    sheet.oddFooter.right.text = _coded(version)


def _break_pages(sheet: Any, form: Form) -> None:
    """Between the bands, and where a page is full: no leaf and no row is cut in two."""
    from openpyxl.worksheet.pagebreak import Break

    for band in form.bands[1:]:
        sheet.col_breaks.append(Break(id=FIRST_COLUMN + 2 * band.start - 1))
    for row in _full_pages(form):
        sheet.row_breaks.append(Break(id=row))


def _full_pages(form: Form) -> Iterator[int]:
    """The last row of each page but the last, which has room for the signatures too."""
    room = PAGE_HEIGHT - sum(_top_heights(form)) - sum(HEAD_HEIGHTS)
    for n in range(len(form.units)):
        height = _row_height(form, n)
        last = n == len(form.units) - 1
        needed = height + (SIGN_GAP + SIGN_HEIGHT * SIGN_LINES if last else 0)
        if needed > room:
            yield FIRST_ROW + n - 1
            room = PAGE_HEIGHT - sum(HEAD_HEIGHTS)
        room -= height


def _coded(text: str) -> str:
    """As a header or footer takes it, where & opens a code."""
    return sheet_style.clean(text)[:80].replace("&", "&&")
