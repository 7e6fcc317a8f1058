"""From marks to the scores of rated leaves: three steps of the audit book (scoring rules, 2).

Marks of one unit, leaf and 主体 stand in neighbouring rows, so each formula looks at its own
block only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from core.files.audit_raw import Rating, Raw
from core.files.audit_sheet import STEP, Column, Formula, Page
from core.files.sheets import NOT_APPLICABLE
from core.model.plan import Aggregation, LeafKind, RatingMode
from core.model.snapshot import Snapshot
from core.scoring.mark_rules import ABSTAIN
from core.scoring.ratings import methods_of
from core.text import _

COUNTED, RECUSED, SUPERSEDED, INVALID, MISSING = "计入", "回避", "后轮已改", "无效", "缺"


@dataclass(frozen=True)
class Rated:
    """The three steps; `scores` has the row of each (unit, leaf) position on the last."""

    marks: Page
    means: Page
    totals: Page
    scores: dict[tuple[int, int], int]

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.marks, self.means, self.totals


def rated_pages(snapshot: Snapshot, raw: Raw) -> Rated:
    """The steps for every rated leaf and unit that it applies to."""
    found = Rated(_marks_page(), _means_page(), _totals_page(), {})
    blocks: dict[tuple[int, int], list[Rating]] = {}
    for rating in raw.ratings:
        blocks.setdefault((rating.unit, rating.leaf), []).append(rating)
    for n, leaf in enumerate(snapshot.tree.leaves):
        if leaf.kind is not LeafKind.RATED:
            continue
        for position, unit in enumerate(snapshot.units):
            if snapshot.tree.applies(leaf.code, unit.category):
                ratings = blocks.get((position, n), [])
                _write_cell(snapshot, raw, found, position, n, ratings)
    return found


def _write_cell(
    snapshot: Snapshot, raw: Raw, found: Rated, unit: int, leaf: int, ratings: list[Rating]
) -> None:
    """The rows of one unit and leaf on the three sheets."""
    first = found.means.next
    for _kind, block in groupby(ratings, key=lambda rating: rating.kind):
        _write_block(snapshot, raw, found, list(block))
    _write_total(snapshot, raw, found, unit, leaf, first)


# Step 1: which marks count, and with what weight


def _marks_page() -> Page:
    return Page(
        "步骤1_有效评分",
        _("步骤1　哪些评分计入"),
        _(
            "每位专家对一个单位一项指标只取最后一轮的评分；弃权、回避、不适用的不计入；"
            "折成该项的分数后，按汇总方法去掉两端（或只留中间），余下的才有计入权重。"
        ),
        (
            Column("单位"), Column("指标"), Column("主体"), Column("专家"), Column("轮次", 6),
            Column("评分", 10, STEP), Column("专家权重", 10, STEP), Column("状态", 10, STEP),
            Column("计入", 6, STEP), Column("折算分", 12, STEP), Column("位次", 6, STEP),
            Column("计入权重", 10, STEP),
        ),
    )  # fmt: skip


def _write_block(snapshot: Snapshot, raw: Raw, found: Rated, block: Sequence[Rating]) -> None:
    """The marks of one unit, leaf and 主体, and the row of their mean."""
    page = found.marks
    first, last = page.next, page.next + len(block) - 1
    head = block[0]
    method = methods_of(snapshot)[head.leaf]
    unit, leaf = snapshot.units[head.unit].code, snapshot.tree.leaves[head.leaf].code
    again = len({rating.expert for rating in block}) < len(block)
    count = found.means.at("有效人数", found.means.next)
    for row, rating in enumerate(block, start=first):
        expert = snapshot.experts[rating.expert].code
        page.add(
            unit, leaf, rating.kind, expert, rating.round,
            Formula(f"={raw.marks.at('得分', rating.row)}"),
            Formula(f"={raw.experts.at('权重', raw.expert[expert])}"),
            _state(snapshot, raw, page, rating, row, (first, last) if again else None),
            Formula(f'=IF({page.here("状态", row)}="{COUNTED}",1,0)'),
            _points(snapshot, raw, page.here("评分", row), leaf),
            _place(page, method, row, first, last),
            _weight(raw, page, method, row, count),
        )  # fmt: skip
    _write_mean(raw, found, unit, leaf, head.kind, method, (first, last))


def _state(
    snapshot: Snapshot,
    raw: Raw,
    page: Page,
    rating: Rating,
    row: int,
    again: tuple[int, int] | None,
) -> Formula:
    """What becomes of a mark, in the order in which the reasons outrank each other. `again` is
    the block where an expert rated in several rounds."""
    mark = page.here("评分", row)
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        sound = f"SUMPRODUCT(--EXACT({raw.words.whole('等级')},{mark}))>0"
    else:
        sound = f"ISNUMBER({mark})"
    text = f'IF({mark}="{ABSTAIN}","{ABSTAIN}",IF({sound},"{COUNTED}","{INVALID}"))'
    if again:
        experts, rounds = page.block("专家", *again), page.block("轮次", *again)
        later = (
            f"SUMPRODUCT(EXACT({experts},{page.here('专家', row)})"
            f"*({rounds}>{page.here('轮次', row)}))>0"
        )
        text = f'IF({later},"{SUPERSEDED}",{text})'
    excluded = _excluded(snapshot, raw, rating.unit, rating.leaf)
    if excluded:
        text = f'IF({excluded},"{NOT_APPLICABLE}",{text})'
    if snapshot.recusals:
        here = (
            f"SUMPRODUCT(EXACT({raw.recusals.whole('专家')},{page.here('专家', row)})"
            f"*EXACT({raw.recusals.whole('单位')},{page.here('单位', row)}))>0"
        )
        text = f'IF({here},"{RECUSED}",{text})'
    return Formula("=" + text)


def _excluded(snapshot: Snapshot, raw: Raw, unit: int, leaf: int) -> str:
    """The condition that the leaf is 不适用 for the unit; "" where nothing says so."""
    key = snapshot.units[unit].code, snapshot.tree.leaves[leaf].code
    row = raw.actual.get(key)
    return f'{raw.actuals.at("完成值", row)}="{NOT_APPLICABLE}"' if row else ""


def _points(snapshot: Snapshot, raw: Raw, mark: str, leaf: str) -> Formula:
    """The mark in points of its leaf, 0 where it has none."""
    mode, points = snapshot.settings.rating_mode, raw.points(leaf)
    if mode is RatingMode.WORDS:
        words, shares = raw.words.whole("等级"), raw.words.whole("系数")
        return Formula(f"=SUMPRODUCT(EXACT({words},{mark})*{shares})*{points}")
    worth = mark if mode is RatingMode.POINTS else f"{mark}*{points}/100"
    return Formula(f"=IF(ISNUMBER({mark}),{worth},0)")


def _place(page: Page, method: Aggregation, row: int, first: int, last: int) -> Formula | None:
    """Position among the counting marks of the block, by points and then by expert."""
    if method is Aggregation.MEAN:
        return None
    mine, counts = page.here("折算分", row), page.here("计入", row)
    points, counting = page.block("折算分", first, last), page.block("计入", first, last)
    above, counting_above = page.block("折算分", first, row), page.block("计入", first, row)
    return Formula(
        f"=IF({counts}=1,SUMPRODUCT({counting}*({points}<{mine}))"
        f"+SUMPRODUCT({counting_above}*({above}={mine})),0)"
    )


def _weight(raw: Raw, page: Page, method: Aggregation, row: int, n: str) -> Formula:
    """What the mark weighs in the mean: 0 where it was dropped or does not count."""
    place, counts = page.here("位次", row), page.here("计入", row)
    weighed = f"{counts}*{page.here('专家权重', row)}"
    if method is Aggregation.MEAN:
        return Formula(f"={weighed}")
    if method is Aggregation.MEDIAN:
        middle = f"{place}>=INT(({n}+1)/2),{place}<=INT({n}/2)+1"
        return Formula(f"=IF(AND({counts}=1,{middle}),1,0)")
    count, start = raw.setting("去极值个数"), raw.setting("去极值起算人数")
    kept = f"IF(AND({place}>{count},{place}<={n}-{count}),{weighed},0)"
    return Formula(f"=IF(AND({n}>={start},{n}>2*{count}),{kept},{weighed})")


# Step 2: the mean within each 主体


def _means_page() -> Page:
    return Page(
        "步骤2_主体均分",
        _("步骤2　各主体的均分"),
        _("同一主体内，按计入权重加权平均：Σ权重×折算分÷Σ权重；中位数取中间一个或两个的平均。"),
        (
            Column("单位"), Column("指标"), Column("主体"), Column("汇总方法", 10),
            Column("有效人数", 10, STEP), Column("计入权重和", 12, STEP),
            Column("均分", 12, STEP, "0.000000"), Column("主体权重", 10, STEP),
        ),
    )  # fmt: skip


def _write_mean(
    raw: Raw,
    found: Rated,
    unit: str,
    leaf: str,
    kind: str,
    method: Aggregation,
    rows: tuple[int, int],
) -> None:
    marks, page = found.marks, found.means
    weights, points = marks.span("计入权重", *rows), marks.span("折算分", *rows)
    row = page.next
    total = page.here("计入权重和", row)
    weight = raw.kinds.at("权重", raw.kind[kind])
    page.add(
        unit, leaf, kind, method.value,
        Formula(f"=SUM({marks.span('计入', *rows)})"),
        Formula(f"=SUM({weights})"),
        Formula(f"=IF({total}=0,0,SUMPRODUCT({weights},{points})/{total})"),
        Formula(f"=IF({page.here('有效人数', row)}>0,{weight},0)"),
    )  # fmt: skip


# Step 3: across 主体


def _totals_page() -> Page:
    return Page(
        "步骤3_评分指标",
        _("步骤3　评分指标的得分"),
        _("各主体均分再按主体权重加权平均（没有有效评分的主体不参加），四舍五入；全无评分的为“缺”。"),
        (
            Column("单位"), Column("指标"), Column("主体权重和", 12, STEP),
            Column("加权均分", 14, STEP, "0.000000"), Column("得分", 10, STEP),
        ),
    )  # fmt: skip


def _write_total(
    snapshot: Snapshot, raw: Raw, found: Rated, unit: int, leaf: int, first: int
) -> None:
    """`first` is the first row of the cell's 主体; there may be none."""
    page, last = found.totals, found.means.next - 1
    row = page.next
    weights, means = "0", "0"
    if last >= first:
        weights = f"SUM({found.means.span('主体权重', first, last)})"
        means = (
            f"SUMPRODUCT({found.means.span('主体权重', first, last)},"
            f"{found.means.span('均分', first, last)})"
        )
    total, mean = page.here("主体权重和", row), page.here("加权均分", row)
    excluded = _excluded(snapshot, raw, unit, leaf)
    score = f'IF({total}=0,"{MISSING}",{raw.rounded(mean)})'
    if excluded:
        score = f'IF({excluded},"{NOT_APPLICABLE}",{score})'
    found.scores[unit, leaf] = page.add(
        snapshot.units[unit].code,
        snapshot.tree.leaves[leaf].code,
        Formula(f"={weights}"),
        Formula(f'=IF({total}=0,"",{means}/{total})'),
        Formula(f"={score}"),
    )
