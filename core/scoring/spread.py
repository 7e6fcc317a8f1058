"""The middle of a disputed item's ratings: what a committee looks at before it asks again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

import numpy as np

from core.model.snapshot import Snapshot
from core.scoring.disputes import Dispute
from core.scoring.ratings import effective, scaled_values


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles as a spreadsheet has them (QUARTILE.INC), exact. In points or per cent as the
    ratings are, as coefficients where they are words."""

    lower: Decimal
    median: Decimal
    upper: Decimal


def spreads(snapshot: Snapshot, disputed: Sequence[Dispute]) -> list[Spread]:
    """The quartiles of each disputed item, in the same order."""
    marks = effective(snapshot)
    values, scale = scaled_values(snapshot, marks)
    cells = marks.unit.astype(np.int64) * len(snapshot.tree.leaves) + marks.leaf
    found = []
    for dispute in disputed:
        cell = dispute.unit * len(snapshot.tree.leaves) + dispute.leaf
        first, last = np.searchsorted(cells, [cell, cell + 1]).tolist()
        found.append(_spread([Decimal(v) / scale for v in values[first:last].tolist()]))
    return found


def _spread(values: Sequence[Decimal]) -> Spread:
    return Spread(*quantiles(values, n=4, method="inclusive"))
