"""Whether ratings fit the plan: rated leaves that apply, 分工, range and step (vectorised).

Serves both the ratings of a book, before they are taken in, and those stored already, when the
plan changes beneath them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from core.model.marks import ABSTAINED, MARK_SCALE, Marks
from core.model.plan import LeafKind, RatingMode
from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.scoring.assignment import granted
from core.scoring.check_plan import at, shown
from core.scoring.mark_rules import ABSTAIN, MarkRules, bounds, expected_mark, rules_of
from core.text import _

NAMED = 20  # stored marks at fault that are named one by one
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MarkFault:
    """`row` is a position in the marks looked at."""

    row: int
    column: str
    expected: str


def mark_problems(snapshot: Snapshot) -> list[Problem]:
    """Faults of the stored marks: the first few by name, then how many more there are."""
    faults = mark_faults(snapshot, snapshot.marks)
    found = [
        Problem(
            fault.expected,
            at("评分", fault.column, *mark_key(snapshot, snapshot.marks, fault.row)),
            shown_mark(snapshot, snapshot.marks, fault),
        )
        for fault in faults[:NAMED]
    ]
    if len(faults) > NAMED:
        text = _("另有{n}处评分与方案不符").format(n=len(faults) - NAMED)
        found.append(Problem(text, at("评分", "")))
    return found


def mark_key(snapshot: Snapshot, marks: Marks, row: int) -> tuple[str, str, str, str]:
    """轮次, 专家, 单位, 指标 of a row."""
    return (
        str(int(marks.round[row])),
        snapshot.experts[marks.expert[row]].code,
        snapshot.units[marks.unit[row]].code,
        snapshot.tree.leaves[marks.leaf[row]].code,
    )


def shown_mark(snapshot: Snapshot, marks: Marks, fault: MarkFault) -> str:
    """The cell that a fault is about, as a person would write it."""
    codes = dict(
        zip(("轮次", "专家", "单位", "指标"), mark_key(snapshot, marks, fault.row), strict=True)
    )
    if fault.column in codes:
        return codes[fault.column]
    value = int(marks.value[fault.row])
    if value == ABSTAINED:
        return ABSTAIN
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        return snapshot.words[value] if 0 <= value < len(snapshot.words) else ""
    return shown(Decimal(value) / MARK_SCALE)


def mark_faults(snapshot: Snapshot, marks: Marks) -> list[MarkFault]:
    """Every fault of the rows, in row order. `marks` need not be sorted."""
    if not len(marks):
        return []
    rated, applies, asked = _standing(snapshot, marks)
    graded = marks.value != ABSTAINED
    inside = _in_range(snapshot, marks) | ~graded
    on_step = _on_step(snapshot, marks) | ~graded
    faults = [
        *_at_leaf(snapshot, marks, ~rated),
        *_at_category(snapshot, marks, rated & ~applies),
        *_each(rated & applies & ~asked, "专家", _("分工没有请该专家评这一单位的这项指标")),
        *_at_value(snapshot, marks, rated & ~(inside & on_step)),
    ]
    return sorted(faults, key=lambda fault: fault.row)


def _standing(snapshot: Snapshot, marks: Marks) -> tuple[Bools, Bools, Bools]:
    """For each row: the leaf is rated, applies to the unit's category, and is asked of the
    expert by 分工."""
    tree, categories = snapshot.tree, snapshot.categories
    order = {category: n for n, category in enumerate(categories)}
    category = np.asarray([order[u.category] for u in snapshot.units], dtype=np.intp)[marks.unit]
    # A leaf without 类型 or 分值, a unit without 类别 are faults themselves, not of their marks.
    rated = np.asarray([x.kind is not LeafKind.QUANTITATIVE for x in tree.leaves], dtype=bool)
    applies = np.asarray(
        [[not c or tree.applies(x.code, c) for x in tree.leaves] for c in categories], dtype=bool
    )
    asked = np.ones(len(marks), dtype=bool)
    if snapshot.assignments:
        known = np.asarray([bool(c) for c in categories], dtype=bool)[category]
        asked = granted(snapshot)[category, marks.leaf, marks.expert] | ~known
    return rated[marks.leaf], applies[category, marks.leaf], asked


def leaf_rules(snapshot: Snapshot) -> list[MarkRules]:
    """What a mark on each leaf of the tree may be."""
    return [rules_of(snapshot.settings, leaf) for leaf in snapshot.tree.leaves]


def _in_range(snapshot: Snapshot, marks: Marks) -> Bools:
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        words = {word for word, _share in snapshot.settings.grade_words}
        known = np.asarray([w in words for w in snapshot.words] + [False], dtype=bool)
        outside = (marks.value < 0) | (marks.value >= len(snapshot.words))
        inside: Bools = known[np.where(outside, len(snapshot.words), marks.value)]
        return inside
    limits = [bounds(rules).most for rules in leaf_rules(snapshot)]
    most = np.asarray(limits, dtype=np.int64)
    within: Bools = (marks.value >= 0) & (marks.value <= most[marks.leaf])
    return within


def _on_step(snapshot: Snapshot, marks: Marks) -> Bools:
    rules = leaf_rules(snapshot)
    step = bounds(rules[0]).step if rules else 0  # one for the whole plan
    if snapshot.settings.rating_mode is RatingMode.WORDS or step <= 0:
        return np.ones(len(marks), dtype=bool)
    whole: Bools = marks.value % step == 0
    return whole


def expected_value(snapshot: Snapshot, leaf: int) -> str:
    """What a 得分 on the leaf (its position) may be."""
    return expected_mark(rules_of(snapshot.settings, snapshot.tree.leaves[leaf]))


def _at_leaf(snapshot: Snapshot, marks: Marks, mask: Bools) -> Iterator[MarkFault]:
    yield from _each(mask, "指标", _("该指标不是评分指标，专家不能打分"))


def _at_category(snapshot: Snapshot, marks: Marks, mask: Bools) -> Iterator[MarkFault]:
    for row in np.flatnonzero(mask).tolist():
        category = snapshot.units[marks.unit[row]].category
        text = _("该指标不适用于类别“{category}”").format(category=category)
        yield MarkFault(row, "指标", text)


def _at_value(snapshot: Snapshot, marks: Marks, mask: Bools) -> Iterator[MarkFault]:
    texts: dict[int, str] = {}
    for row in np.flatnonzero(mask).tolist():
        leaf = int(marks.leaf[row])
        if leaf not in texts:
            texts[leaf] = expected_value(snapshot, leaf)
        yield MarkFault(row, "得分", texts[leaf])


def _each(mask: Bools, column: str, text: str) -> Iterator[MarkFault]:
    return (MarkFault(row, column, text) for row in np.flatnonzero(mask).tolist())
