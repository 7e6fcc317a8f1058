"""How numbers, dates and names stand in an official Chinese paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.model.data import Value
from core.scoring.numbers import decimals_of, plain, round_half_up

_DIGITS = "零一二三四五六七八九"
# What XML 1.0 cannot hold; a lone surrogate included.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHARES = ("率", "占比", "比重", "比例", "满意度")


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 45 → 四十五; from 100 on the plain digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def chinese_date(day: date | None) -> str:
    """2026年1月8日, without leading zeros; room to write where there is no date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def printable(text: str) -> str:
    """The text without what a Word file cannot hold; line breaks as \\n."""
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNPRINTABLE.sub("", lines)


def points_text(points: Decimal, decimals: int) -> str:
    """Points with the plan's decimals; more of them where the value needs more."""
    if points.as_tuple().exponent == -decimals:
        return format(points, "f")
    return format(round_half_up(points, max(decimals, decimals_of(points))), "f")


def share_text(part: Decimal, whole: Decimal) -> str:
    """part/whole as 87.4%, half up."""
    return f"{round_half_up(Fraction(part) * 100 / Fraction(whole), 1)}%"


def is_rate(name: str, values: Sequence[Value]) -> bool:
    """Whether a person would read these values of one indicator in percent: its name says
    that it is a rate, and what is stored are fractions (none beyond 2, one not whole)."""
    numbers = [v for v in values if isinstance(v, Decimal)]
    fractions = any(decimals_of(v) for v in numbers) and all(abs(v) <= 2 for v in numbers)
    return fractions and any(word in name for word in _SHARES)


def value_text(value: Value, percent: bool) -> str:
    """A 完成值 or 目标值 exactly, with % or without; a tally as 120/60/15/5; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "/".join(plain(v) for v in value)
    return f"{plain(value * 100)}%" if percent else plain(value)


def width(text: str) -> float:
    """Width in Chinese characters: a Latin letter or digit takes half of one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_LONGEST_NAME = 60  # characters; 180 bytes on disk


def file_name(parts: Sequence[str], suffix: str) -> str:
    """The parts joined by _ as one name that Windows, macOS and Linux take: what Windows
    forbids and what cannot be seen becomes _, over-long parts are cut. The first part must be
    a number, so that no name is a reserved one (CON, NUL)."""
    return "_".join(_file_part(p) for p in parts) + suffix


def _file_part(text: str) -> str:
    unseen = ("C", "Zl", "Zp")
    seen = "".join("_" if unicodedata.category(c).startswith(unseen) else c for c in text.strip())
    return _FORBIDDEN.sub("_", seen)[:_LONGEST_NAME].rstrip(". ") or "_"
