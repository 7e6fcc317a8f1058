"""The check as a whole: every fault of every kind, each once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from core.model.data import Actual, Finding, Verification, Veto
from core.model.plan import Indicator, LeafKind, Settings
from core.model.snapshot import Snapshot
from core.scoring.check import check


def test_a_sound_county_and_an_empty_one_pass(county):
    assert check(county([("U1", "1", "E1", 1, "5")])) == []
    assert check(Snapshot()) == []


def test_faults_of_every_kind_are_named_at_once(county):
    snapshot = county(
        [("U1", "1", "E1", 1, "11")],
        settings=Settings(full_points=Decimal(9)),
        vetoes=(Veto("U1", "案", "没有"),),
    )
    assert [p.place.sheet for p in check(snapshot)] == ["指标", "否决", "评分"]


def test_a_fault_is_named_once(county):
    leaf = Indicator("1", "量", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule="比例")
    actual = Actual("U1", "1", target=Decimal(0), value=Decimal(1))
    snapshot = replace(
        county(indicators=(leaf,)),
        actuals=(actual,),
        verifications=(Verification("U1", "1", Finding.TRUE, Decimal(2)),),
    )
    assert [(p.place.sheet, p.place.column) for p in check(snapshot)] == [("完成值", "目标值")]
