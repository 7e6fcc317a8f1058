"""From scores to totals and ranks in the audit book (scoring rules, sections 2 to 4).

Units stand by category, so that a category is a block of rows on every sheet from here on.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.files.audit_quantitative import Quantitative
from core.files.audit_rated import MISSING, Rated
from core.files.audit_raw import Raw
from core.files.audit_sheet import (
    DIFFERENCE,
    OFFICIAL,
    STEP,
    Column,
    Formula,
    Page,
    difference,
)
from core.files.sheets import NOT_APPLICABLE
from core.model.data import Decision
from core.model.plan import LeafKind
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.text import _

SUMS = ("基本分", "加分", "扣分", "总分")


@dataclass(frozen=True)
class Totals:
    """The three steps; `blocks` has the first and last row of each category on 总分 and 名次,
    `order` the positions of the units in the order of those rows."""

    scores: Page
    totals: Page
    ranks: Page
    blocks: dict[str, tuple[int, int]]
    order: tuple[int, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.scores, self.totals, self.ranks


def total_pages(
    snapshot: Snapshot, result: Result, raw: Raw, rated: Rated, measured: Quantitative
) -> Totals:
    """Scores with appeals, totals and ranks, each beside the official value."""
    order = tuple(
        n
        for category in snapshot.categories
        for n, unit in enumerate(snapshot.units)
        if unit.category == category
    )
    found = Totals(_scores_page(), _totals_page(), _ranks_page(), {}, order)
    for unit in order:
        first = found.scores.next
        for leaf in range(len(snapshot.tree.leaves)):
            if result.states[unit, leaf] != CellState.NOT_ASKED:
                _write_score(snapshot, result, raw, found.scores, rated, measured, (unit, leaf))
        _write_total(snapshot, result, raw, found, unit, first)
    for category in snapshot.categories:
        _write_ranks(snapshot, result, raw, found, category)
    return found


# Step 5: the score of each leaf


def _scores_page() -> Page:
    return Page(
        "步骤5_指标得分",
        _("步骤5　各单位各项指标的得分"),
        _("取步骤3、步骤4的得分；申诉得到支持的，以核定分代替。缺项计0分。"),
        (
            Column("单位"), Column("指标"), Column("类型", 8), Column("分值", 8, STEP),
            Column("计算得分", 10, STEP), Column("申诉核定分", 12, STEP),
            Column("得分", 10, STEP), Column("官方得分", 10, OFFICIAL),
            Column("差异", 10, DIFFERENCE),
        ),
    )  # fmt: skip


def _write_score(
    snapshot: Snapshot,
    result: Result,
    raw: Raw,
    page: Page,
    rated: Rated,
    measured: Quantitative,
    cell: tuple[int, int],
) -> None:
    unit, leaf = snapshot.units[cell[0]], snapshot.tree.leaves[cell[1]]
    row = page.next
    computed, instead = page.here("计算得分", row), page.here("申诉核定分", row)
    score, official = page.here("得分", row), page.here("官方得分", row)
    decimals = raw.setting("小数位")
    final = f"IF(ISNUMBER({instead}),ROUND({instead},{decimals}),{computed})"
    page.add(
        unit.code, leaf.code, leaf.kind.value if leaf.kind else "",
        Formula(f"={raw.points(leaf.code)}"),
        _computed(rated, measured, cell),
        _upheld(snapshot, raw, unit.code, leaf.code),
        Formula(f'=IF({computed}="{NOT_APPLICABLE}",{computed},{final})'),
        _official(result, cell),
        difference(score, official, decimals),
    )  # fmt: skip


def _computed(rated: Rated, measured: Quantitative, cell: tuple[int, int]) -> Formula | str:
    if cell in rated.scores:
        return Formula(f"={rated.totals.at('得分', rated.scores[cell])}")
    if cell in measured.scores:
        return Formula(f"={measured.page.at('得分', measured.scores[cell])}")
    return MISSING


def _upheld(snapshot: Snapshot, raw: Raw, unit: str, leaf: str) -> Formula | str:
    """The 核定分 of the appeals on this cell, the one decided last first."""
    appeals = [a for a in snapshot.appeals if (a.unit, a.indicator) == (unit, leaf)]
    appeals.sort(key=lambda a: (a.decided.isoformat() if a.decided else "", a.code))
    text = '""'
    for appeal in appeals:
        row = raw.appeal[appeal.code]
        decision, points = raw.appeals.at("决定", row), raw.appeals.at("核定分", row)
        upheld = f'{decision}="{Decision.UPHELD}",{decision}="{Decision.PARTLY}"'
        text = f"IF(AND(OR({upheld}),ISNUMBER({points})),{points},{text})"
    return Formula(f"={text}") if appeals else ""


def _official(result: Result, cell: tuple[int, int]) -> float | str:
    score = result.score(*cell)
    if score is not None:
        return float(score)
    return NOT_APPLICABLE if result.states[cell] == CellState.EXCLUDED else MISSING


# Step 6: totals


def _totals_page() -> Page:
    return Page(
        "步骤6_总分",
        _("步骤6　总分"),
        _(
            "基本分是各项得分之和（有不适用指标且方案规定折算的，×满分÷适用分值后四舍五入）；"
            "加分、扣分各按上限；总分＝基本分＋加分－扣分，不低于0。"
        ),
        (
            Column("编码"), Column("名称", 30), Column("类别", 26),
            Column("得分合计", 10, STEP), Column("适用分值", 10, STEP),
            Column("定量得分", 10, STEP), Column("缺项数", 8, STEP),
            *(Column(name, 10, STEP) for name in SUMS),
            *(Column(f"官方{name}", 10, OFFICIAL) for name in SUMS),
            *(Column(f"{name}差异", 10, DIFFERENCE) for name in SUMS),
        ),
    )  # fmt: skip


def _write_total(
    snapshot: Snapshot, result: Result, raw: Raw, found: Totals, position: int, first: int
) -> None:
    page, unit = found.totals, snapshot.units[position]
    line, row = result.of(unit.code), page.next
    decimals = raw.setting("小数位")
    cells = {name: page.here(name, row) for name in SUMS}
    total = f"{cells['基本分']}+{cells['加分']}-{cells['扣分']}"
    official = [float(n) for n in (line.base, line.bonus, line.deduction, line.total)]
    page.add(
        unit.code, unit.name, unit.category,
        *_sums(raw, found.scores, first),
        _base(raw, page.here("得分合计", row), page.here("适用分值", row)),
        _capped(raw, page.here("编码", row), ">0", "加分上限"),
        _capped(raw, page.here("编码", row), "<0", "扣分上限"),
        Formula(f"=MAX(0,ROUND({total},{decimals}))"),
        *official,
        *(difference(cells[n], page.here(f"官方{n}", row), decimals) for n in SUMS),
    )  # fmt: skip


def _sums(raw: Raw, scores: Page, first: int) -> tuple[Formula, ...]:
    """Sum of the scores, points that apply, the quantitative part, how many are missing."""
    last = scores.next - 1
    if last < first:
        return (Formula("=0"),) * 4
    score, points = scores.span("得分", first, last), scores.span("分值", first, last)
    kinds, decimals = scores.span("类型", first, last), raw.setting("小数位")
    return (
        Formula(f"=ROUND(SUM({score}),{decimals})"),
        Formula(f'=ROUND(SUMPRODUCT(({score}<>"{NOT_APPLICABLE}")*{points}),4)'),
        Formula(f'=ROUND(SUMIF({kinds},"{LeafKind.QUANTITATIVE}",{score}),{decimals})'),
        Formula(f'=COUNTIF({score},"{MISSING}")'),
    )


def _base(raw: Raw, total: str, points: str) -> Formula:
    full = raw.setting("满分")
    rescaled = raw.rounded(f"{total}*{full}/{points}")
    lacking = f'{raw.setting("不适用折算")}="是",{points}>0,{points}<{full}'
    return Formula(f"=IF(AND({lacking}),{rescaled},{total})")


def _capped(raw: Raw, unit: str, sign: str, cap: str) -> Formula:
    units, points = raw.adjustments.whole("单位"), raw.adjustments.whole("分值")
    total = f"SUMPRODUCT(EXACT({units},{unit})*({points}{sign})*ABS({points}))"
    total = f"ROUND({total},{raw.setting('小数位')})"
    limit = raw.setting(cap)
    return Formula(f"=IF(ISNUMBER({limit}),MIN({limit},{total}),{total})")


# Step 7: ranks


def _ranks_page() -> Page:
    return Page(
        "步骤7_名次",
        _("步骤7　名次"),
        _(
            "同一类别内，名次＝1＋总分更高的单位数；并列处理为“定量优先”时，总分相同的再比定量得分。"
            "定等顺序供下一步用：没有否决的按名次在前，有否决的在后。"
        ),
        (
            Column("编码"), Column("名称", 30), Column("类别", 26), Column("总分", 10, STEP),
            Column("定量得分", 10, STEP), Column("名次", 8, STEP),
            Column("官方名次", 10, OFFICIAL), Column("差异", 8, DIFFERENCE),
            Column("否决数", 8, STEP), Column("定等顺序", 10, STEP),
        ),
    )  # fmt: skip


def _write_ranks(
    snapshot: Snapshot, result: Result, raw: Raw, found: Totals, category: str
) -> None:
    page = found.ranks
    positions = [n for n in found.order if snapshot.units[n].category == category]
    block = page.next, page.next + len(positions) - 1
    found.blocks[category] = block
    for position in positions:
        unit, row = snapshot.units[position], page.next
        total, part = found.totals.at("总分", row), found.totals.at("定量得分", row)
        page.add(
            unit.code, unit.name, unit.category, Formula(f"={total}"), Formula(f"={part}"),
            _rank(raw, page, block),
            result.of(unit.code).rank,
            difference(page.here("名次", row), page.here("官方名次", row), "0"),
            _vetoes(snapshot, page.here("编码", row)),
            _order(page, block),
        )  # fmt: skip


def _rank(raw: Raw, page: Page, block: tuple[int, int]) -> Formula:
    row = page.next
    totals, mine = page.block("总分", *block), page.here("总分", row)
    parts, part = page.block("定量得分", *block), page.here("定量得分", row)
    ties = f"SUMPRODUCT(({totals}={mine})*({parts}>{part}))"
    first = f'IF({raw.setting("并列处理")}="定量优先",{ties},0)'
    return Formula(f"=1+SUMPRODUCT(--({totals}>{mine}))+{first}")


VETOES = "步骤8_否决"  # its column A holds the units


def _vetoes(snapshot: Snapshot, unit: str) -> Formula:
    if not snapshot.vetoes:
        return Formula("=0")
    last = 3 + len(snapshot.vetoes)
    return Formula(f"=SUMPRODUCT(--EXACT('{VETOES}'!$A$4:$A${last},{unit}))")


def _order(page: Page, block: tuple[int, int]) -> Formula:
    """1 to n within the category: free units by rank, then the vetoed ones, as they stand."""
    row = page.next
    vetoes, veto = page.block("否决数", *block), page.here("否决数", row)
    ranks, rank = page.block("名次", *block), page.here("名次", row)
    above_v, above_r = page.block("否决数", block[0], row), page.block("名次", block[0], row)
    better = f"SUMPRODUCT(({vetoes}=0)*({ranks}<{rank}))"
    equal = f"SUMPRODUCT(({above_v}=0)*({above_r}={rank}))"
    behind = f"SUMPRODUCT(--({vetoes}=0))+SUMPRODUCT(--({above_v}>0))"
    return Formula(f"=IF({veto}=0,{better}+{equal},{behind})")
