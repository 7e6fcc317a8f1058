from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.model.people import Recusal, Unit
from core.model.plan import RatingMode
from core.model.snapshot import Snapshot
from core.scoring.plan_digest import plan_digest, plan_version


@pytest.fixture
def plan(county: Callable[..., Snapshot], rated: Callable[..., Any]) -> Snapshot:
    return county(indicators=(rated("1", "6"), rated("2", "4")))


def digest(snapshot: Snapshot) -> str:
    return plan_digest(snapshot, ["U1"], ["1"])


def with_leaf(plan: Snapshot, **change: Any) -> Snapshot:
    first, second = plan.indicators
    return replace(plan, indicators=(replace(first, **change), second))


@pytest.mark.parametrize(
    "change", [{"points": Decimal(5)}, {"name": "别名"}, {"criteria": "查台账"}], ids=str
)
def test_what_a_leaf_asks_is_in_it(plan: Snapshot, change: dict[str, Any]) -> None:
    assert digest(with_leaf(plan, **change)) != digest(plan)


@pytest.mark.parametrize(
    "change", [{"rating_mode": RatingMode.PERCENT}, {"step": Decimal("0.5")}], ids=str
)
def test_how_marks_are_given_is_in_it(plan: Snapshot, change: dict[str, Any]) -> None:
    assert digest(replace(plan, settings=replace(plan.settings, **change))) != digest(plan)


def test_a_unit_that_is_gone_or_renamed_changes_it(plan: Snapshot) -> None:
    assert digest(replace(plan, units=plan.units[1:])) != digest(plan)
    renamed = (Unit("U1", "丙乡", "乡镇"), plan.units[1])
    assert digest(replace(plan, units=renamed)) != digest(plan)


def test_the_rest_of_the_plan_is_not_in_it(plan: Snapshot) -> None:
    first, second = plan.indicators
    other = replace(plan, indicators=(first, replace(second, points=Decimal(9))))
    assert digest(other) == digest(plan)
    assert plan_version(other) != plan_version(plan)
    assert digest(replace(plan, recusals=(Recusal("E1", "U1"),))) == digest(plan)


def test_order_and_writing_of_numbers_do_not_matter(plan: Snapshot) -> None:
    turned = replace(plan, units=plan.units[::-1])
    assert plan_digest(turned, ["U2", "U1"], ["2", "1"]) == plan_digest(
        plan, ["U1", "U2"], ["1", "2"]
    )
    assert digest(with_leaf(plan, points=Decimal("6.00"))) == digest(plan)


def test_the_version_is_short(plan: Snapshot) -> None:
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", plan_version(plan))
