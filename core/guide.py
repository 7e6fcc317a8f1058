"""What the committee should do next, from a snapshot and its result: one sentence, one button."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.model.plan import LeafKind
from core.model.result import CellState, Result
from core.model.snapshot import Snapshot
from core.text import _

SHOWN = 3  # examples that a sentence names


class Action(StrEnum):
    """What the button of the step does; the window knows how."""

    IMPORT = "import"
    SHOW_MISSING = "show_missing"
    WRITE_LETTERS = "write_letters"


@dataclass(frozen=True, slots=True)
class Step:
    """`text` says where things stand and what to do, `button` names `action`."""

    text: str
    button: str
    action: Action


class Progress(StrEnum):
    """How far a place of the rail is."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class PlaceState:
    """How far a place is, and a few words or a count beside its name."""

    progress: Progress
    note: str = ""


def next_step(snapshot: Snapshot, result: Result) -> Step:
    """The first thing that is not done yet, in the order of the procedure."""
    return next(_steps(snapshot, result))


def _steps(snapshot: Snapshot, result: Result) -> Iterator[Step]:
    yield from _what_is_lacking(snapshot)
    values, ratings = (
        _missing(snapshot, result, kind) for kind in (LeafKind.QUANTITATIVE, LeafKind.RATED)
    )
    if ratings and not len(snapshot.marks):
        text = _("还没有评分。请读入有“评分”表的工作簿，或专家填好的评分表。")
        yield _import(text)
    if values:
        text = _("还缺{n}个完成值（{where}）。补齐后重新读入工作簿。")
        yield _show(text.format(n=len(values), where=_some(values)))
    if ratings:
        text = _("还缺{n}项评分（{where}）。补齐后重新读入工作簿。")
        yield _show(text.format(n=len(ratings), where=_some(ratings)))
    yield _letters(snapshot)


def _what_is_lacking(snapshot: Snapshot) -> Iterator[Step]:
    if not snapshot.indicators:
        yield _import(_("这里还没有考核方案。请读入有“方案”“指标”“单位”等表的工作簿。"))
    if not snapshot.units:
        yield _import(_("方案有了，还没有考核对象。请读入有“单位”表的工作簿。"))
    rated = any(leaf.kind is LeafKind.RATED for leaf in snapshot.tree.leaves)
    if rated and not snapshot.experts:
        yield _import(_("有需要评分的指标，还没有专家。请读入有“专家”表的工作簿。"))


def _letters(snapshot: Snapshot) -> Step:
    button = _("写通知书")
    if snapshot.published:
        return Step(_("结果已经公布，可以写正式的通知书。"), button, Action.WRITE_LETTERS)
    if snapshot.open_round:
        text = _("结果齐全，第{n}轮评分尚未关闭，仍是暂定。可以先写征求意见稿，请各单位核对。")
        return Step(text.format(n=snapshot.open_round.number), button, Action.WRITE_LETTERS)
    text = _("{n}个单位的结果已经齐全。可以写通知书（征求意见稿），请各单位核对。")
    return Step(text.format(n=len(snapshot.units)), button, Action.WRITE_LETTERS)


def _import(text: str) -> Step:
    return Step(text, _("导入工作簿…"), Action.IMPORT)


def _show(text: str) -> Step:
    return Step(text, _("查看缺项"), Action.SHOW_MISSING)


def _missing(snapshot: Snapshot, result: Result, kind: LeafKind) -> list[str]:
    """Unit and leaf of each cell of this kind that is asked for and has no score."""
    leaves = snapshot.tree.leaves
    return [
        f"{unit.short or unit.name} {leaf.code}"
        for row, unit in enumerate(snapshot.units)
        for column, leaf in enumerate(leaves)
        if leaf.kind is kind and result.states[row, column] == CellState.MISSING
    ]


def _some(names: Iterable[str]) -> str:
    every = list(names)
    shown = _("、").join(every[:SHOWN])
    return shown if len(every) <= SHOWN else _("{names} 等").format(names=shown)


def place_states(snapshot: Snapshot, result: Result) -> dict[str, PlaceState]:
    """By name of the place. What is not stored (letters written into some folder) is no state."""
    lacking = sum(1 for line in result.units if not line.complete)
    if not result.units:
        results = PlaceState(Progress.TODO)
    elif lacking:
        results = PlaceState(Progress.TROUBLE, _("{n}缺项").format(n=lacking))
    elif snapshot.open_round and not snapshot.published:
        results = PlaceState(Progress.DOING, _("暂定"))
    else:
        results = PlaceState(Progress.DONE)
    ready = Progress.DOING if result.units and not lacking else Progress.TODO
    return {"results": results, "papers": PlaceState(ready), "archive": PlaceState(Progress.DOING)}
