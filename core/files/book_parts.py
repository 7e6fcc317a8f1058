"""The sheets of a workbook by name, found through its relationships as Excel finds them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from core.errors import UserError
from core.files.gate import Package, open_package
from core.text import _

MOST_SHEETS = 1000
_MOST_CONTROL = 8 << 20  # bytes of a part that is read as a tree
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet's name as it stands in the book, and its XML."""

    name: str
    xml: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookParts:
    """What reading needs of a book. `book` is the name of the file."""

    book: str
    sheets: tuple[SheetPart, ...]
    strings: bytes = field(repr=False, default=b"")
    styles: bytes = field(repr=False, default=b"")
    date1904: bool = False


def open_book(path: Path) -> BookParts:
    """The book's worksheets in order, hidden ones too. Raises `UserError` for what is no
    ordinary workbook."""
    package = open_package(path)
    try:
        return _book_parts(package)
    except (ElementTree.ParseError, KeyError) as error:
        text = _("“{book}”的内部结构不完整；请用Excel或WPS打开后另存。")
        raise UserError(text.format(book=package.book)) from error


def _book_parts(package: Package) -> BookParts:
    home = _workbook_part(package)
    tree = _tree(package, home)
    targets = _relations(package, home)
    by_type = dict(targets.values())
    sheets = [e for e in tree.iter() if _local(e.tag) == "sheet"]
    if len(sheets) > MOST_SHEETS:
        text = _("“{book}”有{n}张工作表，超过了{most}张。")
        raise UserError(text.format(book=package.book, n=len(sheets), most=MOST_SHEETS))
    return BookParts(
        book=package.book,
        sheets=tuple(_sheet_parts(package, sheets, targets)),
        strings=package.parts.get(by_type.get("sharedStrings", "xl/sharedstrings.xml"), b""),
        styles=package.parts.get(by_type.get("styles", "xl/styles.xml"), b""),
        date1904=_date1904(tree),
    )


def _workbook_part(package: Package) -> str:
    if "_rels/.rels" in package.parts:
        for kind, target in _relations(package, "").values():
            if kind == "officeDocument":
                return target
    return "xl/workbook.xml"


def _sheet_parts(
    package: Package,
    sheets: Iterable[ElementTree.Element],
    targets: dict[str, tuple[str, str]],
) -> Iterable[SheetPart]:
    for element in sheets:
        ids = [v for k, v in element.attrib.items() if _local(k) == "id" and k != "id"]
        kind, target = targets[ids[0]] if ids else ("", "")
        if kind == "worksheet":  # neither a chart nor a dialog
            yield SheetPart(element.attrib["name"], package.parts[target])


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Id → (last word of the type, part name) of the part's relationships within the book."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for element in _tree(package, relations):
        if element.get("TargetMode", "").lower() == "external":
            continue
        target = element.attrib["Target"].replace("\\", "/").lower()
        whole = target if target.startswith("/") else posixpath.join("/", folder, target)
        kind = element.attrib["Type"].rsplit("/", 1)[-1]
        found[element.attrib["Id"]] = (kind, posixpath.normpath(whole).lstrip("/"))
    return found


def _tree(package: Package, part: str) -> ElementTree.Element:
    xml = package.parts[part]
    if len(xml) > _MOST_CONTROL:
        raise KeyError(part)
    return ElementTree.fromstring(xml)


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _date1904(tree: ElementTree.Element) -> bool:
    for element in tree.iter():
        if _local(element.tag) == "workbookPr":
            return element.get("date1904", "").lower() in ("1", "true", "on")
    return False


# A clean book of the sheets that are wanted


def packed(book: BookParts, sheets: Iterable[bytes]) -> BytesIO:
    """An uncompressed workbook of these sheets, named 0, 1, …, so that the library that reads
    it sees nothing of the file but what has been looked at."""
    listed = list(sheets)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels", _relations_xml([("a", "officeDocument", "xl/workbook.xml")])
        )
        archive.writestr("xl/workbook.xml", _workbook_xml(book, len(listed)))
        links = [(f"s{n}", "worksheet", f"worksheets/{n}.xml") for n in range(len(listed))]
        for kind, xml in (("sharedStrings", book.strings), ("styles", book.styles)):
            if xml:
                links.append((kind, kind, f"{kind}.xml"))
                archive.writestr(f"xl/{kind}.xml", xml)
        archive.writestr("xl/_rels/workbook.xml.rels", _relations_xml(links))
        for n, xml in enumerate(listed):
            archive.writestr(f"xl/worksheets/{n}.xml", xml)
    out.seek(0)
    return out


def _workbook_xml(book: BookParts, count: int) -> str:
    sheets = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(count))
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(book.date1904)}"/><sheets>{sheets}</sheets></workbook>'
    )


def _relations_xml(links: Iterable[tuple[str, str, str]]) -> str:
    rows = "".join(
        f"<Relationship Id={quoteattr(name)} Type={quoteattr(f'{_OFFICE}/{kind}')} "
        f"Target={quoteattr(target)}/>"
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'
