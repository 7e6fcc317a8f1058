"""Tables on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence


def width(text: str) -> int:
    """Columns that the text takes on a terminal: two for a wide character, none for a mark that
    sits on the one before it."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with spaces to `columns`; `right` puts the text at the right edge."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Lines of equal columns, two spaces between; columns numbered in `right` are set at their
    right edge (numbers)."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            padded(cell, wide, right=n in right)
            for n, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
