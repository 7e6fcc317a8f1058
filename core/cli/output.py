"""Printing: JSON for programs, lines for people. Results go to standard output, what a person
should know besides goes to standard error."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from core.model.problem import Notice


def print_json(value: Any) -> None:
    """`value` as JSON, Chinese as it is."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def print_notices(notices: Iterable[Notice]) -> None:
    """Each notice on a line of standard error."""
    for notice in notices:
        print(notice.text, file=sys.stderr)


def plain(value: Any) -> Any:
    """The value in JSON's own kinds: dataclasses as objects; decimals, fractions, dates and paths
    as strings, so that nothing is lost on the way."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Fraction, Path)):
        return str(value)
    return value
