"""whatif: who would change place if an appeal were upheld, or points were others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from core.actions.assessment import opened
from core.actions.whatif import Supposition, suppose
from core.analysis.whatif import Change, WhatIf
from core.cli.arguments import file_argument, json_option
from core.cli.output import print_json
from core.cli.progress import busy
from core.cli.spoken import command
from core.cli.table import aligned
from core.model.result import UnitResult
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain
from core.text import _


@command(
    "whatif",
    help=_(
        "假定申诉得到支持，或指标换了分值，谁的总分、名次、等次会变；不改动文件。"
        "换分值时不折算已有的评分，各级之和须仍然相等。"
    ),
)
@file_argument()
@click.option(
    "--appeal", "appeals", metavar="UNIT:INDICATOR=SCORE", multiple=True,
    help=_("假定该单位该指标的核定分，可重复"),
)  # fmt: skip
@click.option(
    "--points", metavar="INDICATOR=VALUE", multiple=True, help=_("假定指标的分值，可重复")
)
@json_option()
def whatif(file: Path, appeals: tuple[str, ...], points: tuple[str, ...], as_json: bool) -> None:
    if not appeals and not points:
        raise click.BadParameter(_("请用 --appeal 或 --points 写明假定什么"))
    with busy(_("正在计算 {file} …").format(file=file.name)), opened(file, write=False) as store:
        snapshot = store.read()
        asked, found = suppose(snapshot, appeals, points)
    if as_json:
        print_json(whatif_json(asked, found))
    else:
        print("\n".join(whatif_lines(snapshot, asked, found)))


def whatif_json(asked: Supposition, found: WhatIf) -> dict[str, Any]:
    """`units` holds those whose total, rank or grade would change, each as before and after."""
    return {
        "appeals": [
            {"unit": a.unit, "indicator": a.indicator, "points": a.points, "before": before}
            for a, before in zip(asked.appeals, found.replaced, strict=True)
        ],
        "points": asked.points,
        "units": [_change_json(change) for change in found.changes],
    }


def _change_json(change: Change) -> dict[str, Any]:
    unit = change.before.unit
    names = ("total", "rank", "grade")
    return {
        "code": unit.code,
        "name": unit.name,
        "category": unit.category,
        **{
            name: {"before": getattr(change.before, name), "after": getattr(change.after, name)}
            for name in names
        },
    }


def whatif_lines(snapshot: Snapshot, asked: Supposition, found: WhatIf) -> Iterator[str]:
    """What is supposed, then a table of the units that would change."""
    for appeal, before in zip(asked.appeals, found.replaced, strict=True):
        unit = snapshot.units[snapshot.unit_position[appeal.unit]]
        text = _("假定：{unit} {code} {leaf}由{before}改为{after}分")
        yield text.format(
            unit=unit.short or unit.name,
            code=appeal.indicator,
            leaf=snapshot.tree.by_code[appeal.indicator].name,
            before=_("缺") if before is None else plain(before),
            after=plain(appeal.points),
        )
    for code, value in asked.points.items():
        row = snapshot.tree.by_code[code]
        text = _("假定：指标 {code} {name}的分值由{before}改为{after}")
        was = _("（未定）") if row.points is None else plain(row.points)
        yield text.format(code=code, name=row.name, before=was, after=plain(value))
    if not found.changes:
        yield _("没有单位的总分、名次或等次会变。")
        return
    yield _("会变的有{n}个单位（没有改动文件）：").format(n=len(found.changes))
    header = (_("编码"), _("单位"), _("类别"), _("总分"), _("名次"), _("等次"))
    yield from aligned([header, *(_row(c.before, c.after) for c in found.changes)])


def _row(before: UnitResult, after: UnitResult) -> tuple[str, ...]:
    pairs = (
        (format(before.total, "f"), format(after.total, "f")),
        (str(before.rank), str(after.rank)),
        (before.grade, after.grade),
    )
    unit = before.unit
    told = (a if a == b else f"{a} → {b}" for a, b in pairs)
    return unit.code, unit.short or unit.name, unit.category, *told
