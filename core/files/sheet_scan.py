"""What a sheet's XML would cost and hide, found before a library reads it.

The library makes a dense range of the smallest box around all cells that hold something, and
copies a shared text for each cell that shows it: both are bounded here. Formulas without a
cached value and error values are found here too, because the library shows them as blank.

Sheets as Excel, WPS, LibreOffice and openpyxl write them are looked through by searching bytes;
anything unusual goes through a real parser, which is slower and sees the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from core.errors import UserError
from core.text import _

MOST_ROWS = 1_048_576
MOST_COLUMNS = 1000
MOST_CHARACTERS = 32_767
MOST_AREA = 16 * MOST_ROWS  # cells of the box; the library takes 32 bytes for each
MOST_TEXT = 256 << 20  # bytes of text, counted once a cell
UNCACHED = "="

Address = tuple[int, int]  # row and column, from 1

# A cell's tag to the end, so that no second address hides in it
_TAG_END = rb'"(?: s="\d+")?(?: t="\w+")? ?/?>)'
_LARGE = re.compile(rb'<c(?! r="[A-Z][1-9]\d{0,4}' + _TAG_END)
_ODD = re.compile(rb'<c(?! r="[A-Z]{1,3}[1-9]\d{0,6}' + _TAG_END)
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"[^<>]*(?<!/)>(?!</c>)')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"([^<>]*)><f(?:/>|>[^<]*</f>| [^<>]*(?:/>|>[^<]*</f>))'
    rb"(<v>[^<])?"
)
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_ERROR_TYPE = re.compile(rb"""(<c [^<>]*?\bt=)["']e["']""")


@dataclass(frozen=True, slots=True)
class Scan:
    """`flagged` maps a cell to its error value, or to `UNCACHED`; `xml` is the sheet as the
    library may read it (error values as texts)."""

    xml: bytes = field(repr=False)
    flagged: dict[Address, str] = field(default_factory=dict)


def scan(xml: bytes, strings: bytes, sheet: str) -> Scan:
    """Look a sheet through. Raises `UserError` where it exceeds a limit or is no XML."""
    try:
        _check_runs(xml, sheet)
        errors = b't="e"' in xml or b"t='e'" in xml
        flagged = None if errors else _ordinary(xml, strings, sheet)
        if flagged is not None:
            return Scan(xml, flagged)
        found = _parse(xml, _text_sizes(strings), sheet)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise UserError(_("工作表“{sheet}”已损坏，读不出来。").format(sheet=sheet)) from error
    return Scan(_ERROR_TYPE.sub(rb'\1"str"', xml) if errors else xml, found)


def check_strings(strings: bytes) -> None:
    """Refuse texts longer than a cell can be."""
    _check_runs(strings, _("共享文字"))


# Ordinary XML


def _ordinary(xml: bytes, strings: bytes, sheet: str) -> dict[Address, str] | None:
    """The flagged cells of a sheet in which every cell is written `<c r="A1" s="1" t="s">`;
    None where only the parser can tell."""
    cells = xml[max(xml.find(b"<sheetData"), 0) : xml.rfind(b"</sheetData>")]
    if b":c" in cells:  # perhaps a prefix
        return None
    large = _LARGE.search(cells) is not None
    if (large and _ODD.search(cells)) or not _few_texts(cells, strings):
        return None
    if large:  # else at most 26 × 99 999
        _check_box(*_box(cells), sheet)
    return _uncached(cells)


def _uncached(cells: bytes) -> dict[Address, str] | None:
    left = cells.count(b"<f")
    if left and b"<!" in cells:
        return None
    flagged: dict[Address, str] = {}
    for match in _FORMULA.finditer(cells) if left else ():
        left -= 1
        column, row, attributes, cached = match.groups()
        if not cached and b't="str"' not in attributes:
            flagged[int(row), column_number(column.decode())] = UNCACHED
    return flagged if left == 0 else None


def _box(xml: bytes) -> tuple[int, int, int, int]:
    """First and last row, first and last column of the cells that hold something."""
    columns: set[bytes] = set()
    top, bottom = MOST_ROWS * 10, 0
    for match in _FILLED.finditer(xml):
        columns.add(match[1])
        row = int(match[2])
        bottom = max(bottom, row)
        top = min(top, row)
    numbers = [column_number(c.decode()) for c in columns] or [1]
    return min(top, bottom), bottom, min(numbers), max(numbers)


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _check_box(top: int, bottom: int, left: int, right: int, sheet: str) -> None:
    if bottom > MOST_ROWS:
        text = _("工作表“{sheet}”超过{n}行。")
        raise UserError(text.format(sheet=sheet, n=MOST_ROWS))
    if right > MOST_COLUMNS:
        text = _("工作表“{sheet}”超过{n}列；请删去右边多余的内容。")
        raise UserError(text.format(sheet=sheet, n=MOST_COLUMNS))
    if (bottom - top + 1) * (right - left + 1) > MOST_AREA:
        text = _(
            "工作表“{sheet}”有内容的范围太大（{rows}行×{columns}列）；请删去远处的零星内容后再导入。"
        )
        rows, columns = bottom - top + 1, right - left + 1
        raise UserError(text.format(sheet=sheet, rows=rows, columns=columns))


# Texts


def _check_runs(xml: bytes, sheet: str) -> None:
    """Refuse a text of more than `MOST_CHARACTERS`, leaping from tag to tag as far as can be."""
    at = max(xml.find(b"<"), 0)
    while at < len(xml):
        leap = xml.rfind(b"<", at + 1, at + MOST_CHARACTERS)
        if leap < 0:
            following = xml.find(b"<", at + 1)
            leap = len(xml) if following < 0 else following
            text_at = xml.find(b">", at, leap) + 1
            if text_at and _characters(xml[text_at:leap]) > MOST_CHARACTERS:
                text = _("工作表“{sheet}”有一个单元格的文字超过{n}字。")
                raise UserError(text.format(sheet=sheet, n=MOST_CHARACTERS))
        at = leap


def _characters(raw: bytes) -> int:
    text = raw.decode()
    return len(html.unescape(text) if "&" in text else text)


def _few_texts(xml: bytes, strings: bytes) -> bool:
    """Whether the shared texts, were they all as long as the longest, would be bearable."""
    if len(xml) // 8 * len(strings) <= MOST_TEXT:
        return True
    cells = xml.count(b"<c")
    if cells * len(strings) <= MOST_TEXT:
        return True
    return cells * max(map(len, strings.split(b"</si>"))) <= MOST_TEXT


def _text_sizes(strings: bytes) -> list[int]:
    """Bytes of each shared text."""
    sizes: list[int] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            sizes.append(0)

    def text(data: str) -> None:
        if sizes:
            sizes[-1] += len(data.encode())

    if strings:
        _run(strings, start, lambda _name: None, text)
    return sizes


# Any XML


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]


def _run(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(xml, True)


@dataclass(slots=True)
class _Reading:
    """Where the parser is, and what it has found."""

    sizes: list[int]
    sheet: str
    row: int = 0
    column: int = 0
    kind: str = ""
    formula: bool = False
    valued: bool = False
    inside: bool = False
    value: str = ""
    text: int = 0
    top: int = MOST_ROWS
    bottom: int = 0
    left: int = MOST_COLUMNS
    right: int = 0
    flagged: dict[Address, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "c":
            self.start_cell(attributes)
        elif tag == "row":
            self.row = self.number(attributes.get("r", "")) or self.row + 1
            self.column = 0
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "t", "is"):
            self.inside, self.valued = True, True

    def number(self, text: str) -> int:
        if text and not re.fullmatch(r"[0-9]{1,8}", text):
            raise expat.ExpatError
        return int(text or 0)

    def start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is not None:
            match = _ADDRESS.fullmatch(address)
            if match is None:
                raise expat.ExpatError
            self.column, self.row = column_number(match[1]), int(match[2])
        else:
            self.column, self.row = self.column + 1, max(self.row, 1)
        self.kind = attributes.get("t", "n")
        self.formula = self.valued = self.inside = False
        self.value = ""

    def data(self, data: str) -> None:
        if self.inside:
            self.value = (self.value + data)[:64]

    def end(self, name: str) -> None:
        tag = _local(name)
        if tag in ("v", "t", "is"):
            self.inside = False
        elif tag == "c":
            self.end_cell()

    def end_cell(self) -> None:
        if self.kind == "e":
            self.flagged[self.row, self.column] = self.value
        elif self.formula and not self.value and not (self.kind == "str" and self.valued):
            self.flagged[self.row, self.column] = UNCACHED
        if self.valued or self.formula:
            self.top, self.bottom = min(self.top, self.row), max(self.bottom, self.row)
            self.left, self.right = min(self.left, self.column), max(self.right, self.column)
        if self.kind == "s" and self.value.strip().isdecimal():
            position = int(self.value)
            self.text += self.sizes[position] if position < len(self.sizes) else 0
            if self.text > MOST_TEXT:
                text = _("工作表“{sheet}”里的文字太多（超过{n} MB）。")
                raise UserError(text.format(sheet=self.sheet, n=MOST_TEXT >> 20))


def _parse(xml: bytes, sizes: list[int], sheet: str) -> dict[Address, str]:
    reading = _Reading(sizes, sheet)
    _run(xml, reading.start, reading.end, reading.data)
    if reading.bottom:
        _check_box(reading.top, reading.bottom, reading.left, reading.right, sheet)
    return reading.flagged
