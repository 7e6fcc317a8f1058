"""What is filled in a ballot, what is missing, what would be refused: pure, from values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.exchange.ballot_content import BallotContent, Pair
from core.exchange.marks import Mark
from core.scoring.mark_rules import ABSTAIN, Given, asks_reason


@dataclass(frozen=True, slots=True)
class Review:
    """Questions as (unit, leaf) in the order of the ballot. `given` counts marks with a value,
    `abstained` 弃权, `recused` the questions of units under 回避; `lacking` are marks that ask
    for a 理由 and have none: with any, the ballot cannot be sealed."""

    asked: int
    given: int
    abstained: int
    recused: int
    missing: tuple[Pair, ...]
    lacking: tuple[Pair, ...]


def review(
    content: BallotContent, marks: Mapping[Pair, Mark], recusals: Mapping[str, str]
) -> Review:
    """Hold the marks of a ballot against what it asks."""
    counted = {p: m for p, m in marks.items() if p[0] not in recusals}
    abstained = sum(m.value == ABSTAIN for m in counted.values())
    open_pairs = [p for p in content.question if p[0] not in recusals]
    return Review(
        asked=len(content.asked),
        given=len(counted) - abstained,
        abstained=abstained,
        recused=len(content.asked) - len(open_pairs),
        missing=tuple(p for p in open_pairs if p not in counted),
        lacking=tuple(p for p in open_pairs if p in counted and _lacks(content, p, counted[p])),
    )


def stands_apart(content: BallotContent, pair: Pair, value: Given) -> bool:
    """Whether a mark lies outside the others' quartiles: worth a 理由, though none is demanded."""
    others = content.question[pair].others
    number = dict(content.grade_words).get(value) if isinstance(value, str) else value
    return others is not None and number is not None and not others.lower <= number <= others.upper


def _lacks(content: BallotContent, pair: Pair, mark: Mark) -> bool:
    return not mark.reason.strip() and asks_reason(content.rules[pair[1]], mark.value)
