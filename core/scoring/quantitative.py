"""Quantitative leaves: from actual values to a score per unit and leaf (section 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.model.data import Actual
from core.model.plan import Indicator, LeafKind
from core.model.snapshot import Snapshot
from core.scoring.numbers import round_scaled
from core.scoring.remembered import remembered
from core.scoring.rule import Group, Reading, Rule, make_group
from core.scoring.rules import compile_rule, read_actual, rule_share, value_faults


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit's reading on a leaf, None where it is missing, and the group it stands in."""

    unit: int
    rule: Rule
    reading: Reading | None
    group: Group

    def score(self, decimals: int) -> int | None:
        """round(p · f, d) times 10**d; None where it is missing."""
        if self.reading is None:
            return None
        share = rule_share(self.rule, self.reading, self.group)
        return round_scaled(self.rule.points * share, decimals)


@remembered
def scored_actuals(snapshot: Snapshot) -> Mapping[tuple[str, str], Actual]:
    """(unit, indicator) → the actual that counts: a 核定值 stands in place of the 完成值."""
    actuals = {(a.unit, a.indicator): a for a in snapshot.actuals}
    for verified in snapshot.verifications:
        key = (verified.unit, verified.indicator)
        actual = actuals.get(key, Actual(*key))
        if verified.value is not None and actual.applies:
            actuals[key] = replace(actual, value=verified.value)
    return actuals


def measure_leaf(
    snapshot: Snapshot, leaf: Indicator, actuals: Mapping[tuple[str, str], Actual]
) -> Iterator[Measured]:
    """Every unit that the leaf applies to and that does not mark it 不适用."""
    rule = compile_rule(leaf)
    for category in snapshot.categories:
        if snapshot.tree.applies(leaf.code, category):
            yield from measure_group(snapshot, leaf, rule, category, actuals)


def measure_group(
    snapshot: Snapshot,
    leaf: Indicator,
    rule: Rule,
    category: str,
    actuals: Mapping[tuple[str, str], Actual],
) -> list[Measured]:
    """The units of one category on a leaf that applies to it, but for those marked 不适用."""
    readings: dict[int, Reading | None] = {}
    for position, unit in enumerate(snapshot.units):
        actual = actuals.get((unit.code, leaf.code), Actual(unit.code, leaf.code))
        if unit.category == category and actual.applies:
            # A value that breaks a condition is refused on the way in; if one is there all the
            # same it scores nothing rather than something wrong.
            sound = not value_faults(rule, actual)
            readings[position] = read_actual(rule, actual) if sound else None
    group = make_group(r.x for r in readings.values() if r is not None)
    return [Measured(unit, rule, reading, group) for unit, reading in readings.items()]


def quantitative_scores(snapshot: Snapshot) -> Iterator[tuple[int, int, int | None]]:
    """(unit, leaf, score times 10**小数位 or None where missing) of every 定量 cell."""
    actuals = scored_actuals(snapshot)
    decimals = snapshot.settings.decimals
    for position, leaf in enumerate(snapshot.tree.leaves):
        if leaf.kind is LeafKind.QUANTITATIVE:
            for measured in measure_leaf(snapshot, leaf, actuals):
                yield measured.unit, position, measured.score(decimals)
