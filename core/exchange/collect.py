"""Taking a return in: whether it is whole, whose it is, and what becomes of it.

Works on values: the caller gives what the assessment knows and stores what is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.errors import UserError
from core.exchange.canonical import from_bytes, to_bytes
from core.exchange.crypto import SIGNATURE, WrongKey, is_signed, sha256, unseal
from core.exchange.seal import (
    HEADER,
    MAGIC,
    SIGNED_AS,
    VERSION,
    ReturnContent,
    fingerprint,
    receipt_of,
)
from core.model.ballots import AssessmentKeys, Ballot, Return
from core.text import _

LARGEST_RETURN = 64 << 20  # bytes


class Status(StrEnum):
    """What became of a return."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Known:
    """What the assessment knows, against which returns are held. `open_round` is None where
    none is open; `plan_digests` has, for each expert, the fingerprint of what would be asked of
    them now."""

    keys: AssessmentKeys
    ballots: Sequence[Ballot]
    returns: Sequence[Return]
    open_round: int | None
    plan_digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Collected:
    """`expert` and `receipt` as soon as the return is known to be whole. `content` (marks to be
    taken in) and `noun` (to be stored) only where it is accepted."""

    status: Status
    reason: str = ""
    expert: str = ""
    receipt: str = ""
    content: ReturnContent | None = None
    noun: Return | None = None


def collect(data: bytes, known: Known, now: str) -> Collected:
    """Judge the bytes of one return file; `now` is ISO text. Never raises for what they hold."""
    try:
        content, ballot = open_return(data, known.keys, known.ballots)
    except UserError as refusal:
        return Collected(Status.REFUSED, str(refusal))
    digest = sha256(to_bytes(content))
    status, reason = _judge(content, digest, ballot, known)
    receipt = receipt_of(digest)
    if status is not Status.ACCEPTED:
        return Collected(status, reason, ballot.expert, receipt)
    noun = Return(
        ballot=ballot.id,
        round=ballot.round,
        expert=ballot.expert,
        sequence=content.sequence,
        receipt=receipt,
        content_sha256=digest,
        file_sha256=sha256(data),
        collected_at=now,
    )
    return Collected(status, reason, ballot.expert, receipt, content, noun)


def _judge(content: ReturnContent, digest: str, ballot: Ballot, known: Known) -> tuple[Status, str]:
    before = next((r for r in known.returns if r.ballot == ballot.id), None)
    if before and before.content_sha256 == digest:
        return Status.UNCHANGED, _("与已收的一份相同")
    if ballot.superseded:
        return Status.REFUSED, _("这份评分包已重新发放，旧的作废；请用新评分包交卷")
    if ballot.round != known.open_round:
        text = _("是第{n}轮的交卷，这一轮没有开启").format(n=ballot.round)
        return Status.REFUSED, text
    if known.plan_digests.get(ballot.expert) != ballot.plan_digest:
        return Status.REFUSED, _("发出评分包后，方案或分工改过；请重新发放评分包")
    if before and content.sequence < before.sequence:
        text = _("已收第{n}次交卷，这份是更早的第{m}次")
        return Status.STALE, text.format(n=before.sequence, m=content.sequence)
    if before and content.sequence == before.sequence:
        text = _(
            "与已收的第{n}次交卷序号相同而内容不同（评分包有两个副本？）；请专家核对后再交一次"
        )
        return Status.REFUSED, text.format(n=before.sequence)
    return Status.ACCEPTED, ""


def open_return(
    data: bytes, keys: AssessmentKeys, ballots: Sequence[Ballot]
) -> tuple[ReturnContent, Ballot]:
    """Unseal and verify; UserError with the reason where it is not, bit for bit, a return that
    one of the ballots made. Nothing of it is read before its signature holds."""
    signed = _unsealed(data, keys)
    signature, plain = signed[:SIGNATURE], signed[SIGNATURE:]
    ballot = _signer(signature, plain, ballots)
    try:
        content = from_bytes(ReturnContent, plain)
    except ValueError as error:
        raise UserError(_("交卷文件的内容读不懂，可能由更新版本的程序写出")) from error
    bound = (content.assessment, content.ballot, content.round, content.expert)
    issued = (keys.id, ballot.id, ballot.round, ballot.expert)
    if bound != issued or content.plan_digest != ballot.plan_digest or to_bytes(content) != plain:
        raise UserError(_("交卷文件与发出的评分包对不上（轮次、专家或方案不符）"))
    return content, ballot


def _unsealed(data: bytes, keys: AssessmentKeys) -> bytes:
    if len(data) > LARGEST_RETURN:
        raise UserError(_("文件太大，不是交卷文件"))
    if data[: len(MAGIC)] != MAGIC or len(data) < HEADER.size:
        raise UserError(_("不是交卷文件（.return），或文件开头已损坏"))
    _magic, version, whose = HEADER.unpack_from(data)
    if version != VERSION:
        raise UserError(_("交卷文件由更新版本的程序写出，请安装新版本后再收"))
    if whose != fingerprint(keys.seal_public):
        raise UserError(_("不是交给本考评的交卷文件（属于另一个考评，或被改动）"))
    try:
        return unseal(data[HEADER.size :], keys.seal_secret)
    except WrongKey as error:
        raise UserError(_("交卷文件不完整或被改动过，请专家重新交卷")) from error


def _signer(signature: bytes, plain: bytes, ballots: Sequence[Ballot]) -> Ballot:
    for ballot in ballots:
        if is_signed(SIGNED_AS + plain, signature, ballot.verify_key):
            return ballot
    raise UserError(_("不是用本考评发出的评分包交的卷（签名不符），不能收"))
