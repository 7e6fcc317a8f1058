"""archive and next: the end of a year, and the beginning of the next."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from core.actions.archive import archive as write_archive
from core.actions.next_year import next_year
from core.cli.arguments import PATH, file_argument
from core.cli.progress import busy, progress
from core.cli.spoken import command
from core.cli.table import aligned
from core.errors import worded
from core.text import _


@command(
    "archive",
    help=_("写归档包：考评文件备份、工作簿、结果册、结果、操作日志、核对报告和归档目录"),
)
@file_argument()
@click.argument("target", metavar="OUT.zip", type=PATH)
def archive(file: Path, target: Path) -> None:
    with progress() as report:
        made = write_archive(file, target, report)
    print(_("已归档到 {target}").format(target=target))
    header = (_("文件"), _("字节"), "SHA-256")
    rows = [(item.name, str(item.size), item.sha256) for item in made.items]
    print("\n".join(aligned([header, *rows], right=(1,))))
    for problem in made.problems:
        print(worded(problem), file=sys.stderr)


@command(
    "next",
    help=_(
        "由 FILE 建立下一年度的考评文件 NEWFILE：方案、单位、专家、主体、分工、回避、等次照旧，"
        "年度加一，去年的完成值作为基期值；NEWFILE 已存在则拒绝"
    ),
)
@file_argument()
@click.argument("target", metavar="NEWFILE", type=PATH)
def next_(file: Path, target: Path) -> None:
    with busy(_("正在建立 {file} …").format(file=target.name)):
        made = next_year(file, target)
    print(_("已建立 {file}").format(file=target))
    if made.year is not None:
        print(_("年度：{year}").format(year=made.year))
    print(_("由去年的完成值填入基期值{n}个；目标值、完成值待填").format(n=made.bases))
    print(_("成文日期和方案文号已清空，请在方案里填写；标为不适用的指标请重新确认"))
