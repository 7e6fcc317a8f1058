"""Marks inside a ballot, and the entries of its log that set them.

An entry is what becomes durable in one go: one mark as it is entered, or a whole book of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.exchange.ballot_content import BallotContent, Pair
from core.exchange.canonical import decimal, digits
from core.model.plan import RatingMode
from core.scoring.mark_rules import ABSTAIN, Given, is_legal

LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, slots=True)
class Mark:
    """`value` is a number (Decimal), a grade word, or ABSTAIN."""

    value: Given
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A mark set, or cleared (`value` None)."""

    unit: str
    leaf: str
    value: Given | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A `Change` as it is written: plain digits, a grade word, 弃权, or None."""

    unit: str
    leaf: str
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SealNote:
    """A sealing: its number within the ballot, when, and what was signed."""

    sequence: int
    sealed_at: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the log. `recusals` are (unit, why), or (unit, None) for one taken back."""

    lines: tuple[Line, ...] = ()
    recusals: tuple[tuple[str, str | None], ...] = ()
    seal: SealNote | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What the log adds up to."""

    marks: Mapping[Pair, Mark]
    recusals: Mapping[str, str]
    seal: SealNote | None = None


def text_of(value: Given) -> str:
    """A mark as text; equal marks are equal text."""
    return digits(value) if isinstance(value, Decimal) else value


def given_of(text: str, mode: RatingMode) -> Given:
    """The mark that `text_of` wrote; ValueError where there is no such mark in this mode."""
    return text if text == ABSTAIN or mode is RatingMode.WORDS else decimal(text)


def line_of(change: Change) -> Line:
    value = None if change.value is None else text_of(change.value)
    return Line(change.unit, change.leaf, value, change.reason.strip() if value else "")


def apply(content: BallotContent, marks: dict[Pair, Mark], entry: Entry) -> None:
    """Carry the lines of an entry out in `marks`; ValueError, with part of them done, for one
    that this ballot could not have written."""
    for line in entry.lines:
        pair = (line.unit, line.leaf)
        if pair not in content.question:
            raise ValueError("a mark that was not asked for")
        if line.value is None:
            marks.pop(pair, None)
            continue
        value = given_of(line.value, content.mode)
        if not is_legal(content.rules[line.leaf], value):
            raise ValueError("a mark that cannot be")
        marks[pair] = Mark(value, line.reason)


def apply_recusals(content: BallotContent, recusals: dict[str, str], entry: Entry) -> None:
    """Likewise for 回避."""
    for unit, why in entry.recusals:
        if unit not in content.unit_of:
            raise ValueError("a unit that is not in the ballot")
        if why is None:
            recusals.pop(unit, None)
        else:
            recusals[unit] = why


def entry_of(state: State) -> Entry:
    """The one entry that says everything that the log has said."""
    lines = (Line(u, i, text_of(m.value), m.reason) for (u, i), m in sorted(state.marks.items()))
    return Entry(tuple(lines), tuple(sorted(state.recusals.items())), state.seal)
