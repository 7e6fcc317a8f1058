"""What a column of a table is: a title and what it takes from a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


def _nothing(_row: Any) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`value` gives what the row holds here; it is shown by `text` (as it is, if not given),
    sorted by `key` (itself), numbers on the right. `mark` is a short word after the text that
    stands out (`mark_tone` its colour). With `chip` the text is a pill in the colour it names;
    `tone` colours the text itself. `check` draws a box, ticked or not (None: no box). `width` in
    characters; 0 takes what is left."""

    title: str
    value: Callable[[Row], Any]
    text: Callable[[Any], str] | None = None
    key: Callable[[Row], Any] | None = None
    tip: Callable[[Row], str] = _nothing
    right: bool = False
    bold: bool = False
    chip: Callable[[Row], str] | None = None
    tone: Callable[[Row], str] = _nothing
    mark: Callable[[Row], str] = _nothing
    mark_tone: str = "bad"
    width: float = 0
    name: str = ""
    check: Callable[[Row], bool | None] | None = None

    def shown(self, row: Row) -> str:
        """The text of the cell."""
        value = self.value(row)
        if self.text is not None:
            return self.text(value)
        if isinstance(value, Decimal):
            return format(value, "f")
        return "" if value is None else str(value)

    def sort_key(self, row: Row) -> tuple[bool, Any]:
        """What the cell is sorted by: nothing comes last."""
        value = self.key(row) if self.key is not None else self.value(row)
        return (value is None, 0 if value is None else value)
