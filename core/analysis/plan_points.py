"""Weights into the points of a plan: what each child of a parent is worth, and the indicator
rows that follow.

Points go from the top down. A parent with a matrix divides its points by the weights; one whose
own points changed, and that has no matrix, divides them in the proportions its children have
now. Both by the largest remainder, for each category so that what applies there sums to the
parent: children that the matrix leaves out, because they apply to other categories, share what
is left of the parent there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.analysis.ahp import ROOT, Floats
from core.analysis.apportion import apportion
from core.model.plan import Indicator, Tree
from core.model.snapshot import Snapshot
from core.scoring.check_plan import categories_to_check

Points = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class ParentWeights:
    """The combined weights of the children of `parent` (`ROOT` for the top level)."""

    parent: str
    children: tuple[str, ...]
    weights: Floats

    def divided(self, total: Decimal, decimals: int) -> Points:
        """The points of the children."""
        return dict(
            zip(self.children, apportion(total, self.weights.tolist(), decimals), strict=True)
        )


@dataclass(frozen=True, slots=True)
class Division:
    """`totals` are the points that each weighed parent has to divide, None where they differ by
    category and stand nowhere; `points` the new points of every indicator below them."""

    totals: Mapping[str, Decimal | None]
    points: Mapping[str, Decimal]


def divide(snapshot: Snapshot, weights: Sequence[ParentWeights]) -> Division:
    """The points of the plan under these weights, one entry a parent at most."""
    by_parent = {w.parent: w for w in weights}
    tree, categories = snapshot.tree, categories_to_check(snapshot)
    points: Points = {}
    totals: dict[str, Decimal | None] = {}
    # In the order of the tree a parent comes before its children.
    for code in (ROOT, *(i.code for i in tree.indicators if i.code in tree.children)):
        key = "" if code == ROOT else code
        total = snapshot.settings.full_points if code == ROOT else _worth(tree, key, points)
        if total is None:
            total = _only(tree, key, categories, points)
        if code in by_parent:
            totals[code] = total
        if total is not None and (code in by_parent or code in points):
            found = by_parent[code].divided(total, _places(snapshot)) if code in by_parent else {}
            points |= _children(snapshot, key, total, found, categories)
    return Division(totals, points)


def _places(snapshot: Snapshot) -> int:
    return snapshot.settings.decimals


def _worth(tree: Tree, code: str, points: Points) -> Decimal | None:
    return points.get(code, tree.by_code[code].points)


def _only(tree: Tree, code: str, categories: Sequence[str], points: Points) -> Decimal | None:
    """The sum of the children of a parent without 分值, where it is the same in each category."""
    sums = {_sum(tree, code, c, points) for c in categories if tree.applies(code, c)}
    return sums.pop() if len(sums) == 1 else None


def _sum(tree: Tree, code: str, category: str, points: Points) -> Decimal | None:
    """What the children of `code` that apply to the category are worth together."""
    worths = [_worth_in(tree, k, category, points) for k in _kin(tree, code, category)]
    known = [w for w in worths if w is not None]
    return sum(known, Decimal(0)) if len(known) == len(worths) else None


def _worth_in(tree: Tree, kid: Indicator, category: str, points: Points) -> Decimal | None:
    worth = _worth(tree, kid.code, points)
    return _sum(tree, kid.code, category, points) if worth is None else worth


def _kin(tree: Tree, code: str, category: str) -> list[Indicator]:
    """The children of `code` that apply to the category, given that `code` does."""
    children = tree.children.get(code, ())
    return [k for k in children if not k.categories or category in k.categories]


def _children(
    snapshot: Snapshot, code: str, total: Decimal, weighed: Points, categories: Sequence[str]
) -> Points:
    """The points of all children of a parent that is worth `total`, some weighed already."""
    tree, settled = snapshot.tree, dict(weighed)
    for category in categories:
        if code and not tree.applies(code, category):
            continue
        kin = _kin(tree, code, category)
        waiting = [k for k in kin if k.code not in settled]
        worths = [_worth_in(tree, k, category, {}) for k in waiting]
        rest = total - sum((settled[k.code] for k in kin if k.code in settled), Decimal(0))
        sound = [w for w in worths if w is not None and w > 0]
        # Nothing to share, or nothing to share by: the check of the plan says what does not fit.
        if waiting and rest > 0 and len(sound) == len(waiting):
            parts = _shared(rest, sound, _places(snapshot))
            settled |= dict(zip((k.code for k in waiting), parts, strict=True))
    return settled


def _shared(rest: Decimal, worths: list[Decimal], decimals: int) -> list[Decimal]:
    """In the proportions of what they are worth; as they are where that is the sum."""
    return worths if sum(worths) == rest else apportion(rest, worths, decimals)


def with_points(snapshot: Snapshot, points: Mapping[str, Decimal]) -> tuple[Indicator, ...]:
    """The indicator rows in their order with the new points. A parent that states no 分值 goes on
    stating none."""
    tree = snapshot.tree
    return tuple(
        replace(row, points=points[row.code])
        if row.code in points and (row.points is not None or row.code not in tree.children)
        else row
        for row in snapshot.indicators
    )
