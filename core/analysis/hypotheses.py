"""Why somebody's results may differ from ours: the same computation with one thing done in
another way. Each hypothesis gives totals, ranks and grades to hold theirs against.

Reasons are those that counties' spreadsheets have: rounding at another step or in another way,
no trimming, weights left out, quotas made whole otherwise, ranks over all categories, and what
stands beside the ratings not taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from core.model.marks import ABSTAINED, Marks
from core.model.plan import Aggregation, QuotaRounding, QuotaTies, TieRule
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.numbers import unscale
from core.scoring.ranking import Standing, grade, grades_of, rank
from core.scoring.ratings import fates
from core.scoring.score import assemble, score
from core.text import _

FINE = 8  # decimals that stand for "not rounded"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's total, rank and grade under a hypothesis."""

    total: Decimal
    rank: int
    grade: str


Lines = Mapping[str, Line]  # by 编码


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """`told` completes the sentence "their value is what comes out if …"."""

    code: str
    told: str
    lines: Lines


def lines_of(result: Result) -> Lines:
    return {x.unit.code: Line(x.total, x.rank, x.grade) for x in result.units}


def hypotheses(snapshot: Snapshot, result: Result) -> Iterator[Hypothesis]:
    """Every hypothesis that makes a difference to this assessment."""
    plain = lines_of(result)
    for code, told, make in _ALL:
        other = make(snapshot, result)
        if other is not None and other != plain:
            yield Hypothesis(code, told(), other)


Make = Callable[[Snapshot, Result], Lines | None]


def _changed(change: Callable[[Snapshot], Snapshot]) -> Make:
    """The computation itself, on a snapshot with one thing changed."""

    def make(snapshot: Snapshot, result: Result) -> Lines:
        return lines_of(score(change(snapshot)))

    return make


def _with(**settings: Any) -> Make:
    return _changed(lambda s: replace(s, settings=replace(s.settings, **settings)))


# Rounding


def _fine(snapshot: Snapshot) -> Result:
    """Every score with so many decimals that it is as good as not rounded."""
    return score(replace(snapshot, settings=replace(snapshot.settings, decimals=FINE)))


def _rounded_at_the_end(snapshot: Snapshot, result: Result) -> Lines:
    """Totals from scores that are not rounded, rounded once; ranked and graded as shown."""
    decimals = snapshot.settings.decimals
    fine = _fine(snapshot)
    return _ranked(snapshot, fine, lambda x: _quantised(x.total, decimals, ROUND_HALF_UP))


def _shown_rounded(snapshot: Snapshot, result: Result) -> Lines:
    """Never rounded but on the screen: ranked and graded by what lies behind it."""
    decimals = snapshot.settings.decimals
    return {
        code: replace(line, total=_quantised(line.total, decimals, ROUND_HALF_UP))
        for code, line in lines_of(_fine(snapshot)).items()
    }


def _never_rounded(snapshot: Snapshot, result: Result) -> Lines:
    return lines_of(_fine(snapshot))


def _scores_rounded(how: str) -> Make:
    """Each score rounded in another way."""

    def make(snapshot: Snapshot, result: Result) -> Lines:
        fine = _fine(snapshot)
        decimals = snapshot.settings.decimals
        step = 10 ** (FINE - decimals)
        whole, rest = np.divmod(fine.scores, step)
        up = np.zeros_like(whole)
        if how == ROUND_HALF_EVEN:
            up = ((2 * rest > step) | ((2 * rest == step) & (whole % 2 == 1))).astype(np.int64)
        found = fates(snapshot, snapshot.marks)
        return lines_of(assemble(snapshot, whole + up, fine.states, found))

    return make


def _totals_to(places: int) -> Make:
    def make(snapshot: Snapshot, result: Result) -> Lines | None:
        if places >= snapshot.settings.decimals:
            return None
        return _ranked(snapshot, result, lambda x: _quantised(x.total, places, ROUND_HALF_UP))

    return make


def _quantised(value: Decimal, decimals: int, how: str) -> Decimal:
    return value.quantize(unscale(1, decimals), rounding=how)


# Ranks and grades


def _ranked(
    snapshot: Snapshot, result: Result, total: Callable[[UnitResult], Decimal]
) -> dict[str, Line]:
    """Ranks and grades by our rules from totals of another making."""
    given = {x.unit.code: total(x) for x in result.units}
    return rank_totals(snapshot, result, given)


def rank_totals(
    snapshot: Snapshot, result: Result, totals: Mapping[str, Decimal]
) -> dict[str, Line]:
    """Ranks and grades by our rules, of all units, from the given totals."""
    ceilings: dict[str, list[str]] = {}
    for veto in snapshot.vetoes:
        ceilings.setdefault(veto.unit, []).append(veto.ceiling)
    found: dict[str, Line] = {}
    for category in snapshot.categories:
        lines = [x for x in result.units if x.unit.category == category]
        standings = [_standing(x, totals, ceilings) for x in lines]
        ranks = rank(standings, snapshot.settings)
        ladder = grades_of(snapshot.grades, category, snapshot.settings)
        names = grade(standings, ranks, ladder, snapshot.settings).grades
        for line, place, name in zip(lines, ranks, names, strict=True):
            found[line.unit.code] = Line(totals[line.unit.code], place, name)
    return found


def _standing(
    line: UnitResult, totals: Mapping[str, Decimal], ceilings: Mapping[str, Sequence[str]]
) -> Standing:
    unit = line.unit
    vetoes = tuple(ceilings.get(unit.code, ()))
    return Standing(unit.code, unit.name, totals[unit.code], line.quantitative, vetoes)


def _across_categories(snapshot: Snapshot, result: Result) -> Lines:
    totals = sorted((x.total for x in result.units), reverse=True)
    return {x.unit.code: Line(x.total, totals.index(x.total) + 1, x.grade) for x in result.units}


def _dense(snapshot: Snapshot, result: Result) -> Lines:
    """Ranks that skip none after a tie: 1, 2, 2, 3."""
    seen: dict[str, list[int]] = {}
    for line in result.units:
        places = seen.setdefault(line.unit.category, [])
        if line.rank not in places:
            places.append(line.rank)
    return {
        x.unit.code: Line(x.total, seen[x.unit.category].index(x.rank) + 1, x.grade)
        for x in result.units
    }


def _one_after_another(snapshot: Snapshot, result: Result) -> Lines:
    """Ties numbered one after another, in the order of the 单位 sheet."""
    found: dict[str, Line] = {}
    for category in snapshot.categories:
        lines = [x for x in result.units if x.unit.category == category]
        lines.sort(key=lambda x: (x.rank, snapshot.unit_position[x.unit.code]))
        for place, x in enumerate(lines, start=1):
            found[x.unit.code] = Line(x.total, place, x.grade)
    return found


def _by_floor(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, grades=tuple(replace(g, quota=None) for g in snapshot.grades))


# Ratings and what stands beside them


def _one_method(method: Aggregation) -> Make:
    """One 汇总方法 for all leaves."""

    def change(snapshot: Snapshot) -> Snapshot:
        return replace(
            snapshot,
            settings=replace(snapshot.settings, aggregation=method),
            indicators=tuple(replace(x, aggregation=None) for x in snapshot.indicators),
        )

    return _changed(change)


def _untrimmed(snapshot: Snapshot) -> Snapshot:
    """去极值 becomes 平均; other methods stay."""
    mean = Aggregation.MEAN
    trims = snapshot.settings.aggregation is Aggregation.TRIMMED
    return replace(
        snapshot,
        settings=replace(snapshot.settings, aggregation=mean) if trims else snapshot.settings,
        indicators=tuple(
            replace(x, aggregation=mean) if x.aggregation is Aggregation.TRIMMED else x
            for x in snapshot.indicators
        ),
    )


def _one_kind(snapshot: Snapshot) -> Snapshot:
    """All raters in one heap."""
    experts = tuple(replace(e, kind="") for e in snapshot.experts)
    return replace(snapshot, kinds=(), experts=experts)


def _unweighted_experts(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, experts=tuple(replace(e, weight=Decimal(1)) for e in snapshot.experts))


def _abstained_zero(snapshot: Snapshot) -> Snapshot:
    if snapshot.words:  # no grade word is worth nothing for sure
        return snapshot
    marks = snapshot.marks
    value = np.where(marks.value == ABSTAINED, 0, marks.value)
    return replace(snapshot, marks=Marks(marks.unit, marks.leaf, marks.expert, marks.round, value))


def _first_round(snapshot: Snapshot) -> Snapshot:
    first = min((r.number for r in snapshot.rounds), default=1)
    return replace(snapshot, marks=snapshot.marks.take(snapshot.marks.round == first))


def _drop(field: str) -> Make:
    nothing: dict[str, Any] = {field: ()}
    return _changed(lambda s: replace(s, **nothing))


def _other_ties(snapshot: Snapshot) -> Snapshot:
    shared = snapshot.settings.tie_rule is TieRule.SHARED
    other = TieRule.QUANTITATIVE_FIRST if shared else TieRule.SHARED
    return replace(snapshot, settings=replace(snapshot.settings, tie_rule=other))


def _other_quota_ties(snapshot: Snapshot) -> Snapshot:
    strict = snapshot.settings.quota_ties is QuotaTies.STRICT
    other = QuotaTies.ALL_IN if strict else QuotaTies.STRICT
    return replace(snapshot, settings=replace(snapshot.settings, quota_ties=other))


# Code, what it says, and how it is computed; the likeliest first
_ALL: tuple[tuple[str, Callable[[], str], Make], ...] = (
    ("round_at_end", lambda: _("各项得分不取整，只在总分取整"), _rounded_at_the_end),
    ("round_shown", lambda: _("只按位数显示，背后的数没有取整（名次、等次按背后的数）"),
     _shown_rounded),
    ("round_never", lambda: _("任何一步都不取整"), _never_rounded),
    ("bankers", lambda: _("各项得分按“四舍六入五成双”取整"), _scores_rounded(ROUND_HALF_EVEN)),
    ("truncated", lambda: _("各项得分直接截去多余的小数，没有四舍五入"),
     _scores_rounded(ROUND_DOWN)),
    ("total_2", lambda: _("总分只取2位小数"), _totals_to(2)),
    ("total_1", lambda: _("总分只取1位小数"), _totals_to(1)),
    ("total_0", lambda: _("总分取整数"), _totals_to(0)),
    ("untrimmed", lambda: _("没有去掉最高分和最低分，直接平均"), _changed(_untrimmed)),
    ("trim_from_3", lambda: _("满3人就去掉一个最高分和一个最低分"),
     _with(trim_from=3, trim_count=1)),
    ("trim_always_1", lambda: _("所有指标都去掉一个最高分和一个最低分"),
     _one_method(Aggregation.TRIMMED)),
    ("mean", lambda: _("所有评分指标都取平均"), _one_method(Aggregation.MEAN)),
    ("median", lambda: _("所有评分指标都取中位数"), _one_method(Aggregation.MEDIAN)),
    ("kinds_equal", lambda: _("各主体的权重相同"), _drop("kinds")),
    ("kinds_merged", lambda: _("不分主体，全部评分放在一起"), _changed(_one_kind)),
    ("experts_equal", lambda: _("专家不分权重"), _changed(_unweighted_experts)),
    ("abstained_zero", lambda: _("弃权算作0分"), _changed(_abstained_zero)),
    ("recused_counted", lambda: _("没有剔除应当回避的评分"), _drop("recusals")),
    ("first_round", lambda: _("只用第一轮的评分"), _changed(_first_round)),
    ("no_verification", lambda: _("用填报的完成值，没有用核定值"), _drop("verifications")),
    ("no_appeal", lambda: _("没有计入申诉的核定分"), _drop("appeals")),
    ("rescale", lambda: _("有不适用指标时没有折算"), _with(rescale=False)),
    ("rescaled", lambda: _("有不适用指标时按满分折算"), _with(rescale=True)),
    ("no_caps", lambda: _("加分、扣分没有封顶"), _with(bonus_cap=None, deduction_cap=None)),
    ("no_adjustments", lambda: _("没有计入加减分"), _drop("adjustments")),
    ("no_veto", lambda: _("没有按否决定等次"), _drop("vetoes")),
    ("ties_other", lambda: _("总分并列时用另一种并列处理"),
     _changed(_other_ties)),
    ("dense", lambda: _("并列之后名次不跳（1、2、2、3）"), _dense),
    ("one_after_another", lambda: _("并列的单位依次排名次"), _one_after_another),
    ("all_categories", lambda: _("名次不分类别，全部单位一起排"), _across_categories),
    ("quota_floor", lambda: _("名额取整用“舍”"), _with(quota_rounding=QuotaRounding.FLOOR)),
    ("quota_half_up", lambda: _("名额取整用“四舍五入”"),
     _with(quota_rounding=QuotaRounding.HALF_UP)),
    ("quota_ceiling", lambda: _("名额取整用“进”"), _with(quota_rounding=QuotaRounding.CEILING)),
    ("quota_ties", lambda: _("名额并列用另一种处理"),
     _changed(_other_quota_ties)),
    ("no_quota", lambda: _("等次只看最低分，不限名额"), _changed(_by_floor)),
)  # fmt: skip
