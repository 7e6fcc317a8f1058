"""`whatif`: what is asked, read and held against the assessment; every fault is named at once.

An appeal is written UNIT:INDICATOR=SCORE, points INDICATOR=VALUE, as a person types them:
full-width colons, signs and digits are as good as the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.analysis.whatif import Upheld, WhatIf, supposed, what_if
from core.errors import Refused
from core.files.cells import normalised, parse_number
from core.model.plan import Indicator
from core.model.problem import Place, Problem
from core.model.snapshot import Snapshot
from core.scoring.check import check
from core.scoring.numbers import decimals_of, plain
from core.text import _


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is asked: appeals, and points by the code of their indicator."""

    appeals: tuple[Upheld, ...]
    points: dict[str, Decimal]


def suppose(
    snapshot: Snapshot, appeals: Sequence[str], points: Sequence[str]
) -> tuple[Supposition, WhatIf]:
    """What the texts ask, and what would come of it. Refused naming every text that cannot be
    read or does not fit the assessment; with points, also where the sums no longer hold or a
    mark goes beyond them: nothing is rescaled silently."""
    problems: list[Problem] = []
    changed = dict(_points(snapshot, points, problems))
    changed_plan = supposed(snapshot, (), changed)
    upheld = [found for text in appeals if (found := _appeal(changed_plan, text, problems))]
    problems += _repeated([(a.unit, a.indicator) for a in upheld])
    if changed:
        problems += check(changed_plan)
    if problems:
        raise Refused(problems)
    return Supposition(tuple(upheld), changed), what_if(snapshot, upheld, changed)


def _at(option: str, text: str) -> Place:
    return Place(key=(f"{option} {text}",))


def _appeal(snapshot: Snapshot, text: str, problems: list[Problem]) -> Upheld | None:
    """The appeal that the text names; None, with what is wrong added, where there is none."""
    place = _at("--appeal", text)
    where, sign, number = normalised(text).rpartition("=")
    unit, leaf = _split(snapshot, where)
    if not (sign and unit and leaf):
        problems.append(Problem(_("应写成 单位编码:指标编码=分"), place))
        return None
    found = list(_cell_faults(snapshot, unit, leaf))
    points = parse_number(number)
    if points is None:
        found.append(_("分应为数，不是“{number}”").format(number=number))
    elif not _is_in_range(snapshot, leaf, points):
        most, decimals = snapshot.tree.by_code[leaf].points, snapshot.settings.decimals
        told = _("核定分应为 0 到 {most} 的数，至多{n}位小数")
        found.append(told.format(most=plain(most or 0), n=decimals))
    problems += [Problem(fault, place) for fault in found]
    return None if found or points is None else Upheld(unit, leaf, points)


def _is_in_range(snapshot: Snapshot, leaf: str, points: Decimal) -> bool:
    """Whether the leaf, where it is known, may be given these points."""
    row = snapshot.tree.by_code.get(leaf)
    fits = decimals_of(points) <= snapshot.settings.decimals
    return row is None or (fits and 0 <= points <= (row.points or 0))


def _split(snapshot: Snapshot, where: str) -> tuple[str, str]:
    """Unit and leaf. A code may hold a colon itself: the split with a known unit is the one."""
    pieces = where.split(":")
    splits = [(":".join(pieces[:n]), ":".join(pieces[n:])) for n in range(1, len(pieces))]
    known = [pair for pair in splits if pair[0].strip() in snapshot.unit_position]
    unit, leaf = (known or splits or [("", "")])[0]
    return unit.strip(), leaf.strip()


def _cell_faults(snapshot: Snapshot, unit: str, leaf: str) -> Iterator[str]:
    row = snapshot.tree.by_code.get(leaf)
    position = snapshot.unit_position.get(unit)
    if position is None:
        yield _("没有编码为“{code}”的单位").format(code=unit)
    if row is None:
        yield _("没有编码为“{code}”的指标").format(code=leaf)
    elif leaf not in snapshot.tree.leaf_position:
        yield _("“{code}”不是末级指标").format(code=leaf)
    elif position is not None:
        yield from _fit_faults(snapshot, unit, row)


def _fit_faults(snapshot: Snapshot, unit: str, leaf: Indicator) -> Iterator[str]:
    category = snapshot.units[snapshot.unit_position[unit]].category
    if not snapshot.tree.applies(leaf.code, category):
        yield _("指标“{code}”不适用于类别“{category}”").format(code=leaf.code, category=category)
    elif any(
        not a.applies and (a.unit, a.indicator) == (unit, leaf.code) for a in snapshot.actuals
    ):
        yield _("指标“{code}”对该单位已标为不适用，申诉不改变结果").format(code=leaf.code)


def _repeated(cells: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    twice = {cell for cell in cells if cells.count(cell) > 1}
    for unit, leaf in sorted(twice):
        place = _at("--appeal", f"{unit}:{leaf}")
        yield Problem(_("同一单位同一指标只能假定一个分"), place)


def _points(
    snapshot: Snapshot, texts: Iterable[str], problems: list[Problem]
) -> Iterator[tuple[str, Decimal]]:
    seen: set[str] = set()
    for text in texts:
        place = _at("--points", text)
        code, sign, number = (part.strip() for part in normalised(text).rpartition("="))
        value = parse_number(number)
        if not (sign and code) or value is None:
            problems.append(Problem(_("应写成 指标编码=分值"), place))
        elif code not in snapshot.tree.by_code:
            told = _("没有编码为“{code}”的指标")
            problems.append(Problem(told.format(code=code), place))
        elif code in seen:
            problems.append(Problem(_("同一指标只能假定一个分值"), place))
        else:
            seen.add(code)
            yield code, value
