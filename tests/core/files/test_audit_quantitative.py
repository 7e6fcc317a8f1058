from __future__ import annotations

from decimal import Decimal

from core.files.audit_quantitative import quantitative_pages
from core.files.audit_raw import raw_pages
from core.model.data import Actual, Finding, Verification
from core.model.plan import Indicator, LeafKind


def leaf(rule: str, parameters: str = "") -> Indicator:
    return Indicator(
        "1", "甲", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule=rule, parameters=parameters
    )


def pages(snapshot):
    return quantitative_pages(snapshot, raw_pages(snapshot))


def test_a_group_is_a_block_of_rows(county) -> None:
    found = pages(county(indicators=(leaf("比最优"),)))
    assert [row[0] for row in found.page.rows] == ["U1", "U2"]
    assert "MAX(J$4:J$5)" in found.page.rows[1][12]
    assert found.scores == {(0, 0): 4, (1, 0): 5}


def test_a_verified_value_stands_in_place_of_the_actual(county) -> None:
    found = pages(
        county(
            indicators=(leaf("达标"),),
            actuals=(Actual("U1", "1", Decimal(1), None, Decimal(2)),),
            verifications=(Verification("U1", "1", Finding.PARTLY, Decimal(3)),),
        )
    )
    row = found.page.rows[0]
    assert "'完成值'!$E$4" in row[6] and "'核验'!$D$4" in row[7]
    assert row[8] == '=IF(OR(G4="不适用",H4=""),G4,H4)'
    assert found.page.rows[1][4:8] == ("", "", "", "")


def test_what_a_rule_needs_is_asked_for(county) -> None:
    growth = pages(county(indicators=(leaf("达标", "取值=增长率"),))).page.rows[0]
    assert growth[9] == (
        '=IF(AND(ISNUMBER(I4),ISNUMBER(E4),ISNUMBER(F4),F4<>0),(I4-F4)/ABS(F4),"")'
    )
    completion = pages(county(indicators=(leaf("达标", "取值=完成率"),))).page.rows[0]
    assert completion[11] == 1, "held against the whole of the target"


def test_tallies_have_a_sheet_of_their_own(county) -> None:
    found = pages(county(indicators=(leaf("票数", "系数=1, 0.5, 0"),)))
    assert [page.name for page in found.pages] == ["步骤4_票数", "步骤4_定量指标"]
    assert len(found.tallies.rows[0]) == len(found.tallies.columns) == 8
    assert "步骤4_票数" in found.page.rows[0][9]
    assert len(pages(county(indicators=(leaf("达标"),))).pages) == 1
