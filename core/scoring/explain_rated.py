"""The story of a rated score: every expert's rating and what became of it, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from core.model.marks import ABSTAINED, MARK_DECIMALS, Marks
from core.model.plan import Aggregation, Indicator, RatingMode
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain, round_half_up, unscale
from core.scoring.ratings import (
    Fate,
    cell_marks,
    fates,
    kept_groups,
    kind_weights,
    methods_of,
    scaled_values,
)
from core.scoring.rule_told import shown
from core.text import _

Story = tuple[list[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RatingTold:
    """One rating: whose, in which round, what it says, its worth in points (None where it has
    none), and what became of it (`counted`, `dropped_low`, `dropped_high`, `unused`,
    `abstained`, `superseded`, `excluded`, `recused`)."""

    expert: str
    kind: str
    round: int
    given: str
    points: Fraction | None
    weight: Decimal
    fate: str
    reason: str = ""


def rated_story(snapshot: Snapshot, unit: str, leaf: Indicator) -> Story:
    """Lines and facts of the unit's score on a 评分 leaf."""
    ratings = ratings_told(snapshot, unit, leaf)
    lines: list[str] = []
    kinds: list[dict[str, Any]] = []
    top, bottom = Fraction(0), Fraction(0)
    for kind, weight in _weights(snapshot).items():
        own = [r for r in ratings if r.kind == kind]
        mean = _mean(snapshot, leaf, own)
        lines += _kind_lines(snapshot, leaf, kind, weight, own, mean)
        kinds.append(_kind_facts(kind, weight, own, mean))
        if mean is not None:
            top, bottom = top + weight * mean, bottom + weight
    if not bottom:
        return [*lines, _("没有可用的评分，未计分")], {"kinds": kinds}
    score = round_half_up(top / bottom, snapshot.settings.decimals)
    text = _("各主体按权重合成 {exact}，四舍五入到 {n} 位得 {score}")
    lines.append(text.format(exact=shown(top / bottom), n=snapshot.settings.decimals, score=score))
    return lines, {"kinds": kinds, "exact": plain(top / bottom), "score": str(score)}


def _weights(snapshot: Snapshot) -> dict[str, Fraction]:
    """W of each 主体 as people wrote it."""
    named = {kind.name: Fraction(kind.weight) for kind in snapshot.kinds}
    return {kind: named.get(kind, Fraction(1)) for kind in kind_weights(snapshot)}


def ratings_told(snapshot: Snapshot, unit: str, leaf: Indicator) -> list[RatingTold]:
    """Every rating of the cell, of all rounds, in order of 编码 and round."""
    cell = (snapshot.unit_position[unit], snapshot.tree.leaf_position[leaf.code])
    marks = cell_marks(snapshot.marks, [cell])
    found = fates(snapshot, marks)
    names = [Fate(int(f)).name.lower() for f in found]
    for row, name in _chosen(snapshot, marks, found).items():
        names[row] = name
    return [_told(snapshot, unit, leaf, marks, n, name) for n, name in enumerate(names)]


def _chosen(snapshot: Snapshot, marks: Marks, found: Any) -> dict[int, str]:
    """What the aggregation of each 主体 does with each row that is a value."""
    kinds = np.asarray([e.kind for e in snapshot.experts], dtype=object)[marks.expert]
    names: dict[int, str] = {}
    for kind in set(kinds.tolist()):
        rows = np.flatnonzero((kinds == kind) & (found == Fate.VALUE))
        own = marks.take(rows)
        values, _scale = scaled_values(snapshot, own)
        for _firsts, kept in kept_groups(snapshot, own, values):
            order = rows[kept.rows[0]].tolist()
            low, high = kept.chosen.start, kept.chosen.stop
            ends = ("dropped_low", "dropped_high") if kept.weighted else ("unused", "unused")
            names |= dict.fromkeys(order[:low], ends[0]) | dict.fromkeys(order[high:], ends[1])
            names |= dict.fromkeys(order[low:high], "counted")
    return names


def _told(
    snapshot: Snapshot, unit: str, leaf: Indicator, marks: Marks, row: int, fate: str
) -> RatingTold:
    expert = snapshot.experts[int(marks.expert[row])]
    number, value = int(marks.round[row]), int(marks.value[row])
    return RatingTold(
        expert=expert.code,
        kind=expert.kind,
        round=number,
        given=given_text(snapshot, value),
        points=worth(snapshot, leaf, value),
        weight=expert.weight,
        fate=fate,
        reason=snapshot.reasons.get((number, expert.code, unit, leaf.code), ""),
    )


def given_text(snapshot: Snapshot, value: int) -> str:
    """A stored mark as the expert gave it: a number, a grade word, or 弃权."""
    if value == ABSTAINED:
        return "弃权"
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        return snapshot.words[value]
    return plain(unscale(value, MARK_DECIMALS))


def worth(snapshot: Snapshot, leaf: Indicator, value: int) -> Fraction | None:
    """A stored mark in points of the leaf, not rounded; None for 弃权."""
    if value == ABSTAINED:
        return None
    points, settings = Fraction(leaf.points or 0), snapshot.settings
    if settings.rating_mode is RatingMode.WORDS:
        return Fraction(dict(settings.grade_words).get(snapshot.words[value], Decimal(0))) * points
    given = Fraction(unscale(value, MARK_DECIMALS))
    return given * points / 100 if settings.rating_mode is RatingMode.PERCENT else given


def _mean(snapshot: Snapshot, leaf: Indicator, own: list[RatingTold]) -> Fraction | None:
    """A of the 主体 from the ratings that count."""
    counted = [r for r in own if r.fate == "counted" and r.points is not None]
    if not counted:
        return None
    median = _method(snapshot, leaf) is Aggregation.MEDIAN
    weights = [Fraction(1) if median else Fraction(r.weight) for r in counted]
    values = [r.points or Fraction(0) for r in counted]
    return sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0)) / sum(weights)


def _method(snapshot: Snapshot, leaf: Indicator) -> Aggregation:
    return methods_of(snapshot)[snapshot.tree.leaf_position[leaf.code]]


def _kind_lines(
    snapshot: Snapshot,
    leaf: Indicator,
    kind: str,
    weight: Fraction,
    own: list[RatingTold],
    mean: Fraction | None,
) -> list[str]:
    if not own:
        return []
    lines = [_rating_line(r) for r in own]
    if mean is None:
        return [_("主体“{kind}”：没有可用的评分").format(kind=kind), *lines]
    text = _("主体“{kind}”（权重 {weight}，{method}）：{mean}")
    head = text.format(
        kind=kind, weight=plain(weight), method=_method_text(snapshot, leaf, own), mean=shown(mean)
    )
    return [head, *lines]


def _method_text(snapshot: Snapshot, leaf: Indicator, own: list[RatingTold]) -> str:
    """The method by name, and why nothing was dropped where there were too few to trim."""
    method = _method(snapshot, leaf)
    trimmed = any(r.fate.startswith("dropped") for r in own)
    if method is not Aggregation.TRIMMED or trimmed or not snapshot.settings.trim_count:
        return str(method)
    count = sum(r.fate == "counted" for r in own)
    return _("去极值，只有{n}人，取平均").format(n=count)


def _rating_line(rating: RatingTold) -> str:
    words = {
        "counted": _("计入"),
        "dropped_low": _("去掉的低分"),
        "dropped_high": _("去掉的高分"),
        "unused": _("不在中位"),
        "abstained": _("弃权，不计"),
        "superseded": _("已被后一轮取代"),
        "excluded": _("该项不适用，不计"),
        "recused": _("回避，不计"),
    }
    text = _("  {expert} 第{round}轮 {given} {fate}").format(
        expert=rating.expert, round=rating.round, given=rating.given, fate=words[rating.fate]
    )
    if rating.weight != 1:
        text += _("（权重 {weight}）").format(weight=plain(rating.weight))
    return text + (_("，理由：{reason}").format(reason=rating.reason) if rating.reason else "")


def _kind_facts(
    kind: str, weight: Fraction, own: list[RatingTold], mean: Fraction | None
) -> dict[str, Any]:
    return {
        "kind": kind,
        "weight": plain(weight),
        "mean": None if mean is None else plain(mean),
        "ratings": [
            {
                "expert": r.expert,
                "round": r.round,
                "given": r.given,
                "points": None if r.points is None else plain(r.points),
                "weight": plain(r.weight),
                "fate": r.fate,
                "reason": r.reason,
            }
            for r in own
        ],
    }
