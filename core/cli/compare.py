"""compare: this year against an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from core.actions.comparison import Years, compare_files
from core.analysis.compare import Cell, Comparable, LeafComparison, UnitComparison
from core.cli.arguments import PATH, file_argument, json_option
from core.cli.output import print_json
from core.cli.progress import busy
from core.cli.spoken import command
from core.cli.table import aligned
from core.model.people import Unit
from core.model.plan import Indicator, Settings
from core.scoring.numbers import round_half_up
from core.text import _

SHARE_DECIMALS = 4  # of a share of the points


@command("compare", help=_("与往年的考评文件比较：单位的升降，每项指标能不能比、怎么比"))
@file_argument()
@click.argument("earlier", metavar="EARLIER", type=PATH)
@json_option()
def compare(file: Path, earlier: Path, as_json: bool) -> None:
    with busy(_("正在比较 {file} …").format(file=file.name)):
        years = compare_files(file, earlier)
    if as_json:
        print_json(compare_json(years))
    else:
        print("\n".join(compare_lines(years)))


def compare_json(years: Years) -> dict[str, Any]:
    """Scores and their changes as decimal strings, shares with four decimals. `change` of a unit
    is null where 满分 differs; of an indicator it is of the score (同口径) or of the share of
    the points (折算), null where 不可比."""
    found = years.comparison
    return {
        "assessment": _assessment(years.settings),
        "earlier": _assessment(years.earlier),
        "units": [_unit_json(years, pair) for pair in found.units],
        "indicators": [_leaf_json(years, leaf) for leaf in found.leaves],
        "new_units": _named(found.new_units),
        "gone_units": _named(found.gone_units),
        "new_indicators": _named(found.new_leaves),
        "gone_indicators": _named(found.gone_leaves),
    }


def _assessment(settings: Settings) -> dict[str, Any]:
    return {
        "name": settings.name,
        "year": settings.year,
        "full_points": round_half_up(settings.full_points, settings.decimals),
    }


def _named(rows: Sequence[Unit] | Sequence[Indicator]) -> list[dict[str, str]]:
    return [{"code": row.code, "name": row.name} for row in rows]


def _unit_json(years: Years, pair: UnitComparison) -> dict[str, Any]:
    now, then = pair.line, pair.earlier
    return {
        "code": now.unit.code,
        "name": now.unit.name,
        "category": now.unit.category,
        "earlier_code": then.unit.code,
        "earlier_name": then.unit.name,
        "earlier_category": then.unit.category,
        "total": now.total,
        "earlier_total": then.total,
        "change": change_of(years, pair),
        "rank": now.rank,
        "earlier_rank": then.rank,
        "grade": now.grade,
        "earlier_grade": then.grade,
        "complete": now.complete,
        "earlier_complete": then.complete,
    }


def change_of(years: Years, pair: UnitComparison) -> Decimal | None:
    """Of the total; None where the full points differ, because then it says nothing."""
    if years.settings.full_points != years.earlier.full_points:
        return None
    return pair.line.total - pair.earlier.total


def _leaf_json(years: Years, leaf: LeafComparison) -> dict[str, Any]:
    return {
        "code": leaf.leaf.code,
        "name": leaf.leaf.name,
        "earlier_code": leaf.earlier.code,
        "earlier_name": leaf.earlier.name,
        "points": leaf.leaf.points,
        "earlier_points": leaf.earlier.points,
        "comparable": leaf.comparable,
        "reason": leaf.reason,
        "mean_change": _decimal(years, leaf, leaf.mean_change),
        "units": [_cell_json(years, leaf, cell) for cell in leaf.cells],
    }


def _cell_json(years: Years, leaf: LeafComparison, cell: Cell) -> dict[str, Any]:
    return {
        "unit": cell.unit,
        "score": cell.score,
        "earlier_score": cell.earlier,
        "change": _decimal(years, leaf, leaf.change(cell)),
    }


def _decimal(years: Years, leaf: LeafComparison, change: Fraction | None) -> Decimal | None:
    if change is None:
        return None
    if leaf.comparable is Comparable.BY_SHARE:
        return round_half_up(change, SHARE_DECIMALS)
    return round_half_up(change, max(years.settings.decimals, years.earlier.decimals))


def compare_lines(years: Years) -> Iterator[str]:
    """A table of the units, one of the indicators, and what has no counterpart."""
    found = years.comparison
    title = _("{now} 与 {then} 比较")
    yield title.format(now=_title(years.settings), then=_title(years.earlier))
    yield ""
    header = (
        _("编码"), _("单位"), _("类别"), _("往年总分"), _("总分"), _("增减"), _("往年名次"),
        _("名次"), _("等次"),
    )  # fmt: skip
    yield from aligned([header, *(_unit_row(years, pair) for pair in found.units)], right=(3, 4, 5))
    if years.settings.full_points != years.earlier.full_points:
        yield _("两年满分不同，总分的增减不能直接比较。")
    yield ""
    heads = (_("编码"), _("指标"), _("可比"), _("平均增减"), _("理由"))
    yield from aligned([heads, *(_leaf_row(years, leaf) for leaf in found.leaves)], right=(3,))
    yield from _without_match(years)


def _title(settings: Settings) -> str:
    year = str(settings.year or "")
    return settings.name if year in settings.name else f"{settings.name} {year}"


def _unit_row(years: Years, pair: UnitComparison) -> tuple[str, ...]:
    now, then = pair.line, pair.earlier
    change = change_of(years, pair)
    grade = now.grade if now.grade == then.grade else f"{then.grade} → {now.grade}"
    moved = "" if now.unit.category == then.unit.category else _("（往年在“{category}”）")
    return (
        now.unit.code, now.unit.short or now.unit.name, now.unit.category,
        format(then.total, "f"), format(now.total, "f"),
        "" if change is None else f"{change:+f}",
        str(then.rank) + moved.format(category=then.unit.category), str(now.rank), grade,
    )  # fmt: skip


def _leaf_row(years: Years, leaf: LeafComparison) -> tuple[str, ...]:
    change = _decimal(years, leaf, leaf.mean_change)
    told = "" if change is None else f"{change:+f}"
    if change is not None and leaf.comparable is Comparable.BY_SHARE:
        told = f"{change * 100:+.2f}%"
    return leaf.leaf.code, leaf.leaf.name, _comparable(leaf.comparable), told, leaf.reason


def _comparable(how: Comparable) -> str:
    return {
        Comparable.SAME: _("同口径"),
        Comparable.BY_SHARE: _("折算"),
        Comparable.NOT: _("不可比"),
    }[how]


def _without_match(years: Years) -> Iterator[str]:
    found = years.comparison
    groups: tuple[tuple[str, Sequence[Unit] | Sequence[Indicator]], ...] = (
        (_("今年新有的单位：{names}"), found.new_units),
        (_("今年没有了的单位：{names}"), found.gone_units),
        (_("今年新有的指标：{names}"), found.new_leaves),
        (_("今年没有了的指标：{names}"), found.gone_leaves),
    )
    for text, rows in groups:
        if rows:
            yield text.format(names=_("、").join(f"{row.code} {row.name}" for row in rows))
