import io
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from core.files.sheet_style import (
    CENTRE,
    TEXT,
    Column,
    Look,
    clean,
    dress,
    lines_of,
    number_format,
    put,
    set_print,
    set_widths,
    sheet_title,
    width_of,
    write_heading,
    write_line,
    write_table,
)


def read_back(book: Workbook):
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return load_workbook(stream)


@pytest.mark.parametrize("text", ["=1+1", "+7", "-甲", "@SUM(A1)", "#N/A", "=", "TRUE", "2026"])
def test_a_text_stays_a_text(text) -> None:
    book = Workbook()
    put(book.active["A1"], text)
    cell = read_back(book).active["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) == (text[0] in "=+-@")


def test_a_number_stays_that_number() -> None:
    book = Workbook()
    put(book.active["A1"], Decimal("85.10"))
    assert read_back(book).active["A1"].value == 85.1
    assert book.active["A1"].data_type == "n"


def test_what_a_cell_cannot_hold_is_left_out() -> None:
    assert clean("甲\x00乙\x0b丙") == "甲乙丙"
    assert clean("\ud800") == "?"
    assert len(clean("长" * 40_000)) == 32_767
    book = Workbook()
    put(book.active["A1"], "甲\x08乙\ud800")
    assert read_back(book).active["A1"].value == "甲乙?"


def test_chinese_takes_two() -> None:
    assert width_of("甲a\nbcd") == 3
    assert lines_of("一二三四五", 4) == 3
    assert lines_of("a\nb", 10) == 2


def test_formats_have_the_decimals() -> None:
    assert [number_format(n) for n in (0, 1, 4)] == ["0", "0.0", "0.0000"]


def test_sheet_names_are_allowed_and_differ() -> None:
    assert sheet_title("县直/部门[一]:*?\\", []) == "县直_部门_一_____"
    assert sheet_title("汇总", ["汇总"]) == "汇总~2"
    assert sheet_title("ABC", ["abc", "ABC~2"]) == "ABC~3"
    long = "类" * 40
    first = sheet_title(long, [])
    second = sheet_title(long, [first])
    assert len(first) == len(second) == 31
    assert first != second
    assert sheet_title("''", []) == "_"


def test_a_word_of_a_title_is_not_broken() -> None:
    sheet = Workbook().active
    columns = [Column("Quantitative score", "0.00"), Column("与其他专家相比的宽严", "0.00")]
    set_widths(sheet, columns, [[Decimal("9.50"), Decimal("0.50")]])
    assert sheet.column_dimensions["A"].width >= len("Quantitative") + 2
    assert sheet.column_dimensions["B"].width < 12


def test_a_table_on_paper() -> None:
    sheet = Workbook().active
    columns = [Column("名次", CENTRE), Column("单位", TEXT, 10), Column("总分", "0.00", bold=True)]
    rows = [[1, "很长很长很长很长的名字", Decimal("9.50")], [2, "乙", None]]
    set_widths(sheet, columns, rows, top=3)
    assert write_heading(sheet, "结果", "说明", 3) == 3
    assert write_table(sheet, 3, columns, rows) == 6
    assert write_line(sheet, 6, "很长的话" * 30, 3) == 7
    set_print(sheet, heads=(3, 3), footer="甲&乙")
    assert sheet["C4"].number_format == "0.00"
    assert sheet["C4"].alignment.horizontal == "right"
    assert sheet["C4"].font.b and not sheet["B4"].font.b
    assert (sheet["C5"].value, sheet["C5"].alignment.horizontal) == ("—", "center")
    assert sheet["A4"].alignment.horizontal == "center"
    # the name wraps at the widest that the column may be, and its row is high enough
    assert sheet.column_dimensions["B"].width <= 13
    assert sheet.row_dimensions[4].height > sheet.row_dimensions[5].height
    assert sheet.row_dimensions[6].height > 60
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.oddFooter.left.text == "甲&&乙"
    assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text


def test_a_remembered_look_leaves_the_quote_where_it_belongs() -> None:
    sheet = Workbook().active
    looks: dict = {}
    for row, text in enumerate(("=甲", "乙", "=丙"), start=1):
        put(sheet.cell(row, 1), text)
        dress(sheet.cell(row, 1), Look("center", ground="FFFFFF"), looks)
    assert [bool(sheet.cell(row, 1).quotePrefix) for row in (1, 2, 3)] == [True, False, True]
    assert {sheet.cell(row, 1).alignment.horizontal for row in (1, 2, 3)} == {"center"}
    assert len(looks) == 1
