"""完成值 and 核定值: what a cell means, now that the plan says which rule the leaf has.

The same text is a number on one leaf and a tally on another (`1,200`), so the reader of the
workbook leaves these cells as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.files.cells import parse_number
from core.files.sheets import NOT_APPLICABLE
from core.model.data import Actual, Value
from core.model.import_plan import Cell, Incoming
from core.model.plan import LeafKind
from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.scoring.check_plan import shown
from core.scoring.shares import SPECS
from core.text import _

_SEPARATORS = re.compile("[,，、/]")


class CellError(ValueError):
    """A cell that is no value for its leaf; the text says what was expected."""


def typed_values(
    snapshot: Snapshot, rows: Iterable[Incoming]
) -> tuple[list[Incoming], list[Problem]]:
    """The rows of 完成值 or 核验 with their value typed, and those that cannot be. `snapshot`
    has the tree as it will be."""
    tallied = _tallied(snapshot)
    typed: list[Incoming] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            values = _typed(row, tally=row.values.get("indicator") in tallied)
            typed.append(replace(row, values=values))
        except CellError as error:
            column = "完成值" if row.kind is Actual else "核定值"
            place = replace(row.place, column=column)
            problems.append(Problem(str(error), place, shown_cell(row.values["value"])))
    return typed, problems


def _tallied(snapshot: Snapshot) -> set[str]:
    """The leaves whose rule counts answers. Whether the rule compiles is not asked here."""
    leaves = (x for x in snapshot.tree.leaves if x.kind is LeafKind.QUANTITATIVE)
    return {x.code for x in leaves if x.rule in SPECS and SPECS[x.rule].tally}


def _typed(row: Incoming, tally: bool) -> dict[str, Any]:
    if "value" not in row.values:
        return row.values
    cell = row.values["value"]
    if row.kind is not Actual:
        if cell == NOT_APPLICABLE:
            raise CellError(_("核定值应为数或空白；不适用请写在完成值里"))
        return {**row.values, "value": read_value(cell, tally)}
    if cell == NOT_APPLICABLE:
        return {**row.values, "value": None, "applies": False}
    return {**row.values, "value": read_value(cell, tally), "applies": True}


def read_value(cell: Cell, tally: bool) -> Value:
    """The number or tally in a cell, None where it is blank. Raises `CellError`."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, date):
        raise CellError(_tally_text() if tally else _("应为数，不是日期；请把单元格设为文本"))
    if isinstance(cell, Decimal):
        return (cell,) if tally else cell
    return _read_tally(cell) if tally else _read_number(cell)


def _tally_text() -> str:
    return _("应为票数，写成 n, n, …（单元格设为文本）")


def _read_tally(text: str) -> tuple[Decimal, ...]:
    found = [parse_number(piece) for piece in _SEPARATORS.split(text)]
    numbers = tuple(n for n in found if n is not None)
    if len(numbers) < len(found):
        raise CellError(_tally_text())
    return numbers


def _read_number(text: str) -> Decimal:
    number = parse_number(text)
    if number is None:
        raise CellError(_("应为数、不适用 或空白"))
    return number


def shown_cell(cell: object) -> str:
    """A cell as the person wrote it."""
    return cell.isoformat() if isinstance(cell, date) else shown(cell)
