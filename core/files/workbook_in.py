"""The interchange workbook, read: every row typed, or every problem of the book at once.

What a single cell or a single sheet can tell is told here; what hangs on other sheets or on
what is stored already is for `core.actions.merge` and `core.scoring.check`. A filled 评分表 is
such a book too (see `core.files.score_sheet_in`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import Refused, UserError
from core.files.book_parts import BookParts, SheetPart, open_book
from core.files.cells import CellError, normalised, shown
from core.files.grid import Grid, read_grids
from core.files.score_sheet_in import marker_of, read_score_sheet
from core.files.settings_sheet import ITEM_OF
from core.files.sheet_columns import MOST_TOLD, Cells, more_told, read_columns
from core.files.sheets import (
    GUIDE_SHEET,
    RATINGS_SHEET,
    RESULTS_SHEET,
    SETTINGS_SHEET,
    SHEETS,
    Sheet,
    sheet_named,
)
from core.model.import_plan import ImportPlan, Incoming, IncomingRatings
from core.model.problem import Notice, Place, Problem
from core.text import _


@dataclass(slots=True)
class _Reading:
    """What has been read of a book so far."""

    book: str
    sheets: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    rows: list[Incoming] = field(default_factory=list)
    ratings: IncomingRatings = field(default_factory=IncomingRatings)
    notices: list[Notice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def plan(self) -> ImportPlan:
        return ImportPlan(
            book=self.book,
            sheets=tuple(self.sheets),
            settings=self.settings,
            setting_places=self.places,
            rows=tuple(self.rows),
            ratings=self.ratings,
            notices=tuple(self.notices),
        )


def read_book(path: Path) -> ImportPlan:
    """The book at `path`. Raises `UserError` where it is no workbook that can be read, `Refused`
    with every problem of its cells."""
    plan, problems = read_sound(path)
    if problems:
        raise Refused(problems)
    return plan


def read_sound(path: Path) -> tuple[ImportPlan, tuple[Problem, ...]]:
    """What of the book can be taken, and what cannot: a row whose key is sound is there without
    its faulty cells, so that what else is wrong with the book can be told in the same go.
    Raises `UserError` where it is no workbook that can be read."""
    book = open_book(Path(path))
    marker = marker_of(book)
    if marker is not None:
        return read_score_sheet(book, marker)
    reading = _Reading(book.book)
    wanted = _wanted(book, reading)
    for (_part, sheet), grid in zip(wanted, read_grids(book, [p for p, _s in wanted]), strict=True):
        _read_sheet(reading, sheet, grid)
    return reading.plan(), tuple(reading.problems)


def _wanted(book: BookParts, reading: _Reading) -> list[tuple[SheetPart, Sheet]]:
    """The sheets to read, in the order of the contract."""
    found: dict[str, SheetPart] = {}
    ignored: list[str] = []
    for part in book.sheets:
        sheet = sheet_named(part.name)
        if sheet is None:
            ignored += [part.name] if normalised(part.name) != GUIDE_SHEET else []
        elif sheet.name in found:
            text = _("有两张同名的工作表，应只有一张")
            reading.problems.append(Problem(text, Place(sheet.name, book=book.book), part.name))
        else:
            found[sheet.name] = part
    if not found:
        names = _("、").join(s.name for s in SHEETS[:8])
        text = _("“{book}”里没有可以导入的工作表。工作表应叫：{names}等。")
        raise UserError(text.format(book=book.book, names=names))
    if ignored:
        text = _("工作表{names}不属于本程序的格式，没有读取。")
        names = _("、").join(f"“{name}”" for name in ignored)
        reading.notices.append(Notice("unknown_sheet", text.format(names=names)))
    if found.pop(RESULTS_SHEET, None):
        text = _("工作表“{name}”只供核对往年结果（rehearse）使用，导入时不读。")
        reading.notices.append(Notice("results_sheet", text.format(name=RESULTS_SHEET)))
    return [(found[s.name], s) for s in SHEETS if s.name in found]


def _read_sheet(reading: _Reading, sheet: Sheet, grid: Grid) -> None:
    cells = read_columns(sheet, grid, reading.book)
    reading.sheets.append(sheet.name)
    reading.problems += cells.problems
    if cells.unknown:
        text = _("工作表“{sheet}”的列{names}不认识，没有读取。")
        names = _("、").join(f"“{name}”" for name in cells.unknown)
        notice = Notice("unknown_column", text.format(sheet=sheet.name, names=names))
        reading.notices.append(notice)
    if any(c.required and c.field not in cells.values for c in sheet.columns):
        return
    if sheet.name == SETTINGS_SHEET:
        _take_settings(reading, cells)
    elif sheet.name == RATINGS_SHEET:
        reading.ratings = _ratings(cells)
    else:
        _take_rows(reading, sheet, cells)


# Nouns


def _take_rows(reading: _Reading, sheet: Sheet, cells: Cells) -> None:
    assert sheet.noun is not None
    first: dict[tuple[Any, ...], int] = {}
    repeated: list[tuple[int, tuple[Any, ...]]] = []
    names = list(cells.values)
    columns = list(cells.values.values())
    for n, row in enumerate(cells.rows):
        faulty = cells.faulty.get(n, set())
        values = {f: c[n] for f, c in zip(names, columns, strict=True) if f not in faulty}
        if faulty.intersection(sheet.key):
            continue
        key = tuple(values.get(name) or "" for name in sheet.key)
        if sheet.unique and key in first:
            repeated.append((row, key))
            continue
        first[key] = row
        reading.rows.append(Incoming(sheet.noun, values, Place(sheet.name, row, book=reading.book)))
    reading.problems += [
        _repeated(reading.book, sheet, row, first[key], key) for row, key in repeated[:MOST_TOLD]
    ]
    if len(repeated) > MOST_TOLD:
        place = Place(sheet.name, column=sheet.header_of(sheet.key[-1]), book=reading.book)
        reading.problems.append(Problem(more_told(len(repeated)), place))


def _repeated(book: str, sheet: Sheet, row: int, earlier: int, key: Sequence[Any]) -> Problem:
    text = _("与第{n}行重复，应只有一行").format(n=earlier)
    column = sheet.header_of(sheet.key[-1])
    value = "/".join(shown(part) for part in key if part != "")
    return Problem(text, Place(sheet.name, row, column, book), value)


# Ratings


def _ratings(cells: Cells) -> IncomingRatings:
    """All columns, less the rows at fault."""
    blank = [None] * len(cells.rows)
    empty = [""] * len(cells.rows)
    columns = {
        "round": cells.values.get("round", blank),
        **{name: cells.values.get(name, empty) for name in ("expert", "unit", "indicator")},
        "value": cells.values.get("value", blank),
        "reason": [reason or "" for reason in cells.values.get("reason", empty)],
        "row": cells.rows,
    }
    if cells.faulty:
        sound = [n for n in range(len(cells.rows)) if n not in cells.faulty]
        columns = {name: [column[n] for n in sound] for name, column in columns.items()}
    return IncomingRatings(**columns, sheet=RATINGS_SHEET)


# Settings


def _take_settings(reading: _Reading, cells: Cells) -> None:
    first: dict[str, int] = {}
    for row, name, content, faulty in _setting_rows(cells):
        item = ITEM_OF.get(name)
        place = Place(SETTINGS_SHEET, row, "内容", reading.book, (name,))
        if item is None:
            text = _("方案第{row}行的项目“{name}”不认识，没有读取。")
            notice = Notice("unknown_setting", text.format(row=row, name=name))
            reading.notices.append(notice)
        elif name in first:
            text = _("与第{n}行重复，应只有一行").format(n=first[name])
            where = Place(SETTINGS_SHEET, row, "项目", reading.book, (name,))
            reading.problems.append(Problem(text, where, name))
        elif not faulty:
            _take_setting(reading, item.field, item.kind.read, content, place)
        first.setdefault(name, row)


def _setting_rows(cells: Cells) -> Iterator[tuple[int, str, Any, bool]]:
    names: Sequence[Any] = cells.values.get("item", ())
    contents: Sequence[Any] = cells.values.get("content", ())
    for n, name in enumerate(names):
        faulty = cells.faulty.get(n, set())
        if name and contents and "item" not in faulty:
            yield cells.rows[n], name, contents[n], bool(faulty)


def _take_setting(reading: _Reading, name: str, read: Any, content: Any, place: Place) -> None:
    try:
        reading.settings[name] = None if content is None else read(content)
        reading.places[name] = place
    except CellError as error:
        reading.problems.append(Problem(str(error), place, shown(content)))
