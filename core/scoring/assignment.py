"""分工: who is asked to rate what. It decides what a ballot holds and what counts as a gap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.model.plan import Assignment, LeafKind
from core.model.snapshot import Snapshot


def asked_by_category(snapshot: Snapshot) -> NDArray[np.bool_]:
    """(category × leaf × expert) cube in the order of `snapshot.categories`, the tree's leaves
    and `snapshot.experts`: the expert is asked about the leaf for units of the category.

    Only rated leaves that apply to the category are asked about. Recusals and 不适用 concern
    single units and are not looked at here.
    """
    tree, categories = snapshot.tree, snapshot.categories
    rated = [
        [leaf.kind is LeafKind.RATED and tree.applies(leaf.code, c) for leaf in tree.leaves]
        for c in categories
    ]
    open_leaves = np.asarray(rated, dtype=bool).reshape(len(categories), len(tree.leaves))
    return open_leaves[:, :, None] & granted(snapshot)


def granted(snapshot: Snapshot) -> NDArray[np.bool_]:
    """The same cube from the 分工 rows alone; all true where there is none."""
    shape = (len(snapshot.categories), len(snapshot.tree.leaves), len(snapshot.experts))
    if not snapshot.assignments:
        return np.ones(shape, dtype=bool)
    cube = np.zeros(shape, dtype=bool)
    for row in snapshot.assignments:
        cube[
            np.ix_(_categories(snapshot, row), _leaves(snapshot, row), _experts(snapshot, row))
        ] = True
    return cube


def _categories(snapshot: Snapshot, row: Assignment) -> list[int]:
    return [n for n, c in enumerate(snapshot.categories) if row.category in ("", c)]


def _leaves(snapshot: Snapshot, row: Assignment) -> list[int]:
    tree = snapshot.tree
    return [tree.leaf_position[leaf.code] for leaf in tree.leaves_under(row.indicator)]


def _experts(snapshot: Snapshot, row: Assignment) -> list[int]:
    return [
        n
        for n, expert in enumerate(snapshot.experts)
        if row.expert in ("", expert.code) and row.kind in ("", expert.kind)
    ]
