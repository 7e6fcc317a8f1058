"""What a sheet would cost and hide, by searching bytes and by parsing alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.files import sheet_scan
from core.files.sheet_scan import UNCACHED, check_strings, column_number, scan


def sheet(cells: str) -> bytes:
    return f"<worksheet><cols><col/></cols><sheetData>{cells}</sheetData></worksheet>".encode()


def unusual(cells: str) -> bytes:
    """The same for a reader, but not as Excel writes it."""
    return sheet(cells.replace('<c r="', '<c  r="'))


BOTH = pytest.mark.parametrize("made", [sheet, unusual])


@BOTH
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B3"><f>A1</f></c>', UNCACHED),
        ('<c r="B3"><f>A1</f><v/></c>', UNCACHED),
        ('<c r="B3"><f>A1</f><v></v></c>', UNCACHED),
        ('<c r="B3" s="2"><f t="shared" si="0"/></c>', UNCACHED),
        ('<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B3" t="e"><v>#SPILL!</v></c>', "#SPILL!"),
    ],
)
def test_cells_without_a_value_are_flagged(made: type, cell: str, value: str) -> None:
    assert scan(made(f'<row r="3">{cell}</row>'), b"", "x").flagged == {(3, 2): value}


@BOTH
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B3"><f>A1</f><v>0</v></c>',
        '<c r="B3" t="str"><f>A1</f><v></v></c>',
        '<c r="B3" t="str"><f>A1</f><v>是</v></c>',
        '<c r="B3" t="inlineStr"><is><t>=A1</t></is></c>',
        '<c r="B3" s="1"/>',
    ],
)
def test_other_cells_are_not(made: type, cell: str) -> None:
    assert scan(made(f'<row r="3">{cell}</row>'), b"", "x").flagged == {}


def test_error_values_are_handed_on_as_text() -> None:
    xml = sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    assert b't="str"' in scan(xml, b"", "x").xml


@BOTH
@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ALM2"><v>1</v></c></row>', "列"),
        ('<row r="1"><c r="A1048577"><v>1</v></c></row>', "行"),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="ALL1048576"><v>1</v></c></row>',
            "范围",
        ),
        ('<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>', "损坏"),
        ('<row r="1"><c r="A99999999999"><v>1</v></c></row>', "损坏"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "损坏"),
        ('<row r="1"><c r="A1" r="ZZZZZZZ1"><v>1</v></c></row>', "损坏"),
        ('<row r="1"><c r="A1" s="1" r="ZZZZZZZ1"><v>1</v></c></row>', "损坏"),
    ],
)
def test_boxes_beyond_the_limits_are_refused(made: type, cells: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        scan(made(cells), b"", "x")


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="4294967290"><c><v>1</v></c></row>',
        '<row r="99999999"><c><v>1</v></c></row>',
        '<x:row xmlns:x="u"><x:c r="ZZZZ9"><x:v>1</x:v></x:c></x:row>',
        "<row r='1'><c r='XFE9'><v>1</v></c></row>",
        "<row>" + "<c><v>1</v></c>" * 1001 + "</row>",
        '<row r="1"><c  r="A1"><v>1</v></row>',
    ],
)
def test_unusual_xml_does_not_get_round_them(cells: str) -> None:
    with pytest.raises(UserError):
        scan(sheet(cells), b"", "x")


@BOTH
def test_blank_formatted_cells_are_in_no_box(made: type) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="3"/></row>'
    )
    assert scan(made(cells), b"", "x").flagged == {}


def test_a_full_column_in_a_few_columns_passes() -> None:
    cells = (
        '<row r="1"><c r="M1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    )
    assert scan(sheet(cells), b"", "x").flagged == {}


def test_long_texts_are_refused() -> None:
    longest = "评" * 32_767
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    assert scan(sheet(text.format(longest)), b"", "x").flagged == {}
    assert scan(sheet(text.format("&amp;" * 32_767)), b"", "x").flagged == {}
    with pytest.raises(UserError, match="32767"):
        scan(sheet(text.format(longest + "评")), b"", "x")
    check_strings(f"<sst><si><t>{longest}</t></si></sst>".encode())
    with pytest.raises(UserError, match="32767"):
        check_strings(f"<sst><si><t>a</t></si><si><t>{longest}评</t></si></sst>".encode())


def test_a_shared_text_counts_once_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_scan, "MOST_TEXT", 100_000)
    strings = f"<sst><si><t>{'x' * 30_000}</t></si><si><t>y</t></si></sst>".encode()
    short = "".join(f'<c r="A{n}" t="s"><v>1</v></c>' for n in range(1, 200))
    assert scan(sheet(short), strings, "x").flagged == {}
    long = "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 5))
    with pytest.raises(UserError, match="文字太多"):
        scan(sheet(long), strings, "x")


def test_column_numbers() -> None:
    assert [column_number(c) for c in ("A", "Z", "AA", "alL", "XFD")] == [1, 26, 27, 1000, 16384]


@given(st.binary(max_size=300))
def test_any_bytes_are_scanned_or_refused(data: bytes) -> None:
    for xml in (data, sheet("") + data, b"<worksheet><sheetData>" + data):
        try:
            assert isinstance(scan(xml, b"", "x").flagged, dict)
        except UserError as error:
            assert "x" in str(error)
