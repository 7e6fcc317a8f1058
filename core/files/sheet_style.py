"""How a sheet of a formatted book looks and prints: one hand for all of them.

A4 landscape, header rows repeated, page numbers, numbers as numbers, text as text. openpyxl is
imported where it is needed, and its cells and sheets pass through here as `Any`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

INK, MUTED, LINE, HEAD, ACCENT = "1B2430", "66727F", "C9D1DA", "E9F0F9", "1E5AA8"
BODY_FONT, TITLE_FONT = "宋体", "黑体"
BODY_SIZE = 10.5
NOTHING = "—"
MOST_TEXT = 32_767  # characters a cell can hold
# Forms that are no decimals. CENTRE is a text or a whole number, centred.
TEXT, CENTRE, COUNT = "@", "0 ", "0"

Value = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `form` is TEXT, CENTRE or a number format; `widest` caps its width
    (half-width characters), beyond which text wraps."""

    title: str
    form: str = TEXT
    widest: int = 40
    bold: bool = False


def number_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def width_of(text: str) -> int:
    """Half-width characters that the longest line takes."""
    return max((_line_width(line) for line in text.split("\n")), default=0)


def _line_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def lines_of(text: str, width: float) -> int:
    """Lines that the text takes in a column of that width."""
    room = max(2, int(width))
    return sum(max(1, -(-_line_width(line) // room)) for line in text.split("\n"))


def clean(text: str) -> str:
    """Without what XML cannot hold, and no longer than a cell."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    whole = text.encode("utf-8", "replace").decode("utf-8")
    return str(ILLEGAL_CHARACTERS_RE.sub("", whole))[:MOST_TEXT]


def put(cell: Any, value: Value) -> None:
    """A number as a number, a text as that text even where it looks like a formula or error."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = clean(value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")


def set_body_font(book: Any) -> None:
    """The font that column widths are counted in; without it they hang on the machine."""
    book._named_styles["Normal"].font = font(size=11)


def font(*, size: float = BODY_SIZE, bold: bool = False, color: str = INK, name: str = "") -> Any:
    from openpyxl.styles import Font

    return Font(name=name or BODY_FONT, size=size, bold=bold, color=color)


def fill(color: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=color, end_color=color)


def frame(color: str = LINE) -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def aligned(horizontal: str, *, wrap: bool = True) -> Any:
    from openpyxl.styles import Alignment

    # an edge of air, where a text follows a number
    indent = 1 if horizontal == "left" else 0
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap, indent=indent)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of a table looks: `side` is left, center or right; `ground` a fill or ""."""

    side: str = "left"
    size: float = BODY_SIZE
    bold: bool = False
    color: str = INK
    ground: str = ""
    form: str = "General"


Looks = dict[Look, Any]


def dress(cell: Any, look: Look, looks: Looks) -> None:
    """Gives a framed cell its look. openpyxl looks every part of a style up anew for each cell,
    which takes longer than all the rest: `looks` remembers them for the cells of one book."""
    quoted = bool(cell.quotePrefix)
    if look not in looks:
        cell.quotePrefix = False
        cell.font = font(size=look.size, bold=look.bold, color=look.color)
        cell.border, cell.alignment = frame(), aligned(look.side)
        cell.number_format = look.form
        if look.ground:
            cell.fill = fill(look.ground)
        looks[look] = copy(cell._style)
    cell._style = copy(looks[look])
    cell.quotePrefix = quoted


def write_heading(sheet: Any, title: str, subtitle: str, columns: int) -> int:
    """Title and subtitle over `columns` columns in rows 1 and 2; the next free row."""
    lines = ((title, font(size=18, bold=True, name=TITLE_FONT), 34), (subtitle, None, 20))
    for row, (text, face, height) in enumerate(lines, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        cell = sheet.cell(row, 1)
        put(cell, text)
        cell.font = face or font(size=10, color=MUTED)
        cell.alignment = aligned("center", wrap=False)
        sheet.row_dimensions[row].height = height
    return 3


def write_line(
    sheet: Any, row: int, text: str, columns: int, *, color: str = MUTED, bold: bool = False
) -> int:
    """A line of text over `columns` columns, high enough to be read; the next free row."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    cell = sheet.cell(row, 1)
    put(cell, text)
    size = 11 if bold else 10
    cell.font = font(size=size, color=INK if bold else color, bold=bold)
    cell.alignment = aligned("left")
    room = sum(_width_at(sheet, n) for n in range(1, columns + 1)) * 10 / size
    sheet.row_dimensions[row].height = 16 * lines_of(text, room - 2) + 2
    return row + 1


def _width_at(sheet: Any, column: int) -> float:
    from openpyxl.utils import get_column_letter

    return float(sheet.column_dimensions[get_column_letter(column)].width)


def write_table(
    sheet: Any, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> int:
    """The header in row `top` and the rows under it, from column A; the next free row."""
    for n, column in enumerate(columns, start=1):
        write_head(sheet.cell(top, n), column.title)
    looks: Looks = {}
    for row, values in enumerate(rows, start=top + 1):
        for n, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
            cell = sheet.cell(row, n)
            put(cell, NOTHING if value is None else value)
            dress(cell, _look(column, value), looks)
    return top + 1 + len(rows)


def _look(column: Column, value: Value) -> Look:
    if value is None:
        return Look("center", bold=column.bold)
    side = "left" if column.form == TEXT else "center" if column.form == CENTRE else "right"
    form = "General" if isinstance(value, str) else column.form.strip()
    return Look(side, bold=column.bold, form=form)


def write_head(cell: Any, text: str) -> None:
    """A header cell."""
    put(cell, text)
    cell.font = font(bold=True)
    cell.fill = fill(HEAD)
    cell.border = frame()
    cell.alignment = aligned("center")


def _unbroken(title: str) -> str:
    """The part of a title that has to stand in one line: all of a short one, else a word."""
    if "\n" in title or len(title) <= 6:
        return title
    return max(title.split(), key=len) if title.isascii() else ""


def set_widths(
    sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[Value]], top: int | None = None
) -> None:
    """Column widths for header and contents; with `top`, heights too for the header row there
    and the rows after it, where a text wraps."""
    from openpyxl.utils import get_column_letter

    kept = list(rows)
    widths: list[float] = []
    for n, column in enumerate(columns, start=1):
        shown = [_shown(row[n - 1], column.form) for row in kept]
        wide = max((width_of(t) for t in (_unbroken(column.title), *shown)), default=0)
        widths.append(min(column.widest, max(6, wide)) + (3 if column.form == TEXT else 2))
        sheet.column_dimensions[get_column_letter(n)].width = widths[-1]
    if top is None:
        return
    titles: list[Sequence[Value]] = [[c.title for c in columns]]
    for row, values in enumerate(titles + kept, start=top):
        sizes = zip(values, columns, widths, strict=True)
        tall = max(lines_of(_shown(v, c.form), width - 2) for v, c, width in sizes)
        sheet.row_dimensions[row].height = max(21, 15 * tall + 6)


def _shown(value: Value, form: str) -> str:
    """About what the cell shows."""
    if value is None or isinstance(value, str):
        return value or NOTHING
    if form.endswith("%"):
        return f"{float(value):.1%}"
    decimals = re.search(r"\.(0+)", form)
    return f"{value:.{len(decimals[1]) if decimals else 0}f}"


def set_print(sheet: Any, *, heads: tuple[int, int], footer: str, scale: int | None = None) -> None:
    """A4 landscape, one page wide or at `scale` per cent, header rows repeated, page numbers
    and the time of printing in the footer."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.pageOrder = "overThenDown"
    if scale is None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    else:
        sheet.page_setup.scale = scale
    sheet.print_title_rows = f"{heads[0]}:{heads[1]}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.footer = 0.6, 0.75, 0.35
    # "&" opens a code in a footer
    sheet.oddFooter.left.text = clean(footer)[:60].replace("&", "&&") or None
    sheet.oddFooter.center.text = "— &P / &N —"
    sheet.oddFooter.right.text = "&D &T"


def sheet_title(wanted: str, taken: Iterable[str]) -> str:
    """A name that Excel allows and no other sheet of the book has."""
    cleaned = "".join("_" if c in "[]:*?/\\" else c for c in clean(wanted)).strip().strip("'")
    used = {name.casefold() for name in taken}
    stem = cleaned[:31] or "_"
    number, name = 1, stem
    while name.casefold() in used:
        number += 1
        name = f"{stem[: 30 - len(str(number))]}~{number}"
    return name
