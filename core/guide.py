"""What the committee should do next, from a snapshot and its result: one sentence, one button."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.model.plan import LeafKind
from core.model.result import CellState, Result
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.coverage import coverage
from core.text import _

SHOWN = 3  # examples that a sentence names


class Action(StrEnum):
    """What the button of the step does; the window knows how."""

    IMPORT = "import"
    OPEN_ROUND = "open_round"
    HAND_OUT = "hand_out"
    SHOW_ABSENT = "show_absent"
    CLOSE_ROUND = "close_round"
    SHOW_MISSING = "show_missing"
    PUBLISH = "publish"
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
    if ratings and not snapshot.rounds:
        text = _(
            "可以开始评分了：开启第1轮，发放评分包或评分表。已有“评分”表的，也可以导入工作簿。"
        )
        yield Step(text, _("开启评分…"), Action.OPEN_ROUND)
    if snapshot.open_round:
        yield from _handing_out(snapshot, snapshot.open_round)
    if values:
        text = _("还缺{n}个完成值（{where}）。补齐后重新读入工作簿。")
        yield _show(text.format(n=len(values), where=_some(values)))
    if snapshot.open_round:
        yield _coming_back(snapshot, snapshot.open_round)
    if ratings:
        text = _("还缺{n}项评分（{where}）。各轮都已关闭，可以再开一轮请专家补评。")
        yield _show(text.format(n=len(ratings), where=_some(ratings)))
    yield _letters(snapshot) if snapshot.published else _publish(snapshot)


def _handing_out(snapshot: Snapshot, opened: Round) -> Iterator[Step]:
    """Where an open round has gone to nobody yet."""
    out = any(b.round == opened.number for b in snapshot.ballots)
    if not out and not np.any(snapshot.marks.round == opened.number):
        asked = int(np.count_nonzero(coverage(snapshot, opened).asked.sum(axis=0)))
        text = _(
            "第{n}轮已经开启，请{experts}位专家评分。把评分包和 PIN 条发给他们，或打印评分表。"
        )
        words = text.format(n=opened.number, experts=asked)
        yield Step(words, _("发放评分包…"), Action.HAND_OUT)


def _coming_back(snapshot: Snapshot, opened: Round) -> Step:
    """An open round: who is waited for, or that it can be closed."""
    absent, partly = _absent(snapshot, opened)
    if absent:
        text = _("第{n}轮还有 {count} 位专家没有交齐（{who}）。收齐后关闭本轮，就能公布结果。")
        words = text.format(n=opened.number, count=len(absent), who=_some(absent))
        return Step(words, _("提醒清单"), Action.SHOW_ABSENT)
    text = _("第{n}轮评分已经收齐。看看分歧项目，不需要复评就关闭本轮。")
    if partly:
        text = _("第{n}轮都已交回，但{who}还有缺项。请他们补交，或关闭本轮。")
    words = text.format(n=opened.number, who=_some(partly))
    return Step(words, _("关闭本轮…"), Action.CLOSE_ROUND)


def _absent(snapshot: Snapshot, opened: Round) -> tuple[list[str], list[str]]:
    """Codes of the experts with something missing: without a return that counts, and with one."""
    missing = coverage(snapshot, opened).missing.sum(axis=0).tolist()
    valid = {b.id for b in snapshot.ballots if b.round == opened.number and not b.superseded}
    returned = {r.expert for r in snapshot.returns if r.ballot in valid}
    late = [e.code for e, n in zip(snapshot.experts, missing, strict=True) if n]
    return [c for c in late if c not in returned], [c for c in late if c in returned]


def _what_is_lacking(snapshot: Snapshot) -> Iterator[Step]:
    if not snapshot.indicators:
        yield _import(_("这里还没有考核方案。请读入有“方案”“指标”“单位”等表的工作簿。"))
    if not snapshot.units:
        yield _import(_("方案有了，还没有考核对象。请读入有“单位”表的工作簿。"))
    rated = any(leaf.kind is LeafKind.RATED for leaf in snapshot.tree.leaves)
    if rated and not snapshot.experts:
        yield _import(_("有需要评分的指标，还没有专家。请读入有“专家”表的工作簿。"))


def _publish(snapshot: Snapshot) -> Step:
    text = _("{n}个单位的结果已经齐全。可以先在“文书”里写征求意见稿请各单位核对，无误后公布结果。")
    words = text.format(n=len(snapshot.units))
    return Step(words, _("公布结果…"), Action.PUBLISH)


def _letters(snapshot: Snapshot) -> Step:
    text = _("结果已经公布，可以写正式的通知书。")
    return Step(text, _("写通知书"), Action.WRITE_LETTERS)


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
    return {
        "rounds": _rounds(snapshot),
        "results": results,
        "papers": PlaceState(ready),
        "archive": PlaceState(Progress.DOING),
    }


def _rounds(snapshot: Snapshot) -> PlaceState:
    if snapshot.latest_round is None:
        return PlaceState(Progress.TODO)
    progress = Progress.DOING if snapshot.open_round else Progress.DONE
    return PlaceState(progress, _("第 {n} 轮").format(n=snapshot.latest_round))
