"""Grades in the audit book: quotas, vetoes, and the units placed one rank at a time (section 4).

The units of a category are taken in the order of their ranks as the spreadsheet finds them, so
that a changed mark moves them. Of each grade a row keeps how many places are left before it,
whether the grade is closed by then, and whether it may take the group of equal rank that begins
here.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.files.audit_raw import Raw
from core.files.audit_sheet import (
    DIFFERENCE,
    OFFICIAL,
    STEP,
    TOP,
    Column,
    Formula,
    Page,
    difference,
)
from core.files.audit_totals import VETOES, Totals
from core.model.data import ONE_GRADE_DOWN
from core.model.plan import Grade
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.ranking import grades_of
from core.text import _

NO_LIMIT = 999_999


@dataclass(frozen=True)
class Grading:
    """The steps and, in the end, every unit's line."""

    quotas: Page
    vetoes: Page
    grades: Page
    results: Page

    @property
    def pages(self) -> tuple[Page, ...]:
        vetoes = (self.vetoes,) if self.vetoes.rows else ()
        return (self.quotas, *vetoes, self.grades, self.results)


def grade_pages(snapshot: Snapshot, result: Result, raw: Raw, totals: Totals) -> Grading:
    """The steps from totals and ranks to grades, and the results."""
    ladders = {
        c: grades_of(snapshot.grades, c, snapshot.settings) for c in snapshot.categories
    }  # fmt: skip
    most = max((len(ladder) for ladder in ladders.values()), default=1)
    found = Grading(_quotas_page(), _vetoes_page(), _grades_page(most), _results_page())
    rows = {
        category: _write_quotas(raw, found.quotas, totals, category, ladder)
        for category, ladder in ladders.items()
    }
    for veto in snapshot.vetoes:
        category = snapshot.units[snapshot.unit_position[veto.unit]].category
        _write_veto(snapshot, found, totals, veto.unit, (veto.item, veto.ceiling), rows[category])
    graded: dict[str, tuple[int, int]] = {}
    for category, block in totals.blocks.items():
        graded[category] = _write_grades(raw, found, totals, block, rows[category], most)
    for position in totals.order:
        _write_result(snapshot, result, raw, found, totals, position, graded)
    return found


def _row_of(snapshot: Snapshot, totals: Totals, unit: str) -> int:
    """The row of the unit on 总分 and 名次."""
    return TOP + totals.order.index(snapshot.unit_position[unit])


# Places


def _quotas_page() -> Page:
    return Page(
        "步骤8_名额",
        _("步骤8　各等次的名额"),
        _("名额＝类别单位数×比例上限，按名额取整的规定化为整数；没有上限的和最低等次不限。"),
        (
            Column("类别", 26), Column("序", 6), Column("等次"), Column("最低分", 10),
            Column("比例上限", 10), Column("单位数", 8, STEP), Column("比例数", 10, STEP),
            Column("名额", 10, STEP, f'[>={NO_LIMIT}]"不限";0'),
        ),
    )  # fmt: skip


def _write_quotas(
    raw: Raw, page: Page, totals: Totals, category: str, ladder: list[Grade]
) -> tuple[int, int]:
    """The first and last row of the category's grades, best first."""
    first = page.next
    units = totals.totals.span("编码", *totals.blocks[category])
    for n, grade in enumerate(ladder, start=1):
        row = page.next
        quota = f"{page.here('比例上限', row)}*{page.here('单位数', row)}"
        free = grade.quota is None or n == len(ladder)
        page.add(
            category, n, grade.name, grade.floor, grade.quota,
            Formula(f"=ROWS({units})"),
            "" if free else Formula(f"=ROUND({quota},9)"),
            NO_LIMIT if free else _whole(raw, page.here("比例数", row)),
        )  # fmt: skip
    return first, page.next - 1


def _whole(raw: Raw, exact: str) -> Formula:
    way = raw.setting("名额取整")
    rest = f'IF({way}="进",ROUNDUP({exact},0),ROUND({exact},0))'
    return Formula(f'=IF({way}="舍",ROUNDDOWN({exact},0),{rest})')


def _reached(quotas: Page, rows: tuple[int, int], total: str) -> str:
    """Number of the highest grade whose 最低分 the total reaches, the lowest where none."""
    floors = quotas.span("最低分", *rows)
    n = rows[1] - rows[0] + 1
    return f"MIN({n},{n + 1}-SUMPRODUCT(--(ROUND({total}-{floors},6)>=0)))"


# Vetoes


def _vetoes_page() -> Page:
    return Page(
        VETOES,
        _("步骤8　否决"),
        _(
            "有否决的单位定为“总分达到的等次”和“最高等次”中较低的一个（留空为最低等次，"
            "“降一等”为达到的等次下一等），不占名额，名次和总分不变。"
        ),
        (
            Column("单位"), Column("事项", 40), Column("最高等次"), Column("总分", 10, STEP),
            Column("达到序", 8, STEP), Column("限定序", 8, STEP), Column("定为序", 8, STEP),
        ),
    )  # fmt: skip


def _write_veto(
    snapshot: Snapshot,
    found: Grading,
    totals: Totals,
    unit: str,
    veto: tuple[str, str],
    rows: tuple[int, int],
) -> None:
    page, row = found.vetoes, found.vetoes.next
    n = rows[1] - rows[0] + 1
    reached, ceiling = page.here("达到序", row), page.here("最高等次", row)
    names, numbers = found.quotas.span("等次", *rows), found.quotas.span("序", *rows)
    named = f"SUMPRODUCT(EXACT({names},{ceiling})*{numbers})"
    limit = f"IF({named}=0,{n},{named})"
    total = totals.totals.at("总分", _row_of(snapshot, totals, unit))
    page.add(
        unit, *veto, Formula(f"={total}"),
        Formula(f"={_reached(found.quotas, rows, page.here('总分', row))}"),
        Formula(f'=IF({ceiling}="{ONE_GRADE_DOWN}",MIN({reached}+1,{n}),{limit})'),
        Formula(f"=MAX({reached},{page.here('限定序', row)})"),
    )  # fmt: skip


# Placing


def _grades_page(most: int) -> Page:
    levels = range(1, most + 1)
    form = f'[>={NO_LIMIT // 2}]"不限";0'
    return Page(
        "步骤9_定等次",
        _("步骤9　定等次"),
        _(
            "按名次逐个同分组定等：从总分达到的等次起，取第一个没有关闭、名额够整组用的等次；"
            "名额不够的等次从此关闭。名额并列为“全部进入”时，还有名额就整组进入。最低等次不限。"
        ),
        (
            Column("类别", 26), Column("顺序", 6), Column("所在行", 8, STEP),
            Column("编码", 12, STEP), Column("名次", 6, STEP), Column("总分", 10, STEP),
            Column("否决数", 8, STEP), Column("同组数", 8, STEP), Column("组首", 6, STEP),
            Column("达到序", 8, STEP),
            *(Column(f"余额{n}", 8, STEP, form) for n in levels),
            *(Column(f"关闭{n}", 8, STEP) for n in levels),
            *(Column(f"可进{n}", 8, STEP) for n in levels),
            Column("定为序", 8, STEP), Column("等次", 12, STEP),
        ),
    )  # fmt: skip


def _write_grades(
    raw: Raw,
    found: Grading,
    totals: Totals,
    block: tuple[int, int],
    rows: tuple[int, int],
    most: int,
) -> tuple[int, int]:
    """A row a unit of the category; the first and last of them."""
    page = found.grades
    first = page.next
    category = str(found.quotas.rows[rows[0] - TOP][0])
    for k in range(1, block[1] - block[0] + 2):
        _write_place(raw, found, totals, block, rows, most, (category, k))
    return first, page.next - 1


def _write_place(
    raw: Raw,
    found: Grading,
    totals: Totals,
    block: tuple[int, int],
    rows: tuple[int, int],
    most: int,
    label: tuple[str, int],
) -> None:
    page, row = found.grades, found.grades.next
    n, begins = rows[1] - rows[0] + 1, label[1] == 1
    where, order = page.here("所在行", row), totals.ranks.span("定等顺序", *block)

    def looked_up(title: str) -> Formula:
        return Formula(f"=INDEX({totals.ranks.span(title, *block)},{where})")

    levels = range(1, n + 1)
    padding = [""] * (most - n)
    page.add(
        *label,
        Formula(f"=MATCH({page.here('顺序', row)},{order},0)"),
        looked_up("编码"), looked_up("名次"), looked_up("总分"), looked_up("否决数"),
        _size(page, totals, block),
        _head(page, begins),
        Formula(f"={_reached(found.quotas, rows, page.here('总分', row))}"),
        *(_left(page, found.quotas.at("名额", rows[0] + j - 1), j, begins) for j in levels),
        *padding,
        *(_closed(page, j, begins) for j in levels), *padding,
        *(_may(raw, page, j) for j in levels), *padding,
        _level(page, found.vetoes, n, begins),
        Formula(f"=INDEX({found.quotas.span('等次', *rows)},{page.here('定为序', row)})"),
    )  # fmt: skip


def _size(page: Page, totals: Totals, block: tuple[int, int]) -> Formula:
    """Units of this rank without a veto."""
    ranks, vetoes = totals.ranks.span("名次", *block), totals.ranks.span("否决数", *block)
    return Formula(f"=SUMPRODUCT(({ranks}={page.here('名次', page.next)})*({vetoes}=0))")


def _head(page: Page, begins: bool) -> Formula:
    """1 on the first row of a group of equal rank; vetoed units form no group."""
    row = page.next
    new = "1"
    if not begins:
        same = f"{page.here('名次', row)}={page.here('名次', row - 1)}"
        new = f"IF({same},0,1)"
    return Formula(f"=IF({page.here('否决数', row)}>0,0,{new})")


def _left(page: Page, places: str, level: int, begins: bool) -> Formula:
    """Places left before this row."""
    if begins:
        return Formula(f"={places}")
    above = page.next - 1
    left, size = page.here(f"余额{level}", above), page.here("同组数", above)
    took = f"{page.here('组首', above)}=1,{page.here('定为序', above)}={level},{left}>={size}"
    return Formula(f"={left}-IF(AND({took}),{size},0)")


def _closed(page: Page, level: int, begins: bool) -> Formula:
    """Whether the grade has been closed before this row: a group came to it that it had too
    few places for."""
    if begins:
        return Formula("=0")
    above = page.next - 1
    came = (
        f"{page.here('组首', above)}=1,{page.here('达到序', above)}<={level},"
        f"{page.here('定为序', above)}>={level},"
        f"{page.here(f'余额{level}', above)}<{page.here('同组数', above)}"
    )
    return Formula(f"=IF(OR({page.here(f'关闭{level}', above)}=1,AND({came})),1,0)")


def _may(raw: Raw, page: Page, level: int) -> Formula:
    """Whether the grade may take the group that begins here."""
    row = page.next
    left, size = page.here(f"余额{level}", row), page.here("同组数", row)
    whole = f'AND({raw.setting("名额并列")}="全部进入",{left}>0)'
    fits = f"OR({left}>={size},{whole})"
    conditions = (
        f"{page.here('组首', row)}=1,{page.here('达到序', row)}<={level},"
        f"{page.here(f'关闭{level}', row)}=0,{fits}"
    )
    return Formula(f"=IF(AND({conditions}),1,0)")


def _level(page: Page, vetoes: Page, n: int, begins: bool) -> Formula:
    row = page.next
    may = f"{page.here('可进1', row)}:{page.here(f'可进{n}', row)}"
    free = f"MATCH(1,{may},0)"
    if not begins:
        same = page.here("定为序", row - 1)
        free = f"IF({page.here('组首', row)}=1,{free},{same})"
    if not vetoes.rows:
        return Formula(f"={free}")
    mine = f"EXACT({vetoes.whole('单位')},{page.here('编码', row)})"
    worst = f"SUMPRODUCT(MAX({mine}*{vetoes.whole('定为序')}))"
    return Formula(f"=IF({page.here('否决数', row)}>0,{worst},{free})")


# Every unit's line


def _results_page() -> Page:
    parts = []
    for name, width in (("总分", 10), ("名次", 8), ("等次", 12)):
        parts += [
            Column(name, width, STEP),
            Column(f"官方{name}", width, OFFICIAL),
            Column(f"{name}差异", 10, DIFFERENCE),
        ]
    return Page(
        "结果对照",
        _("结果对照"),
        _("本书重算的总分、名次、等次与程序公布的并列；三个差异都应是0。"),
        (Column("编码"), Column("名称", 30), Column("类别", 26), *parts),
    )


def _write_result(
    snapshot: Snapshot,
    result: Result,
    raw: Raw,
    found: Grading,
    totals: Totals,
    position: int,
    graded: dict[str, tuple[int, int]],
) -> None:
    page, row = found.results, found.results.next
    unit = snapshot.units[position]
    line = result.of(unit.code)
    grades = found.grades.span("等次", *graded[unit.category])
    place = totals.ranks.at("定等顺序", row)
    mine = [page.here(name, row) for name in ("总分", "名次", "等次")]
    official = [page.here(f"官方{name}", row) for name in ("总分", "名次", "等次")]
    page.add(
        unit.code, unit.name, unit.category,
        Formula(f"={totals.totals.at('总分', row)}"), float(line.total),
        difference(mine[0], official[0], raw.setting("小数位")),
        Formula(f"={totals.ranks.at('名次', row)}"), line.rank,
        difference(mine[1], official[1], "0"),
        Formula(f"=INDEX({grades},{place})"), line.grade,
        Formula(f"=IF(EXACT({mine[2]},{official[2]}),0,1)"),
    )  # fmt: skip
