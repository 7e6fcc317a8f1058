"""ahp and robustness: weights that were derived properly, and how far a result can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from core.actions.assessment import opened
from core.actions.results import compute
from core.actions.weights import Judged, Weights, apply_weights, weights_of
from core.analysis.ahp import ROOT
from core.analysis.robustness import (
    RUNS,
    SEED,
    SHARE,
    Outlook,
    Robustness,
    UnitRobustness,
    robustness,
)
from core.analysis.robustness_told import (
    name_of,
    overall,
    percent,
    picks,
    unit_told,
    value_text,
)
from core.analysis.tipping import Change
from core.cli.arguments import PATH, file_argument, json_option, whole
from core.cli.output import print_json, print_notices
from core.cli.progress import busy, progress
from core.cli.spoken import command
from core.cli.table import aligned
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain
from core.text import _, sentences


@command(
    "ahp",
    help=_(
        "由判断矩阵（层次分析法）得出权重和分值。BOOK 中每个上级指标、每位专家一张工作表，"
        "表名为“编码”或“编码@专家”（顶层为“根”），第一行和第一列为下级指标的编码，"
        "没做的判断留空。任何一位专家的或合成的矩阵 CR ≥ 0.1 则拒绝，并指出最不一致的判断。"
        "--apply 把分值写进方案（可以撤销）：有矩阵的上级按权重分，分值因此变动而没有矩阵的上级"
        "按下级原来的比例分，都用最大余数法。"
    ),
)
@file_argument()
@click.argument("book", metavar="BOOK.xlsx", type=PATH)
@json_option()
@click.option("--apply", "into_plan", is_flag=True, help=_("把分值写进方案"))
def ahp(file: Path, book: Path, as_json: bool, into_plan: bool) -> None:
    with (
        busy(_("正在读入 {book} …").format(book=book.name)),
        opened(file, write=into_plan) as store,
    ):
        snapshot = store.read()
        weights = weights_of(snapshot, book)
        changed = len(apply_weights(store, weights)) if into_plan else None
    if as_json:
        print_json(weights_json(weights, changed))
        return
    print("\n".join(weights_lines(snapshot, weights)))
    print_notices(weights.notices)
    if changed is not None:
        done = (
            _("已写进方案：{n}个指标的分值有变") if changed else _("方案里的分值正是这样，没有改动")
        )
        print(done.format(n=changed))


def weights_json(weights: Weights, changed: int | None) -> dict[str, Any]:
    """The contract's `matrices`, and beside them `consensus` by parent (0 to 1, null with fewer
    than two experts), `applied`, how many indicator rows
    `--apply` changed (null without), and `warnings` as in the results."""
    return {
        "matrices": [_matrix_json(judged) for judged in weights.matrices],
        "consensus": weights.consensus,
        "applied": changed,
        "warnings": weights.notices,
    }


def _matrix_json(judged: Judged) -> dict[str, Any]:
    found = judged.weighed
    shares = zip(found.matrix.children, found.weights.tolist(), strict=True)
    return {
        "parent": found.matrix.parent,
        "expert": judged.expert,
        "lambda_max": found.lambda_max,
        "ci": found.ci,
        "cr": found.cr,
        "weights": dict(shares),
        "points": judged.points,
        "gaps": found.gaps,
    }


def weights_lines(snapshot: Snapshot, weights: Weights) -> Iterator[str]:
    """A table per parent: the children's weights and points, then how consistent it is."""
    for judged in weights.matrices:
        if judged.combined:
            yield from _parent_lines(snapshot, weights, judged)


def _parent_lines(snapshot: Snapshot, weights: Weights, judged: Judged) -> Iterator[str]:
    found, tree = judged.weighed, snapshot.tree
    parent = found.matrix.parent
    name = _("顶层") if parent == ROOT else tree.by_code[parent].name
    yield _("【{parent} {name}】").format(parent=parent, name=name)
    header = (_("编码"), _("指标"), _("权重"), _("分值"), _("现在"))
    rows = [
        (
            code, tree.by_code[code].name, f"{weight:.4f}", format(judged.points[code], "f"),
            "" if (now := tree.by_code[code].points) is None else plain(now),
        )
        for code, weight in zip(found.matrix.children, found.weights.tolist(), strict=True)
    ]  # fmt: skip
    yield from aligned([header, *rows], right=(2, 3, 4))
    numbers = _("λmax = {lambda_max:.4f}，CI = {ci:.4f}，CR = {cr:.4f}")
    yield numbers.format(lambda_max=found.lambda_max, ci=found.ci, cr=found.cr)
    experts = [j for j in weights.matrices if j.weighed.matrix.parent == parent and j.expert]
    if experts:
        told = _("、").join(f"{j.expert} {j.weighed.cr:.4f}" for j in experts)
        yield _("各位专家的 CR：{told}").format(told=told)
    agreed = weights.consensus[parent]
    if agreed is not None:
        yield _("专家之间的共识：{share:.0%}（1 为完全一致）").format(share=agreed)
    yield ""


def share_of_one(text: str) -> float:
    """Reads a share from 0 to below 1; 10% will do."""
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise click.BadParameter(_("“{value}”不是数").format(value=text)) from None
    if not 0 <= share < 1:
        raise click.BadParameter(_("应不小于 0、小于 1"))
    return share


@command(
    "robustness",
    help=_(
        "结果有多稳：权重各自上下浮动（--share）、轮流去掉一位专家、在各主体内重新抽取专家时，"
        "每个单位的名次范围和各等次的概率，以及改变等次的最小一处改动。"
        "相同的 --seed 得出相同的结果。"
        "JSON 的 units 中：weights、left_out、resampled 各有 rank（最好、最差名次）、"
        "grades（各等次的概率）、kept（保持现等次的概率）；turning 是去掉后等次会变的专家；"
        "mark_change、actual_change 是最小的评分改动和完成值改动，change 是二者中较小的。"
    ),
)
@file_argument()
@json_option()
@click.option(
    "--share",
    metavar="S",
    type=share_of_one,
    default=str(SHARE),
    help=_("权重浮动的幅度，默认 0.1"),
)
@click.option(
    "--runs", metavar="N", type=whole(1), default=str(RUNS), help=_("试多少次，默认 1000")
)
@click.option("--seed", metavar="S", type=whole(0), default=str(SEED), help=_("随机种子，默认 0"))
def robustness_(file: Path, as_json: bool, share: float, runs: int, seed: int) -> None:
    with progress() as report:
        snapshot, result = compute(file)
        found = robustness(snapshot, result, share, runs, seed, report)
    if as_json:
        print_json(robustness_json(snapshot, found))
    else:
        print("\n".join(robustness_lines(snapshot, found)))


def robustness_json(snapshot: Snapshot, found: Robustness) -> dict[str, Any]:
    """`share`, `runs`, `seed`; `experts` whose ratings count; `units` in the order of `results`,
    see `_unit_json`; `told`, the sentences on the whole."""
    return {
        "share": found.share,
        "runs": found.runs,
        "seed": found.seed,
        "experts": found.experts,
        "units": [_unit_json(snapshot, found, unit) for unit in found.units],
        "told": list(overall(found)),
    }


def _unit_json(snapshot: Snapshot, found: Robustness, unit: UnitRobustness) -> dict[str, Any]:
    """The official rank and grade; the outlook under other weights and experts (null with fewer
    than two experts); expert → grade where leaving him out changes it; the smallest changes."""
    return {
        "code": unit.unit.code,
        "name": unit.unit.name,
        "category": unit.unit.category,
        "rank": unit.rank,
        "grade": unit.grade,
        "weights": _outlook_json(unit.weights),
        "left_out": _outlook_json(unit.left_out),
        "resampled": _outlook_json(unit.resampled),
        "turning": unit.turning,
        "change": _change_json(unit.change),
        "mark_change": _change_json(unit.mark),
        "actual_change": _change_json(unit.actual),
        "told": unit_told(snapshot, found, unit),
    }


def _outlook_json(outlook: Outlook | None) -> dict[str, Any] | None:
    if outlook is None:
        return None
    return {
        "rank": [outlook.best, outlook.worst],
        "grades": outlook.grades,
        "kept": outlook.kept,
    }


def _change_json(change: Change | None) -> dict[str, Any] | None:
    """`expert` is null for a 完成值; values are text; `share` is the size of the change, of the
    most a mark can be or of the larger of value and target."""
    if change is None:
        return None
    return {
        "indicator": change.leaf,
        "expert": change.expert or None,
        "old": value_text(change.old),
        "new": value_text(change.new),
        "grade": change.grade,
        "share": change.share,
    }


def robustness_lines(snapshot: Snapshot, found: Robustness) -> Iterator[str]:
    """The sentences on the whole, a table per category, and those on units that are not sure."""
    yield from overall(found)
    header = [_("名次"), _("单位"), _("等次")]
    for name, _pick in picks():
        header += [_("{name}：名次").format(name=name), _("保持等次")]
    for category in dict.fromkeys(u.unit.category for u in found.units):
        own = [u for u in found.units if u.unit.category == category]
        yield ""
        yield _("【{category}】{n}个单位").format(category=category, n=len(own))
        yield from aligned([header, *map(_table_row, own)], right=(0, 3, 4, 5, 6, 7, 8))
        for unit in own:
            if any((o := pick(unit)) is not None and o.kept < 1 for _name, pick in picks()):
                told = sentences(*unit_told(snapshot, found, unit))
                yield _("{what}：{why}").format(what=name_of(unit), why=told)


def _table_row(unit: UnitRobustness) -> list[str]:
    row = [str(unit.rank), name_of(unit), unit.grade]
    for _name, pick in picks():
        outlook = pick(unit)
        row += [] if outlook is None else [_span(outlook), percent(outlook.kept)]
        row += ["–", "–"] if outlook is None else []
    return row


def _span(outlook: Outlook) -> str:
    same = outlook.best == outlook.worst
    return str(outlook.best) if same else f"{outlook.best}–{outlook.worst}"
