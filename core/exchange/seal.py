"""The return an expert hands in. (Signatures; being filled in.)"""

from __future__ import annotations

from dataclasses import dataclass

from core.exchange.ballot import WorkingBallot


@dataclass(frozen=True, slots=True)
class SealedMark:
    """`value` as canonical text: plain digits, a grade word, or 弃权."""

    unit: str
    leaf: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReturnContent:
    """What is signed. `marks` sorted by unit and leaf; `recusals` (unit, why) by unit."""

    assessment: str
    plan_digest: str
    round: int
    expert: str
    ballot: str
    sequence: int
    sealed_at: str
    marks: tuple[SealedMark, ...]
    recusals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sealed:
    """`data` is the `.return` file; `receipt` the code that the expert signs beside."""

    data: bytes
    receipt: str
    content: ReturnContent


def seal_ballot(ballot: WorkingBallot, now: str) -> Sealed:
    """Hand in what the ballot holds. Refused while marks lack a 理由, naming them. Sealing again
    with nothing changed gives the same sequence, time and receipt. `now`: ISO text."""
    raise NotImplementedError


def receipt_of(content_sha256: str) -> str:
    """Short and readable, e.g. K7Q2-M9XD: 39 bits of the SHA-256 of the signed content."""
    raise NotImplementedError
