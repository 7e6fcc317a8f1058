"""How far the experts agree: for the totals and for each rated leaf (scoring rules, section 6).

W and the ICC want a complete table: they are taken over the units rated by every expert taken
in, who are those with a rating there (`concordance.shared_block` says what happens to
stragglers). α takes the table as it is. All 主体 are taken together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.analysis.concordance import (
    Table,
    icc2,
    kendall_w,
    krippendorff_alpha,
    shared_block,
    variation,
)
from core.analysis.points import expert_totals, points_of
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.text import _


@dataclass(frozen=True, slots=True)
class TableAgreement:
    """The statistics of one table. Each is a finite float, or None with its reason under its
    name in `undefined`. `units` and `experts` count the complete block of W and the ICC,
    `ratings` all ratings."""

    kendall_w: float | None
    kendall_p: float | None
    icc2_1: float | None
    icc2_k: float | None
    alpha: float | None
    units: int
    experts: int
    ratings: int
    undefined: Mapping[str, str] = field(default_factory=dict)

    def numbers(self) -> dict[str, float | None]:
        """The five statistics by name, as JSON has them."""
        return {name: getattr(self, name) for name in STATISTICS}


STATISTICS = ("kendall_w", "kendall_p", "icc2_1", "icc2_k", "alpha")


@dataclass(frozen=True, eq=False, slots=True)
class Agreement:
    """`leaves` holds every rated leaf by 编码, in the order of the plan. `cv` is the
    (unit × leaf) matrix of coefficients of variation over the experts' ratings in points (s
    with n − 1, over the mean), rows and columns as in `Result.scores`, NaN where undefined."""

    totals: TableAgreement
    leaves: Mapping[str, TableAgreement]
    cv: NDArray[np.float64]

    def cv_of(self, unit: int, leaf: int) -> float | None:
        """The coefficient of variation of a cell; None with fewer than two ratings, or where
        their mean is 0."""
        found = float(self.cv[unit, leaf])
        return None if math.isnan(found) else found


def agreement(snapshot: Snapshot, result: Result) -> Agreement:
    """All of it, from the effective ratings of every round."""
    points = points_of(snapshot, result)
    codes = [snapshot.tree.leaves[n].code for n in points.leaves]
    cv = np.full((len(snapshot.units), len(snapshot.tree.leaves)), np.nan)
    cv[:, points.leaves] = variation(points.values).T
    return Agreement(
        totals=agreement_of(expert_totals(points)),
        leaves={c: agreement_of(t) for c, t in zip(codes, points.values, strict=True)},
        cv=cv,
    )


def agreement_of(table: Table) -> TableAgreement:
    """The statistics of a (unit × expert) table with NaN for gaps."""
    units, experts = shared_block(table)
    block = table[np.ix_(units, experts)]
    w, p = kendall_w(block) or (None, None)
    one, mean = icc2(block)
    alpha = krippendorff_alpha(table)
    found = dict(zip(STATISTICS, (w, p, one, mean, alpha), strict=True))
    why = {
        name: _why_alpha(table) if name == "alpha" else _why(block)
        for name, value in found.items()
        if value is None
    }
    return TableAgreement(
        w, p, one, mean, alpha, len(units), len(experts), int((~np.isnan(table)).sum()), why
    )


def _why(block: Table) -> str:
    units, experts = block.shape
    if not experts:
        return _("没有评分")
    if experts < 2:
        return _("只有一位专家有评分")
    if units < 2:
        return _("各位专家都评过的单位不足两个")
    return _("评分没有差异")


def _why_alpha(table: Table) -> str:
    counts = (~np.isnan(table)).sum(axis=1)
    if not counts.any():
        return _("没有评分")
    return _("评分没有差异") if (counts >= 2).any() else _("没有一个单位有两位专家的评分")
