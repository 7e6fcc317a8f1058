"""Scoring rounds (评审轮次)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round:
    """A round. `scope` lists what it asks for as `leaf` or `unit:leaf` codes; empty is all.

    Times are ISO text with the offset from UTC, "" where they are not known (a round that a
    workbook brought). `absent` are the experts who had not handed in everything at closing.
    """

    number: int
    state: RoundState = RoundState.OPEN
    scope: tuple[str, ...] = ()
    opened_at: str = ""
    closed_at: str = ""
    absent: tuple[str, ...] = ()
