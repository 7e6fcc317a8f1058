from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.files.letter_fields import MOST_OPINIONS, MOST_PROBLEMS, MOST_STRENGTHS, fields
from core.model.data import Actual, Adjustment, Finding, Verification, Veto
from core.model.people import Unit
from core.model.plan import Grade, Indicator, LeafKind, Settings
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.score import score

D = Decimal
Sample = tuple[Snapshot, Result]
Make = Callable[..., Snapshot]


def of(snapshot: Snapshot, unit: str = "U1") -> dict[str, Any]:
    return fields(snapshot, score(snapshot), unit)


def test_printed_parts_add_up_to_printed_totals(sample: Sample) -> None:
    snapshot, result = sample
    for unit in snapshot.units:
        found = fields(snapshot, result, unit.code)
        tops = found["一级指标"]
        assert sum(D(t["得分"]) for t in tops) == D(found["指标得分"])
        assert sum(D(t["满分"]) for t in tops) == D(found["适用满分"])
        for top in tops:
            counted = [row for row in top["指标"] if not row["不适用"]]
            assert sum(D(row["得分"]) for row in counted) == D(top["得分"])
            assert sum(D(row["满分"]) for row in counted) == D(top["满分"])
        total = D(found["基础得分"]) + D(found["加分"]) - D(found["扣分"])
        assert max(total, D(0)) == D(found["总分"])
        lost = [D(row["失分"]) for row in found["全部问题"]]
        assert sum(D(row["失分"]) for row in found["改进建议"]) == sum(lost)


def test_numbers_are_the_results_own(sample: Sample) -> None:
    snapshot, result = sample
    for line in result.units:
        found = fields(snapshot, result, line.unit.code)
        assert found["总分"] == str(line.total)
        assert found["基础得分"] == str(line.base)
        assert (found["名次"], found["等次"]) == (str(line.rank), line.grade)
        assert found["单位"] == line.unit.name
        row = snapshot.unit_position[line.unit.code]
        given = {r["编码"]: r["得分"] for t in found["一级指标"] for r in t["指标"]}
        for code, text in given.items():
            value = result.score(row, snapshot.tree.leaf_position[code])
            assert text == ("" if value is None else str(value))


def test_who_sends_it_and_under_what_number(county: Make) -> None:
    plan = Settings(
        full_points=D(10), year=2025, host="甲县政府", office="甲县绩效办", issuer_code="甲绩办",
        issue_date=date(2026, 1, 8),
    )  # fmt: skip
    marks = [("U1", "1", "E1", 1, 9), ("U2", "1", "E1", 1, 8)]
    found = of(county(marks, settings=plan))
    assert found["机关"] == "甲县绩效办"
    assert found["发文字号"] == "甲绩办〔2026〕　号"
    assert found["成文日期"] == "2026年1月8日"
    assert (found["年度"], found["征求意见稿"]) == ("2025", True)
    assert found["依据"] == "2025年度绩效考核工作安排"
    named = replace(plan, office="", plan_title="办法", plan_number="甲发〔2025〕3号")
    found = of(replace(county(marks, settings=named), published=True))
    assert found["机关"] == "甲县政府"
    assert found["依据"] == "《办法》（甲发〔2025〕3号）"
    assert found["征求意见稿"] is False


def test_an_empty_plan_still_makes_a_letter(county: Make) -> None:
    found = of(county([("U1", "1", "E1", 1, 9), ("U2", "1", "E1", 1, 8)]))
    assert found["机关"] == "（考核机构）"
    assert found["发文字号"] == "　　〔　　〕　号"
    assert found["成文日期"].replace("　", "") == "年月日"


def test_bonus_deduction_veto_and_what_they_do(county: Make) -> None:
    plan = Settings(full_points=D(10), bonus_cap=D(3))
    snapshot = county(
        [("U1", "1", "E1", 1, 5), ("U2", "1", "E1", 1, 8)],
        settings=plan,
        adjustments=(
            Adjustment("U1", "试点", D(2), "文件"),
            Adjustment("U1", "表彰", D("1.5")),
            Adjustment("U1", "通报", D("-0.5")),
            Adjustment("U2", "别人的", D(1)),
        ),
        vetoes=(Veto("U1", "事故"), Veto("U1", "迟报", "降一等"), Veto("U1", "瞒报", "合格")),
    )
    found = of(snapshot)
    assert [(r["事项"], r["分值"]) for r in found["加分事项"]] == [
        ("试点", "2.00"),
        ("表彰", "1.50"),
    ]
    assert (found["加分合计"], found["加分"], found["加分封顶"]) == ("3.50", "3.00", True)
    assert [(r["事项"], r["分值"]) for r in found["扣分事项"]] == [("通报", "0.50")]
    assert (found["扣分合计"], found["扣分"], found["扣分封顶"]) == ("0.50", "0.50", False)
    assert [r["处理"] for r in found["否决事项"]] == [
        "定为最低等次",
        "等次降低一等",
        "等次不高于合格",
    ]
    assert found["总分"] == "7.50"
    assert found["整改"] is True


def test_the_lowest_grade_must_mend_and_no_other(county: Make) -> None:
    grades = (Grade("", "好", D(8)), Grade("", "差", D(0)))
    marks = [("U1", "1", "E1", 1, 9), ("U2", "1", "E1", 1, 3)]
    snapshot = county(marks, grades=grades)
    assert of(snapshot, "U1")["整改"] is False
    assert of(snapshot, "U2")["整改"] is True


def test_a_leaf_left_out_is_shown_and_scaled(county: Make, rated: Callable[..., Indicator]) -> None:
    snapshot = county(
        [("U1", "1", "E1", 1, 3), ("U2", "1", "E1", 1, 4), ("U2", "2", "E1", 1, 4)],
        indicators=(rated("1", "5"), rated("2", "5")),
        actuals=(Actual("U1", "2", applies=False),),
    )
    found = of(snapshot)
    assert (found["折算"], found["指标得分"], found["适用满分"]) == (True, "3.00", "5.00")
    assert found["基础得分"] == "6.00"
    assert found["不适用指标"] == [{"名称": "指标2", "满分": "5.00"}]
    assert [t["名称"] for t in found["一级指标"]] == ["指标1"]
    assert found["指标数"] == "1"


def test_evidence_is_the_actual_value_as_people_write_it(county: Make) -> None:
    leaf = Indicator(
        "1",
        "项目开工率",
        points=D(10),
        kind=LeafKind.QUANTITATIVE,
        rule="达标",
        criteria="达标得分。",
    )
    snapshot = county(
        indicators=(leaf,),
        units=tuple(Unit(f"U{n}", f"{n}乡", "乡镇") for n in range(1, 6)),
        actuals=(
            Actual("U1", "1", target=D(1), value=D("0.8591"), note="缓建。"),
            *(Actual(f"U{n}", "1", target=D(1), value=D(1)) for n in range(2, 6)),
        ),
        verifications=(Verification("U1", "1", Finding.PARTLY, D("0.8")),),
    )
    (problem,) = of(snapshot)["存在问题"]
    assert (problem["目标值"], problem["完成值"], problem["核定值"]) == ("100%", "85.91%", "80%")
    assert (problem["说明"], problem["评分标准"]) == ("缓建", "达标得分")
    assert (problem["得分"], problem["失分"], problem["得分率"]) == ("0.00", "10.00", "0.0%")


def test_raters_words_on_a_problem_come_without_names(county: Make) -> None:
    units = tuple(Unit(f"U{n}", f"{n}乡", "乡镇") for n in range(1, 6))
    marks = [(u.code, "1", "E1", 1, 9) for u in units[1:]]
    low = [("U1", "1", f"E{n}", 1, n) for n in range(1, 6)]
    reasons = {(1, f"E{n}", "U1", "1"): f"理由{n}。" for n in range(1, 6)}
    (problem,) = of(county([*marks, *low], units=units, reasons=reasons))["存在问题"]
    assert problem["评审意见"] == "理由1；理由2"
    assert MOST_OPINIONS == 2


def test_forty_problems_are_cut_in_the_letter_and_whole_in_the_annex(
    county: Make, rated: Callable[..., Indicator]
) -> None:
    leaves = tuple(rated(f"{n}", "25") for n in range(1, 41))
    units = tuple(Unit(f"U{n}", f"{n}局", "局") for n in range(1, 6))
    marks = [
        (u.code, leaf.code, "E1", 1, 5 if u.code == "U1" else 20) for u in units for leaf in leaves
    ]
    plan = Settings(full_points=D(1000))
    snapshot = county(marks, indicators=leaves, units=units, settings=plan)
    found = of(snapshot)
    assert len(found["存在问题"]) == MOST_PROBLEMS
    assert len(found["全部问题"]) == 40
    assert found["未列问题数"] == 40 - MOST_PROBLEMS
    assert [p["序号"] for p in found["全部问题"]][-1] == "四十"
    assert found["改进建议"][0]["指标"] == "指标1"
    assert found["总分"] == "200.00" and found["满分"] == "1000.00"
    other = of(snapshot, "U2")
    assert other["全部问题"] == other["存在问题"] == []
    assert len(other["主要成绩"]) == MOST_STRENGTHS and len(other["全部成绩"]) == 40


def test_ties_are_told(county: Make) -> None:
    found = of(county([("U1", "1", "E1", 1, 9), ("U2", "1", "E1", 1, 9)]))
    assert (found["并列"], found["名次"], found["单位数"]) == (True, "1", "2")


def test_nothing_unprintable_reaches_a_letter(county: Make) -> None:
    units = (Unit("U1", "甲\x00\x0b乡", "乡镇"), Unit("U2", "乙乡", "乡镇"))
    marks = [("U1", "1", "E1", 1, 9), ("U2", "1", "E1", 1, 9)]
    assert of(county(marks, units=units))["单位"] == "甲乡"


def test_a_county_without_ratings_makes_letters(county: Make) -> None:
    leaf = Indicator("1", "个数", points=D(10), kind=LeafKind.QUANTITATIVE, rule="达标")
    actuals = tuple(Actual(u, "1", target=D(1), value=D(1)) for u in ("U1", "U2"))
    found = of(county(indicators=(leaf,), actuals=actuals, experts=()))
    assert (found["评委人数"], found["轮次"], found["评分数"]) == ("0", "", "0")


def test_advice_names_the_worst_and_counts_the_rest(
    county: Make, rated: Callable[..., Indicator]
) -> None:
    top = Indicator("0", "大项")
    leaves = tuple(rated(f"{n}", "10", parent="0") for n in range(1, 11))
    units = tuple(Unit(f"U{n}", f"{n}局", "局") for n in range(1, 6))
    marks = [
        (u.code, leaf.code, "E1", 1, 10 - int(leaf.code) * 0.5 if u.code == "U1" else 10)
        for u in units
        for leaf in leaves
    ]
    shown = [(u, leaf, e, r, str(m)) for u, leaf, e, r, m in marks]
    plan = Settings(full_points=D(100))
    snapshot = county(shown, indicators=(top, *leaves), units=units, settings=plan)
    (advice,) = of(snapshot)["改进建议"]
    assert advice["指标"] == "指标10、指标9、指标8、指标7、指标6等10项指标"
    assert advice["失分"] == "27.50"
