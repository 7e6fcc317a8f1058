from __future__ import annotations

from decimal import Decimal
from typing import Any

from pytestqt.qtbot import QtBot

from core.files.comparison import compare
from core.model.data import Actual
from core.model.snapshot import Snapshot
from core.scoring.score import score
from gui.results.sheet import LeafLine, UnitSheet, leaf_columns, leaf_lines


def lines(snapshot: Snapshot, unit: str) -> list[LeafLine]:
    result = score(snapshot)
    return leaf_lines(snapshot, result, unit, compare(snapshot, result)["乡镇"])


def test_leaves_add_up_to_the_raw_score(sample: Snapshot) -> None:
    result = score(sample)
    line = next(x for x in result.units if x.unit.category == "乡镇")
    found = lines(sample, line.unit.code)
    assert sum((x.score for x in found if x.score is not None), Decimal(0)) == line.raw


def test_what_is_missing_or_left_out_says_so(county: Any, rated: Any) -> None:
    snapshot = county(
        [("U1", "1", "E1", 1, 3), ("U2", "1", "E1", 1, 5)],
        indicators=(rated("1", "5"), rated("2", "4"), rated("3", "1")),
        actuals=(Actual("U1", "3", applies=False),),
    )
    columns = {c.title: c for c in leaf_columns()}
    told = [(columns["得分"].shown(x), columns["得分"].mark(x)) for x in lines(snapshot, "U1")]
    assert told == [("3.00", ""), ("", "缺"), ("", "不适用")]
    first = lines(snapshot, "U1")[0]
    assert (columns["得分率"].shown(first), columns["差"].shown(first)) == ("60%", "−1.00")


def test_codes_sort_as_numbers(county: Any, rated: Any) -> None:
    leaves = tuple(rated(code, "1") for code in ("1.10", "1.2"))
    code = leaf_columns()[0]
    found = sorted(lines(county(indicators=leaves), "U1"), key=code.sort_key)
    assert [x.leaf.code for x in found] == ["1.2", "1.10"]


def test_the_person_stays_on_the_leaf_from_unit_to_unit(qtbot: QtBot, sample: Snapshot) -> None:
    result, sheet = score(sample), UnitSheet()
    qtbot.addWidget(sheet)
    first, second = (x for x in result.units if x.unit.category == "乡镇" and x.rank <= 2)
    category = compare(sample, result)["乡镇"]
    sheet.show_unit(sample, result, first, category)
    sheet.table.selectRow(4)
    row = sheet.table.current_row()
    assert row is not None
    sheet.show_unit(sample, result, second, category)
    again = sheet.table.current_row()
    assert again is not None
    assert again.leaf == row.leaf
    assert sheet.story.toPlainText().startswith(row.leaf.code)
