"""rehearse: the program against a county's own results of last year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from core.actions.rehearsal import rehearse_book
from core.analysis.rehearsal import Difference, Explanation, Item, Rehearsal
from core.cli.arguments import PATH, json_option
from core.cli.output import print_json
from core.cli.progress import busy
from core.cli.spoken import command
from core.cli.table import aligned
from core.text import _


@command(
    "rehearse",
    help=_(
        "重算一本带有“结果”表（单位、总分、名次、等次）的工作簿，列出每一处不同和原因；"
        "不留下任何文件。这是一份报告，有不同也以 0 退出。"
    ),
)
@click.argument("book", metavar="BOOK.xlsx", type=PATH)
@json_option()
def rehearse(book: Path, as_json: bool) -> None:
    with busy(_("正在重算 {book} …").format(book=book.name)):
        found = rehearse_book(book)
    if as_json:
        print_json(rehearsal_json(found))
    else:
        print("\n".join(rehearsal_lines(found)))


def rehearsal_json(found: Rehearsal) -> dict[str, Any]:
    """`compared` and `equal` count values; totals are decimal strings, ranks whole numbers."""
    return {
        "compared": found.compared,
        "equal": found.compared - len(found.differences),
        "differences": [
            {
                "unit": d.unit.code,
                "name": d.unit.name,
                "item": d.item,
                "theirs": d.theirs,
                "ours": d.ours,
                "reasons": d.reasons,
            }
            for d in found.differences
        ],
        "explanations": [
            {"code": e.code, "text": e.told, "explains": e.explained, "breaks": e.broken}
            for e in found.explanations
        ],
        "without_result": [unit.code for unit in found.without],
    }


def rehearsal_lines(found: Rehearsal) -> Iterator[str]:
    """How many values agree, each that does not, and what explains them."""
    if not found.differences:
        yield _("核对了{n}个数，全部相同。").format(n=found.compared)
    else:
        text = _("核对了{n}个数，{same}个相同，{other}个不同：")
        same = found.compared - len(found.differences)
        yield text.format(n=found.compared, same=same, other=len(found.differences))
        header = (_("编码"), _("单位"), _("项目"), _("原结果"), _("重算"), _("可能的原因"))
        yield from aligned([header, *map(_row, found.differences)], right=(3, 4))
        yield ""
        yield from _explanations(found)
    if found.without:
        names = _("、").join(f"{unit.code} {unit.name}" for unit in found.without)
        yield _("“结果”表里没有的单位：{names}").format(names=names)


def _row(difference: Difference) -> tuple[str, ...]:
    unit = difference.unit
    values = (_shown(difference.theirs), _shown(difference.ours))
    reasons = _("；或").join(difference.reasons) or _("没有找到原因")
    return unit.code, unit.short or unit.name, _item(difference.item), *values, reasons


def _item(item: Item) -> str:
    return {Item.TOTAL: _("总分"), Item.RANK: _("名次"), Item.GRADE: _("等次")}[item]


def _shown(value: Decimal | int | str) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _explanations(found: Rehearsal) -> Iterator[str]:
    for explanation in found.explanations:
        yield _explanation(explanation, len(found.differences))
    unexplained = sum(1 for d in found.differences if not d.reasons)
    if unexplained:
        text = _("有{n}处没有找到单一的原因：请核对原始数据，或看 explain 的说明。")
        yield text.format(n=unexplained)


def _explanation(explanation: Explanation, differences: int) -> str:
    if explanation.explained == differences and not explanation.broken:
        return _("如果{told}，全部结果都与原结果一致。").format(told=explanation.told)
    text = _("如果{told}，可以解释其中{n}处。")
    if explanation.broken:
        text = _("如果{told}，可以解释其中{n}处，但有{broken}处本来相同的会不同。")
    numbers = {"n": explanation.explained, "broken": explanation.broken}
    return text.format(told=explanation.told, **numbers)
