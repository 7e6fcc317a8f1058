"""Provenance (section 7): how any number came about, as a tree that recomputes to it.

An `Explanation` carries the same story twice: `lines` to read, `facts` to compute with
(exact numbers as text, so that they survive JSON).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from core.model.plan import Indicator, LeafKind
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.explain_quantitative import quantitative_story
from core.scoring.explain_rated import rated_story
from core.scoring.numbers import plain
from core.scoring.ranking import grades_of, places, reached
from core.scoring.score import upheld_points
from core.text import _


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number (`value`, None where there is none), what was done, and what it is made of."""

    title: str
    value: Decimal | str | None
    lines: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    parts: tuple[Explanation, ...] = ()

    def text(self, depth: int = 0) -> Iterator[str]:
        """The whole tree as indented lines."""
        indent = "  " * depth
        value = _("缺") if self.value is None else str(self.value)
        yield indent + _("{what}：{why}").format(what=self.title, why=value)
        for line in self.lines:
            yield f"{indent}  {line}"
        for part in self.parts:
            yield from part.text(depth + 1)

    def as_json(self) -> dict[str, Any]:
        """The whole tree as JSON values."""
        return {
            "title": self.title,
            "value": None if self.value is None else str(self.value),
            "lines": list(self.lines),
            "facts": self.facts,
            "parts": [part.as_json() for part in self.parts],
        }


def explain_leaf(snapshot: Snapshot, result: Result, unit: str, indicator: str) -> Explanation:
    """Why the unit has this score on an indicator; of a parent, the sum of its leaves.
    KeyError where the 编码 is unknown."""
    found = snapshot.tree.by_code[indicator]
    if indicator in snapshot.tree.leaf_position:
        return _leaf(snapshot, result, unit, found)
    leaves = [
        leaf
        for leaf in snapshot.tree.leaves_under(indicator)
        if _state(snapshot, result, unit, leaf) >= CellState.MISSING
    ]
    parts = tuple(_leaf(snapshot, result, unit, leaf) for leaf in leaves)
    values = [p.value for p in parts if isinstance(p.value, Decimal)]
    zero = Decimal(0).scaleb(-result.decimals)
    return Explanation(
        title=f"{found.code} {found.name}",
        value=sum(values, zero),
        lines=(_("下列{n}项得分之和").format(n=len(parts)),),
        facts={"indicator": found.code, "leaves": [leaf.code for leaf in leaves]},
        parts=parts,
    )


def _state(snapshot: Snapshot, result: Result, unit: str, leaf: Indicator) -> int:
    row, column = snapshot.unit_position[unit], snapshot.tree.leaf_position[leaf.code]
    return int(result.states[row, column])


def _leaf(snapshot: Snapshot, result: Result, unit: str, leaf: Indicator) -> Explanation:
    row, column = snapshot.unit_position[unit], snapshot.tree.leaf_position[leaf.code]
    state = CellState(int(result.states[row, column]))
    lines, facts = _leaf_story(snapshot, unit, leaf, state)
    return Explanation(
        title=_("{code} {name}（{kind}，{points} 分）").format(
            code=leaf.code, name=leaf.name, kind=leaf.kind or "", points=plain(leaf.points or 0)
        ),
        value=result.score(row, column),
        lines=tuple(lines),
        facts={
            "indicator": leaf.code,
            "kind": str(leaf.kind),
            "state": state.name.lower(),
            "points": plain(leaf.points or 0),
            **facts,
        },
    )


def _leaf_story(
    snapshot: Snapshot, unit: str, leaf: Indicator, state: CellState
) -> tuple[list[str], dict[str, Any]]:
    if state is CellState.NOT_ASKED:
        return [_("该指标不适用于本类别")], {}
    if state is CellState.EXCLUDED:
        return [_("该指标对本单位标为“不适用”，不计入")], {}
    tell = quantitative_story if leaf.kind is LeafKind.QUANTITATIVE else rated_story
    lines, facts = tell(snapshot, unit, leaf)
    appeal = upheld_points(snapshot).get((unit, leaf.code))
    if appeal is None:
        return lines, facts
    text = _("申诉 {code}（{decision}）核定为 {points} 分，取代上述得分")
    lines.append(
        text.format(code=appeal.code, decision=appeal.decision, points=plain(appeal.points or 0))
    )
    return lines, {**facts, "appeal": {"code": appeal.code, "points": plain(appeal.points or 0)}}


def explain_unit(snapshot: Snapshot, result: Result, unit: str) -> Explanation:
    """Why the unit has this total, rank and grade. KeyError where the 编码 is unknown."""
    line = result.of(unit)
    applying = np.flatnonzero(result.states[snapshot.unit_position[unit]] > CellState.NOT_ASKED)
    leaves = tuple(
        _leaf(snapshot, result, unit, snapshot.tree.leaves[n]) for n in applying.tolist()
    )
    parts = (
        Explanation(
            _("指标得分之和"), line.raw, facts={"applicable": str(line.applicable)}, parts=leaves
        ),
        _base(snapshot, line),
        *_adjusted(snapshot, line),
        _rank(snapshot, result, line),
        _grade(snapshot, result, line),
    )
    formula = _("{base} + {bonus} − {deduction}，不低于 0")
    return Explanation(
        title=_("{code} {name}（{what}）").format(
            code=line.unit.code, name=line.unit.name, what=line.unit.category
        ),
        value=line.total,
        lines=(formula.format(base=line.base, bonus=line.bonus, deduction=line.deduction),),
        facts={
            "unit": unit,
            "base": str(line.base),
            "bonus": str(line.bonus),
            "deduction": str(line.deduction),
            "complete": line.complete,
            "missing": list(line.missing),
        },
        parts=parts,
    )


def _base(snapshot: Snapshot, line: UnitResult) -> Explanation:
    full = snapshot.settings.full_points
    if line.base == line.raw:
        text = _("等于指标得分之和")
    else:
        text = _("不适用折算：{raw} × {full} ÷ {points}，四舍五入到 {n} 位").format(
            raw=line.raw,
            full=plain(full),
            points=plain(line.applicable),
            n=snapshot.settings.decimals,
        )
    return Explanation(_("基本分"), line.base, (text,))


def _adjusted(snapshot: Snapshot, line: UnitResult) -> Iterator[Explanation]:
    settings = snapshot.settings
    for title, sign, value, cap in (
        (_("加分"), 1, line.bonus, settings.bonus_cap),
        (_("扣分"), -1, line.deduction, settings.deduction_cap),
    ):
        items = [
            a for a in snapshot.adjustments if a.unit == line.unit.code and a.points * sign > 0
        ]
        lines = [f"{a.item} {plain(a.points)}" for a in items]
        if cap is not None:
            lines.append(_("上限 {cap}").format(cap=plain(cap)))
        yield Explanation(title, value, tuple(lines) if items else ())


def _rank(snapshot: Snapshot, result: Result, line: UnitResult) -> Explanation:
    group = [x for x in result.units if x.unit.category == line.unit.category]
    better = sum(1 for x in group if x.rank < line.rank)
    same = [x.unit.name for x in group if x.rank == line.rank and x is not line]
    lines = [_("同类 {n} 个单位，{better} 个名次在前").format(n=len(group), better=better)]
    if same:
        lines.append(_("与{names}并列").format(names=_("、").join(same)))
    if not line.complete:
        lines.append(_("有缺项，名次为暂定：{missing}").format(missing=_("、").join(line.missing)))
    return Explanation(_("名次"), str(line.rank), tuple(lines))


def _grade(snapshot: Snapshot, result: Result, line: UnitResult) -> Explanation:
    settings, category = snapshot.settings, line.unit.category
    ladder = grades_of(snapshot.grades, category, settings)
    group = [x for x in result.units if x.unit.category == category]
    level = reached(line.total, ladder)
    lines = [
        _("总分 {total} 达到“{grade}”（最低 {floor} 分）").format(
            total=line.total, grade=ladder[level].name, floor=plain(ladder[level].floor)
        )
    ]
    if line.vetoes:
        items = _("、").join(line.vetoes)
        lines.append(_("一票否决：{items}，不占名额").format(items=items))
    elif ladder[level].name != line.grade:
        for grade in ladder[level:]:
            if grade.name == line.grade:
                break
            lines.append(_quota_line(grade.name, grade.quota, group, settings.quota_rounding))
    facts = {"reached": ladder[level].name, "vetoes": list(line.vetoes)}
    return Explanation(_("等次"), line.grade, tuple(lines), facts)


def _quota_line(name: str, quota: Decimal | None, group: list[UnitResult], rounding: Any) -> str:
    taken = sum(1 for x in group if x.grade == name)
    if quota is None:
        return _("“{grade}”已关闭").format(grade=name)
    text = _("“{grade}”名额 {quota} × {n} 取整为 {places} 名，已定 {taken} 名，容不下本名次的单位")
    return text.format(
        grade=name,
        quota=plain(quota),
        n=len(group),
        places=places(quota, len(group), rounding),
        taken=taken,
    )
