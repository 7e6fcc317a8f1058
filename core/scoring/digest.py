"""A fingerprint of everything that goes into the results, so that two files, or a file and a
paper, can be said to rest on the same inputs.

SHA-256 over canonical JSON of every noun, then over the ratings as columns of integers. Nothing
in it hangs on the order of rows or on positions inside one file: *export → new* keeps it. Rounds
are in it through the ratings that name them; whether one is open is no input.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model.marks import Marks, make_marks
from core.model.plan import RatingMode
from core.model.snapshot import Snapshot

_NOUNS = (
    "indicators", "units", "experts", "kinds", "assignments", "recusals", "actuals",
    "adjustments", "vetoes", "grades", "committee", "opinions", "monitoring",
    "self_assessments", "verifications", "appeals", "result_uses", "rectifications",
)  # fmt: skip


def digest(snapshot: Snapshot) -> str:
    """SHA-256 of the canonical inputs, 64 hexadecimal digits."""
    words = _used_words(snapshot)
    inputs = {noun: _rows(getattr(snapshot, noun)) for noun in _NOUNS}
    inputs["settings"] = _plain(snapshot.settings)
    inputs["reasons"] = sorted([*key, text] for key, text in snapshot.reasons.items())
    inputs["words"] = words
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    marks = _by_code(snapshot, words)
    for column in (marks.unit, marks.leaf, marks.expert, marks.round, marks.value):
        found.update(column.astype("<i8").tobytes())
    return found.hexdigest()


def _rows(rows: tuple[Any, ...]) -> list[Any]:
    return sorted((_plain(row) for row in rows), key=lambda row: json.dumps(row, sort_keys=True))


def _plain(value: Any) -> Any:
    """JSON's kinds; a decimal without trailing zeros, because 1.0 and 1 are one input."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _by_code(snapshot: Snapshot, words: list[str]) -> Marks:
    """The marks with positions counted in the order of codes instead of rows."""
    marks = snapshot.marks
    return make_marks(
        _places([u.code for u in snapshot.units])[marks.unit],
        _places([leaf.code for leaf in snapshot.tree.leaves])[marks.leaf],
        _places([e.code for e in snapshot.experts])[marks.expert],
        marks.round,
        _values(snapshot, words),
    )


def _places(codes: list[str]) -> NDArray[np.int64]:
    """For each row its place in the order of codes."""
    order = sorted(range(len(codes)), key=codes.__getitem__)
    places = np.empty(len(codes), dtype=np.int64)
    places[order] = np.arange(len(codes))
    return places


def _used_words(snapshot: Snapshot) -> list[str]:
    """The grade words that ratings are given in, sorted; none where ratings are numbers."""
    if snapshot.settings.rating_mode is not RatingMode.WORDS:
        return []
    used = np.unique(snapshot.marks.value)
    return sorted(snapshot.words[n] for n in used[used >= 0])


def _values(snapshot: Snapshot, words: list[str]) -> NDArray[np.int64]:
    value = snapshot.marks.value
    if snapshot.settings.rating_mode is not RatingMode.WORDS:
        return value
    place = {word: n for n, word in enumerate(words)}
    # the last entry answers for ABSTAINED, which is -1
    return np.array([*(place.get(w, -2) for w in snapshot.words), -1], dtype=np.int64)[value]
