from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.files.score_sheet_form import (
    FIRST_COLUMN,
    FIRST_ROW,
    MOST_LEAVES,
    Form,
    forms_of,
    plan_of,
    version_of,
)
from core.model.data import Actual
from core.model.people import Recusal, Unit
from core.model.plan import Assignment, RatingMode
from core.model.rounds import Round
from core.model.snapshot import Snapshot


@pytest.fixture
def plan(county: Callable[..., Snapshot], rated: Callable[..., Any]) -> Snapshot:
    """Two units of two categories; leaf 2 is for 部门 only."""
    leaves = (rated("1", "6"), rated("2", "4", categories=("部门",)))
    units = (Unit("U1", "甲乡", "乡镇"), Unit("U2", "财政局", "部门"))
    return county(indicators=leaves, units=units, rounds=(Round(1),))


def form(snapshot: Snapshot, expert: str = "E1", round: Round | None = None) -> Form:
    return forms_of(snapshot, round or Round(1), "2026-03-01 09:00")[expert]


def test_what_applies_is_asked_and_has_its_cells(plan: Snapshot) -> None:
    layout = form(plan).layout
    assert layout.asked == {("U1", "1"), ("U2", "1"), ("U2", "2")}
    assert layout.rows == {"U1": FIRST_ROW, "U2": FIRST_ROW + 1}
    assert layout.columns == {"1": FIRST_COLUMN, "2": FIRST_COLUMN + 2}


def test_units_and_leaves_without_a_question_are_left_out(plan: Snapshot) -> None:
    without = replace(plan, recusals=(Recusal("E1", "U2"),))
    assert form(without).layout.asked == {("U1", "1")}
    assert [x.code for x in form(without).leaves] == ["1"]
    assert form(without, "E2").layout.asked == {("U1", "1"), ("U2", "1"), ("U2", "2")}
    excluded = replace(plan, actuals=(Actual("U1", "1", applies=False),))
    assert form(excluded).layout.asked == {("U2", "1"), ("U2", "2")}


def test_a_later_round_asks_about_its_scope_only(plan: Snapshot) -> None:
    assert form(plan, round=Round(2, scope=("U2:1",))).layout.asked == {("U2", "1")}


def test_an_expert_who_is_asked_nothing_has_no_form(plan: Snapshot) -> None:
    narrowed = replace(plan, assignments=(Assignment(expert="E3"),))
    assert list(forms_of(narrowed, Round(1), "")) == ["E3"]


@pytest.mark.parametrize(("leaves", "sizes"), [(1, [1]), (4, [4]), (5, [2, 3]), (16, [4] * 4)])
def test_bands_are_even_and_fit_a_page(
    county: Callable[..., Snapshot], rated: Callable[..., Any], leaves: int, sizes: list[int]
) -> None:
    indicators = tuple(rated(str(n), "1") for n in range(leaves))
    bands = form(county(indicators=indicators)).bands
    assert sorted(map(len, bands)) == sizes
    assert max(sizes) <= MOST_LEAVES
    assert [n for band in bands for n in band] == list(range(leaves))


def with_leaf(plan: Snapshot, **change: Any) -> Snapshot:
    first, second = plan.indicators
    return replace(plan, indicators=(replace(first, **change), second))


def mine(plan: Snapshot) -> str:
    return plan_of(plan, ["U1"], ["1"])


@pytest.mark.parametrize("change", [{"points": Decimal(5)}, {"criteria": "查台账"}], ids=str)
def test_what_a_mark_means_is_in_the_fingerprint(plan: Snapshot, change: dict[str, Any]) -> None:
    assert mine(with_leaf(plan, **change)) != mine(plan)


@pytest.mark.parametrize(
    "change", [{"rating_mode": RatingMode.PERCENT}, {"step": Decimal("0.5")}], ids=str
)
def test_what_marks_are_given_in_is_in_it(plan: Snapshot, change: dict[str, Any]) -> None:
    assert mine(replace(plan, settings=replace(plan.settings, **change))) != mine(plan)


def test_words_count_where_marks_are_words_only(plan: Snapshot) -> None:
    words = (("好", Decimal(1)), ("差", Decimal("0.5")))
    assert mine(replace(plan, settings=replace(plan.settings, grade_words=words))) == mine(plan)
    graded = replace(plan, settings=replace(plan.settings, rating_mode=RatingMode.WORDS))
    other = replace(graded, settings=replace(graded.settings, grade_words=words))
    assert mine(other) != mine(graded)


def test_a_unit_or_leaf_that_is_gone_changes_it(plan: Snapshot) -> None:
    assert mine(replace(plan, units=plan.units[1:])) != mine(plan)
    assert mine(replace(plan, indicators=plan.indicators[1:])) != mine(plan)


def test_names_recusals_and_other_leaves_are_not_in_it(plan: Snapshot) -> None:
    first, second = plan.indicators
    other = replace(plan, indicators=(replace(first, name="别名"), replace(second, criteria="查")))
    assert mine(other) == mine(plan)
    assert mine(replace(plan, recusals=(Recusal("E1", "U1"),))) == mine(plan)
    assert mine(replace(plan, actuals=(Actual("U1", "1", applies=False),))) == mine(plan)
    assert mine(with_leaf(plan, points=Decimal("6.00"))) == mine(plan)


def test_the_version_is_short_and_of_the_whole_plan(plan: Snapshot) -> None:
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", version_of(plan))
    first, second = plan.indicators
    other = replace(plan, indicators=(first, replace(second, criteria="查")))
    assert version_of(other) != version_of(plan)


def test_the_marker_says_whose_it_is(plan: Snapshot) -> None:
    named = replace(plan, settings=replace(plan.settings, name="甲县", year=2026))
    says = form(named, "E2").says
    assert (says.assessment, says.year, says.round) == ("甲县", 2026, 1)
    assert (says.expert, says.expert_name) == ("E2", "专家2")
    assert says.plan == plan_of(named, ["U1", "U2"], ["1", "2"])
    assert (says.units, says.leaves) == (("U1", "U2"), ("1", "2"))
