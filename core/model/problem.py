"""Bad data is a value: where it stands, what it says, what was expected instead.

`Notice` is its mild sister: something a person ought to know, which refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

ROW, THEN = "第{row}行", "："  # in the source language


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a workbook. `row` counts from 1 as the spreadsheet shows it;
    `column` is the header text; `key` names the row where its number is not known (stored data,
    or before an import has looked it up). Each may be left out."""

    sheet: str = ""
    row: int | None = None
    column: str = ""
    book: str = ""
    key: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.worded()

    def worded(self, row: str = ROW) -> str:
        """In one line; `row` says a row's number in the language of the screen, which the model
        does not know (`core.errors.worded` does)."""
        which = row.format(row=self.row) if self.row else "/".join(k for k in self.key if k)
        parts = [self.book, self.sheet, which, self.column]
        return " ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that has to be mended before the data can be taken.

    `value` is the offending value as the person sees it, `expected` what should stand there;
    both are whole phrases in the language of the screen.
    """

    expected: str
    place: Place = Place()
    value: str = ""

    def __str__(self) -> str:
        return self.worded()

    def worded(self, row: str = ROW, then: str = THEN) -> str:
        """Place, value, expectation, in one line; `then` stands after each of the first two."""
        told = [self.place.worded(row), f"“{self.value}”" if self.value else "", self.expected]
        return then.join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about a result or an import. `code` is stable English, `text` is shown."""

    code: str
    text: str
