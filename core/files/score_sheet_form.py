"""The 评分表 before it is drawn: what it asks, and in which cells.

Units go down, leaves across; each leaf has a column for the mark and, right of it, one for the
理由. On paper the leaves are cut into bands, each a page wide behind the names of the units.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.model.import_plan import ScoreSheet
from core.model.people import Expert, Unit
from core.model.plan import Indicator, LeafKind, RatingMode
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.assignment import asked_cells
from core.scoring.numbers import plain
from core.scoring.ratings import Bools, recused_pairs

SHEET, CRITERIA_SHEET = "评分表", "评分标准"
HEAD = 4  # row of the leaf codes; names and the words 得分, 理由 stand in the two below
FIRST_ROW = HEAD + 3
FIRST_COLUMN = 3  # behind 编码 and 单位
MOST_LEAVES = 4  # of a band
NOT_ASKED = "—"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: rows by unit, columns of the marks by leaf (the 理由 is one column
    to the right), and the (unit, leaf) codes that are asked."""

    rows: dict[str, int]
    columns: dict[str, int]
    asked: frozenset[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Form:
    """The sheet of one expert for the open round. `asked` is (unit × leaf) over `units` and
    `leaves`, of which each has something asked; `made_at` is shown as it is."""

    snapshot: Snapshot
    expert: Expert
    round: Round
    units: tuple[Unit, ...]
    leaves: tuple[Indicator, ...]
    asked: Bools
    made_at: str

    @cached_property
    def layout(self) -> Layout:
        pairs = np.argwhere(self.asked).tolist()
        return Layout(
            {unit.code: FIRST_ROW + n for n, unit in enumerate(self.units)},
            {leaf.code: FIRST_COLUMN + 2 * n for n, leaf in enumerate(self.leaves)},
            frozenset((self.units[u].code, self.leaves[x].code) for u, x in pairs),
        )

    @cached_property
    def bands(self) -> tuple[range, ...]:
        """Positions of the leaves of each band, as even as can be."""
        count = -(-len(self.leaves) // MOST_LEAVES)
        edges = [len(self.leaves) * n // count for n in range(count + 1)]
        return tuple(map(range, edges[:-1], edges[1:]))

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.units) - 1

    @property
    def last_column(self) -> int:
        return FIRST_COLUMN + 2 * len(self.leaves) - 1

    @cached_property
    def says(self) -> ScoreSheet:
        """What the sheet's hidden marker says."""
        settings = self.snapshot.settings
        units = tuple(u.code for u in self.units)
        leaves = tuple(x.code for x in self.leaves)
        return ScoreSheet(
            assessment=settings.name,
            year=settings.year,
            round=self.round.number,
            expert=self.expert.code,
            expert_name=self.expert.name,
            plan=plan_of(self.snapshot, units, leaves),
            version=version_of(self.snapshot),
            made_at=self.made_at,
            units=units,
            leaves=leaves,
        )


def forms_of(snapshot: Snapshot, round: Round, made_at: str) -> dict[str, Form]:
    """A form for every expert who is asked anything in the round, by 编码."""
    cube = asked_cells(snapshot, round.scope) & ~recused_pairs(snapshot)[:, None, :]
    found: dict[str, Form] = {}
    for n, expert in enumerate(snapshot.experts):
        cells = cube[:, :, n]
        units, leaves = (np.flatnonzero(cells.any(axis=axis)).tolist() for axis in (1, 0))
        if units:
            found[expert.code] = Form(
                snapshot=snapshot,
                expert=expert,
                round=round,
                units=tuple(snapshot.units[u] for u in units),
                leaves=tuple(snapshot.tree.leaves[x] for x in leaves),
                asked=cells[np.ix_(units, leaves)],
                made_at=made_at,
            )
    return found


def plan_of(snapshot: Snapshot, units: Iterable[str], leaves: Iterable[str]) -> str:
    """SHA-256 of what marks on these leaves for these units mean: points and criteria, and what
    marks are given in. Codes that are not there (any more) count as nothing. Who rates and what
    was measured is not in it, so that a late 回避 or 不适用 makes no sheet worthless."""
    settings, tree = snapshot.settings, snapshot.tree
    words = settings.rating_mode is RatingMode.WORDS
    facts = {
        "units": sorted(code for code in units if code in snapshot.unit_position),
        "leaves": sorted(
            [code, plain(tree.by_code[code].points or 0), tree.by_code[code].criteria]
            for code in leaves
            if code in tree.leaf_position
        ),
        "mode": settings.rating_mode,
        "step": "" if words else plain(settings.step),
        "words": [[w, plain(share)] for w, share in settings.grade_words] if words else [],
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def version_of(snapshot: Snapshot) -> str:
    """One short word for the whole plan, as far as experts rate it: `3F9A-12C4`."""
    rated = [x.code for x in snapshot.tree.leaves if x.kind is LeafKind.RATED]
    whole = plan_of(snapshot, snapshot.unit_position, rated).upper()
    return f"{whole[:4]}-{whole[4:8]}"
