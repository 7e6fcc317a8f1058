"""What a ballot holds for its expert: what is asked, by which rules, and what helps to judge it.

Everything is fixed when the ballot is issued; the expert's marks are no part of it. It is only
ever written encrypted, because it holds the key that the expert's return is signed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from core.exchange.canonical import from_bytes, to_bytes
from core.model.data import Value
from core.model.plan import RatingMode
from core.scoring.mark_rules import MarkRules

FEWEST_OTHERS = 3  # below this, "the others" could be recognised
Pair = tuple[str, str]  # codes of unit and leaf


@dataclass(frozen=True, slots=True)
class AskedUnit:
    code: str
    name: str
    category: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class AskedLeaf:
    """`path` holds the names of the indicators above, top level first."""

    code: str
    name: str
    path: tuple[str, ...]
    points: Decimal
    criteria: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """What the other experts gave in the earlier rounds, without names: how many values, their
    quartiles in the unit of a mark (with 等级: coefficients), the 理由 sorted by text."""

    count: int
    lower: Decimal
    median: Decimal
    upper: Decimal
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.count < FEWEST_OTHERS:
            raise ValueError("too few others to stay anonymous")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a unit on a leaf, with the facts shown beside it. `earlier` is the expert's
    own mark of an earlier round as text (a number, a word, 弃权), "" where there is none."""

    unit: str
    leaf: str
    target: Decimal | None = None
    base: Decimal | None = None
    value: Value = None
    note: str = ""
    self_points: Decimal | None = None
    self_note: str = ""
    evidence: tuple[str, ...] = ()
    earlier: str = ""
    earlier_reason: str = ""
    others: Others | None = None


@dataclass(frozen=True)
class BallotContent:
    """A ballot as issued. `assessment`, `ballot` are ids; `plan_digest` the fingerprint of what
    is asked; keys are hexadecimal. `units` and `leaves` are in the order of the plan."""

    assessment: str
    name: str
    year: int | None
    plan_digest: str
    round: int
    expert: str
    expert_name: str
    ballot: str
    issued_at: str
    mode: RatingMode
    step: Decimal
    grade_words: tuple[tuple[str, Decimal], ...]
    reason_below: Decimal
    reason_above: Decimal
    units: tuple[AskedUnit, ...]
    leaves: tuple[AskedLeaf, ...]
    asked: tuple[Asked, ...]
    seal_public: str
    signing_key: str = field(repr=False)  # Ed25519 seed

    @cached_property
    def question(self) -> dict[Pair, Asked]:
        """The questions by (unit, leaf), in order."""
        return {(a.unit, a.leaf): a for a in self.asked}

    @cached_property
    def unit_of(self) -> dict[str, AskedUnit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def leaf_of(self) -> dict[str, AskedLeaf]:
        return {leaf.code: leaf for leaf in self.leaves}

    @cached_property
    def rules(self) -> dict[str, MarkRules]:
        """What a mark on each leaf may be."""
        return {
            leaf.code: MarkRules(
                self.mode,
                leaf.points,
                self.step,
                self.grade_words,
                self.reason_below,
                self.reason_above,
            )
            for leaf in self.leaves
        }


def content_bytes(content: BallotContent) -> bytes:
    """Canonical JSON."""
    return to_bytes(content)


def content_from(data: bytes) -> BallotContent:
    """What `content_bytes` wrote; ValueError for anything else, also where a question names a
    unit or leaf that the ballot does not hold, or comes twice."""
    content = from_bytes(BallotContent, data)
    known = all(a.unit in content.unit_of and a.leaf in content.leaf_of for a in content.asked)
    if not known or len(content.question) != len(content.asked):
        raise ValueError("questions that do not fit the ballot")
    return content


def others_of(values: Sequence[Decimal], reasons: Iterable[str] = ()) -> Others | None:
    """The others' values on one question, summed up; None for fewer than three.

    Quartiles are those of a spreadsheet (QUARTILE.INC: linear between neighbours), exact.
    """
    if len(values) < FEWEST_OTHERS:
        return None
    ordered = sorted(values)
    lower, median, upper = (_quartile(ordered, quarter) for quarter in (1, 2, 3))
    return Others(len(ordered), lower, median, upper, tuple(sorted(r for r in reasons if r)))


def _quartile(ordered: Sequence[Decimal], quarter: int) -> Decimal:
    place, rest = divmod((len(ordered) - 1) * quarter, 4)
    if not rest:
        return ordered[place]
    return ordered[place] + (ordered[place + 1] - ordered[place]) * rest / 4
