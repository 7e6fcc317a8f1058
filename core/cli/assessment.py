"""new, verify, backup, restore: the assessment file as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.assessment import back_up, create
from core.actions.assessment import restore as restore_file
from core.actions.assessment import verify as verify_file
from core.cli.arguments import PATH, file_argument, json_option
from core.cli.output import print_json
from core.cli.progress import busy
from core.cli.spoken import command
from core.cli.workbook import print_import
from core.errors import worded
from core.model.problem import Problem
from core.text import _

WRONG = 3  # exit code of verify


@command("new", help=_("由工作簿建立考评文件；FILE 已存在则拒绝"))
@click.argument("file", metavar="FILE", type=PATH)
@click.option(
    "--from", "book", metavar="BOOK.xlsx", type=PATH, required=True, help=_("方案和数据的工作簿")
)
def new(file: Path, book: Path) -> None:
    with busy(_("正在读入 {book} …").format(book=book.name)):
        report = create(file, book)
    print(_("已建立 {file}").format(file=file))
    print_import(report)


@command("verify", help=_("核对考评文件：数据库、操作日志、数据与日志是否一致"))
@file_argument()
@json_option()
def verify(file: Path, as_json: bool) -> int:
    with busy(_("正在核对 {file} …").format(file=file.name)):
        problems = verify_file(file)
    if as_json:
        print_json({"ok": not problems, "problems": [_problem(p) for p in problems]})
    elif problems:
        print(_("核对发现{n}处不对：").format(n=len(problems)))
        print("\n".join(worded(p) for p in problems))
    else:
        print(_("核对无误：{file}").format(file=file))
    return WRONG if problems else 0


def _problem(problem: Problem) -> dict[str, str]:
    return {"where": worded(problem.place), "value": problem.value, "text": problem.expected}


@command("backup", help=_("在文件夹 DIR 中留一份核对过的备份"))
@file_argument()
@click.argument("folder", metavar="DIR", type=PATH)
def backup(file: Path, folder: Path) -> None:
    with busy(_("正在备份 {file} …").format(file=file.name)):
        copy = back_up(file, folder)
    print(_("已备份到 {copy}").format(copy=copy))


@command("restore", help=_("把备份恢复为 FILE；FILE 已存在则拒绝"))
@click.argument("backup", metavar="BACKUP", type=PATH)
@file_argument()
def restore(backup: Path, file: Path) -> None:
    with busy(_("正在恢复 {file} …").format(file=file.name)):
        restore_file(backup, file)
    print(_("已恢复为 {file}").format(file=file))
