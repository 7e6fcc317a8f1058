"""分工: who is asked to rate what. It decides what a ballot holds and what counts as a gap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.model.plan import Assignment, LeafKind
from core.model.snapshot import Snapshot
from core.scoring.ratings import excluded_cells, recused_pairs


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


def granted_cells(snapshot: Snapshot, scope: Sequence[str] = ()) -> NDArray[np.bool_]:
    """(unit × leaf × expert) cube in the order of the snapshot: what a round of this scope
    (`Round.scope`; empty is everything) asks by 分工, whatever came up since."""
    row = {category: n for n, category in enumerate(snapshot.categories)}
    category = np.asarray([row[u.category] for u in snapshot.units], dtype=np.intp)
    cells: NDArray[np.bool_] = asked_by_category(snapshot)[category]
    return cells & _in_scope(snapshot, scope)[:, :, None] if scope else cells


def asked_cells(snapshot: Snapshot, scope: Sequence[str] = ()) -> NDArray[np.bool_]:
    """The same cube less what is 不适用 for a unit. Recusals are not looked at."""
    cells: NDArray[np.bool_] = granted_cells(snapshot, scope)
    return cells & ~excluded_cells(snapshot)[:, :, None]


def open_cells(snapshot: Snapshot, scope: Sequence[str] = ()) -> NDArray[np.bool_]:
    """The questions that want an answer: what is asked, less what an expert is recused from."""
    cells: NDArray[np.bool_] = asked_cells(snapshot, scope)
    return cells & ~recused_pairs(snapshot)[:, None, :]


def _in_scope(snapshot: Snapshot, scope: Sequence[str]) -> NDArray[np.bool_]:
    """(unit × leaf) mask of the cells that a scope of `leaf` and `unit:leaf` codes names."""
    wanted = set(scope)
    leaves = snapshot.tree.leaves
    mask = [
        [leaf.code in wanted or f"{unit.code}:{leaf.code}" in wanted for leaf in leaves]
        for unit in snapshot.units
    ]
    return np.asarray(mask, dtype=bool).reshape(len(snapshot.units), len(leaves))
