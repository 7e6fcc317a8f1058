"""Taking a return in: who it is from, whether it is whole, what becomes of it. (Signatures.)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.exchange.seal import ReturnContent
from core.model.ballots import AssessmentKeys, Ballot, Return


class Status(StrEnum):
    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Known:
    """What the assessment knows, against which returns are held. `open_round` None: none is."""

    keys: AssessmentKeys
    ballots: Sequence[Ballot]
    returns: Sequence[Return]
    open_round: int | None
    plan_digests: dict[str, str]  # expert -> what would be asked of them now


@dataclass(frozen=True, slots=True)
class Collected:
    """`expert`, `receipt`, `content`, `noun` as far as the file could be trusted that far; `noun`
    (to be stored) and `content` (marks to be taken in) are to be used where ACCEPTED only."""

    status: Status
    reason: str = ""
    expert: str = ""
    receipt: str = ""
    content: ReturnContent | None = None
    noun: Return | None = None


def collect(data: bytes, known: Known, now: str) -> Collected:
    """Judge one return file. Never raises for what the file holds."""
    raise NotImplementedError


def open_return(
    data: bytes, keys: AssessmentKeys, ballots: Sequence[Ballot]
) -> tuple[ReturnContent, Ballot]:
    """Unseal and verify; UserError with the reason where it is not a whole return of one of
    the ballots."""
    raise NotImplementedError
