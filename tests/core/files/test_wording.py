from __future__ import annotations

from datetime import date
from decimal import Decimal
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.wording import (
    chinese_date,
    chinese_number,
    file_name,
    is_rate,
    points_text,
    printable,
    share_text,
    value_text,
    width,
)

D = Decimal


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (45, "四十五"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_a_date_has_no_leading_zeros() -> None:
    assert chinese_date(date(2026, 1, 8)) == "2026年1月8日"
    assert chinese_date(None).replace("　", "") == "年月日"


def test_points_keep_the_decimals_of_the_plan_and_more_where_they_need_more() -> None:
    assert points_text(D("8"), 2) == "8.00"
    assert points_text(D("8.50"), 2) == "8.50"
    assert points_text(D("0.125"), 2) == "0.125"
    assert points_text(D("1000"), 0) == "1000"


def test_a_share_is_rounded_half_up() -> None:
    assert share_text(D("8.745"), D("10")) == "87.5%"
    assert share_text(D("1"), D("3")) == "33.3%"


def test_rates_are_read_in_percent_and_stay_the_same_number() -> None:
    assert is_rate("项目开工率", [D(1), D("0.8591")])
    assert not is_rate("项目开工率", [D(95), D("85.9")])
    assert not is_rate("项目个数", [D("0.5")])
    assert not is_rate("项目开工率", [D(1), D(1)])
    assert value_text(D("0.8591"), True) == "85.91%"
    assert value_text(D("85.90"), False) == "85.9"
    assert value_text((D(120), D(60)), False) == "120/60"
    assert value_text(None, True) == ""


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert printable("甲\x00乙\x0b丙\ud800") == "甲乙丙"
    assert printable("一\r\n二\r三\t四") == "一\n二\n三 四"


def test_width_counts_latin_as_half() -> None:
    assert width("2026年度") == 4


def test_file_names_are_taken_by_windows() -> None:
    assert file_name(["001", "南牛乡", "结果通知"], ".docx") == "001_南牛乡_结果通知.docx"
    assert file_name(["002", "../a\\b:c*?", "x"], ".docx") == "002_.._a_b_c___x.docx"
    assert file_name(["003", "甲\u202e乙\n丙 ", "x"], ".docx") == "003_甲_乙_丙_x.docx"
    assert file_name(["005", "甲. .", "x"], ".docx") == "005_甲_x.docx"
    assert file_name(["004", "。.. .", "x"], ".docx") == "004_。_x.docx"


@given(st.text(max_size=200))
def test_any_name_makes_a_file_name(name: str) -> None:
    found = file_name(["001", name, "结果通知"], ".docx")
    assert not set(found) & set('<>:"/\\|?*')
    assert not [c for c in found if category(c)[0] == "C"]
    assert len(found.encode()) < 255 or len(name.encode()) > 3 * len(name)
    assert found.startswith("001_") and found.endswith("_结果通知.docx")
