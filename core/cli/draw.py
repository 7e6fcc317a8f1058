"""draw: a random draw from the expert pool that anyone can check."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.assessment import opened
from core.actions.draw import Lot, draw_experts, lots
from core.cli.arguments import file_argument, json_option, whole
from core.cli.output import print_json
from core.cli.spoken import command
from core.cli.table import aligned
from core.model.draw import Draw
from core.text import _


@command("draw", help=_("从专家库中随机抽取：按 SHA-256 排序，任何人都能复核"))
@file_argument()
@click.option("--count", metavar="N", type=whole(1), required=True, help=_("抽取人数"))
@click.option("--seed", metavar="TEXT", required=True, help=_("种子，宜当众说定"))
@click.option("--field", metavar="F", default="", help=_("只抽专业恰为 F 的专家"))
@click.option(
    "--exclude", "excluded", metavar="E", multiple=True, help=_("不参加抽取的专家编码，可重复")
)
@json_option()
def draw(
    file: Path, count: int, seed: str, field: str, excluded: tuple[str, ...], as_json: bool
) -> None:
    with opened(file) as store:
        drawn = draw_experts(store, count, seed, field, excluded)
        order = lots(store.read(), drawn)
    if as_json:
        print_json(_json(drawn, order))
    else:
        print("\n".join(_lines(drawn, order)))


def _json(drawn: Draw, order: list[Lot]) -> dict[str, object]:
    return {
        "drawn": [{"code": lot.code, "name": lot.name} for lot in order if lot.drawn],
        "seed": drawn.seed,
        "count": drawn.count,
        "field": drawn.field or None,
        "excluded": list(drawn.excluded),
        "pool": order,
        "number": drawn.number,
        "drawn_at": drawn.drawn_at,
    }


def _lines(drawn: Draw, order: list[Lot]) -> list[str]:
    text = _("第{n}次抽取，种子“{seed}”，{pool}人中抽{count}人：")
    title = text.format(n=drawn.number, seed=drawn.seed, pool=len(order), count=drawn.count)
    said = {True: _("抽中"), False: ""}
    rows = [
        (
            str(place),
            lot.code,
            lot.name,
            _("排除") if lot.excluded else said[lot.drawn],
            lot.hash[:16] + "…",
        )
        for place, lot in enumerate(order, start=1)
    ]
    header = (_("次序"), _("编码"), _("姓名"), _("结果"), "SHA-256")
    rule = _("次序是 SHA-256(种子 + 换行 + 编码) 由小到大；取前{count}个未被排除的。")
    return [title, *aligned([header, *rows], right=(0,)), rule.format(count=drawn.count)]
