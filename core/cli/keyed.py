"""keyed: paper score sheets keyed in by the office, which count once a second person agrees."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from core.actions import keyed as desk
from core.actions.assessment import opened
from core.cli.arguments import PATH, Decorator, file_argument, json_option, whole
from core.cli.output import print_json
from core.cli.spoken import branch, command
from core.cli.table import aligned
from core.model.keyed import KeyedSheet, KeyedState
from core.model.snapshot import Snapshot
from core.text import _


def _by(help: str) -> Decorator:
    return click.option("--by", metavar="NAME", required=True, help=help)


def _id_argument() -> Decorator:
    return click.argument("number", metavar="ID", type=whole(1))


@command("enter", help=_("录入一本照纸质评分表填好的评分表，等另一人核对"))
@file_argument()
@click.argument("sheet", metavar="SHEET.xlsx", type=PATH)
@_by(_("录入人姓名"))
def enter(file: Path, sheet: Path, by: str) -> None:
    with opened(file) as store:
        entry = desk.enter(store, sheet, by)
        count = len(desk.marks_of(store.read(), entry.number))
    text = _("已录入，编号 {number}：第{round}轮 专家{expert}，得分{n}个。还不算数，请另一人核对：")
    print(
        text.format(number=entry.number, round=entry.round, expert=entry.expert, n=count)
        + f"\n  main.py keyed show {file} {entry.number}"
        + f"\n  main.py keyed confirm {file} {entry.number} --by {_('姓名')}"
    )


@command("list", help=_("列出录入的纸质评分表：谁录入，谁核对，结果如何"))
@file_argument()
@json_option()
def list_(file: Path, as_json: bool) -> None:
    with opened(file, write=False) as store:
        snapshot = store.read()
    if as_json:
        print_json([_record(snapshot, entry) for entry in snapshot.keyed_sheets])
    elif snapshot.keyed_sheets:
        head = (_("编号"), _("轮次"), _("专家"), _("得分数"), _("录入"), _("核对"), _("状态"))
        rows = [_line(snapshot, entry) for entry in snapshot.keyed_sheets]
        print("\n".join(aligned([head, *rows], right={0, 1, 3})))
    else:
        print(_("没有录入的纸质评分表"))


def _record(snapshot: Snapshot, entry: KeyedSheet) -> dict[str, Any]:
    marks = [
        {"unit": m.unit, "indicator": m.indicator, "value": m.value, "reason": m.reason}
        for m in desk.marks_of(snapshot, entry.number)
    ]
    return {**asdict(entry), "marks": marks}


def _line(snapshot: Snapshot, entry: KeyedSheet) -> tuple[str, ...]:
    return (
        str(entry.number),
        str(entry.round),
        f"{entry.expert} {_expert_name(snapshot, entry)}",
        str(len(desk.marks_of(snapshot, entry.number))),
        entry.entered_by,
        entry.decided_by,
        _told(entry),
    )


def _expert_name(snapshot: Snapshot, entry: KeyedSheet) -> str:
    return snapshot.experts[snapshot.expert_position[entry.expert]].name


def _told(entry: KeyedSheet) -> str:
    words = {
        KeyedState.WAITING: _("待核对"),
        KeyedState.CONFIRMED: _("已生效"),
        KeyedState.REJECTED: _("已退回：{why}").format(why=entry.why),
    }
    return words[entry.state]


@command("show", help=_("逐项列出一次录入，供对着纸质评分表核对"))
@file_argument()
@_id_argument()
def show(file: Path, number: int) -> None:
    with opened(file, write=False) as store:
        snapshot = store.read()
    entry = desk.sheet_numbered(snapshot, number)
    text = _("编号 {number}：第{round}轮 专家{expert}，{by}录入，{state}")
    who = f"{entry.expert} {_expert_name(snapshot, entry)}"
    print(
        text.format(
            number=number, round=entry.round, expert=who, by=entry.entered_by, state=_told(entry)
        )
    )
    names = {u.code: u.name for u in snapshot.units}
    rows = [
        (m.cell, f"{m.unit} {names.get(m.unit, '')}", m.indicator, m.value, m.reason)
        for m in desk.marks_of(snapshot, number)
    ]
    print(
        "\n".join(
            aligned([(_("格"), _("单位"), _("指标"), _("得分"), _("理由")), *rows], right={3})
        )
    )


@command("confirm", help=_("核对无误：录入的得分从此算数；核对人不能是录入人"))
@file_argument()
@_id_argument()
@_by(_("核对人姓名"))
def confirm(file: Path, number: int, by: str) -> None:
    with opened(file) as store:
        entry = desk.confirm(store, number, by)
    text = _("录入{number}已生效：第{round}轮 专家{expert}")
    print(text.format(number=number, round=entry.round, expert=entry.expert))


@command("reject", help=_("与纸质不符：退回，录入的得分不算数，记录留存"))
@file_argument()
@_id_argument()
@_by(_("核对人姓名"))
@click.option("--why", metavar="TEXT", required=True, help=_("退回的理由"))
def reject(file: Path, number: int, by: str, why: str) -> None:
    with opened(file) as store:
        desk.reject(store, number, by, why)
    print(_("录入{number}已退回，没有计入。请改正后重新录入。").format(number=number))


HELP = _("录入和核对纸质评分表：一人录入，另一人核对后才算数")
keyed = branch("keyed", HELP, enter, list_, show, confirm, reject)
