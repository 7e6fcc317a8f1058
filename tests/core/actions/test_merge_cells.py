"""完成值 and 核定值 cells under the rule of their leaf."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.actions.merge_cells import CellError, read_value, shown_cell, typed_values
from core.model.data import Actual, Verification
from core.model.import_plan import Incoming
from core.model.plan import Indicator, LeafKind
from core.model.problem import Place
from core.model.snapshot import Snapshot

D = Decimal

SNAPSHOT = Snapshot(
    indicators=(
        Indicator("n", "数", points=D(5), kind=LeafKind.QUANTITATIVE, rule="比例"),
        # The rule does not compile (no 系数), and yet it is known to count answers.
        Indicator("t", "票", points=D(5), kind=LeafKind.QUANTITATIVE, rule="票数"),
        Indicator("r", "评", points=D(5), kind=LeafKind.RATED, rule="票数"),
    )
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (None, None),
        ("", None),
        (D("0.1"), D("0.1")),
        ("12", D(12)),
        ("-3.5", D("-3.5")),
        ("−3.5", D("-3.5")),
        ("1,234,567.8", D("1234567.8")),
        ("95%", D("0.95")),
        (".5", D("0.5")),
    ],
)
def test_numbers(cell, value):
    assert read_value(cell, tally=False) == value


@pytest.mark.parametrize("cell", ["好", "1,23", "1, 2", "30/5", "-", ".", date(2026, 3, 5)])
def test_no_numbers(cell):
    with pytest.raises(CellError):
        read_value(cell, tally=False)


@pytest.mark.parametrize("cell", ["30, 5, 0", "30、5、0", "30/5/0", "30,5、 0", "30，5，0"])
def test_tallies(cell):
    assert read_value(cell, tally=True) == (D(30), D(5), D(0))


def test_one_number_is_a_tally_of_one():
    assert read_value(D(30), tally=True) == (D(30),)
    assert read_value("1,234", tally=True) == (D(1), D(234))


@pytest.mark.parametrize("cell", ["30,,5", "30 5", "多", date(2026, 3, 5)])
def test_no_tallies(cell):
    with pytest.raises(CellError):
        read_value(cell, tally=True)


def row(kind, leaf, cell):
    values = {"unit": "U", "indicator": leaf, "value": cell}
    return Incoming(kind, values, Place("完成值", 7, "单位", "甲.xlsx"))


def test_the_leaf_decides():
    rows = [row(Actual, leaf, "1,234") for leaf in ("n", "t", "r", "没有")]
    typed, problems = typed_values(SNAPSHOT, rows)
    assert problems == []
    assert [t.values["value"] for t in typed] == [D(1234), (D(1), D(234)), D(1234), D(1234)]
    assert all(t.values["applies"] for t in typed)


def test_not_applicable_takes_the_leaf_out():
    typed, _problems = typed_values(SNAPSHOT, [row(Actual, "r", "不适用")])
    assert typed[0].values == {"unit": "U", "indicator": "r", "value": None, "applies": False}


def test_what_cannot_be_read_is_named_and_left_out():
    rows = [row(Actual, "n", "多"), row(Verification, "n", "不适用"), row(Verification, "n", D(2))]
    typed, problems = typed_values(SNAPSHOT, rows)
    assert [t.values["value"] for t in typed] == [D(2)]
    assert "applies" not in typed[0].values
    assert [(p.place.column, p.place.row, p.place.book, p.value) for p in problems] == [
        ("完成值", 7, "甲.xlsx", "多"),
        ("核定值", 7, "甲.xlsx", "不适用"),
    ]


def test_a_sheet_without_the_column_says_nothing_of_the_value():
    bare = Incoming(Verification, {"unit": "U", "indicator": "n"}, Place("核验", 2))
    assert typed_values(SNAPSHOT, [bare]) == ([bare], [])


def test_cells_are_shown_as_written():
    assert [shown_cell(c) for c in (D("1.50"), "好", date(2026, 3, 5), None)] == [
        "1.5",
        "好",
        "2026-03-05",
        "",
    ]
