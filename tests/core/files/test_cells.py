"""What cells say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files import cells
from core.files.cells import CellError, choice, normalised, parse_number, plain_text, stripped
from core.model.plan import LeafKind


def test_surrounding_space_goes_and_inner_stays() -> None:
    assert stripped("\ufeff\u3000 甲 乙\u00a0\u200b\t") == "甲 乙"
    assert stripped("一\r\n二\r三") == "一\n二\n三"


def test_full_width_is_made_half_width_in_words_only() -> None:
    assert normalised("　Ｘ０１＝ａ；ｂ，ｃ：９５％ ") == "X01=a;b,c:95%"
    assert cells.TEXT.read(" 说明：Ａ，Ｂ ") == "说明：Ａ，Ｂ"
    assert cells.WORD.read("Ａ类") == "A类"


@pytest.mark.parametrize(
    ("raw", "code"), [(1.1, "1.1"), (1.0, "1"), (" １．１ ", "1.1"), ("1.10", "1.10"), (0.1, "0.1")]
)
def test_codes(raw: object, code: str) -> None:
    assert cells.CODE.read(raw) == code


@pytest.mark.parametrize("raw", [date(2026, 1, 1), datetime(2026, 1, 1, 2), time(1, 1), True])
def test_a_code_that_became_a_date_is_told(raw: object) -> None:
    with pytest.raises(CellError):
        cells.CODE.read(raw)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("95%", "0.95"),
        ("９５％", "0.95"),
        (" 1,234.5 ", "1234.5"),
        ("１，２３４", "1234"),
        ("−3", "-3"),
        ("+.5", "0.5"),
        ("5.", "5"),
        ("1e-3", "0.001"),
        ("1E+2", "100"),
        ("-0", "0"),
        ("0.10", "0.1"),
        ("12.5 %", "0.125"),
    ],
)
def test_texts_that_are_numbers(text: str, number: str) -> None:
    value = parse_number(text)
    assert value is not None
    assert plain_text(value) == number


@pytest.mark.parametrize(
    "text", ["", "-", "1,23", "1 2", "nan", "inf", "1e999", "五", ".", "9" * 80]
)
def test_texts_that_are_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "raw", [True, False, date(2026, 1, 1), time(1), timedelta(1), "甲", float("inf"), float("nan")]
)
def test_what_is_no_number(raw: object) -> None:
    with pytest.raises(CellError):
        cells.NUMBER.read(raw)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_the_shortest_decimal_that_reads_back(value: float) -> None:
    read = cells.NUMBER.read(value)
    assert float(read) == value
    assert len(read.as_tuple().digits) <= 400
    assert "E" not in str(plain_text(read))


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**30), max_value=10**30
    )
)
def test_a_written_number_reads_back_exactly(value: Decimal) -> None:
    cell = cells.NUMBER.write(value)
    assert cells.NUMBER.read(float(cell) if isinstance(cell, int) else cell) == value


@pytest.mark.parametrize(
    "raw",
    [
        date(2026, 1, 8),
        datetime(2026, 1, 8, 9, 30),
        "2026-01-08",
        "2026/1/8",
        "2026.1.8",
        "2026年1月8日",
        "２０２６年１月８日",
        46030.0,
        "46030",
    ],
)
def test_dates(raw: object) -> None:
    assert cells.DATE.read(raw) == date(2026, 1, 8)


@pytest.mark.parametrize("raw", ["2026-13-01", "一月", True, time(1), -5.0, 9e9, "2026年2月30日"])
def test_no_dates(raw: object) -> None:
    with pytest.raises(CellError, match="日期"):
        cells.DATE.read(raw)


def test_bounds() -> None:
    assert cells.SHARE.read("30%") == Decimal("0.3")
    for kind, raw in ((cells.SHARE, 1.01), (cells.SHARE, -0.1), (cells.WEIGHT, 0.0)):
        with pytest.raises(CellError):
            kind.read(raw)
    places = cells.whole_number(0, 4, lambda: "0到4")
    assert places.read(4.0) == 4
    for raw in (5.0, 1.5, "x", True):
        with pytest.raises(CellError, match="0到4"):
            places.read(raw)


def test_choices_and_lists() -> None:
    kind = choice(LeafKind)
    assert kind.read(" 定量 ") is LeafKind.QUANTITATIVE
    with pytest.raises(CellError, match="定量 或 评分"):
        kind.read("定性")
    assert cells.NAMES.read("乡镇、部门，Ａ类;B,乡镇") == ("乡镇", "部门", "A类", "B")
    assert cells.YES_NO.read("是") is True
    with pytest.raises(CellError):
        cells.YES_NO.read("yes")


def test_pairs_are_made_canonical() -> None:
    assert cells.PAIRS.read("每＝５％；扣 = 0.5;") == "每=5%；扣=0.5"
    assert cells.PAIRS.read("档=100:1，90：0.8") == "档=100:1,90:0.8"
    for raw in ("每5", "=5", "每=", "每=1；每=2", 5.0):
        with pytest.raises(CellError):
            cells.PAIRS.read(raw)


def test_grade_words() -> None:
    assert cells.SHARES.read("优＝１；良=85%") == (("优", Decimal(1)), ("良", Decimal("0.85")))
    for raw in ("优=1.2", "优=x", "；"):
        with pytest.raises(CellError):
            cells.SHARES.read(raw)


def test_open_cells_stay_what_they_are() -> None:
    assert cells.OPEN.read(9.5) == Decimal("9.5")
    assert cells.OPEN.read(" 12，3 ") == "12,3"
    for raw in (date(2026, 1, 1), time(3), True):
        with pytest.raises(CellError):
            cells.OPEN.read(raw)
    assert cells.OPEN.write((Decimal(12), Decimal(3))) == "12, 3"
