import numpy as np
import pytest
from openpyxl import Workbook

from core.analysis.agreement import Agreement, agreement, agreement_of
from core.analysis.raters import Rater, raters
from core.files.results_agreement import conclusions, verdict, write_agreement
from core.model.people import Expert, Unit
from core.scoring.score import score

GOOD = np.array([[1.0, 1, 2], [3, 3, 3], [5, 6, 5], [7, 7, 8], [8, 8, 9], [9, 9, 9.5], [10, 10, 10],
                 [0, 0, 0]])  # fmt: skip


def written(snapshot) -> list[list]:
    result = score(snapshot)
    sheet = Workbook().active
    write_agreement(sheet, snapshot, result, agreement(snapshot, result), raters(snapshot, result))
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_words_follow_the_numbers() -> None:
    assert verdict(agreement_of(GOOD)) == "排序一致性显著，程度高"
    assert verdict(agreement_of(GOOD[:4])).endswith("（单位少，p值仅供参考）")
    noise = np.random.default_rng(3).normal(size=(20, 3))
    assert verdict(agreement_of(noise)) == "排序一致性不显著"
    assert verdict(agreement_of(GOOD[:1])) == "各位专家都评过的单位不足两个"


def test_the_conclusion_names_w_and_what_is_weak(county) -> None:
    noise = np.random.default_rng(3).normal(size=(20, 3))
    agreed = Agreement(
        agreement_of(GOOD), {"1": agreement_of(GOOD), "2": agreement_of(noise)}, np.zeros((1, 2))
    )
    first, second = conclusions(agreed, [], county())
    assert "3位专家对8个单位的总分：肯德尔W = 1.00（p = 0.004）" in first
    assert "α = 0.9" in first and "一致性可靠" in first
    assert second.endswith("：2。")


def test_what_is_undefined_says_why(county) -> None:
    rows = written(county())
    assert "总分的一致性无法计算：没有评分。" in [row[0] for row in rows]
    leaf = next(row for row in rows if row[0] == "1")
    assert leaf[2:7] == ["—"] * 5
    assert leaf[9] == "没有评分"


def test_who_is_far_off_is_named(county) -> None:
    severities = [0.1, -0.1, 0.0, 0.05, -0.05, 2.0]
    panel = [Rater(f"E{n}", 9, s, 0.9, 0.0) for n, s in enumerate(severities, start=1)]
    panel[0] = Rater("E1", 9, 0.1, 0.1, 0.4, ("U1",), 1.25)
    agreed = Agreement(agreement_of(GOOD), {}, np.zeros((1, 1)))
    told = conclusions(agreed, panel, county())[-1]
    assert "E6 专家6（偏宽）" in told
    assert "E1 专家1（高低判断与他人不同，极端分较多，对本单位高出他人1.25分）" in told
    assert "E3" not in told


@pytest.fixture
def rows(county):
    marks = [("U1", "9", "9", "3"), ("U2", "8", "8", "8")]
    found = [(u, "1", f"E{n}", 1, v) for u, *vs in marks for n, v in enumerate(vs, start=1)]
    experts = (*(Expert(f"E{n}", f"=专家{n}", employer="甲乡") for n in (1, 2)), Expert("E3", "丙"))
    units = (Unit("U1", "甲乡", "乡镇"), Unit("U2", "乙乡", "乡镇"))
    return written(county(found, experts=experts, units=units))


def test_experts_and_disputes_stand_below(rows) -> None:
    line = next(row for row in rows if row[0] == "E1" and row[3] == 2)
    assert line[1] == "=专家1"
    assert line[4] == pytest.approx(1.5)
    assert line[7] == pytest.approx(3.0)
    assert line[8] == "U1"
    assert "对本单位高出他人3.00分" in line[9]
    dispute = next(row for row in rows if row[3] == "甲乡")
    assert dispute[2] == pytest.approx(np.std([9, 9, 3], ddof=1) / 7)
    assert any("共1处" in str(row[0]) for row in rows)
