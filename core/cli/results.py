"""results and explain: what the numbers are, and how each came about."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from core.actions.results import compute
from core.cli.arguments import PATH, book_to_write, file_argument, json_option, one_of
from core.cli.output import print_json, print_notices
from core.cli.progress import busy
from core.cli.spoken import command
from core.cli.table import aligned
from core.files.audit_book import write_audit
from core.files.results_book import write_results
from core.files.results_json import results_json
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.explain import explain_leaf, explain_unit
from core.text import _

_NUMBERS = (0, 3, 4, 5, 6)  # columns of the ranking that hold numbers


@command("results", help=_("计算结果：屏幕上的表或 JSON，另可写出结果册"))
@file_argument()
@json_option()
@click.option("--xlsx", "book", metavar="OUT.xlsx", type=PATH, help=_("写出结果册"))
@click.option(
    "--audit", metavar="AUDIT.xlsx", type=PATH, help=_("写出审计工作簿：全部由表格公式重算")
)
def results(file: Path, as_json: bool, book: Path | None, audit: Path | None) -> None:
    with busy(_("正在计算 {file} …").format(file=file.name)):
        snapshot, result = compute(file)
        if book is not None:
            write_results(snapshot, result, book_to_write(book))
        if audit is not None:
            write_audit(snapshot, result, book_to_write(audit))
    if as_json:
        print_json(results_json(snapshot, result))
    else:
        print("\n".join(ranking(snapshot, result)))
    where = sys.stderr if as_json else sys.stdout
    if book is not None:
        print(_("结果册已写入 {book}").format(book=book), file=where)
    if audit is not None:
        print(_("审计工作簿已写入 {book}").format(book=audit), file=where)
    if not as_json:
        print_notices(result.notices)


def ranking(snapshot: Snapshot, result: Result) -> Iterator[str]:
    """The lines of the table on screen: what it is, then a table per category."""
    yield _title(snapshot)
    yield from _status(snapshot, result)
    header = (
        _("名次"), _("编码"), _("单位"), _("总分"), _("基本分"), _("加分"), _("扣分"), _("等次"),
        _("备注"),
    )  # fmt: skip
    for category in dict.fromkeys(line.unit.category for line in result.units):
        rows = [_row(line) for line in result.units if line.unit.category == category]
        yield ""
        yield _("【{category}】{n}个单位").format(category=category, n=len(rows))
        yield from aligned([header, *rows], right=_NUMBERS)


def _title(snapshot: Snapshot) -> str:
    """The name, with the year where the name does not say it."""
    name, year = snapshot.settings.name, str(snapshot.settings.year or "")
    parts = (name, "" if year in name else year)
    return " ".join(part for part in parts if part) or _("（未命名的考评）")


def _status(snapshot: Snapshot, result: Result) -> Iterator[str]:
    yield _("已发布") if snapshot.published else _("尚未发布，仅供核对")
    lacking = sum(1 for line in result.units if not line.complete)
    if lacking:
        yield _("有{n}个单位缺项，名次和等次为暂定").format(n=lacking)


def _row(line: UnitResult) -> tuple[str, ...]:
    remarks = [_("缺 {codes}").format(codes=_("、").join(line.missing))] if line.missing else []
    if line.vetoes:
        remarks.append(_("否决：{items}").format(items=_("、").join(line.vetoes)))
    if not line.complete and not line.missing:
        remarks.append(_("没有适用的指标"))
    numbers = (line.total, line.base, line.bonus, line.deduction)
    return (
        str(line.rank), line.unit.code, line.unit.short or line.unit.name,
        *(format(n, "f") for n in numbers), line.grade, _("；").join(remarks),
    )  # fmt: skip


@command("explain", help=_("一个单位的总分，或它在一个指标上的得分，是怎么来的"))
@file_argument()
@click.option("--unit", metavar="U", required=True, help=_("单位编码"))
@click.option("--indicator", metavar="I", help=_("指标编码；不给则说明总分"))
@json_option()
def explain(file: Path, unit: str, indicator: str | None, as_json: bool) -> None:
    with busy(_("正在计算 {file} …").format(file=file.name)):
        snapshot, result = compute(file)
    one_of(unit, list(snapshot.unit_position), _("没有编码为“{code}”的单位"))
    if indicator is None:
        story = explain_unit(snapshot, result, unit)
    else:
        one_of(indicator, list(snapshot.tree.by_code), _("没有编码为“{code}”的指标"))
        story = explain_leaf(snapshot, result, unit, indicator)
    if as_json:
        print_json(story.as_json())
    else:
        print("\n".join(story.text()))
