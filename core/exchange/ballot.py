"""The ballot an expert works in: one encrypted file that is also the place where marks are kept.

What was asked is written once; each change is an encrypted record behind it, on disk before it
is acknowledged. Opening reads all of it; where most of it is out of date the file is rewritten.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType

from core.errors import Refused, UserError, reason_of
from core.exchange.ballot_content import BallotContent, Pair, content_bytes, content_from
from core.exchange.canonical import from_bytes, to_bytes
from core.exchange.changes import problems_of, recusal_problems
from core.exchange.crypto import (
    COST,
    NONCE,
    SALT,
    TAG,
    Cost,
    WrongKey,
    decrypt,
    encrypt,
    key_of,
    random_bytes,
)
from core.exchange.disk import (
    LogFile,
    append,
    cut_off,
    open_log,
    read_limited,
    read_log,
    swap,
    write_whole,
)
from core.exchange.envelope import (
    ENDING,
    LARGEST_CONTENT,
    LARGEST_FILE,
    LARGEST_RECORD,
    MAGIC,
    Frames,
    Header,
    Tail,
    bound_to,
    damaged,
    frame,
    head,
    make_header,
    read_frames,
    split,
)
from core.exchange.marks import (
    Change,
    Entry,
    Mark,
    SealNote,
    State,
    apply,
    apply_recusals,
    entry_of,
    line_of,
)
from core.exchange.pins import bare_pin
from core.scoring.mark_rules import Given
from core.text import _

PAD = 64  # bytes; a record's length shows neither its mark nor whether there is a short 理由
STALE_RECORDS = 500  # a log this long, and four times as long as it need be, is rewritten


class DamagedBallot(UserError):
    """Records in the log do not hold. `intact` ones do: `open_ballot(salvage=True)` keeps those."""

    def __init__(self, intact: int, lost: int) -> None:
        self.intact, self.lost = intact, lost
        text = _(
            "评分包中有记录损坏或被改动（完好 {intact} 条，损坏 {lost} 处），没有打开。"
            "请先换用备份；没有备份时可选择“保留完好的记录”后打开，并逐项核对。"
        )
        super().__init__(text.format(intact=intact, lost=lost))


@dataclass(frozen=True, slots=True)
class End:
    """Where the log ends: its last record's number and tag, and the place behind it."""

    number: int
    tag: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """The log read through, and how many places of it did not hold."""

    state: State
    end: End
    lost: int


class WorkingBallot:
    """An open ballot, also a context manager. Everything it says is on disk.

    `dropped` counts the bytes of a record that was never finished (and never acknowledged),
    `lost` the damaged places that a salvage left behind.
    """

    def __init__(
        self,
        content: BallotContent,
        header: Header,
        key: bytes,
        log: LogFile | None,
        found: Replayed,
    ) -> None:
        self.content = content
        self.dropped = 0
        self.lost = found.lost
        self._header, self._key, self._log = header, key, log
        self._marks, self._recusals = dict(found.state.marks), dict(found.state.recusals)
        self._seal = found.state.seal
        self._end = found.end

    @property
    def marks(self) -> Mapping[Pair, Mark]:
        """The marks by (unit, leaf), a view that follows."""
        return MappingProxyType(self._marks)

    @property
    def recusals(self) -> Mapping[str, str]:
        """Units for which the expert has declared 回避, with why."""
        return MappingProxyType(self._recusals)

    @property
    def last_seal(self) -> SealNote | None:
        return self._seal

    @property
    def seal_count(self) -> int:
        """The number of the latest sealing; 0 where there was none."""
        return self._seal.sequence if self._seal else 0

    def set_mark(self, unit: str, leaf: str, value: Given | None, reason: str = "") -> None:
        """Set or (None) clear one mark; on disk when this returns. Refused where it is not
        legal or not asked for, UserError where it cannot be written: then nothing changed."""
        self.set_marks([Change(unit, leaf, value, reason)])

    def set_marks(self, changes: Iterable[Change]) -> None:
        """All of them or none, in one record. Refused naming every one that is not legal."""
        wanted = list(changes)
        problems = problems_of(self.content, self._recusals, wanted)
        if problems:
            raise Refused(problems)
        if wanted:
            self._append(Entry(tuple(line_of(change) for change in wanted)))

    def set_recusal(self, unit: str, why: str | None) -> None:
        """Declare 回避 for a unit, or (None) take it back. Its marks stay, and count no more."""
        problems = recusal_problems(self.content, unit, why or "")
        if problems:
            raise Refused(problems)
        self._append(Entry(recusals=((unit, why),)))

    def note_seal(self, note: SealNote) -> None:
        """Remember a sealing."""
        self._append(Entry(seal=note))

    def _append(self, entry: Entry) -> None:
        if self._log is None:
            raise UserError(_("评分包没有打开，或只供查看，不能修改。"))
        end = self._end
        locked = _locked(entry, end, self._key)
        if len(locked) > LARGEST_RECORD:
            raise UserError(_("一次录入的内容太多，请分几次录入。"))
        record = frame(locked)
        append(self._log, end.at, record)
        # one assignment, so that no interruption leaves half of it behind
        self._end = End(end.number + 1, locked[-TAG:], end.at + len(record))
        apply(self.content, self._marks, entry)
        apply_recusals(self.content, self._recusals, entry)
        self._seal = entry.seal or self._seal

    def _rewrite(self) -> None:
        """The same content and marks without their history; OSError leaves all as it was."""
        if self._log is None:
            return
        state = State(self._marks, self._recusals, self._seal)
        content = encrypt(content_bytes(self.content), self._header.raw, self._key)
        locked = _locked(entry_of(state), End(0, content[-TAG:], 0), self._key)
        if len(locked) <= LARGEST_RECORD:
            data = head(self._header, content) + frame(locked)
            swap(self._log, data)
            self._end = End(1, locked[-TAG:], len(data))

    def close(self) -> None:
        """Let go of the file; what was acknowledged is on disk already."""
        if self._log is not None:
            os.close(self._log.handle)
            self._log = None

    def __enter__(self) -> WorkingBallot:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def create_ballot(path: Path, content: BallotContent, pin: str, cost: Cost = COST) -> None:
    """Write a new ballot; UserError where something is at `path`. Whole or not at all."""
    plain, salt = content_bytes(content), random_bytes(SALT)
    header = make_header(cost, salt, len(plain) + NONCE + TAG)
    if header.length > LARGEST_CONTENT:
        text = _("专家{name}要评的内容太多，放不进一份评分包（{n}项）。请用分工把它分开。")
        raise UserError(text.format(name=content.expert_name, n=len(content.asked)))
    locked = encrypt(plain, header.raw, key_of(bare_pin(pin), salt, cost))
    write_whole(path, head(header, locked))


def is_ballot(path: Path) -> bool:
    """Whether the file begins as a ballot does; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def open_ballot(
    path: Path, pin: str, *, write: bool = True, salvage: bool = False
) -> WorkingBallot:
    """Open with the PIN as typed, at the price of `Cost` in time and memory.

    UserError: wrong PIN, no ballot, of a newer version, damaged, or (`write`) open elsewhere.
    DamagedBallot: records in the log do not hold; with `salvage` those that do are kept, and
    the damaged file stays beside it under another name.
    """
    bare = bare_pin(pin)
    log = open_log(path) if write else None
    try:
        data = read_log(log, LARGEST_FILE) if log else read_limited(path, LARGEST_FILE)
        ballot = _opened(data, bare, log, salvage)
        if ballot.lost and log:
            _mend(ballot, path, data)
        elif log and ballot.dropped:
            cut_off(log, ballot._end.at)
        elif _is_stale(ballot):
            with suppress(OSError):  # the long file serves as well
                ballot._rewrite()
    except BaseException:
        if log:
            os.close(log.handle)
        raise
    return ballot


def _opened(data: bytes, pin: str, log: LogFile | None, salvage: bool) -> WorkingBallot:
    header, locked, start = split(data)
    key = key_of(pin, header.salt, header.cost)
    try:
        content = content_from(decrypt(locked, header.raw, key))
    except WrongKey as error:
        raise UserError(_("PIN 不对，请对照 PIN 条重新输入。")) from error
    except ValueError as error:
        raise damaged() from error
    frames = read_frames(data, start)
    replayed = _replay(content, key, frames, locked[-TAG:])
    if replayed.lost and not salvage:
        raise DamagedBallot(len(frames.locked) - _broken(frames, replayed), replayed.lost)
    ballot = WorkingBallot(content, header, key, log, replayed)
    if frames.tail is Tail.TORN:
        ballot.dropped = len(data) - frames.end
    return ballot


def _broken(frames: Frames, replayed: Replayed) -> int:
    return replayed.lost - (frames.tail is Tail.DAMAGED)


def _replay(content: BallotContent, key: bytes, frames: Frames, tag: bytes) -> Replayed:
    marks: dict[Pair, Mark] = {}
    recusals: dict[str, str] = {}
    seal: SealNote | None = None
    lost = int(frames.tail is Tail.DAMAGED)
    for number, locked in enumerate(frames.locked, 1):
        try:
            entry = from_bytes(Entry, decrypt(locked, bound_to(number, tag), key))
            apply(content, marks, entry)
            apply_recusals(content, recusals, entry)
            seal = entry.seal or seal
        except (WrongKey, ValueError):
            lost += 1
        tag = locked[-TAG:]
    return Replayed(State(marks, recusals, seal), End(len(frames.locked), tag, frames.end), lost)


def _mend(ballot: WorkingBallot, path: Path, data: bytes) -> None:
    """Keep the damaged file under another name; rewrite this one from what holds."""
    aside = path.with_name(f"{path.stem}.{_('损坏')}-{random_bytes(3).hex()}{path.suffix}")
    write_whole(aside, data)
    try:
        ballot._rewrite()
    except OSError as error:
        text = _("不能改写{name}：{why}。请把它复制到本机硬盘上再试。")
        raise UserError(text.format(name=path.name, why=reason_of(error))) from error


def _is_stale(ballot: WorkingBallot) -> bool:
    return ballot._end.number > max(STALE_RECORDS, 4 * len(ballot.marks))


def _locked(entry: Entry, end: End, key: bytes) -> bytes:
    """An entry as the record to be put behind `end`."""
    plain = to_bytes(entry)
    plain += b" " * (-len(plain) % PAD)
    while True:
        locked = encrypt(plain, bound_to(end.number + 1, end.tag), key)
        if any(locked[-ENDING:]):  # see there
            return locked
