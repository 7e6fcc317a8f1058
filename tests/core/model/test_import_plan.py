from __future__ import annotations

from core.model.import_plan import ImportPlan, Incoming, IncomingRatings
from core.model.people import Unit
from core.model.problem import Place


def test_a_book_without_sheets_asks_for_nothing():
    plan = ImportPlan("b.xlsx")
    assert not (plan.sheets or plan.settings or plan.rows or plan.notices)
    assert len(plan.ratings.value) == 0


def test_two_books_share_nothing():
    ImportPlan("a.xlsx").settings["name"] = "甲"
    assert ImportPlan("b.xlsx").settings == {}


def test_a_row_names_its_noun_and_its_place():
    row = Incoming(Unit, {"code": "X01"}, Place("单位", 2))
    assert row.kind is Unit and row.place.row == 2
    assert IncomingRatings().sheet == "评分"
