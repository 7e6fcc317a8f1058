"""Sheets found through the relationships of the book, and packed anew."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from core.errors import UserError
from core.files.book_parts import BookParts, open_book, packed

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"  # strict


def relations(*links: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, kind, target in links
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def written(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return path


def parts(sheets: str, *links: tuple[str, str, str], properties: str = "") -> dict[str, str]:
    return {
        "_rels/.rels": relations(("a", "officeDocument", "/book/Main.xml")),
        "book/Main.xml": f'<w:workbook xmlns:w="m" xmlns:q="{OFFICE}">{properties}'
        f"<w:sheets>{sheets}</w:sheets></w:workbook>",
        "book/_rels/Main.xml.rels": relations(*links),
        "book/one.xml": "<worksheet>1</worksheet>",
        "two.xml": "<worksheet>2</worksheet>",
        "book/strings.xml": "<sst/>",
    }


def test_sheets_are_found_as_the_book_links_them(tmp_path: Path) -> None:
    sheets = (
        '<w:sheet name="乙" sheetId="9" state="hidden" q:id="y"/>'
        '<w:sheet name="图" sheetId="3" q:id="c"/><w:sheet name="甲" sheetId="1" q:id="x"/>'
    )
    links = (
        ("x", "worksheet", "one.xml"),
        ("y", "worksheet", "../TWO.xml"),
        ("c", "chartsheet", "chart.xml"),
        ("s", "sharedStrings", "/book/strings.xml"),
    )
    given = parts(sheets, *links, properties='<w:workbookPr date1904="1"/>')
    book = open_book(written(tmp_path / "书.xlsx", given))
    assert [(s.name, s.xml) for s in book.sheets] == [
        ("乙", b"<worksheet>2</worksheet>"),
        ("甲", b"<worksheet>1</worksheet>"),
    ]
    assert (book.book, book.strings, book.styles, book.date1904) == (
        "书.xlsx",
        b"<sst/>",
        b"",
        True,
    )


@pytest.mark.parametrize(
    ("sheets", "link"),
    [
        ('<w:sheet name="甲" q:id="x"/>', ("x", "worksheet", "missing.xml")),
        ('<w:sheet name="甲" q:id="z"/>', ("x", "worksheet", "one.xml")),
        ('<w:sheet q:id="x"/>', ("x", "worksheet", "one.xml")),
        ("<w:sheet", ("x", "worksheet", "one.xml")),
    ],
)
def test_broken_links_are_refused(tmp_path: Path, sheets: str, link: tuple[str, str, str]) -> None:
    with pytest.raises(UserError, match="内部结构"):
        open_book(written(tmp_path / "书.xlsx", parts(sheets, link)))


def test_thousands_of_sheets_are_refused(tmp_path: Path) -> None:
    sheets = '<w:sheet name="甲" q:id="x"/>' * 1001
    with pytest.raises(UserError, match="1001"):
        open_book(written(tmp_path / "书.xlsx", parts(sheets, ("x", "worksheet", "one.xml"))))


def test_a_packed_book_is_a_workbook() -> None:
    xml = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    xml += '<row r="1"><c r="A1"><v>5</v></c></row></sheetData></worksheet>'
    out = packed(BookParts("x", ()), [xml.encode()] * 2)
    with zipfile.ZipFile(io.BytesIO(out.read())) as archive:
        assert "xl/worksheets/1.xml" in archive.namelist()
    out.seek(0)
    book = CalamineWorkbook.from_filelike(out)
    assert [book.get_sheet_by_name(name).to_python() for name in ("0", "1")] == [[[5.0]], [[5.0]]]
