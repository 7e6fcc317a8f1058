"""sample: a ready county to try things on."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.sample import write_sample
from core.cli.arguments import PATH, whole
from core.cli.progress import busy
from core.cli.spoken import command
from core.text import _


@command("sample", help=_("在文件夹 DIR 中造一个虚构的县：工作簿、考评文件、填好的评分"))
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--units", metavar="N", type=whole(1), default=48, help=_("单位数，默认 48"))
@click.option("--indicators", metavar="N", type=whole(1), default=45, help=_("末级指标数，默认 45"))
@click.option("--experts", metavar="N", type=whole(1), default=15, help=_("专家数，默认 15"))
@click.option("--rounds", metavar="N", type=whole(1), default=1, help=_("评审轮数，默认 1"))
@click.option(
    "--seed", metavar="N", type=whole(0), default=0, help=_("随机种子，同样的种子造同样的县")
)
def sample(folder: Path, units: int, indicators: int, experts: int, rounds: int, seed: int) -> None:
    with busy(_("正在造示例县 …")):
        made = write_sample(folder, units, indicators, experts, rounds, seed)
    for path in made:
        print(path)
