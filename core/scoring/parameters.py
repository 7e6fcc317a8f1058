"""参数 text `键=值；键=值` into exact values: a parser for each kind of value.

A parser takes the text of a value, or None where the key is not given, and returns the value
or its default; it raises `ParameterError` with what was expected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction

from core.text import _

Parser = Callable[[str | None], object]
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)%?")
_REQUIRED = object()


class ParameterError(ValueError):
    """A 参数 that cannot be read; the text says what was expected."""


def parse_parameters(text: str, parsers: Mapping[str, Parser]) -> dict[str, object]:
    """Every key of `parsers` with its value or default. All faults are raised together."""
    given, faults = _split(text)
    faults += [_("没有参数“{key}”").format(key=key) for key in given if key not in parsers]
    values: dict[str, object] = {}
    for key, parse in parsers.items():
        try:
            values[key] = parse(given.get(key))
        except ParameterError as error:
            faults.append(_("参数“{key}”{fault}").format(key=key, fault=error))
    if faults:
        raise ParameterError(_("；").join(faults))
    return values


def _split(text: str) -> tuple[dict[str, str], list[str]]:
    given: dict[str, str] = {}
    faults: list[str] = []
    for piece in filter(None, (p.strip() for p in unicodedata.normalize("NFKC", text).split(";"))):
        key, sign, value = (part.strip() for part in piece.partition("="))
        if not sign or not key or not value:
            faults.append(_("“{piece}”应写成 键=值").format(piece=piece))
        elif key in given:
            faults.append(_("参数“{key}”给了两次").format(key=key))
        else:
            given[key] = value
    return given, faults


def read_number(text: str) -> Fraction:
    """A decimal, or a percentage as its fraction."""
    cleaned = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(cleaned):
        raise ParameterError(_("应为数，不是“{text}”").format(text=text))
    if cleaned.endswith("%"):
        return Fraction(cleaned[:-1]) / 100
    return Fraction(cleaned)


def _parser(read: Callable[[str], object], default: object = _REQUIRED) -> Parser:
    def parse(text: str | None) -> object:
        if text is not None:
            return read(text)
        if default is _REQUIRED:
            raise ParameterError(_("必须给出"))
        return Fraction(default) if isinstance(default, str | int) else default

    return parse


def _bounded(low: int | None, high: int | None, above: bool = False) -> Callable[[str], Fraction]:
    def read(text: str) -> Fraction:
        value = read_number(text)
        if low is not None and (value <= low if above else value < low):
            wanted = _("应大于 {low}") if above else _("应不小于 {low}")
            raise ParameterError(wanted.format(low=low))
        if high is not None and value > high:
            raise ParameterError(_("应不大于 {high}").format(high=high))
        return value

    return read


def number(default: object = _REQUIRED) -> Parser:
    """Any number."""
    return _parser(read_number, default)


def number_from(low: int, default: object = _REQUIRED) -> Parser:
    """A number not under `low`."""
    return _parser(_bounded(low, None), default)


def positive() -> Parser:
    """A number above 0, required."""
    return _parser(_bounded(0, None, above=True))


def fraction_of_one(default: object = _REQUIRED) -> Parser:
    """A number from 0 to 1."""
    return _parser(_bounded(0, 1), default)


def choice(*words: str) -> Parser:
    """One of the words; the first is the default."""

    def parse(text: str | None) -> object:
        if text is None:
            return words[0]
        if text not in words:
            raise ParameterError(_("应为{words}之一").format(words=_("、").join(words)))
        return text

    return parse


def _entries(text: str) -> list[str]:
    return [piece for piece in (p.strip() for p in re.split(r"[,、]", text)) if piece]


def _list(read: Callable[[str], Fraction]) -> Callable[[str], tuple[Fraction, ...]]:
    def read_list(text: str) -> tuple[Fraction, ...]:
        entries = tuple(read(piece) for piece in _entries(text))
        if not entries:
            raise ParameterError(_("应为一串用逗号隔开的数"))
        return entries

    return read_list


def factors() -> Parser:
    """A list of numbers from 0 to 1, required."""
    return _parser(_list(_bounded(0, 1)))


def point_list(default: object = _REQUIRED) -> Parser:
    """A list of points, none negative."""
    return _parser(_list(_bounded(0, None)), default)


def pairs(default: object = _REQUIRED) -> Parser:
    """A list of value:share pairs, the shares from 0 to 1."""

    def read(text: str) -> tuple[tuple[Fraction, Fraction], ...]:
        found = []
        for piece in _entries(text):
            value, sign, worth = piece.partition(":")
            if not sign:
                raise ParameterError(_("应写成 值:比例, 值:比例"))
            found.append((read_number(value), _bounded(0, 1)(worth)))
        if not found:
            raise ParameterError(_("应写成 值:比例, 值:比例"))
        return tuple(found)

    return _parser(read, default)
