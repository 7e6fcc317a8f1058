"""`sample_snapshot`: the sample county, whole, as a frozen snapshot.

With its own numbers it is the county of resources/samples as written; with others a smaller or
larger one of the same kind.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.sample.actuals import make_actuals
from core.sample.people import grow_experts, grow_units
from core.sample.plan import Plan, grow_plan
from core.sample.ratings import make_ratings, with_ratings
from core.sample.source import Source, read_source
from core.sample.year import further_adjustments, people_and_grades, read_settings, with_year

UNITS, INDICATORS, EXPERTS = 48, 45, 15


def sample_snapshot(
    units: int = UNITS,
    indicators: int = INDICATORS,
    experts: int = EXPERTS,
    rounds: int = 1,
    seed: int = 0,
    *,
    rated_only: bool = False,
) -> Snapshot:
    """A county of that many units, leaves and experts; all rounds but the last are closed.

    With `rated_only` every leaf is 评分 and for all, and everybody rates everything: exactly
    units × indicators × experts × rounds marks, without reasons and without the year.
    """
    source = read_source()
    settings = read_settings(source.county)
    rated_units = grow_units(source, units)
    categories = list(dict.fromkeys(u.category for u in source.units))
    plan = grow_plan(source.templates, indicators, settings.full_points, categories, rated_only)
    people, recusals = grow_experts(source, rated_units, experts)
    start = Snapshot(
        settings=replace(settings, step=Decimal(1).scaleb(-plan.decimals)),
        indicators=plan.indicators,
        units=rated_units,
        experts=people,
        rounds=_rounds(rounds),
    )
    start = people_and_grades(start, source.county)
    if rated_only:
        bare = replace(start, assignments=())
        return replace(bare, marks=make_ratings(bare, seed, rounds))
    return _filled(replace(start, recusals=recusals), source, plan, rounds, seed)


def _rounds(count: int) -> tuple[Round, ...]:
    last = count
    return tuple(
        Round(n, RoundState.OPEN if n == last else RoundState.CLOSED) for n in range(1, count + 1)
    )


def _filled(snapshot: Snapshot, source: Source, plan: Plan, rounds: int, seed: int) -> Snapshot:
    """With 完成值, the year and the ratings."""
    measured = replace(snapshot, actuals=make_actuals(plan, snapshot.units, seed))
    year = with_year(measured, source.county)
    written = {unit.code for unit in source.units}
    beyond = [unit for unit in snapshot.units if unit.code not in written]
    more = further_adjustments(beyond, source.names["adjustment"], seed)
    adjusted = replace(year, adjustments=year.adjustments + more)
    declining = [row["reason"] for row in source.names["abstention"]]
    return with_ratings(adjusted, plan, declining, seed, rounds)
