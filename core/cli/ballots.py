"""ballot: handed out, filled, looked over, handed in, taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from core.actions.assessment import opened
from core.actions.ballot_work import BallotStatus, ballot_status, fill_ballot, seal_to
from core.actions.ballots import Issued, issue_ballots
from core.actions.returns import Taken, collect_returns, is_refused
from core.cli.arguments import PATH, Decorator, file_argument, json_option
from core.cli.output import print_json
from core.cli.progress import busy, progress
from core.cli.score_sheets import sheet
from core.cli.spoken import branch, command
from core.cli.table import aligned
from core.text import _

REFUSED = 1  # exit code of collect where it refused a file
SHOWN = 20  # questions that a status names


def _ballot_argument() -> Decorator:
    return click.argument("ballot", metavar="BALLOT", type=PATH)


def _pin_option() -> Decorator:
    return click.option("--pin", metavar="PIN", required=True, help=_("PIN 条上的 PIN"))


@command("issue", help=_("为开着的一轮发放加密的评分包和 PIN 码表"))
@file_argument()
@click.option("--out", metavar="DIR", type=PATH, required=True, help=_("放评分包的文件夹"))
@click.option("--expert", "experts", metavar="E", multiple=True, help=_("专家编码，可重复"))
@click.option(
    "--pins", metavar="PINS.csv", type=PATH, help=_("PIN 码表写到这个新文件；不给则显示一次")
)
def issue(file: Path, out: Path, experts: tuple[str, ...], pins: Path | None) -> None:
    with progress() as report, opened(file) as store:
        issued = issue_ballots(store, out, experts, pins=pins, report=report)
    print(_("已发放{n}份评分包，在 {out}").format(n=len(issued), out=out))
    if pins is not None:
        print(_("PIN 码表在 {pins}，请打印后分发，并妥善保管").format(pins=pins))
    else:
        print(_("PIN 只在这里显示一次，别处没有；遗失了要重新发放："))
        print("\n".join(_pins(issued)))


def _pins(issued: Sequence[Issued]) -> list[str]:
    rows = [(one.expert, one.name, one.pin, one.path.name) for one in issued]
    return aligned([(_("编码"), _("姓名"), "PIN", _("评分包")), *rows])


@command("fill", help=_("把工作簿“评分”表里的评分录入评分包；有一处不对则全部不录"))
@_ballot_argument()
@_pin_option()
@click.argument("book", metavar="BOOK.xlsx", type=PATH)
def fill(ballot: Path, pin: str, book: Path) -> None:
    with busy(_("正在读入 {book} …").format(book=book.name)):
        filled = fill_ballot(ballot, pin, book)
    print(_("已录入{n}项评分").format(n=filled.entered))
    if filled.passed_over:
        text = _("另有{n}行是别人的评分，没有录入")
        print(text.format(n=filled.passed_over), file=sys.stderr)
    print("\n".join(_standing(filled.status)))


@command("status", help=_("评分包：已评的、缺的、交不上的"))
@_ballot_argument()
@_pin_option()
@json_option()
def status(ballot: Path, pin: str, as_json: bool) -> None:
    with busy(_("正在打开 {ballot} …").format(ballot=ballot.name)):
        found = ballot_status(ballot, pin)
    if as_json:
        print_json(_status_json(found))
        return
    text = _("{assessment} 第{n}轮，{code} {name}")
    print(
        text.format(assessment=found.name, n=found.round, code=found.expert, name=found.expert_name)
    )
    print("\n".join(_standing(found)))


def _status_json(found: BallotStatus) -> dict[str, Any]:
    review = found.review
    missing, lacking = (
        [{"unit": unit, "indicator": leaf} for unit, leaf in pairs]
        for pairs in (review.missing, review.lacking)
    )
    return {
        "assessment": {"name": found.name, "year": found.year},
        "round": found.round,
        "expert": found.expert,
        "name": found.expert_name,
        "asked": review.asked,
        "given": review.given,
        "abstained": review.abstained,
        "recused": review.recused,
        "missing": missing,
        "refused": [{**pair, "reason": _("得分过低或过高，应写明理由")} for pair in lacking],
        "sealed": found.sealed,
    }


def _standing(found: BallotStatus) -> Iterator[str]:
    review = found.review
    text = _("应评{asked}项：已评{given}，弃权{abstained}，回避{recused}，缺{missing}")
    yield text.format(
        asked=review.asked,
        given=review.given,
        abstained=review.abstained,
        recused=review.recused,
        missing=len(review.missing),
    )
    if review.missing:
        yield _("还缺：{items}").format(items=_named(review.missing))
    if review.lacking:
        text = _("{n}项得分过低或过高，写明理由才能交：{items}")
        yield text.format(n=len(review.lacking), items=_named(review.lacking))
    if found.sealed:
        yield _("已交过{n}次").format(n=found.sealed)


def _named(pairs: Sequence[tuple[str, str]]) -> str:
    shown = _("、").join(f"{unit} {leaf}" for unit, leaf in pairs[:SHOWN])
    if len(pairs) <= SHOWN:
        return shown
    return _("{items} 等{n}项").format(items=shown, n=len(pairs))


@command("seal", help=_("交卷：写出加密的交卷文件，显示回执；本轮关闭前可以再交，以最后一次为准"))
@_ballot_argument()
@_pin_option()
@click.option("--out", metavar="RETURN", type=PATH, required=True, help=_("交卷文件 .return"))
def seal(ballot: Path, pin: str, out: Path) -> None:
    with busy(_("正在封存 {ballot} …").format(ballot=ballot.name)):
        sealed, review = seal_to(ballot, pin, out)
    print(_("已写入 {out}").format(out=out))
    print(_("回执：{receipt}").format(receipt=sealed.receipt))
    if review.missing:
        text = _("注意：还有{n}项没有评（{items}）")
        print(text.format(n=len(review.missing), items=_named(review.missing)), file=sys.stderr)


@command("collect", help=_("收取交卷文件；每份整份收下，或说明为什么不收"))
@file_argument()
@click.argument("returns", metavar="RETURN...", type=PATH, nargs=-1, required=True)
@json_option()
def collect(file: Path, returns: tuple[Path, ...], as_json: bool) -> int:
    with busy(_("正在收取{n}份交卷 …").format(n=len(returns))), opened(file) as store:
        taken = collect_returns(store, returns)
    if as_json:
        print_json([_taken_json(one) for one in taken])
    for one in taken:
        line = _("{what}：{why}").format(what=one.file.name, why=_verdict(one))
        if is_refused(one):
            print(line, file=sys.stderr)
        elif not as_json:
            print(line)
    return REFUSED if any(map(is_refused, taken)) else 0


def _taken_json(one: Taken) -> dict[str, Any]:
    return {
        "file": str(one.file),
        "expert": one.expert,
        "status": one.status,
        "reason": one.reason,
        "receipt": one.receipt,
    }


def _verdict(one: Taken) -> str:
    words = {
        "accepted": _("已收"),
        "unchanged": _("没有变化"),
        "stale": _("已过时，没有收"),
        "refused": _("拒收"),
    }
    parts = (one.expert, words[one.status], one.receipt, one.reason)
    return " ".join(part for part in parts if part)


HELP = _("评分包：发放、填写、交卷、收取；也可以用评分表")
ballot = branch("ballot", HELP, issue, sheet, fill, status, seal, collect)
