"""The hidden sheet by which a filled 评分表 is known again, wherever its file has been.

It says for which assessment, round and expert the book was made, and which cell is whose. What
it says is checked against the codes that can be seen, so that a row that was moved is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.files.book_writing import escaped
from core.files.score_sheet_form import Layout
from core.model.import_plan import ScoreSheet

MARKER_SHEET = "_kaoping"
FORMAT, VERSION = "kaoping-score-sheet", "1"
_FIELDS = ("assessment", "year", "round", "expert", "expert_name", "plan", "version", "made_at")

Row = tuple[str, ...]


class NewerSheet(ValueError):
    """The sheet was made by a later version of the program."""


def write_marker(book: Any, says: ScoreSheet, layout: Layout) -> None:
    """Adds the marker to an openpyxl book, where no menu of a spreadsheet shows it."""
    sheet = book.create_sheet(MARKER_SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.protection.enable()
    for number, row in enumerate(marker_rows(says, layout), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = escaped(text)
            cell.data_type = "s"


def marker_rows(says: ScoreSheet, layout: Layout) -> Iterator[Row]:
    """Texts only: a code like 1.10 must not become a number."""
    yield FORMAT, VERSION
    for name in _FIELDS:
        value = getattr(says, name)
        yield name, "" if value is None else str(value)
    for code in says.leaves:
        yield "leaf", code, str(layout.columns[code])
    for code in says.units:
        flags = "".join("1" if (code, leaf) in layout.asked else "0" for leaf in says.leaves)
        yield "unit", code, str(layout.rows[code]), flags


def read_marker(rows: Iterable[Sequence[str]]) -> tuple[ScoreSheet, Layout]:
    """What `marker_rows` gave. Raises `NewerSheet`, and ValueError for anything else."""
    told = [tuple(row) for row in rows]
    if not told or told[0][0] != FORMAT:
        raise ValueError("no marker")
    if told[0][1] != VERSION:
        raise NewerSheet(told[0][1])
    values = {row[0]: row[1] for row in told if row[0] in _FIELDS}
    if set(values) != set(_FIELDS):
        raise ValueError("the marker lacks fields")
    leaves = {row[1]: int(row[2]) for row in told if row[0] == "leaf"}
    units = {row[1]: row for row in told if row[0] == "unit"}
    layout = Layout(
        {code: int(row[2]) for code, row in units.items()}, leaves, _asked(units, leaves)
    )
    if min([*layout.rows.values(), *layout.columns.values()], default=0) < 1:
        raise ValueError("the marker names no cells")
    year, number = values.pop("year"), int(values.pop("round"))
    says = ScoreSheet(
        **values,
        year=int(year) if year else None,
        round=number,
        units=tuple(units),
        leaves=tuple(leaves),
    )
    return says, layout


def _asked(units: dict[str, Row], leaves: Iterable[str]) -> frozenset[tuple[str, str]]:
    codes = list(leaves)
    return frozenset(
        (unit, leaf)
        for unit, row in units.items()
        for leaf, flag in zip(codes, row[3], strict=True)
        if flag == "1"
    )
