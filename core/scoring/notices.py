"""What a result has to report about the ratings beside its numbers (sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.model.plan import LeafKind
from core.model.problem import Notice
from core.model.result import CellState
from core.model.snapshot import Snapshot
from core.scoring.assignment import asked_by_category
from core.scoring.ratings import Fate, kinds_of, recused_pairs
from core.text import _

SHOWN = 5  # how many examples a notice names


def notices(
    snapshot: Snapshot, states: NDArray[np.uint8], found: NDArray[np.uint8]
) -> tuple[Notice, ...]:
    """Everything to report, gravest first; `found` are the fates of all marks."""
    return (
        *_open_round(snapshot),
        *_incomplete(snapshot, states),
        *_absent_kinds(snapshot, states, found),
        *_recused(snapshot, found),
        *_excluded(snapshot, found),
    )


def _open_round(snapshot: Snapshot) -> Iterable[Notice]:
    if snapshot.open_round:
        text = _("第{n}轮评分尚未关闭，结果为暂定")
        yield Notice("open_round", text.format(n=snapshot.open_round.number))


def _incomplete(snapshot: Snapshot, states: NDArray[np.uint8]) -> Iterable[Notice]:
    lacking = np.flatnonzero((states == CellState.MISSING).any(axis=1))
    nothing = np.flatnonzero(~(states >= CellState.MISSING).any(axis=1))
    if len(lacking):
        names = [snapshot.units[n].name for n in lacking]
        text = _("{n}个单位有缺项，名次为暂定：{names}")
        yield Notice("incomplete", text.format(n=len(names), names=shortened(names)))
    if len(nothing):
        names = [snapshot.units[n].name for n in nothing]
        yield Notice("no_leaves", _("没有适用指标：{names}").format(names=shortened(names)))


def _absent_kinds(
    snapshot: Snapshot, states: NDArray[np.uint8], found: NDArray[np.uint8]
) -> Iterable[Notice]:
    """主体 that should have rated a cell and gave no value."""
    for kind, cells in absent_kinds(snapshot, states, found).items():
        where = [
            f"{snapshot.units[u].name} {snapshot.tree.leaves[leaf].code}"
            for u, leaf in np.argwhere(cells)[:SHOWN]
        ]
        count = int(cells.sum())
        text = _("主体“{kind}”有{n}项应评而没有评分：{where}")
        yield Notice("kind_absent", text.format(kind=kind, n=count, where=_more(where, count)))


def absent_kinds(
    snapshot: Snapshot, states: NDArray[np.uint8], found: NDArray[np.uint8]
) -> dict[str, NDArray[np.bool_]]:
    """主体 → (unit × leaf) mask of the applicable rated cells that it was asked about, by an
    expert who is not recused, without giving a value; only 主体 with such cells."""
    asked = asked_by_category(snapshot)
    row = {category: n for n, category in enumerate(snapshot.categories)}
    category = np.asarray([row[u.category] for u in snapshot.units], dtype=np.intp)
    rated = np.asarray([x.kind is LeafKind.RATED for x in snapshot.tree.leaves], dtype=bool)
    open_cells = (states >= CellState.MISSING) & rated
    kinds = np.asarray([e.kind for e in snapshot.experts], dtype=object)
    free = ~recused_pairs(snapshot)
    absent: dict[str, NDArray[np.bool_]] = {}
    marks = snapshot.marks
    for kind in kinds_of(snapshot):
        members = kinds == kind
        expected = np.zeros_like(open_cells)
        for expert in np.flatnonzero(members):
            expected |= asked[category, :, expert] & free[:, expert, None]
        counting = members[marks.expert] & (found == Fate.VALUE)
        expected[marks.unit[counting], marks.leaf[counting]] = False
        if (expected & open_cells).any():
            absent[kind] = expected & open_cells
    return absent


def _recused(snapshot: Snapshot, found: NDArray[np.uint8]) -> Iterable[Notice]:
    rows = snapshot.marks.take(found == Fate.RECUSED)
    pairs = sorted(set(zip(rows.expert.tolist(), rows.unit.tolist(), strict=True)))
    if pairs:
        where = [f"{snapshot.experts[e].code}→{snapshot.units[u].name}" for e, u in pairs[:SHOWN]]
        text = _("{n}个评分属于回避，保留但不计：{where}")
        yield Notice("recused_rating", text.format(n=len(rows), where=_more(where, len(pairs))))


def _excluded(snapshot: Snapshot, found: NDArray[np.uint8]) -> Iterable[Notice]:
    rows = snapshot.marks.take(found == Fate.EXCLUDED)
    if len(rows):
        cells = np.unique(np.stack([rows.unit, rows.leaf], axis=1), axis=0)
        where = [f"{snapshot.units[u].name} {snapshot.tree.leaves[x].code}" for u, x in cells]
        text = _("{n}个评分落在“不适用”的指标上，保留但不计：{where}")
        yield Notice("excluded_rating", text.format(n=len(rows), where=shortened(where)))


def shortened(names: list[str]) -> str:
    """The first few of the names, and how many there are where that is more."""
    return _more(names[:SHOWN], len(names))


def _more(shown: list[str], count: int) -> str:
    text = _("、").join(shown)
    return text if count <= len(shown) else _("{names}等{n}处").format(names=text, n=count)
