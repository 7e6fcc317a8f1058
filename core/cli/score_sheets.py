"""ballot sheet: the paper/Excel way of scoring."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.assessment import opened
from core.actions.score_sheets import write_score_sheets
from core.cli.arguments import PATH, file_argument, one_of
from core.cli.progress import progress
from core.cli.spoken import command
from core.text import _


@command("sheet", help=_("为开着的一轮写评分表：每位专家一本，在 Excel、WPS 里或纸上填"))
@file_argument()
@click.option("--out", metavar="DIR", type=PATH, required=True, help=_("放评分表的文件夹"))
@click.option(
    "--expert", "experts", metavar="E", multiple=True, help=_("专家编码，可重复；不给则全部")
)
def sheet(file: Path, out: Path, experts: tuple[str, ...]) -> None:
    with progress() as report:
        with opened(file, write=False) as store:
            snapshot = store.read()
        for expert in experts:
            one_of(expert, list(snapshot.expert_position), _("没有编码为“{code}”的专家"))
        written = write_score_sheets(snapshot, out, experts, report)
    text = _("已写第{round}轮评分表{n}本，在 {out}")
    print(text.format(round=written.round, n=len(written.paths), out=out))
    if written.idle and not experts:
        text = _("这一轮没有请他们评：{codes}")
        print(text.format(codes=_("、").join(written.idle)))
    print(_("填好后用 import 读入；由工作人员录入的纸质评分表用 keyed enter，经另一人核对才生效。"))
