from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from core.files.results_json import results_json
from core.model.data import Actual, Adjustment, Veto
from core.model.plan import Settings
from core.scoring.digest import digest
from core.scoring.score import score


def answer(snapshot):
    return results_json(snapshot, score(snapshot))


@pytest.fixture
def snapshot(county, rated):
    return county(
        [("U1", "1", "E1", 1, "3.5"), ("U1", "2", "E1", 1, 5), ("U2", "1", "E1", 1, 2)],
        settings=Settings(name="甲县考评", year=2026, full_points=Decimal(10), decimals=3),
        indicators=(rated("1", "4"), rated("2", "6")),
        adjustments=(
            Adjustment("U1", "获奖", Decimal(1)),
            Adjustment("U1", "迟报", Decimal("-.5")),
        ),
        vetoes=(Veto("U2", "安全事故"),),
    )


def test_the_keys_are_those_of_the_contract(snapshot):
    found = answer(snapshot)
    assert list(found) == ["assessment", "units", "agreement", "experts", "warnings"]
    assert list(found["assessment"]) == [
        "name", "year", "full_points", "round", "published", "digest",
    ]  # fmt: skip
    assert list(found["units"][0]) == [
        "code", "name", "category", "base", "bonus", "deduction", "total", "rank", "grade",
        "complete", "missing", "vetoes", "indicators",
    ]  # fmt: skip
    assert list(found["agreement"]) == ["totals", "indicators"]
    statistics = {"kendall_w", "kendall_p", "icc2_1", "icc2_k", "alpha"}
    assert set(found["agreement"]["totals"]) == statistics
    assert set(found["agreement"]["indicators"]) == {"1", "2"}
    assert {frozenset(e) for e in found["experts"]} == {
        frozenset({"code", "severity", "correlation", "extreme", "own_deviation"})
    }


def test_the_assessment_is_named(snapshot):
    assert answer(snapshot)["assessment"] == {
        "name": "甲县考评",
        "year": 2026,
        "full_points": "10.000",
        "round": 1,
        "published": False,
        "digest": digest(snapshot),
    }


def test_a_unit_has_its_numbers_with_all_decimals(snapshot):
    first, second = answer(snapshot)["units"]
    assert first == {
        "code": "U1", "name": "甲乡", "category": "乡镇",
        "base": "8.500", "bonus": "1.000", "deduction": "0.500", "total": "9.000",
        "rank": 1, "grade": "优秀", "complete": True, "missing": [], "vetoes": [],
        "indicators": {"1": "3.500", "2": "5.000"},
    }  # fmt: skip
    assert (second["complete"], second["missing"], second["vetoes"]) == (False, ["2"], ["安全事故"])
    assert second["indicators"] == {"1": "2.000", "2": None}


def test_a_leaf_marked_not_applicable_is_left_out(snapshot):
    excluded = replace(snapshot, actuals=(Actual("U2", "2", applies=False),))
    second = answer(excluded)["units"][1]
    assert second["indicators"] == {"1": "2.000"} and second["complete"]


def test_without_decimals_there_is_no_point(snapshot):
    settings = replace(snapshot.settings, decimals=0)
    whole = replace(snapshot, settings=settings, adjustments=())
    found = answer(whole)
    assert found["assessment"]["full_points"] == "10"
    assert found["units"][0]["total"] == "9"


def test_a_statistic_that_is_not_defined_is_null(snapshot):
    found = answer(snapshot)
    assert found["agreement"]["totals"]["kendall_w"] is None
    first = found["experts"][0]
    assert (first["severity"], first["correlation"], first["own_deviation"]) == (None, None, None)
    assert 0 < first["extreme"] < 1


def test_no_round_is_null(county):
    assert answer(county())["assessment"]["round"] is None


def test_warnings_are_the_notices(snapshot):
    result = score(snapshot)
    expected = [{"code": n.code, "text": n.text} for n in result.notices]
    assert results_json(snapshot, result)["warnings"] == expected


def test_it_is_json_without_not_a_number(snapshot):
    text = json.dumps(answer(snapshot), allow_nan=False)
    assert json.loads(text) == answer(snapshot)
