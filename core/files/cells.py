"""What a cell says: raw values of a workbook into typed ones, and how each kind is written back.

A `Kind` reads one raw value (see `grid.Raw`) and raises `CellError` with what was expected.
Blank cells never come here: they mean the default of their field.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.text import _

Raw = Any

_INVISIBLE = "".join(map(chr, (0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x200E, 0x200F, 0xAD)))
_EDGES = "".join(map(chr, range(0x21))) + "\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
_EDGES += "".join(map(chr, range(0x2000, 0x200B))) + _INVISIBLE
_NARROW = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_NARROW |= {c: c - 0xFEE0 for c in range(0xFF41, 0xFF5B)}
_NARROW |= {ord(wide): narrow for wide, narrow in zip("＝；，：％．－＋", "=;,:%.-+", strict=True)}
_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(\.\d*)?(?:[eE]([+-]?\d{1,2}))?\s*(%?)"
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MOST_DIGITS = 60


class CellError(ValueError):
    """A cell that is not what its column takes; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cell. `choices` are the words a drop-down offers; `form` is the number format
    that it is written with (`@`: as text)."""

    read: Callable[[Raw], Any]
    write: Callable[[Any], Any]
    choices: tuple[str, ...] = ()
    form: str = "@"


# Text


def stripped(text: str) -> str:
    """Without surrounding space and characters that cannot be seen; lines end in \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(_EDGES)


def normalised(text: str) -> str:
    """Stripped, with full-width digits, letters and `＝；，：％` made half-width."""
    return stripped(text.translate(_NARROW))


def shown(raw: Raw) -> str:
    """A raw value as the person sees it, about."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float | int):
        return plain_text(to_decimal(raw)) if abs(raw) < float("inf") else str(raw)
    if isinstance(raw, Decimal):
        return plain_text(raw)
    if isinstance(raw, datetime):
        return raw.isoformat(" ")
    if isinstance(raw, date | time):
        return raw.isoformat()
    return str(raw)


def plain_text(value: Decimal) -> str:
    """Digits without exponent or trailing zeros, exact."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def to_decimal(value: float) -> Decimal:
    """The shortest decimal that reads back as this number."""
    return Decimal(plain_text(Decimal(repr(value))))


def _text(raw: Raw) -> str:
    if isinstance(raw, bool):
        raise CellError(_("应为文字，不是TRUE或FALSE"))
    return stripped(raw) if isinstance(raw, str) else shown(raw)


def _word(raw: Raw) -> str:
    return normalised(_text(raw))


def _code(raw: Raw) -> str:
    if isinstance(raw, date | time | timedelta):
        text = _("编码被电子表格当成了日期或时间；请把这一列设为文本格式，再重新填写")
        raise CellError(text)
    return _word(raw)


# Numbers


def parse_number(text: str) -> Decimal | None:
    """The number that a text holds: sign, thousands separators, per cent; None where none."""
    cleaned = normalised(text).replace("−", "-").replace("－", "-")
    match = _NUMBER.fullmatch(cleaned)
    if match is None or len(cleaned) > _MOST_DIGITS:
        return None
    sign, whole, rest, exponent, percent = match.groups()
    digits = (whole or "0").replace(",", "") + (rest or "")
    value = Decimal(f"{sign}{digits}e{int(exponent or 0) - 2 * bool(percent)}")
    return Decimal(plain_text(value))


def _number(raw: Raw) -> Decimal:
    value = None
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        value = to_decimal(raw) if abs(raw) < float("inf") else None
    elif isinstance(raw, str):
        value = parse_number(raw)
    elif isinstance(raw, date | time | timedelta):
        raise CellError(_("应为数，不是日期或时间；请检查单元格格式"))
    if value is None:
        raise CellError(_("应为数"))
    return value


def _bounded(
    low: Decimal | None, high: Decimal | None, expected: Callable[[], str], *, above: bool = False
) -> Callable[[Raw], Decimal]:
    def read(raw: Raw) -> Decimal:
        value = _number(raw)
        low_enough = low is None or value > low or (value == low and not above)
        if not low_enough or (high is not None and value > high):
            raise CellError(expected())
        return value

    return read


def number_cell(value: Decimal | None) -> float | int | str | None:
    """A number whose cell reads back as exactly this value; text beyond the 15 digits that a
    spreadsheet keeps."""
    if value is None:
        return None
    text = plain_text(value)
    if len(text.strip("-0.").replace(".", "")) > 15 or len(text) > 20:
        return text
    return float(value) if "." in text else int(value)


def whole_number(low: int, high: int, expected: Callable[[], str]) -> Kind:
    """An integer from `low` to `high`."""

    def read(raw: Raw) -> int:
        try:
            value = _number(raw)
        except CellError as error:
            raise CellError(expected()) from error
        if value != value.to_integral_value() or not low <= value <= high:
            raise CellError(expected())
        return int(value)

    return Kind(read, lambda value: value, form="General")


# Dates, choices, lists


def _date(raw: Raw) -> date:
    expected = _("应为日期，如 2026-01-08")
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool | time | timedelta):
        raise CellError(expected)
    try:
        if isinstance(raw, str) and (match := _DATE.fullmatch(normalised(raw))):
            return date(int(match[1]), int(match[2]), int(match[3]))
        serial = _number(raw)
        if not 1 <= serial < 2958466:
            raise CellError(expected)
        return date(1899, 12, 30) + timedelta(days=int(serial))
    except ValueError as error:
        raise CellError(expected) from error


def choice(words: type[StrEnum], *, blank: Any = None) -> Kind:
    """One of the words of an enumeration; `blank` is what a blank cell stands for."""
    names = tuple(w.value for w in words if w.value)

    def read(raw: Raw) -> StrEnum:
        word = _word(raw)
        if word not in names:
            raise CellError(_("应为 {words}").format(words=_(" 或 ").join(names)))
        return words(word)

    def write(value: Any) -> str:
        return "" if value in (None, blank) else str(value)

    return Kind(read, write, names)


def _yes(raw: Raw) -> bool:
    word = _word(raw)
    if word not in ("是", "否"):
        raise CellError(_("应为 是 或 否"))
    return word == "是"


def _names(raw: Raw) -> tuple[str, ...]:
    parts = (normalised(p) for p in re.split("[、,;]", _word(raw)))
    return tuple(dict.fromkeys(p for p in parts if p))


def pairs_of(raw: Raw) -> list[tuple[str, str]]:
    """`键=值；键=值`, each key once. Raises `CellError`."""
    pairs: dict[str, str] = {}
    for piece in filter(None, map(normalised, _word(raw).split(";"))):
        key, sign, value = (stripped(p) for p in piece.partition("="))
        if not (key and sign and value):
            raise CellError(_("应写成 键=值；键=值，“{piece}”不是").format(piece=piece))
        if key in pairs:
            raise CellError(_("“{key}”写了两次").format(key=key))
        pairs[key] = value
    return list(pairs.items())


def _pairs_text(raw: Raw) -> str:
    return "；".join(f"{key}={value}" for key, value in pairs_of(raw))


def _shares(raw: Raw) -> tuple[tuple[str, Decimal], ...]:
    found: list[tuple[str, Decimal]] = []
    for key, text in pairs_of(raw):
        value = parse_number(text)
        if value is None or not 0 <= value <= 1:
            raise CellError(_("“{key}”的系数应为0到1的数").format(key=key))
        found.append((key, value))
    if not found:
        raise CellError(_("应写成 词=系数；词=系数"))
    return tuple(found)


# Cells whose meaning hangs on other sheets


def _open(raw: Raw) -> Decimal | str:
    if isinstance(raw, date | time | timedelta):
        raise CellError(_("应为数或文字，不是日期或时间；请把单元格设为文本格式，再重新填写"))
    return _word(raw) if isinstance(raw, str) else _number(raw)


def _open_cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(map(plain_text, value))
    return number_cell(value) if isinstance(value, Decimal) else value


def _as_is(value: Any) -> Any:
    return value


TEXT = Kind(_text, _as_is)
WORD = Kind(_word, _as_is)
CODE = Kind(_code, _as_is)
NUMBER = Kind(_number, number_cell, form="General")
WEIGHT = Kind(
    _bounded(Decimal(0), None, lambda: _("应为大于0的数"), above=True), number_cell, form="General"
)
SHARE = Kind(
    _bounded(Decimal(0), Decimal(1), lambda: _("应为0到1的数，或0%到100%")),
    number_cell,
    form="General",
)
NOT_NEGATIVE = replace(NUMBER, read=_bounded(Decimal(0), None, lambda: _("应为不小于0的数")))
DATE = Kind(_date, _as_is, form="yyyy-mm-dd")
YES_NO = Kind(_yes, lambda value: "" if value is None else "是" if value else "否", ("是", "否"))
NAMES = Kind(_names, "、".join)
PAIRS = Kind(_pairs_text, _as_is)
SHARES = Kind(
    _shares, lambda pairs: "；".join(f"{word}={plain_text(share)}" for word, share in pairs)
)
OPEN = Kind(_open, _open_cell, form="General")
