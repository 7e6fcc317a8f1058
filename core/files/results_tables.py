"""The tables of the results book: 汇总, the ranking of each category, and 指标得分."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from core.files.results_figures import (
    by_category,
    grade_lines,
    heading,
    mean_shares,
    plain,
    remark,
    top_level_sum,
)
from core.files.sheet_style import (
    ACCENT,
    CENTRE,
    MUTED,
    NOTHING,
    TEXT,
    TITLE_FONT,
    Column,
    Look,
    Looks,
    Value,
    dress,
    fill,
    font,
    frame,
    lines_of,
    number_format,
    put,
    set_print,
    set_widths,
    width_of,
    write_head,
    write_heading,
    write_line,
    write_table,
)
from core.model.plan import Indicator
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.ranking import grades_of
from core.text import _, sentences

MOST_TOP_LEVELS = 10  # more first-level indicators than this stand in 指标得分 only
# Fill and ink of a grade by its place from the top, and of the lowest one
GRADE_COLORS = (("DCE8F7", ACCENT), ("E3F1E6", "2F6B3C"), ("EFF1F4", "4A5563"))
LOWEST_COLORS = ("FBE3E1", "A32018")
# From which share of the points on a cell of 指标得分 has which colour
HEAT = ((0.95, "AFCDEE"), (0.9, "D2E3F6"), (0.8, "EDF4FB"), (0.7, "FDF1E6"), (0.6, "FADDC3"))
COLDEST = "F4BE93"
LEAF_WIDTH, LEAVES_A_PAGE = 8.0, 24
PAGE_PIXELS = 890  # what A4 landscape takes between its margins, with a little to spare


def write_summary(sheet: Any, snapshot: Snapshot, result: Result) -> None:
    """One line for every unit: first-level sums, total, rank, grade."""
    tops = _shown_tops(snapshot)
    columns = _summary_columns(snapshot, tops)
    lines = [x for found in by_category(snapshot, result).values() for x in found]
    rows = [_summary_row(snapshot, result, line, tops) for line in lines]
    set_widths(sheet, columns, rows, top=3)
    title = " ".join(x for x in (snapshot.settings.name, _("结果汇总表")) if x)
    top = write_heading(sheet, title, heading(snapshot, result), len(columns))
    end = write_table(sheet, top, columns, rows)
    paint_grades(sheet, top + 1, len(columns) - 1, snapshot, lines)
    _rule_between_categories(sheet, top + 1, lines, len(columns))
    write_closing(sheet, end, lines, result.decimals, len(columns))
    sheet.freeze_panes = f"D{top + 1}"
    set_print(sheet, heads=(top, top), footer=snapshot.settings.name)


def _shown_tops(snapshot: Snapshot) -> tuple[Indicator, ...]:
    tops = snapshot.tree.children.get("", ())
    return tops if len(tops) <= MOST_TOP_LEVELS else ()


def _summary_columns(snapshot: Snapshot, tops: Sequence[Indicator]) -> list[Column]:
    form = number_format(snapshot.settings.decimals)
    return [
        Column(_("类别"), CENTRE, 16),
        Column(_("编码"), CENTRE, 12),
        Column(_("单位"), TEXT, 26),
        *(Column(top.name, form, 12) for top in tops),
        Column(_("基础分"), form),
        Column(_("加分"), form),
        Column(_("扣分"), form),
        Column(_("总分"), form, bold=True),
        Column(_("名次"), CENTRE),
        Column(_("等次"), CENTRE, 12),
        Column(_("备注"), TEXT, 30),
    ]


def _summary_row(
    snapshot: Snapshot, result: Result, line: UnitResult, tops: Sequence[Indicator]
) -> list[Value]:
    unit = line.unit
    sums = [top_level_sum(snapshot, result, unit.code, top) for top in tops]
    numbers = (line.base, line.bonus, line.deduction, line.total)
    named = (unit.category, unit.code, unit.name)
    return [*named, *sums, *numbers, line.rank, line.grade, remark(line)]


def paint_grades(
    sheet: Any, top: int, column: int, snapshot: Snapshot, lines: Sequence[UnitResult]
) -> None:
    """Gives the grade cells, from row `top` down, the colour of their grade."""
    colors = {c: grade_colors(snapshot, c) for c in snapshot.categories}
    for row, line in enumerate(lines, start=top):
        ground, ink = colors[line.unit.category][line.grade]
        cell = sheet.cell(row, column)
        cell.fill, cell.font = fill(ground), font(bold=True, color=ink)


def grade_colors(snapshot: Snapshot, category: str) -> dict[str, tuple[str, str]]:
    """(fill, ink) of each grade of a category."""
    names = [g.name for g in grades_of(snapshot.grades, category, snapshot.settings)]
    found = {name: GRADE_COLORS[min(n, len(GRADE_COLORS) - 1)] for n, name in enumerate(names[:-1])}
    return {**found, names[-1]: LOWEST_COLORS}


def _rule_between_categories(
    sheet: Any, top: int, lines: Sequence[UnitResult], columns: int
) -> None:
    from openpyxl.styles import Border, Side

    heavy, thin = Side(style="medium", color=MUTED), frame().left
    for row, (above, below) in enumerate(pairwise(lines), start=top):
        if above.unit.category != below.unit.category:
            for n in range(1, columns + 1):
                sheet.cell(row, n).border = Border(left=thin, right=thin, top=thin, bottom=heavy)


def write_closing(
    sheet: Any, row: int, lines: Sequence[UnitResult], decimals: int, columns: int
) -> int:
    """Under a table of scores: the sum to check it by, how it was rounded, who signs."""
    total = sum((line.total for line in lines), Decimal(0))
    check = _("合计校验：{n}个单位，总分之和{total}。").format(n=len(lines), total=total)
    row = write_line(sheet, row, sentences(check, rounding_note(decimals)), columns)
    blank = "　" * 10
    signs = (_("制表："), _("审核："), _("审定："), _("　　　年　　月　　日"))
    row = write_line(sheet, row + 1, blank.join(signs), columns, color="1B2430")
    sheet.row_dimensions[row - 1].height = 30
    return row


def rounding_note(decimals: int) -> str:
    text = _("各末级指标得分四舍五入到{n}位小数，合计由取整后的得分相加，分项之和等于合计。")
    return text.format(n=decimals)


def write_ranking(sheet: Any, snapshot: Snapshot, result: Result, category: str) -> None:
    """A category's units, best first, and what its grades had to give."""
    lines = by_category(snapshot, result)[category]
    columns = _ranking_columns(snapshot.settings.decimals)
    rows = [_ranking_row(lines, n) for n in range(len(lines))]
    set_widths(sheet, columns, rows, top=4)
    title = _("{category}排名").format(category=category or _("未分类"))
    whole = " ".join(x for x in (snapshot.settings.name, title) if x)
    top = write_heading(sheet, whole, heading(snapshot, result), len(columns))
    top = write_line(sheet, top, _figures(lines), len(columns), color="1B2430")
    end = write_table(sheet, top, columns, rows)
    paint_grades(sheet, top + 1, len(columns) - 1, snapshot, lines)
    for text in _grade_sentences(snapshot, category, lines):
        end = write_line(sheet, end, text, len(columns))
    write_closing(sheet, end, lines, result.decimals, len(columns))
    sheet.freeze_panes = f"D{top + 1}"
    set_print(sheet, heads=(top, top), footer=whole)


def _ranking_columns(decimals: int) -> list[Column]:
    form = number_format(decimals)
    return [
        Column(_("名次"), CENTRE),
        Column(_("编码"), CENTRE, 12),
        Column(_("单位"), TEXT, 34),
        Column(_("定量得分"), form),
        Column(_("评分得分"), form),
        Column(_("基础分"), form),
        Column(_("加分"), form),
        Column(_("扣分"), form),
        Column(_("总分"), form, bold=True),
        Column(_("与前一位差"), form),
        Column(_("等次"), CENTRE, 12),
        Column(_("备注"), TEXT, 40),
    ]


def _ranking_row(lines: Sequence[UnitResult], n: int) -> list[Value]:
    line = lines[n]
    gap = lines[n - 1].total - line.total if n else None
    parts = (line.quantitative, line.raw - line.quantitative, line.base)
    rest = (line.bonus, line.deduction, line.total, gap, line.grade, remark(line))
    return [line.rank, line.unit.code, line.unit.name, *parts, *rest]


def _figures(lines: Sequence[UnitResult]) -> str:
    totals = [line.total for line in lines]
    text = _("共{n}个单位，最高{high}分，最低{low}分，平均{mean:.2f}分。")
    mean = sum(totals) / len(totals)
    return text.format(n=len(lines), high=max(totals), low=min(totals), mean=mean)


def _grade_sentences(snapshot: Snapshot, category: str, lines: list[UnitResult]) -> list[str]:
    """Floor, quota and outcome of each grade, in one line of text each."""
    found = []
    for one in grade_lines(snapshot, category, lines):
        text = _("{grade}：{floor}分以上").format(
            grade=one.grade.name, floor=plain(one.grade.floor)
        )
        if one.places is not None and one.grade.quota is not None:
            quota = _("，名额为{n}个单位的{share}%，取{places}个")
            part = plain(one.grade.quota * 100)
            text += quota.format(n=len(lines), share=part, places=one.places)
        text += _("；实际{n}个").format(n=one.units)
        if one.vetoed:
            text += _("，其中{n}个因否决事项定等，不占名额").format(n=one.vetoed)
        found.append(text + _("。"))
    return found


def write_matrix(sheet: Any, snapshot: Snapshot, result: Result) -> None:
    """Units down, leaves across; the colour is the share of the points, the number stays.

    Printed on as many pages side by side as are needed, evenly filled, each with the units'
    names and the first-level indicators again.
    """
    pages = _pages(len(snapshot.tree.leaves))
    scale = _matrix_widths(sheet, snapshot, len(pages[0]))
    title = " ".join(x for x in (snapshot.settings.name, _("指标得分表")) if x)
    sizes = (font(size=18, bold=True, name=TITLE_FONT), font(size=10, color=MUTED))
    lines = ((title, sizes[0]), (heading(snapshot, result), sizes[1]), (_legend(), sizes[1]))
    for row, (text, face) in enumerate(lines, start=1):
        # not in the columns that are repeated: they would repeat half a title
        put(sheet.cell(row, 3), text)
        sheet.cell(row, 3).font = face
    sheet.row_dimensions[1].height = 30
    _matrix_heads(sheet, snapshot, pages)
    row, looks = 8, Looks()
    for line in (x for found in by_category(snapshot, result).values() for x in found):
        _matrix_row(sheet, row, snapshot, result, line, looks)
        row += 1
    _matrix_means(sheet, row, snapshot, result)
    sheet.freeze_panes = "C8"
    set_print(sheet, heads=(4, 7), footer=title, scale=scale)
    sheet.print_title_cols = "A:B"


def _pages(leaves: int) -> list[range]:
    """The columns of each page: those of the leaves from 3 on, and the total after them."""
    count = leaves + 1
    pages = -(-count // LEAVES_A_PAGE)
    size = -(-count // pages)
    return [range(3 + n, 3 + min(n + size, count)) for n in range(0, count, size)]


def _matrix_widths(sheet: Any, snapshot: Snapshot, leaves: int) -> int:
    """Sets the widths; the scale in per cent at which so many leaves fill a page."""
    from openpyxl.utils import get_column_letter

    names = max((width_of(u.short or u.name) for u in snapshot.units), default=8)
    kinds = max((width_of(u.category) for u in snapshot.units), default=4)
    widths: list[float] = [min(kinds, 14) + 3, min(max(names, 6), 22) + 3]
    widths += [LEAF_WIDTH] * (len(snapshot.tree.leaves) + 1)
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    # a character of the body font has 8 pixels, the edges of a cell 5
    pixels = sum(8 * width + 5 for width in widths[: leaves + 2])
    return max(40, min(100, int(100 * PAGE_PIXELS / pixels)))


def _legend() -> str:
    parts = [_("{n}%以上").format(n=round(low * 100)) for low, _color in HEAT]
    text = _("底色表示得分率，由蓝到橙：{steps}、{last}%以下。空白为不考核此项。")
    return text.format(steps=_("、").join(parts), last=round(HEAT[-1][0] * 100))


def _matrix_heads(sheet: Any, snapshot: Snapshot, pages: Sequence[range]) -> None:
    """Rows 4 to 7: first-level indicator, code, name, points."""
    leaves = snapshot.tree.leaves
    for n, text in ((1, _("类别")), (2, _("单位")), (len(leaves) + 3, _("总分"))):
        for row in range(4, 8):
            write_head(sheet.cell(row, n), text if row == 4 else "")
        sheet.merge_cells(start_row=4, start_column=n, end_row=7, end_column=n)
    for n, leaf in enumerate(leaves, start=3):
        for row, text in ((4, ""), (5, leaf.code), (6, leaf.name)):
            write_head(sheet.cell(row, n), text)
            sheet.cell(row, n).font = font(size=9, bold=row == 4)
        write_head(sheet.cell(7, n), "")
        put(sheet.cell(7, n), leaf.points)
        sheet.cell(7, n).font = font(size=9)
    _merge_tops(sheet, snapshot, pages)
    tall = max((lines_of(x.name, LEAF_WIDTH) for x in leaves), default=1)
    sheet.row_dimensions[4].height = 20
    sheet.row_dimensions[6].height = min(110, 13 * tall + 6)


def _merge_tops(sheet: Any, snapshot: Snapshot, pages: Sequence[range]) -> None:
    """The names of the first-level indicators over the leaves that follow each other, again on
    each page."""
    from openpyxl.worksheet.pagebreak import Break, ColBreak

    sheet.col_breaks = ColBreak()
    for page in pages:
        if page is not pages[-1]:
            sheet.col_breaks.append(Break(id=page[-1]))
        columns = [n for n in page if n - 3 < len(snapshot.tree.leaves)]
        for code, group in groupby(columns, key=lambda n: _top(snapshot, n).code):
            own = list(group)
            alone = snapshot.tree.leaves[own[0] - 3].code == code
            write_head(sheet.cell(4, own[0]), "" if alone else _top(snapshot, own[0]).name)
            sheet.merge_cells(start_row=4, start_column=own[0], end_row=4, end_column=own[-1])


def _top(snapshot: Snapshot, column: int) -> Indicator:
    return snapshot.tree.top_level(snapshot.tree.leaves[column - 3].code)


def _matrix_row(
    sheet: Any, row: int, snapshot: Snapshot, result: Result, line: UnitResult, looks: Looks
) -> None:
    at = snapshot.unit_position[line.unit.code]
    form = number_format(result.decimals)
    texts = (line.unit.category, line.unit.short or line.unit.name)
    for n, text in enumerate(texts, start=1):
        put(sheet.cell(row, n), text)
        dress(sheet.cell(row, n), Look(size=9.5), looks)
    for n, leaf in enumerate(snapshot.tree.leaves):
        value, look = _matrix_cell(result, (at, n), leaf, form)
        put(sheet.cell(row, n + 3), value)
        dress(sheet.cell(row, n + 3), look, looks)
    cell = sheet.cell(row, len(snapshot.tree.leaves) + 3, line.total)
    dress(cell, Look("right", 9.5, bold=True, form=form), looks)


def _matrix_cell(
    result: Result, at: tuple[int, int], leaf: Indicator, form: str
) -> tuple[Value, Look]:
    found = result.score(*at)
    if found is not None:
        ground = heat(float(found / leaf.points)) if leaf.points else ""
        return found, Look("right", 9.5, ground=ground, form=form)
    state = CellState(int(result.states[at]))
    if state is CellState.MISSING:
        return _("缺"), Look("center", 9, bold=True, color=LOWEST_COLORS[1])
    word = _("不适用") if state is CellState.EXCLUDED else None
    return word, Look("center", 9, color=MUTED)


def heat(share: float) -> str:
    """The colour for a share of the points."""
    return next((color for low, color in HEAT if share >= low), COLDEST)


def _matrix_means(sheet: Any, row: int, snapshot: Snapshot, result: Result) -> None:
    write_head(sheet.cell(row, 1), _("平均得分率"))
    write_head(sheet.cell(row, 2), "")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    for n, value in enumerate(mean_shares(snapshot, result), start=3):
        write_head(sheet.cell(row, n), NOTHING)
        if value is not None:
            put(sheet.cell(row, n), value)
            sheet.cell(row, n).number_format = "0.0%"
        sheet.cell(row, n).font = font(size=9)
    write_head(sheet.cell(row, len(snapshot.tree.leaves) + 3), "")
