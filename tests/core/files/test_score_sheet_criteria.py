from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.files import score_sheet_criteria
from core.files.score_sheet_form import CRITERIA_SHEET, Form, forms_of
from core.model.plan import Indicator, RatingMode
from core.model.rounds import Round
from core.model.snapshot import Snapshot


@pytest.fixture
def plan(county: Callable[..., Snapshot], rated: Callable[..., Any]) -> Snapshot:
    leaf = rated("2.1", "10", parent="2", criteria="查台账，缺一项扣0.5分", source="组织部")
    return county(indicators=(Indicator("2", "党建"), leaf), rounds=(Round(1),))


def sheet_of(snapshot: Snapshot) -> Any:
    import openpyxl

    form: Form = forms_of(snapshot, Round(1), "2026-03-01 09:00")["E1"]
    book = openpyxl.Workbook()
    score_sheet_criteria.add(book, form)
    return book[CRITERIA_SHEET]


def test_each_leaf_stands_with_what_it_asks(plan: Snapshot) -> None:
    sheet = sheet_of(plan)
    row = [cell.value for cell in sheet[4]]
    assert row[0] == "2.1"
    assert row[1].split("\n") == ["指标2.1", "党建"]
    assert row[2:] == ["10", "0–10，\n步长0.01", "查台账，缺一项扣0.5分", "组织部"]


def test_words_are_told_where_marks_are_words(plan: Snapshot) -> None:
    graded = replace(plan, settings=replace(plan.settings, rating_mode=RatingMode.WORDS))
    assert sheet_of(graded)["D4"].value == "优、良、中、差"


def test_it_is_locked_and_prints(plan: Snapshot) -> None:
    sheet = sheet_of(plan)
    assert sheet.protection.sheet
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
