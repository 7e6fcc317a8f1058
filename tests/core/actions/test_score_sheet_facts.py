from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.actions.asking import Asking
from core.actions.score_sheet_facts import facts_of
from core.model.data import Actual, SelfAssessment
from core.model.plan import RatingMode
from core.model.rounds import Round
from core.model.snapshot import Snapshot

D = Decimal


def facts(snapshot: Snapshot, number: int, expert: str = "E1") -> dict[str, Any]:
    found = facts_of(Asking(snapshot, Round(number)), expert)
    return {fact.unit: fact for fact in found}


def given(values: Iterable[str | None]) -> list[Any]:
    return [("U1", "1", f"E{n}", 1, value) for n, value in enumerate(values, start=1)]


def test_what_was_measured_and_claimed(county: Callable[..., Snapshot]) -> None:
    snapshot = county(
        actuals=(Actual("U1", "1", D(100), D("80.50"), D(95), note="见台账"),),
        self_assessments=(SelfAssessment("U2", "1", D("9.0"), "完成好"),),
    )
    found = facts(snapshot, 1)
    assert found["U1"].measured == "完成值 95，目标值 100，基期值 80.5，见台账"
    assert found["U1"].claimed == ""
    assert found["U2"].claimed == "自评分 9，完成好"
    tally = facts(replace(snapshot, actuals=(Actual("U1", "1", value=(D(3), D(1))),)), 1)
    assert tally["U1"].measured == "完成值 3、1"


def test_a_later_round_shows_the_earlier_mark_and_the_others(
    county: Callable[..., Snapshot],
) -> None:
    snapshot = county(given(["8", "6", "7.5", "9", None]))
    reasons = {(1, "E1", "U1", "1"): "台账齐全", (1, "E3", "U1", "1"): "缺会议记录"}
    found = facts(replace(snapshot, reasons=reasons), 2)
    assert found["U1"].earlier == "8，台账齐全"
    assert found["U1"].others == "3人：中位数7.5，四分位6.75至8.25\n· 缺会议记录"
    assert (found["U2"].earlier, found["U2"].others) == ("", "")
    assert facts(replace(snapshot, reasons=reasons), 1)["U1"].others == ""


def test_fewer_than_three_others_stay_unknown(county: Callable[..., Snapshot]) -> None:
    assert facts(county(given(["8", "6", "7"])), 2)["U1"].others == ""


def test_words_are_told_by_their_coefficients(county: Callable[..., Snapshot]) -> None:
    bare = county()
    settings = replace(bare.settings, rating_mode=RatingMode.WORDS)
    snapshot = county(given(["优", "良", "中", "良"]), settings=settings, words=("优", "良", "中"))
    found = facts(snapshot, 2)
    assert found["U1"].earlier == "优"
    assert found["U1"].others == "3人：系数中位数0.85，四分位0.775至0.85"
