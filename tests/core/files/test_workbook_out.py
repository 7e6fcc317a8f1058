"""Books written, and read back as the same assessment."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actions.merge import merge
from core.errors import UserError
from core.files.sheets import SHEET_OF, SHEETS
from core.files.workbook_in import read_book
from core.files.workbook_out import write_book, write_template
from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    CommitteeMember,
    Decision,
    Finding,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Verification,
    Veto,
)
from core.model.marks import ABSTAINED, MARK_SCALE, make_marks
from core.model.people import Expert, Recusal, Unit
from core.model.plan import (
    Aggregation,
    Assignment,
    Grade,
    Indicator,
    LeafKind,
    RaterKind,
    RatingMode,
    Settings,
)
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot

WHOLE = Snapshot(
    settings=Settings(
        name="=考核",
        year=2026,
        issue_date=date(2026, 12, 31),
        full_points=Decimal("100.5"),
        grade_words=(("优", Decimal(1)), ("差", Decimal("0.125"))),
        bonus_cap=Decimal("2.5"),
        rescale=False,
        contact="赵",
        review_days=7,
    ),
    indicators=(
        Indicator("1", "经济"),
        Indicator(
            "1.1",
            "税收",
            "1",
            Decimal("60.5"),
            LeafKind.QUANTITATIVE,
            "效益",
            "自拟",
            "比例",
            "下限=0.5；方向=越小越好",
            categories=("乡镇", "县直"),
        ),
        Indicator(
            "1.10", "票", "1", Decimal(1), LeafKind.QUANTITATIVE, rule="票数", parameters="系数=1,0"
        ),
        Indicator(
            "2",
            "党建",
            "",
            Decimal("39"),
            LeafKind.RATED,
            aggregation=Aggregation.MEDIAN,
            criteria="- 一\n- 二，Ａ：１",
        ),
    ),
    units=(
        Unit("X02", "北山", "乡镇"),
        Unit("X01", "+南牛", "乡镇", "南", "@注"),
        Unit("01", "局", "县直"),
    ),
    experts=(
        Expert("E1", "张", "局", "长", "财", "领导", Decimal("1.25")),
        Expert("E2", "王"),
    ),
    kinds=(RaterKind("领导", Decimal("0.6")), RaterKind("专家", Decimal("0.4"))),
    assignments=(Assignment(kind="专家"), Assignment(expert="E1", indicator="2")),
    recusals=(Recusal("E1", "01", "本单位"),),
    actuals=(
        Actual("X01", "1.1", Decimal("100.5"), Decimal(-3), Decimal("1e-6"), note="注"),
        Actual("X02", "1.1", applies=False),
        Actual("X01", "1.10", value=(Decimal(1200), Decimal(60))),
        Actual("01", "1.1", value=Decimal("123456789012345678.25")),
        Actual("01", "1.10"),
    ),
    adjustments=(Adjustment("X01", "表彰", Decimal("-2.25"), "文"),),
    vetoes=(Veto("01", "事故"), Veto("X01", "事故", "降一等")),
    grades=(Grade("", "优秀", Decimal(90), Decimal("0.3")), Grade("县直", "合格", Decimal(0))),
    committee=(CommitteeMember("李", "县长", role="组长", order=1),),
    opinions=(Opinion("X01", "高", False, "已说明"), Opinion("X02", "低")),
    monitoring=(Monitoring("X01", "1.1", "2026-03", Decimal("20.25")),),
    self_assessments=(SelfAssessment("X01", "2", Decimal("9.5"), "自"), SelfAssessment("X02", "2")),
    verifications=(
        Verification("X01", "1.1", Finding.PARTLY, Decimal(90), "现场", "赵", "注"),
        Verification("X01", "1.10", Finding.TRUE, (Decimal(5),)),
    ),
    appeals=(
        Appeal(
            "001",
            "X01",
            "2",
            "低",
            date(2026, 3, 1),
            Decision.UPHELD,
            Decimal(9),
            "是",
            date(2026, 3, 2),
        ),
        Appeal("002", "X01"),
    ),
    result_uses=(ResultUse("X01", "奖励", "10万元"),),
    rectifications=(
        Rectification("Z1", "01", "慢", "2", "快", "钱", date(2026, 6, 30), "已改", True),
        Rectification("Z2", "01", "散"),
    ),
    rounds=(Round(1, RoundState.CLOSED), Round(2)),
    marks=make_marks(
        unit=[0, 0, 1, 2],
        leaf=[2, 2, 2, 2],
        expert=[0, 1, 1, 1],
        round=[1, 2, 1, 1],
        value=[95 * MARK_SCALE // 10, ABSTAINED, 100_000, 39 * MARK_SCALE],
    ),
    reasons={(1, "E1", "X02", "2"): "-材料", (2, "E2", "X02", "2"): "无"},
)


def plain(snapshot: Snapshot) -> dict[str, Any]:
    found = {n: getattr(snapshot, n) for n in snapshot.__dataclass_fields__}
    marks = found.pop("marks")
    columns = (marks.unit, marks.leaf, marks.expert, marks.round, marks.value)
    return found | {"marks": [column.tolist() for column in columns]}


def again(snapshot: Snapshot, path: Path) -> Snapshot:
    """Written, read, and made anew."""
    write_book(snapshot, path)
    merged = merge(Snapshot(), read_book(path), fresh=True)
    assert merged.problems == ()
    return merged.snapshot


def test_every_sheet_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "书.xlsx"
    assert plain(again(WHOLE, path)) == plain(WHOLE)
    names = openpyxl.load_workbook(path).sheetnames
    assert names == [sheet.name for sheet in SHEETS if sheet.name != "结果"]
    assert not merge(WHOLE, read_book(path)).changed


def test_the_sample_county_comes_back(tmp_path: Path) -> None:
    snapshot = sample_snapshot()
    assert plain(again(snapshot, tmp_path / "书.xlsx")) == plain(snapshot)


def test_grade_words_come_back(tmp_path: Path) -> None:
    words = replace(
        WHOLE,
        settings=replace(WHOLE.settings, rating_mode=RatingMode.WORDS),
        words=("优", "差"),
        marks=make_marks([0, 1], [2, 2], [0, 0], [1, 2], [1, ABSTAINED]),
        reasons={},
    )
    assert plain(again(words, tmp_path / "书.xlsx")) == plain(words)


def test_only_sheets_that_hold_anything_are_written(tmp_path: Path) -> None:
    path = tmp_path / "书.xlsx"
    write_book(Snapshot(), path)
    assert openpyxl.load_workbook(path).sheetnames == ["方案", "指标", "单位", "专家"]


def test_a_grant_of_everything_is_said_by_category(tmp_path: Path) -> None:
    snapshot = replace(WHOLE, assignments=(Assignment(), Assignment(expert="E1", indicator="2")))
    assert again(snapshot, tmp_path / "书.xlsx").assignments == (
        Assignment(expert="E1", indicator="2"),
        Assignment(category="乡镇"),
        Assignment(category="县直"),
    )


def test_the_round_is_always_written(tmp_path: Path) -> None:
    write_book(WHOLE, tmp_path / "书.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "书.xlsx")["评分"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[:5] for row in rows] == [
        (1, "E1", "X02", "2", 9.5),
        (1, "E2", "X01", "2", 0.1),
        (1, "E2", "01", "2", 39),
        (2, "E2", "X02", "2", "弃权"),
    ]


def test_a_units_book_holds_its_own_rows_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "X01.xlsx"
    write_book(WHOLE, path, "X01")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["填写说明", "自评", "完成值", "佐证材料"]
    assert book["自评"].protection.sheet
    plan = read_book(path)
    assert {row.values["unit"] for row in plan.rows} == {"X01"}
    assert [n.code for n in plan.notices] == ["unknown_sheet"]  # 佐证材料 is for people
    after = merge(WHOLE, plan).snapshot
    assert after.self_assessments[0] == WHOLE.self_assessments[0]
    assert after.actuals[: len(WHOLE.actuals)] == WHOLE.actuals


def test_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Y9"):
        write_book(WHOLE, tmp_path / "书.xlsx", "Y9")
    assert list(tmp_path.iterdir()) == []


def test_the_template_has_every_sheet_and_reads(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path)
    plan = read_book(path)
    assert plan.sheets == tuple(name for name in SHEET_OF if name != "结果")
    assert (plan.rows, plan.notices) == ((), ())
    assert not merge(Snapshot(), plan).changed


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "书.xlsx"
    path.write_bytes(b"old")
    long = replace(WHOLE, units=(Unit("X01", "长" * 40_000, "乡镇"),), marks=make_marks(*[[]] * 5))
    with pytest.raises(UserError):
        write_book(long, path)
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"old", 1)
    for place in (tmp_path, tmp_path / "没有" / "书.xlsx"):
        with pytest.raises(UserError):
            write_book(WHOLE, place)


def test_more_ratings_than_a_sheet_has_rows_are_refused(tmp_path: Path) -> None:
    n = 1_048_576
    many = make_marks([0] * n, [2] * n, [0] * n, range(n), [0] * n)
    with pytest.raises(UserError, match="1048576"):
        write_book(replace(WHOLE, marks=many), tmp_path / "书.xlsx")


CODES = st.text(string.ascii_uppercase + string.digits + "-.甲", min_size=1, max_size=6)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"])
    | st.sampled_from("=+-@_x0 \n"),
    max_size=20,
).map(lambda text: text.strip("".join(map(chr, range(33)))))
NUMBERS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False) | st.decimals(
    -(10**20), 10**20, places=6, allow_nan=False
)


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_assessment_comes_back(data: st.DataObject) -> None:
    draw = data.draw
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    named = TEXTS.filter(bool)
    snapshot = Snapshot(
        settings=Settings(name=draw(TEXTS), full_points=draw(NUMBERS.filter(lambda n: n > 0))),
        indicators=tuple(
            Indicator(c, draw(named), points=draw(st.none() | NUMBERS), criteria=draw(TEXTS))
            for c in codes
        ),
        units=tuple(Unit(c, draw(named), "类", note=draw(TEXTS)) for c in codes),
        adjustments=tuple(Adjustment(c, draw(named), draw(NUMBERS)) for c in codes),
        appeals=tuple(
            Appeal(c, c, decided=draw(st.none() | st.dates(date(1901, 1, 1)))) for c in codes
        ),
    )
    with TemporaryDirectory() as folder:
        assert plain(again(snapshot, Path(folder) / "书.xlsx")) == plain(snapshot)
