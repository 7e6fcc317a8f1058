"""round: open the next scoring round, close it, and see who has handed in what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from core.actions.assessment import opened
from core.actions.keyed import waiting
from core.actions.rounds import ExpertStatus, RoundStatus, close_round, open_round, round_status
from core.cli.arguments import file_argument, json_option
from core.cli.output import print_json
from core.cli.spoken import branch, command
from core.cli.table import aligned
from core.model.keyed import KeyedSheet
from core.model.rounds import RoundState
from core.text import _


def _codes(text: str) -> list[str]:
    """Reads codes with commas between."""
    codes = [code.strip() for code in re.split("[,，、;；]", text)]
    if not all(codes):
        raise click.BadParameter(_("应为指标编码，中间用逗号分开"))
    return codes


def _ratio(text: str) -> Decimal:
    """Reads a coefficient of variation: 0.25."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(_("“{value}”不是数").format(value=text)) from None
    if not value.is_finite() or value < 0 or abs(value.adjusted()) > 12:
        raise click.BadParameter(_("应为不小于 0 的数，例如 0.25"))
    return value


@command("open", help=_("开启下一轮评分；已有一轮开着则拒绝"))
@file_argument()
@click.option("--indicators", metavar="I,I", type=_codes, help=_("只评这些指标（编码）"))
@click.option(
    "--disputed", metavar="CV", type=_ratio, help=_("只评变异系数超过 CV 的单位和指标，例如 0.25")
)
def open_(file: Path, indicators: list[str] | None, disputed: Decimal | None) -> None:
    with opened(file) as store:
        new = open_round(store, indicators or (), disputed)
        status = round_status(store.read())
    text = _("第{n}轮评分已开启：请{experts}人评{items}项")
    items = sum(expert.asked for expert in status.experts)
    people = sum(expert.asked > 0 for expert in status.experts)
    print(text.format(n=new.number, experts=people, items=items))
    if disputed is not None:
        print(_("其中有争议的单位和指标共{n}对").format(n=len(new.scope)))


@command("close", help=_("关闭正在进行的一轮，列出没有交齐的人"))
@file_argument()
def close(file: Path) -> None:
    with opened(file) as store:
        status = close_round(store)
        unconfirmed = waiting(store.read(), status.round)
    print(_("第{n}轮评分已关闭").format(n=status.round))
    absent = status.absent
    print(_("没有交齐的{n}人：").format(n=len(absent)) if absent else _("全部交齐"))
    for expert in absent:
        text = _("已交，缺{n}项") if expert.handed_in else _("没有交，缺{n}项")
        who = f"  {expert.code} {expert.name}"
        print(_("{what}：{why}").format(what=who, why=text.format(n=expert.missing)))
    if unconfirmed:
        print("\n".join(_unconfirmed(unconfirmed)))


def _unconfirmed(sheets: Sequence[KeyedSheet]) -> Iterator[str]:
    yield _("录入的纸质评分表有{n}本没有经过核对，没有计入：").format(n=len(sheets))
    for sheet in sheets:
        text = _("录入{number}，专家{expert}，{by}录入")
        yield "  " + text.format(number=sheet.number, expert=sheet.expert, by=sheet.entered_by)


@command("status", help=_("最近一轮：谁交了，各缺多少"))
@file_argument()
@json_option()
def status(file: Path, as_json: bool) -> None:
    with opened(file, write=False) as store:
        snapshot = store.read()
    found = round_status(snapshot)
    unconfirmed = waiting(snapshot, found.round)
    if as_json:
        print_json(found)
        return
    print("\n".join(_lines(found)))
    if unconfirmed:
        print("\n".join(_unconfirmed(unconfirmed)))


def _lines(found: RoundStatus) -> Iterator[str]:
    states = {RoundState.OPEN: _("正在进行"), RoundState.CLOSED: _("已关闭")}
    done = sum(expert.handed_in for expert in found.experts)
    text = _("第{n}轮评分，{state}，{done}/{all}人已交")
    yield text.format(n=found.round, state=states[found.state], done=done, all=len(found.experts))
    header = (
        _("编码"), _("姓名"), _("应评"), _("已评"), _("弃权"), _("缺"), _("回避"), _("交回"),
        _("回执"),
    )  # fmt: skip
    yield from aligned([header, *map(_row, found.experts)], right=(2, 3, 4, 5, 6))


def _row(expert: ExpertStatus) -> tuple[str, ...]:
    counts = (expert.asked, expert.given, expert.abstained, expert.missing, expert.recused)
    handed_in = _("已交") if expert.handed_in else _("未交")
    return expert.code, expert.name, *map(str, counts), handed_in, expert.receipt or ""


round_ = branch("round", _("评分轮次"), open_, close, status)
