"""In which order the questions of a ballot are walked through, by unit or by indicator. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from core.exchange.ballot_content import BallotContent, Pair


@dataclass(frozen=True, slots=True)
class Group:
    """A unit with what is asked about it, or a leaf with the units it is asked about."""

    code: str
    name: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Order:
    """`by_leaf` tells whether the groups are leaves; `side` which half of a pair names them."""

    groups: tuple[Group, ...]
    by_leaf: bool

    @property
    def side(self) -> int:
        return int(self.by_leaf)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(pair for group in self.groups for pair in group.pairs)

    @cached_property
    def position(self) -> dict[Pair, int]:
        return {pair: n for n, pair in enumerate(self.pairs)}

    @cached_property
    def group_position(self) -> dict[str, int]:
        return {group.code: n for n, group in enumerate(self.groups)}

    def group_of(self, pair: Pair) -> Group:
        return self.groups[self.group_position[pair[self.side]]]

    def step(self, pair: Pair, by: int) -> Pair | None:
        """The question `by` places on; None beyond either end."""
        place = self.position[pair] + by
        return self.pairs[place] if 0 <= place < len(self.pairs) else None

    def after(self, pair: Pair, wanted: Callable[[Pair], bool]) -> Pair | None:
        """The next question that is wanted, from the beginning again after the end; the question
        itself comes last."""
        place = self.position[pair] + 1
        return next((p for p in self._from(place) if wanted(p)), None)

    def _from(self, place: int) -> Iterator[Pair]:
        yield from self.pairs[place:]
        yield from self.pairs[:place]


def by_unit(content: BallotContent) -> Order:
    """Unit after unit, each with its leaves in the order of the plan."""
    names = [(unit.code, unit.short or unit.name) for unit in content.units]
    return _order(content, names, by_leaf=False)


def by_leaf(content: BallotContent) -> Order:
    """Leaf after leaf, each with its units in the order of the plan."""
    return _order(content, [(leaf.code, leaf.name) for leaf in content.leaves], by_leaf=True)


def _order(content: BallotContent, names: list[tuple[str, str]], *, by_leaf: bool) -> Order:
    units = {unit.code: n for n, unit in enumerate(content.units)}
    leaves = {leaf.code: n for n, leaf in enumerate(content.leaves)}
    found: dict[str, list[Pair]] = {code: [] for code, _name in names}
    for pair in sorted(content.question, key=lambda p: (units[p[0]], leaves[p[1]])):
        found[pair[int(by_leaf)]].append(pair)
    groups = (Group(code, name, tuple(found[code])) for code, name in names if found[code])
    return Order(tuple(groups), by_leaf)
