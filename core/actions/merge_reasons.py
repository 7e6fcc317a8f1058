"""理由 beside the ratings of a book, and what a person ought to know about those ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.model.import_plan import IncomingRatings
from core.model.marks import ABSTAINED, Marks
from core.model.plan import RatingMode
from core.model.problem import Notice
from core.model.snapshot import ReasonKey, Snapshot
from core.scoring.check_marks import leaf_rules
from core.scoring.mark_rules import asking_words, bounds
from core.scoring.ratings import excluded_cells, recused_pairs
from core.text import _

FIRST = 5  # rows that a notice names
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Reasons:
    """The 理由 of a book's rows: `keys` and `texts` of those rows where the book has one or
    there is one stored; `number` the round of rows that name none; `same` for each row whether
    it leaves what is stored as it is."""

    stored: Mapping[ReasonKey, str]
    number: int
    keys: dict[int, ReasonKey]
    texts: dict[int, str]
    same: Bools

    def told(self, rows: Bools) -> dict[ReasonKey, str]:
        """What is to be stored for the chosen rows; "" removes one."""
        return {k: self.texts[n] for n, k in self.keys.items() if rows[n] and not self.same[n]}

    def after(self, rows: Bools) -> Mapping[ReasonKey, str]:
        """All reasons, once the chosen rows are taken in."""
        told = self.told(rows)
        if not told:
            return self.stored
        return {key: text for key, text in {**self.stored, **told}.items() if text}


def reasons_of(snapshot: Snapshot, rows: IncomingRatings) -> Reasons:
    """The reasons of a book. One without the column leaves them all as they are. Rows without a
    round mean the open one, or 1."""
    number = snapshot.open_round.number if snapshot.open_round else 1
    same = np.ones(len(rows.expert), dtype=bool)
    keys: dict[int, ReasonKey] = {}
    texts: dict[int, str] = {}
    stored = snapshot.reasons
    for n, text in enumerate(rows.reason):
        if text or stored:
            key = (rows.round[n] or number, rows.expert[n], rows.unit[n], rows.indicator[n])
            before = stored.get(key, "")
            if text or before:
                keys[n], texts[n], same[n] = key, text or "", (text or "") == before
    return Reasons(stored, number, keys, texts, same)


def ratings_notices(
    snapshot: Snapshot, rows: IncomingRatings, marks: Marks, reasons: Reasons, sound: Bools
) -> Iterator[Notice]:
    """Ratings kept but not counted, and extreme ones without 理由. `marks` are the sound rows
    of the book in their own order."""
    chosen = np.flatnonzero(sound)
    recused, excluded = _ignored(snapshot, marks)
    where = _first(rows, chosen[recused])
    if recused.any():
        text = _("{n}个评分的专家应回避该单位，保留但不计（{where}）")
        yield Notice("recused_rating", text.format(n=int(recused.sum()), where=where))
    if excluded.any():
        where = _first(rows, chosen[excluded])
        text = _("{n}个评分落在“不适用”的指标上，保留但不计（{where}）")
        yield Notice("excluded_rating", text.format(n=int(excluded.sum()), where=where))
    asked = chosen[asks_for_reason(snapshot, marks)]
    lacking = [n for n in asked.tolist() if not _reason(reasons, rows, n)]
    if lacking:
        where = _first(rows, np.asarray(lacking))
        text = _("{n}个评分过低或过高而没有理由（{where}）")
        yield Notice("reason_missing", text.format(n=len(lacking), where=where))


def _reason(reasons: Reasons, rows: IncomingRatings, n: int) -> str:
    if n < len(rows.reason):
        return reasons.texts.get(n, "")
    key = (rows.round[n] or reasons.number, rows.expert[n], rows.unit[n], rows.indicator[n])
    return reasons.stored.get(key, "")


def _first(rows: IncomingRatings, chosen: NDArray[np.intp]) -> str:
    named = rows.cell or rows.row
    shown = _("、").join(str(named[n]) for n in chosen[:FIRST].tolist())
    if rows.cell:
        return shown if len(chosen) <= FIRST else _("{cells}等").format(cells=shown)
    text = _("第{rows}行") if len(chosen) <= FIRST else _("第{rows}行等")
    return text.format(rows=shown)


def _ignored(snapshot: Snapshot, marks: Marks) -> tuple[Bools, Bools]:
    """Which rows are of a recused expert, and which stand on a cell that is 不适用."""
    # Codes that are not known are faults of their own; they recuse and exclude nothing here.
    recusals = [
        r
        for r in snapshot.recusals
        if r.unit in snapshot.unit_position and r.expert in snapshot.expert_position
    ]
    actuals = [a for a in snapshot.actuals if a.unit in snapshot.unit_position]
    known = replace(snapshot, recusals=tuple(recusals), actuals=tuple(actuals))
    return (
        recused_pairs(known)[marks.unit, marks.expert],
        excluded_cells(known)[marks.unit, marks.leaf],
    )


def asks_for_reason(snapshot: Snapshot, marks: Marks) -> Bools:
    """Whether each mark is below or above the share of the most it can be that asks for a
    理由; 弃权 asks for none."""
    rules = leaf_rules(snapshot)
    given = marks.value != ABSTAINED
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        asking = asking_words(rules[0]) if rules else frozenset()
        table = [word in asking for word in snapshot.words]
        asks: Bools = np.asarray([*table, False], dtype=bool)[np.where(given, marks.value, -1)]
        return asks
    limits = [bounds(rule) for rule in rules]
    below = np.asarray([limit.low for limit in limits], np.int64)
    above = np.asarray([limit.high for limit in limits], np.int64)
    extreme = (marks.value < below[marks.leaf]) | (marks.value > above[marks.leaf])
    found: Bools = extreme & given
    return found
