"""What if: the result as it would be with appeals upheld or points changed, beside the result as
it is. Nothing is stored; a changed snapshot is scored like any other, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.model.data import Appeal, Decision
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.score import score

# Sorted after every date that a real decision can have: the appeal decided last counts.
_LAST = date.max


@dataclass(frozen=True, slots=True)
class Upheld:
    """An appeal of `unit` on the leaf `indicator`, upheld at `points`."""

    unit: str
    indicator: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """A unit whose total, rank or grade would be another."""

    before: UnitResult
    after: UnitResult


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Both results, the scores that the appeals stand in place of (None: missing), in the order
    of the appeals, and the units that would change, in the order of the result as it is."""

    before: Result
    after: Result
    replaced: tuple[Decimal | None, ...]
    changes: tuple[Change, ...]


def what_if(
    snapshot: Snapshot, appeals: Sequence[Upheld] = (), points: Mapping[str, Decimal] | None = None
) -> WhatIf:
    """What changes if the appeals are upheld and the indicators have these points. The snapshot
    and what is asked of it are sound (`core.actions.whatif` sees to that)."""
    before = score(snapshot)
    after = score(supposed(snapshot, appeals, points or {}))
    return WhatIf(
        before,
        after,
        tuple(_score_of(snapshot, before, appeal) for appeal in appeals),
        tuple(_changes(before, after)),
    )


def supposed(
    snapshot: Snapshot, appeals: Sequence[Upheld], points: Mapping[str, Decimal]
) -> Snapshot:
    """The snapshot with the appeals upheld, after all others, and the points as given."""
    upheld = tuple(
        Appeal(
            f"{n:06}",
            appeal.unit,
            appeal.indicator,
            decision=Decision.UPHELD,
            points=appeal.points,
            decided=_LAST,
        )
        for n, appeal in enumerate(appeals)
    )
    indicators = tuple(
        replace(row, points=points[row.code]) if row.code in points else row
        for row in snapshot.indicators
    )
    return replace(snapshot, appeals=snapshot.appeals + upheld, indicators=indicators)


def _score_of(snapshot: Snapshot, result: Result, appeal: Upheld) -> Decimal | None:
    unit = snapshot.unit_position[appeal.unit]
    return result.score(unit, snapshot.tree.leaf_position[appeal.indicator])


def _changes(before: Result, after: Result) -> Iterable[Change]:
    lines = {line.unit.code: line for line in after.units}
    for line in before.units:
        other = lines[line.unit.code]
        if (line.total, line.rank, line.grade) != (other.total, other.rank, other.grade):
            yield Change(line, other)
