from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from core.files.audit_raw import guard_digits, raw_pages
from core.files.sheets import SHEET_OF
from core.model.data import Actual
from core.model.plan import Indicator, LeafKind, Settings
from core.model.snapshot import Snapshot


def test_every_mark_is_there_whether_it_counts_or_not(sample) -> None:
    snapshot, _result = sample
    raw = raw_pages(snapshot)
    assert len(raw.marks.rows) == len(raw.ratings) == len(snapshot.marks)
    assert len(raw.actuals.rows) == len(snapshot.actuals)
    words = {row[4] for row in raw.marks.rows if isinstance(row[4], str)}
    assert words == {"弃权"}


def test_marks_of_one_cell_and_kind_are_neighbours(sample) -> None:
    snapshot, _result = sample
    keys = [(r.unit, r.leaf, r.kind) for r in raw_pages(snapshot).ratings]
    changes = sum(a != b for a, b in pairwise(keys))
    assert changes + 1 == len(set(keys))


def test_raw_columns_are_those_of_the_interchange_workbook(sample) -> None:
    raw = raw_pages(sample[0])
    for page in (raw.units, raw.experts, raw.recusals, raw.marks, raw.actuals, raw.adjustments):
        known = {column.header for column in SHEET_OF[page.name].columns}
        assert {column.title for column in page.columns} <= known


def test_a_parameter_takes_a_row_for_each_number() -> None:
    leaf = Indicator(
        "1", "甲", points=Decimal(5), kind=LeafKind.QUANTITATIVE, rule="插值",
        parameters="点=1:1, 0.6:0, 0.8:50%",
    )  # fmt: skip
    raw = raw_pages(_snapshot(leaf))
    first, last = raw.parameter["1", "点"]
    assert [row[4:] for row in raw.parameters.rows[first - 4 : last - 3]] == [
        (0.6, 0.0), (0.8, 0.5), (1.0, 1.0),
    ]  # fmt: skip
    assert raw.one("1", "方向") == f"'参数'!$E${raw.parameter['1', '方向'][0]}"


def _snapshot(leaf: Indicator) -> Snapshot:
    return Snapshot(indicators=(leaf,))


def test_a_tally_is_one_text_and_not_applicable_a_word(county) -> None:
    actuals = (
        Actual("U1", "1", value=(Decimal(3), Decimal(0))),
        Actual("U2", "1", applies=False),
    )
    rows = raw_pages(county(actuals=actuals)).actuals.rows
    assert [row[4] for row in rows] == ["3, 0", "不适用"]


@pytest.mark.parametrize(
    ("full", "decimals", "digits"), [("100", 2, 10), ("7.5", 2, 12), ("1000000000", 4, 6)]
)
def test_the_guard_keeps_thirteen_digits(county, full: str, decimals: int, digits: int) -> None:
    settings = Settings(full_points=Decimal(full), decimals=decimals)
    assert guard_digits(replace(county(), settings=settings)) == digits
