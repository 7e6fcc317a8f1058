"""Units and experts at any number: those written by hand first, then fictional ones whose
names are combined from the characters of names.toml, none twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

from core.model.people import Expert, Recusal, Unit
from core.sample.shares import apportion
from core.sample.source import Source

_OWN_UNIT = "工作单位为被考核单位"


def combine(pools: Sequence[Sequence[str]], number: int) -> str:
    """The name of that number: a character of each pool, and more of the last one for numbers
    beyond their product. Two numbers never give one name."""
    first = number % len(pools[0])
    chosen = [pools[0][first]]
    rest = number // len(pools[0])
    for pool in pools[1:]:
        rest, digit = divmod(rest, len(pool))
        # Turned by the first character, so that neighbours differ in more than that one.
        chosen.append(pool[(digit + 7 * first) % len(pool)])
    while rest:
        rest, digit = divmod(rest - 1, len(pools[-1]))
        chosen.append(pools[-1][digit])
    return "".join(chosen)


def grow_units(source: Source, number: int) -> tuple[Unit, ...]:
    """`number` units in the categories of the hand-written county, in its proportions."""
    by_category: dict[str, list[Unit]] = {}
    for unit in source.units:
        by_category.setdefault(unit.category, []).append(unit)
    shares = apportion(number, [len(units) for units in by_category.values()])
    return tuple(
        unit
        for units, share in zip(by_category.values(), shares, strict=True)
        for unit in islice(_units_of_category(units, source.names), share)
    )


def _units_of_category(written: Sequence[Unit], names: Mapping[str, Any]) -> Iterator[Unit]:
    yield from written
    prefix = written[0].code[0]
    taken = {unit.name for unit in written}
    more = _more_towns(names) if written[0].name == written[0].short else _elsewhere(written, names)
    fresh = ((name, short) for name, short in more if name not in taken)
    for n, (name, short) in enumerate(fresh, len(written) + 1):
        yield Unit(f"{prefix}{n:02d}", name, written[0].category, short)


def _more_towns(names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for n in count():
        body = combine([names["town_first"], names["town_second"]], n)
        name = body + names["town_last"][n % 5 // 3]
        yield name, name


def _elsewhere(written: Sequence[Unit], names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The same offices in one fictional county after another."""
    for n in count():
        county = combine([names["county_first"], names["county_second"]], n)
        for unit in written:
            short = unit.short.replace(names["county"], county)
            yield (
                unit.name.replace(names["county"], county),
                short if short != unit.short else county + unit.short,
            )


def grow_experts(
    source: Source, units: Sequence[Unit], number: int
) -> tuple[tuple[Expert, ...], tuple[Recusal, ...]]:
    """`number` experts sorted by 编码, and the 回避 of those who work at a rated unit."""
    by_name = {unit.name: unit for unit in units}
    experts = list(islice(_experts(source, units), max(number, len(source.experts))))
    if number < len(source.experts):
        # Spread over the list, so that every 主体 stays as long as it can (专家 the longest).
        experts = [experts[n * len(experts) // number] for n in range(number)]
    own = [
        Recusal(e.code, by_name[e.employer].code, _OWN_UNIT)
        for e in experts
        if e.employer in by_name
    ]
    written = _written_recusals(source, {e.code for e in experts}, {u.code for u in units})
    return tuple(sorted(experts, key=lambda e: e.code)), tuple(own + written)


def _written_recusals(source: Source, experts: set[str], units: set[str]) -> list[Recusal]:
    rows = [Recusal(**row) for row in source.county["recusals"]]
    return [r for r in rows if r.expert in experts and r.unit in units]


def _experts(source: Source, units: Sequence[Unit]) -> Iterator[Expert]:
    """The written ones, then others like them; who works at a rated unit there does here."""
    yield from source.experts
    taken = {expert.name for expert in source.experts}
    employers = {unit.name for unit in source.units}
    pools = [source.names[k] for k in ("surname", "given_first", "given_last")]
    names = (name for n in count() if (name := combine(pools, n)) not in taken)
    for n, name in enumerate(names, len(source.experts)):
        like = source.experts[n % len(source.experts)]
        inside = like.employer in employers
        employer = units[13 * n % len(units)].name if inside else like.employer
        yield replace(like, code=f"E{n + 1:02d}", name=name, employer=employer)
