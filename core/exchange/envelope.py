"""The bytes of a ballot file, as far as they can be understood without the PIN.

    header    magic 8 · version u16 · Argon2id passes u32 · memory u64 · salt 16 · length u32
    content   nonce 24 · ciphertext · tag 16          (`length` bytes; the header is bound to it)
    check     BLAKE2b, 16 bytes, of header and content: tells damage from a wrong PIN
    records   length u32 · CRC-32 of the length · nonce 24 · ciphertext · tag 16

All numbers big-endian. Each record is bound to its number (from 1) and to the tag before it, so
that records can be neither swapped nor replayed nor cut out from the middle. A record that was
being written when the power went is told from a damaged one: its length stands, and is checked,
but the bytes stop (or are zeros that the file system put there).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from enum import Enum

from core.errors import UserError
from core.exchange.crypto import MOST_COST, NONCE, SALT, TAG, Cost
from core.text import _

MAGIC = b"KPBALLOT"
VERSION = 1
LARGEST_CONTENT = 64 << 20  # bytes
LARGEST_RECORD = 32 << 20
LARGEST_FILE = 256 << 20
CHECK = 16
ENDING = 4  # bytes; a record never ends in so many zeros, so that one that does was not finished
LEAST_MEMORY = 8192  # bytes; libsodium takes no less
_HEADER = struct.Struct(f">8sHIQ{SALT}sI")
_FRAME = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Header:
    """`raw` is what stands in the file, and is authenticated with the content."""

    cost: Cost
    salt: bytes
    length: int
    raw: bytes


class Tail(Enum):
    """How the log ends."""

    CLEAN = "clean"
    TORN = "torn"  # a record that was never finished
    DAMAGED = "damaged"  # what stands there was never written so


@dataclass(frozen=True, slots=True)
class Frames:
    """The records as locked bytes, and where the last whole one ends."""

    locked: tuple[bytes, ...]
    end: int
    tail: Tail


def make_header(cost: Cost, salt: bytes, length: int) -> Header:
    """The header of a file whose locked content is `length` bytes long."""
    raw = _HEADER.pack(MAGIC, VERSION, cost.passes, cost.memory, salt, length)
    return Header(cost, salt, length, raw)


def head(header: Header, content: bytes) -> bytes:
    """Everything before the records."""
    return header.raw + content + _check(header.raw + content)


def split(data: bytes) -> tuple[Header, bytes, int]:
    """Header, locked content, and where the records begin; UserError where `data` is no ballot,
    of a newer version, damaged, or asks for more than opening may cost."""
    header = _read_header(data)
    end = _HEADER.size + header.length
    content = data[_HEADER.size : end]
    if data[end : end + CHECK] != _check(header.raw + content):
        raise damaged()
    least = Cost(1, LEAST_MEMORY)
    if not (
        least.passes <= header.cost.passes <= MOST_COST.passes
        and least.memory <= header.cost.memory <= MOST_COST.memory
    ):
        raise UserError(_("评分包的加密参数超出本程序允许的范围，不予打开。请向秘书处重新领取。"))
    return header, content, end + CHECK


def _read_header(data: bytes) -> Header:
    if data[: len(MAGIC)] != MAGIC:
        raise UserError(_("这不是评分包（.ballot）文件，或文件开头已损坏。"))
    if len(data) < _HEADER.size:
        raise damaged()
    _magic, version, passes, memory, salt, length = _HEADER.unpack_from(data)
    if version != VERSION:
        raise UserError(_("评分包由更新版本的程序制作，本程序打不开。请安装新版本后再试。"))
    if not NONCE + TAG <= length <= LARGEST_CONTENT:
        raise damaged()
    return Header(Cost(passes, memory), salt, length, data[: _HEADER.size])


def _check(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=CHECK).digest()


def damaged() -> UserError:
    """The word on a ballot whose fixed part does not hold."""
    return UserError(
        _("评分包已损坏（内容不完整或被改动），打不开。请换备份，或向秘书处重新领取。")
    )


def frame(locked: bytes) -> bytes:
    """A record as it is appended."""
    size = struct.pack(">I", len(locked))
    return size + struct.pack(">I", zlib.crc32(size)) + locked


def bound_to(number: int, tag: bytes) -> bytes:
    """What record `number` is authenticated with: its place, and the tag before it."""
    return b"record" + struct.pack(">Q", number) + tag


def read_frames(data: bytes, start: int) -> Frames:
    """Walk the records from `start` as far as their lengths can be believed."""
    locked: list[bytes] = []
    at = start
    while at < len(data):
        size = _size_at(data, at)
        if size is None:
            return Frames(tuple(locked), at, _tail(data, at))
        end = at + _FRAME.size + size
        if end > len(data) or data[end - ENDING : end] == bytes(ENDING):
            return Frames(tuple(locked), at, _short(data, end))
        locked.append(data[at + _FRAME.size : end])
        at = end
    return Frames(tuple(locked), at, Tail.CLEAN)


def _size_at(data: bytes, at: int) -> int | None:
    if len(data) - at < _FRAME.size:
        return None
    size, check = _FRAME.unpack_from(data, at)
    sound = check == zlib.crc32(data[at : at + 4]) and NONCE + TAG <= size <= LARGEST_RECORD
    return int(size) if sound else None


def _tail(data: bytes, at: int) -> Tail:
    """A length that is cut short, or has nothing but zeros behind it: never finished."""
    return Tail.DAMAGED if any(data[at + _FRAME.size :]) else Tail.TORN


def _short(data: bytes, end: int) -> Tail:
    """A record without its last bytes is a torn one only where nothing follows it."""
    return Tail.DAMAGED if any(data[end:]) else Tail.TORN
