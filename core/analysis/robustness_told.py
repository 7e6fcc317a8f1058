"""How far the result can be trusted, in sentences that a committee understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.analysis.robustness import Outlook, Robustness, UnitRobustness
from core.analysis.tipping import Change
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain
from core.text import _

NAMED = 5  # units or experts that a sentence names
Pick = Callable[[UnitRobustness], Outlook | None]


def picks() -> tuple[tuple[str, Pick], ...]:
    """The three kinds of worlds: how each is called, and the outlook of a unit in it."""
    return (
        (_("权重浮动"), lambda u: u.weights),
        (_("少一位专家"), lambda u: u.left_out),
        (_("专家重抽"), lambda u: u.resampled),
    )


def overall(found: Robustness) -> Iterator[str]:
    """A sentence for each kind of worlds, and one on the smallest change."""
    weights, without, drawn = (pick for _name, pick in picks())
    if not found.units:
        return
    texts = (
        _("各指标权重各自上下浮动不超过 {share}，试 {runs} 次").format(
            share=percent(found.share), runs=found.runs
        ),
        _("{n}位专家轮流去掉一位").format(n=len(found.experts)),
        _("各主体的专家重新抽取，试 {runs} 次").format(runs=found.runs),
    )
    for text, pick in zip(texts, (weights, without, drawn), strict=True):
        if pick(found.units[0]) is not None:
            yield _("{what}：{why}").format(what=text, why=_steady(found, pick))
    if weights(found.units[0]) and without(found.units[0]) is None:
        yield _("有评分的专家不足两位，没有做去掉专家和重抽专家的检验。")
    near = min((u for u in found.units if u.change), key=_size, default=None)
    if near is not None:
        text = _("离改变等次最近的是{unit}：只需一处很小的改动，详见该单位一行。")
        yield text.format(unit=name_of(near))


def _size(unit: UnitRobustness) -> float:
    return unit.change.share if unit.change else 1.0


def _steady(found: Robustness, pick: Pick) -> str:
    """How many units keep their grade throughout, and which keep it least."""
    outlooks = [(u, o) for u in found.units if (o := pick(u)) is not None]
    unsure = sorted(((o.kept, u) for u, o in outlooks if o.kept < 1), key=lambda pair: pair[0])
    same = len(outlooks) - len(unsure)
    if not unsure:
        return _("{n}个单位的等次始终不变。").format(n=same)
    named = _("、").join(
        _("{unit}（{share}的情形保持{grade}）").format(
            unit=name_of(u), share=percent(kept), grade=u.grade
        )
        for kept, u in unsure[:NAMED]
    )
    more = _("等") if len(unsure) > NAMED else ""
    text = _("{same}个单位的等次始终不变，{n}个单位有变，最不稳的是{named}{more}。")
    return text.format(same=same, n=len(unsure), named=named, more=more)


def unit_told(snapshot: Snapshot, found: Robustness, unit: UnitRobustness) -> list[str]:
    """What there is to say of one unit, a sentence each."""
    lead = _("权重上下浮动 {share} 时，").format(share=percent(found.share))
    said = [lead + _outlook_told(unit, unit.weights)]
    if unit.resampled is not None:
        said.append(_("换一批同样多的专家时，") + _outlook_told(unit, unit.resampled))
    if unit.turning:
        said.append(_turning_told(unit))
    elif unit.left_out is not None:
        said.append(_("去掉任何一位专家，等次都不变。"))
    said.append(_change_told(snapshot, unit.change))
    return said


def _outlook_told(unit: UnitRobustness, outlook: Outlook) -> str:
    ranks = ranks_told(outlook)
    if outlook.kept == 1:
        return _("名次为{ranks}，等次总是{grade}。").format(ranks=ranks, grade=unit.grade)
    others = _("、").join(
        _("{share}为{grade}").format(share=percent(share), grade=grade)
        for grade, share in outlook.grades.items()
        if share and grade != unit.grade
    )
    text = _("名次为{ranks}，{kept}的情形等次仍为{grade}，{others}。")
    return text.format(ranks=ranks, kept=percent(outlook.kept), grade=unit.grade, others=others)


def ranks_told(outlook: Outlook) -> str:
    """第3名, or 第2至5名."""
    if outlook.best == outlook.worst:
        return _("第{rank}名").format(rank=outlook.best)
    return _("第{best}至{worst}名").format(best=outlook.best, worst=outlook.worst)


def _turning_told(unit: UnitRobustness) -> str:
    by_grade: dict[str, list[str]] = {}
    for expert, grade in unit.turning.items():
        by_grade.setdefault(grade, []).append(expert)
    parts = []
    for grade, experts in by_grade.items():
        more = _("等{n}人").format(n=len(experts)) if len(experts) > NAMED else ""
        text = _("不计{experts}{more}中任何一人的评分即为{grade}")
        parts.append(
            text.format(experts=_("、").join(experts[:NAMED]), more=more, grade=grade)
            if len(experts) > 1
            else _("不计{expert}的评分即为{grade}").format(expert=experts[0], grade=grade)
        )
    return _("；").join(parts) + _("。")


def _change_told(snapshot: Snapshot, change: Change | None) -> str:
    if change is None:
        return _("任何一个评分或完成值单独改动，都改变不了等次。")
    leaf = snapshot.tree.by_code[change.leaf]
    whose = (
        _("{expert}在“{leaf}”上的评分").format(expert=change.expert, leaf=leaf.name)
        if change.expert
        else _("“{leaf}”的完成值").format(leaf=leaf.name)
    )
    text = _("最小的一处改动：{whose}由{old}变为{new}，等次就成了{grade}。")
    return text.format(
        whose=whose, old=value_text(change.old), new=value_text(change.new), grade=change.grade
    )


def value_text(value: object) -> str:
    """A mark or an actual as it is written."""
    return value if isinstance(value, str) else plain(value)  # type: ignore[arg-type]


def name_of(unit: UnitRobustness) -> str:
    """The short name of the unit where it has one."""
    return unit.unit.short or unit.unit.name


def percent(share: float) -> str:
    """A share in per cent; one that is not whole is never rounded to 0 % or 100 %."""
    text = f"{share:.0%}" if share in (0, 1) else f"{min(0.999, max(0.001, share)):.1%}"
    return text.replace(".0%", "%")
