"""Frozen dataclasses as JSON bytes, one way only, and back with every type checked.

Equal values give equal bytes (sorted keys, no spaces, decimals as plain digits), so that a hash
or a signature over them means something. What is read is strict: an unknown key, a missing one,
or a wrong kind is a `ValueError`.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Hashable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]
MOST_DIGITS = 400


def to_bytes(value: Any) -> bytes:
    """The value (a dataclass of texts, numbers, decimals, enumerations, tuples) as JSON."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def from_bytes(kind: type[T], data: bytes) -> T:
    """The `kind` that `to_bytes` wrote; ValueError for anything else."""
    try:
        found: T = reader(cast(Hashable, kind))(json.loads(data.decode("utf-8")))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a {kind.__name__}") from error
    return found


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int:
        return value
    names = _FIELDS.get(kind) or _field_names(kind)
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


_FIELDS: dict[type, tuple[str, ...]] = {}  # of the dataclasses met so far


def _field_names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for any other type."""
    if not dataclasses.is_dataclass(kind):
        return None
    return _FIELDS.setdefault(kind, tuple(field.name for field in dataclasses.fields(kind)))


def digits(value: Decimal) -> str:
    """Plain digits without exponent or trailing zeros: equal numbers are equal text."""
    if not value.is_finite():
        raise ValueError(f"not a number: {value}")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def decimal(text: Any) -> Decimal:
    """The number that `digits` wrote, and only if written that way; ValueError otherwise."""
    if not isinstance(text, str) or len(text) > MOST_DIGITS:
        raise ValueError("a decimal is a text of digits")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("not a decimal") from error
    if not value.is_finite() or digits(value) != text:
        raise ValueError("not a plain decimal")
    return value


@cache
def reader(hint: Any) -> Reader:
    """What turns JSON of the hinted type into a value; ValueError, KeyError, TypeError where
    it is not of that type."""
    if hint is Decimal:
        return decimal
    if hint in (str, int, bool):
        return _exactly(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return _either(get_args(hint))
    if get_origin(hint) is tuple:
        return _items(get_args(hint))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _fields(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    raise TypeError(f"no way to read {hint}")


def _exactly(kind: type) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise ValueError(f"not a {kind.__name__}")
        return data

    return read


def _either(hints: tuple[Any, ...]) -> Reader:
    """A union: null for None, a list for a tuple, anything else for the remaining type."""
    lists = [reader(h) for h in hints if get_origin(h) is tuple]
    others = [reader(h) for h in hints if h is not type(None) and get_origin(h) is not tuple]

    def read(data: Any) -> Any:
        if data is None and type(None) in hints:
            return None
        chosen = lists if isinstance(data, list) and lists else others
        return chosen[0](data)

    return read


def _items(hints: tuple[Any, ...]) -> Reader:
    """`tuple[X, ...]`, or a tuple of as many items as are hinted."""
    if len(hints) == 2 and hints[1] is Ellipsis:
        each = reader(hints[0])
        return lambda data: tuple(each(item) for item in _list(data))
    readers = [reader(h) for h in hints]
    return lambda data: tuple(read(item) for read, item in zip(readers, _list(data), strict=True))


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise ValueError("not a list")
    return data


def _fields(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = {f.name: reader(hints[f.name]) for f in dataclasses.fields(kind)}

    def read(data: Any) -> Any:
        if not isinstance(data, dict) or data.keys() != readers.keys():
            raise ValueError(f"not the fields of {kind.__name__}")
        return kind(**{name: read(data[name]) for name, read in readers.items()})

    return read
