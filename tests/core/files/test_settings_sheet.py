"""The 项目 of a plan."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from core.files.cells import CellError
from core.files.settings_sheet import ITEM_OF, ITEMS, setting_cell
from core.model.plan import RatingMode, Settings


def test_every_setting_has_its_item() -> None:
    assert {item.field for item in ITEMS} == {f.name for f in fields(Settings)}
    assert len(ITEM_OF) == len(ITEMS)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("年度", 2026.0, 2026),
        ("年度", "２０２６年", 2026),
        ("成文日期", "2026年1月8日", date(2026, 1, 8)),
        ("满分", "1,000", Decimal(1000)),
        ("小数位", 0.0, 0),
        ("评分方式", " 等级", RatingMode.WORDS),
        ("评分步长", 0.5, Decimal("0.5")),
        ("等级系数", "优＝1；差=50%", (("优", Decimal(1)), ("差", Decimal("0.5")))),
        ("加分上限", "无", None),
        ("扣分上限", 5.0, Decimal(5)),
        ("理由低于", "60%", Decimal("0.6")),
        ("不适用折算", "否", False),
        ("联系电话", 5551234.0, "5551234"),
    ],
)
def test_contents(name: str, raw: object, value: object) -> None:
    assert ITEM_OF[name].kind.read(raw) == value


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("年度", 26.0),
        ("年度", "去年"),
        ("成文日期", "年底"),
        ("满分", 0.0),
        ("小数位", 5.0),
        ("评分方式", "五分制"),
        ("评分步长", 0.0),
        ("评分步长", "0.0000001"),
        ("等级系数", "优,良"),
        ("扣分上限", -5.0),
        ("理由高于", 1.5),
        ("不适用折算", "可"),
        ("去极值个数", 1.5),
        ("复核期限", 0.0),
    ],
)
def test_contents_that_are_refused(name: str, raw: object) -> None:
    with pytest.raises(CellError):
        ITEM_OF[name].kind.read(raw)


def test_the_defaults_read_back() -> None:
    for item in ITEMS:
        cell = setting_cell(item, Settings())
        default = getattr(Settings(), item.field)
        if cell is None:
            assert default in (None, "")
        else:
            raw = float(cell) if isinstance(cell, int) else cell
            assert item.kind.read(raw) == default
