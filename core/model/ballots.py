"""What the assessment file remembers of the ballots handed out and of the returns taken in.

Keys and digests are lower-case hexadecimal text, times are ISO text with the offset from UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AssessmentKeys:
    """Who this assessment is among all others, and the X25519 pair that returns are sealed to.

    `id` is random and given once; `seal_secret` never leaves the assessment file.
    """

    id: str
    seal_public: str
    seal_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot as it was issued. Key: `id` (random).

    `verify_key` is the Ed25519 key that its returns are signed under, `plan_digest` the
    fingerprint of what it asks. Issuing again for the same round and expert makes the earlier
    one `superseded`: worthless from then on.
    """

    id: str
    round: int
    expert: str
    verify_key: str
    issued_at: str
    plan_digest: str
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """The return that counts for a ballot. Key: `ballot`; a newer one replaces it.

    `sequence` is the number of the sealing within the ballot, from 1. `content_sha256` is of
    the signed content, and tells whether two returns say the same (the file around it differs
    each time it is written); `receipt` is its short form for people. `recusals` are the units
    whose 回避 it brought, so that a newer return can take them back.
    """

    ballot: str
    round: int
    expert: str
    sequence: int
    receipt: str
    content_sha256: str
    file_sha256: str
    collected_at: str
    recusals: tuple[str, ...] = ()
