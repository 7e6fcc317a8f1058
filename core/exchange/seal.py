"""What an expert hands in: every mark of the ballot, signed with the ballot's key and sealed to the
assessment, so that only its file can read it and nobody can alter it.

    file      magic 8 · version u16 · fingerprint of the assessment's key 8 · sealed box
    sealed    Ed25519 signature 64 · content (canonical JSON)
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, replace

from core.errors import Refused
from core.exchange.ballot import WorkingBallot
from core.exchange.canonical import to_bytes
from core.exchange.changes import place_of
from core.exchange.crypto import seal, sha256, sign
from core.exchange.marks import SealNote, text_of
from core.exchange.pins import ALPHABET, grouped
from core.exchange.review import review
from core.model.problem import Problem
from core.text import _

MAGIC = b"KPRETURN"
VERSION = 1
SIGNED_AS = b"kaoping return 1\n"  # so that the signature can mean nothing else
FINGERPRINT = 8
HEADER = struct.Struct(f">8sH{FINGERPRINT}s")
RECEIPT, GROUP = 8, 4


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
    """Hand in what the ballot holds; `now` is ISO text. Refused while marks lack a 理由, naming
    them. The number of the sealing is on disk before there is a return. Sealing again with
    nothing changed gives the same number, time and receipt."""
    _refuse_lacking(ballot)
    content = _content(ballot, now)
    before = ballot.last_seal
    same = before and replace(content, sequence=before.sequence, sealed_at=before.sealed_at)
    if before and same and sha256(to_bytes(same)) == before.content_sha256:
        content = same
    else:
        note = SealNote(content.sequence, now, sha256(to_bytes(content)))
        ballot.note_seal(note)
    return _sealed(content, ballot.content.signing_key, ballot.content.seal_public)


def _refuse_lacking(ballot: WorkingBallot) -> None:
    content = ballot.content
    lacking = review(content, ballot.marks, ballot.recusals).lacking
    if lacking:
        raise Refused(
            Problem(
                _("应写明理由（得分过低或过高）"),
                place_of(content, *pair),
                text_of(ballot.marks[pair].value),
            )
            for pair in lacking
        )


def _content(ballot: WorkingBallot, now: str) -> ReturnContent:
    asked = ballot.content
    marks = (
        SealedMark(unit, leaf, text_of(mark.value), mark.reason)
        for (unit, leaf), mark in sorted(ballot.marks.items())
        if unit not in ballot.recusals
    )
    return ReturnContent(
        asked.assessment,
        asked.plan_digest,
        asked.round,
        asked.expert,
        asked.ballot,
        ballot.seal_count + 1,
        now,
        tuple(marks),
        tuple(sorted(ballot.recusals.items())),
    )


def _sealed(content: ReturnContent, signing_key: str, public: str) -> Sealed:
    plain = to_bytes(content)
    box = seal(sign(SIGNED_AS + plain, signing_key) + plain, public)
    header = HEADER.pack(MAGIC, VERSION, fingerprint(public))
    return Sealed(header + box, receipt_of(sha256(plain)), content)


def fingerprint(public: str) -> bytes:
    """Eight bytes that say which assessment's key a return is sealed to."""
    return hashlib.blake2b(bytes.fromhex(public), digest_size=FINGERPRINT).digest()


def receipt_of(content_sha256: str) -> str:
    """Short and readable, e.g. K7Q2-M9XD: 39 bits of the SHA-256 of the signed content."""
    number = int(content_sha256, 16)
    letters = []
    for _n in range(RECEIPT):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return grouped("".join(letters), GROUP)
