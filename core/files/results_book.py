"""The results book: everything a committee wants on its table, as one formatted workbook.

Sheets: 汇总, a ranking of each category, 指标得分, 一致性, 图表, 说明. Every number is the
result's own, written as a number with the plan's decimals; nothing in the book is a formula.
The book with live formulas is another one (`results --audit`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.analysis.agreement import agreement
from core.analysis.raters import raters
from core.files.results_agreement import write_agreement
from core.files.results_charts import Picture, pictures
from core.files.results_figures import heading, plain, standing
from core.files.results_tables import rounding_note, write_matrix, write_ranking, write_summary
from core.files.sheet_style import (
    TEXT,
    Column,
    font,
    set_body_font,
    set_print,
    set_widths,
    sheet_title,
    write_heading,
    write_line,
    write_table,
)
from core.files.whole_file import whole_file
from core.model.plan import RatingMode
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.digest import digest
from core.text import _

ROW_HEIGHT = 15.0  # points
CHART_COLUMNS, CHART_COLUMN_WIDTH = 12, 8.0  # about as wide as a picture


def write_results(snapshot: Snapshot, result: Result, path: Path) -> None:
    """Writes the book to `path`, replacing what is there only once it is whole. UserError
    where the place cannot be written (the book is open in Excel, the disk is full)."""
    book = results_workbook(snapshot, result)
    with whole_file(path) as beside:
        book.save(beside)


def results_workbook(snapshot: Snapshot, result: Result) -> Any:
    """The book as an openpyxl workbook, not yet saved."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    set_body_font(book)
    agreed, rated = agreement(snapshot, result), raters(snapshot, result)
    own = [_("汇总"), _("指标得分"), _("一致性"), _("图表"), _("说明")]
    write_summary(book.create_sheet(own[0]), snapshot, result)
    for category in snapshot.categories:
        wanted = _("{category}排名").format(category=category or _("未分类"))
        sheet = book.create_sheet(sheet_title(wanted, [*own, *book.sheetnames]))
        write_ranking(sheet, snapshot, result, category)
    write_matrix(book.create_sheet(own[1]), snapshot, result)
    write_agreement(book.create_sheet(own[2]), snapshot, result, agreed, rated)
    if snapshot.units:
        drawn = pictures(snapshot, result, rated)
        write_pictures(book.create_sheet(own[3]), snapshot, result, drawn)
    write_notes(book.create_sheet(own[4]), snapshot, result)
    book.properties.title = snapshot.settings.name or None
    book.properties.creator = snapshot.settings.office or snapshot.settings.host or None
    return book


def write_pictures(
    sheet: Any, snapshot: Snapshot, result: Result, drawn: Sequence[Picture]
) -> None:
    """The pictures under their titles, each on a page of its own when printed."""
    from openpyxl.drawing.image import Image
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    for n in range(1, CHART_COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(n)].width = CHART_COLUMN_WIDTH
    row = write_heading(sheet, _("图表"), heading(snapshot, result), CHART_COLUMNS)
    for n, picture in enumerate(drawn):
        if n:
            sheet.row_breaks.append(Break(id=row - 1))
        row = write_line(sheet, row, picture.title, CHART_COLUMNS, bold=True)
        image = Image(io.BytesIO(picture.png))
        image.width, image.height = (side / 25.4 * 96 for side in (picture.width, picture.height))
        sheet.add_image(image, f"A{row}")
        row += int(picture.height / 25.4 * 72 / ROW_HEIGHT) + 2
    sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    set_print(sheet, heads=(1, 2), footer=snapshot.settings.name)
    sheet.sheet_view.showGridLines = False


def write_notes(sheet: Any, snapshot: Snapshot, result: Result) -> None:
    """What the numbers rest on, and what there is to know about them."""
    columns = [Column(_("项目"), TEXT, 20), Column(_("内容"), TEXT, 96)]
    facts = [[name, text] for name, text in _facts(snapshot, result)]
    told = [[_("提示{n}").format(n=n), x.text] for n, x in enumerate(result.notices, start=1)]
    rows = facts + (told or [[_("提示"), _("没有需要说明的问题。")]])
    set_widths(sheet, columns, rows, top=3)
    sheet.column_dimensions["B"].width = 98
    top = write_heading(sheet, _("说明"), heading(snapshot, result), 2)
    write_table(sheet, top, columns, rows)
    for row in range(top + 1, top + 1 + len(rows)):
        sheet.cell(row, 1).font = font(bold=True)
    sheet.freeze_panes = f"A{top + 1}"
    set_print(sheet, heads=(top, top), footer=snapshot.settings.name)


def _facts(snapshot: Snapshot, result: Result) -> list[tuple[str, str]]:
    settings = snapshot.settings
    plan = " ".join(x for x in (settings.plan_title, settings.plan_number) if x)
    latest = snapshot.latest_round
    counts = _("{units}个单位，{leaves}个末级指标，{experts}位专家，{ratings}个评分")
    found = [
        (_("考核名称"), settings.name),
        (_("年度"), str(settings.year or "")),
        (_("主办单位"), settings.host),
        (_("考核机构"), settings.office),
        (_("考核方案"), plan),
        (
            _("规模"),
            counts.format(
                units=len(snapshot.units),
                leaves=len(snapshot.tree.leaves),
                experts=len(snapshot.experts),
                ratings=len(snapshot.marks),
            ),
        ),
        (_("满分"), plain(settings.full_points)),
        (_("评分方式"), _rating_mode(snapshot)),
        (_("汇总方法"), _aggregation(snapshot)),
        (_("评分轮次"), _("没有") if latest is None else _("第{n}轮").format(n=latest)),
        (_("结果状态"), standing(snapshot, result)),
        (_("取整"), rounding_note(result.decimals)),
        (_("数据指纹"), digest(snapshot)),
        (_("指纹用途"), _("原始数据的SHA-256。两份结果的指纹相同，它们依据的数据就相同。")),
    ]
    return [(name, text) for name, text in found if text]


def _rating_mode(snapshot: Snapshot) -> str:
    settings = snapshot.settings
    if settings.rating_mode is not RatingMode.WORDS:
        return str(settings.rating_mode.value)
    words = _("、").join(f"{word}={plain(share)}" for word, share in settings.grade_words)
    return _("{mode}（{words}）").format(mode=settings.rating_mode.value, words=words)


def _aggregation(snapshot: Snapshot) -> str:
    settings = snapshot.settings
    text = _("{method}；去极值时两端各去{n}个，满{start}人起算（指标另有规定的从其规定）")
    return text.format(
        method=settings.aggregation.value, n=settings.trim_count, start=settings.trim_from
    )
