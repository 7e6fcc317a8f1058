"""What the ranking shows of a unit, and under which columns. Pure, but for the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.files.results_figures import grade_lines, plain, remark
from core.model.plan import LeafKind
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.ranking import grades_of
from core.text import _
from gui.tables.columns import Column

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's line in its category. `level` is the grade's place from the best, `tone` its
    colour, `band` changes where a line of the grades runs (a veto moves no line)."""

    line: UnitResult
    rated: Decimal
    level: int
    tone: str
    band: int


def lines_of(snapshot: Snapshot, result: Result, category: str) -> list[Line]:
    """The category's units by rank and 编码."""
    names = [g.name for g in grades_of(snapshot.grades, category, snapshot.settings)]
    found, band = [], 0
    for line in (x for x in result.units if x.unit.category == category):
        level = names.index(line.grade)
        band = band if line.vetoes else level
        tone = grade_tone(level, len(names))
        found.append(Line(line, line.raw - line.quantitative, level, tone, band))
    return found


def grade_tone(level: int, levels: int) -> str:
    """The colour of a grade: the best and the lowest stand out, the words say the rest."""
    if level == 0:
        return "first"
    if level == levels - 1:
        return "bad"
    return "good" if level == 1 else "neutral"


def ranking_columns(snapshot: Snapshot, category: str) -> tuple[Column[Line], ...]:
    quantitative, rated = (
        text.format(points=_points(snapshot, category, kind)).rstrip()
        for text, kind in (
            (_("定量 {points}"), LeafKind.QUANTITATIVE),
            (_("评分 {points}"), LeafKind.RATED),
        )
    )
    return (
        Column(_("名次"), lambda x: x.line.rank, right=True, width=4.4, name="rank"),
        Column(_("单位"), lambda x: x.line.unit.name, key=lambda x: x.line.unit.code,
               mark=_mark, tip=lambda x: remark(x.line) or x.line.unit.name, name="unit"),
        Column(quantitative, lambda x: x.line.quantitative,
               right=True, width=7.2, name="quantitative"),
        Column(rated, lambda x: x.rated,
               right=True, width=7.2, name="rated"),
        Column(_("加分"), lambda x: x.line.bonus, right=True, width=4.8, name="bonus"),
        Column(_("扣分"), lambda x: -x.line.deduction, text=signed, right=True, width=5.4,
               name="deduction"),
        Column(_("总分"), lambda x: x.line.total, right=True, bold=True, width=6,
               tip=lambda x: remark(x.line), name="total"),
        Column(_("等次"), lambda x: x.line.grade, key=lambda x: x.level, chip=lambda x: x.tone,
               width=8, name="grade"),
    )  # fmt: skip


def signed(value: Decimal) -> str:
    """A number with a true minus sign; zero has none."""
    text = format(abs(value), "f")
    return MINUS + text if value < 0 else text


def _mark(row: Line) -> str:
    if row.line.vetoes:
        return _("否决")
    if row.line.missing:
        return _("缺{n}项").format(n=len(row.line.missing))
    return "" if row.line.complete else _("无指标")


def _points(snapshot: Snapshot, category: str, kind: LeafKind) -> str:
    tree = snapshot.tree
    if not category:
        return ""
    leaves = [x for x in tree.leaves if x.kind is kind and tree.applies(x.code, category)]
    return plain(sum((x.points or Decimal(0) for x in leaves), Decimal(0)))


def notes_of(snapshot: Snapshot, result: Result, category: str) -> Iterator[str]:
    """What there is to know about the ranking of a category, in whole sentences."""
    lines = [x for x in result.units if x.unit.category == category]
    for grade in grade_lines(snapshot, category, lines):
        if grade.places is not None:
            text = _("{grade}名额 {share}% × {n} = {exact}，取 {places} 名，已定 {taken} 名。")
            quota = grade.grade.quota or Decimal(0)
            yield text.format(
                grade=grade.grade.name, share=plain(quota * 100), n=len(lines),
                exact=plain(quota * len(lines)), places=grade.places,
                taken=grade.units - grade.vetoed,
            )  # fmt: skip
    yield from _close(lines)
    names = [x.unit.name for x in lines]
    stop = _("。")
    for notice in result.notices:
        # the graders' notices are of one category; they name units, which tells of which
        mine = any(name in notice.text for name in names)
        if mine or not notice.code.startswith("quota_"):
            yield notice.text.removesuffix(stop) + stop


def _close(lines: list[UnitResult]) -> Iterator[str]:
    """The two neighbours that a line of the grades parts."""
    free = [x for x in lines if not x.vetoes]
    for above, below in pairwise(free):
        if above.grade != below.grade:
            text = _("虚线为等次分界：{above}“{upper}”与{below}“{lower}”相差 {gap} 分。")
            yield text.format(
                above=above.unit.name, upper=above.grade, below=below.unit.name,
                lower=below.grade, gap=above.total - below.total,
            )  # fmt: skip
            return
