"""Books into an assessment file: all or nothing, every problem at once, rows as in the books."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.actions import workbook
from core.actions.workbook import (
    assessment_notices,
    export_book,
    import_books,
    located,
)
from core.errors import Refused, UserError
from core.model.data import Actual, Adjustment
from core.model.import_plan import ImportPlan, Incoming, IncomingRatings
from core.model.people import Expert, Unit
from core.model.plan import Assignment, Grade, Indicator, LeafKind, Settings
from core.model.problem import Place, Problem
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.store.rows import TABLE_OF
from core.store.store import Store

D = Decimal


def plan(name, *rows, ratings=(), **more):
    """A book of (kind, values) pairs in rows 2, 3, … and (expert, unit, leaf, value) ratings."""
    incoming = tuple(
        Incoming(kind, values, Place(TABLE_OF[kind].sheet, n, "", name))
        for n, (kind, values) in enumerate(rows, start=2)
    )
    columns = list(zip(*ratings, strict=True)) or [()] * 4
    lines = range(2, 2 + len(ratings))
    marks = IncomingRatings([None] * len(ratings), *columns, [""] * len(ratings), lines)
    return ImportPlan(name, rows=incoming, ratings=marks, **more)


UNIT = (Unit, {"code": "U1", "name": "甲乡", "category": "乡镇"})
EXPERT = (Expert, {"code": "E1", "name": "张"})
LEAF = (
    Indicator,
    {"code": "1", "name": "评", "points": D(100), "kind": LeafKind.RATED, "parent": None},
)
WHOLE = plan("方案.xlsx", UNIT, EXPERT, LEAF, settings={"name": "年度考核"})
RATED = plan("评分.xlsx", ratings=[("E1", "U1", "1", D(88))])


@pytest.fixture(name="store")
def store_fixture(tmp_path):
    with Store.create(tmp_path / "a.kaoping") as store:
        yield store


@pytest.fixture(name="reading")
def reading_fixture(monkeypatch):
    """Makes `import_books` read the given plans, alone or with the problems of reading them; an
    exception in place of a plan is raised."""

    def reading(*books):
        names = {f"{n}.xlsx": book for n, book in enumerate(books)}

        def read(path):
            book = names[Path(path).name]
            if isinstance(book, Exception):
                raise book
            return book if isinstance(book, tuple) else (book, ())

        monkeypatch.setattr(workbook, "read_sound", read)
        return [Path(name) for name in names]

    return reading


def test_several_books_are_one_step(store, reading):
    report = import_books(store, reading(WHOLE, RATED), fresh=True)
    snapshot = store.read()
    assert report.changed and [b.book for b in report.books] == ["方案.xlsx", "评分.xlsx"]
    assert snapshot.settings.name == "年度考核"
    assert snapshot.rounds == (Round(1),)
    assert snapshot.marks.value.tolist() == [88_000_000]
    assert len(store.journal()) == 1
    assert "方案.xlsx" in store.journal()[0].label and "评分.xlsx" in store.journal()[0].label


def test_the_same_again_leaves_no_trace(store, reading):
    paths = reading(WHOLE, RATED)
    import_books(store, paths)
    report = import_books(store, paths)
    assert not report.changed and len(store.journal()) == 1
    assert report.books[0].counts["单位"].unchanged == 1


def test_nothing_to_import_is_no_change(store):
    assert not import_books(store, []).changed and not store.journal()


def test_all_problems_of_all_books_are_named_and_nothing_is_changed(store, reading):
    wrong = plan("错.xlsx", (Adjustment, {"unit": "U9", "item": "奖", "points": D("0.005")}))
    bad = plan("评.xlsx", ratings=[("E1", "U1", "1", D(101))])
    with pytest.raises(Refused) as refused:
        import_books(store, reading(WHOLE, wrong, bad))
    problems = refused.value.problems
    assert {(p.place.book, p.place.row, p.place.column, p.value) for p in problems} == {
        ("错.xlsx", 2, "单位", "U9"),
        ("错.xlsx", 2, "分值", "0.005"),
        ("评.xlsx", 2, "得分", "101"),
    }
    assert store.read().units == () and not store.journal()


def fault(sheet, row, column, book, *key):
    return Problem("应为数", Place(sheet, row, column, book, key))


def test_problems_of_reading_and_of_meaning_are_named_in_one_go(store, reading):
    wrong = plan("错.xlsx", (Adjustment, {"unit": "U9", "item": "奖", "points": D(1)}), UNIT)
    read = (fault("单位", 3, "简称", "错.xlsx"), fault("指标", 2, "分值", "方案.xlsx"))
    whole = replace(WHOLE, rows=(*WHOLE.rows[:2], replace(WHOLE.rows[2], values={"code": "1"})))
    with pytest.raises(Refused) as refused:
        import_books(store, reading((whole, read[1:]), (wrong, read[:1]), RATED))
    found = [
        (p.place.book, p.place.sheet, p.place.row, p.place.column) for p in refused.value.problems
    ]
    # Row 4 of 指标 lacks more than the faulty cell; its points and their sum are not named again.
    assert found == [
        ("方案.xlsx", "指标", 2, "分值"),
        ("方案.xlsx", "指标", 4, "分值"),
        ("方案.xlsx", "指标", 4, "类型"),
        ("错.xlsx", "单位", 3, "简称"),
        ("错.xlsx", "加减分", 2, "单位"),
    ]


def test_what_follows_from_a_faulty_cell_is_not_named_again(store, reading):
    faulty = (
        fault("指标", 4, "分值", "方案.xlsx"),
        fault("方案", 3, "内容", "方案.xlsx", "评分步长"),
        fault("方案", 4, "内容", "方案.xlsx", "满分"),
    )
    values = {name: v for name, v in LEAF[1].items() if name != "points"}
    whole = plan("方案.xlsx", UNIT, EXPERT, (Indicator, values))
    rated = plan("评分.xlsx", ratings=[("E1", "U1", "1", D("88.001")), ("E9", "U1", "1", D(1))])
    with pytest.raises(Refused) as refused:
        import_books(store, reading((whole, faulty), rated))
    places = [(p.place.sheet, p.place.row) for p in refused.value.problems]
    assert places == [("方案", 3), ("方案", 4), ("指标", 4), ("评分", 3)]


def test_a_book_that_is_none_among_others_is_named_with_what_the_others_say(store, reading):
    read = fault("单位", 3, "类别", "方案.xlsx")
    with pytest.raises(Refused) as refused:
        import_books(store, reading((WHOLE, (read,)), UserError("不是工作簿"), RATED))
    problems = refused.value.problems
    assert [p.place.book for p in problems] == ["方案.xlsx", "1.xlsx"]
    assert problems[1].expected == "不是工作簿"


def test_one_book_that_is_none_says_so_itself(store, reading):
    with pytest.raises(UserError, match="不是工作簿") as raised:
        import_books(store, reading(UserError("不是工作簿")))
    assert not isinstance(raised.value, Refused)


def test_a_change_of_the_plan_is_held_against_what_is_stored(store, reading):
    import_books(store, reading(WHOLE, RATED))
    other = (Indicator, {"code": "2", "name": "另", "points": D(20), "kind": LeafKind.RATED})
    less = plan("新.xlsx", (Indicator, {"code": "1", "points": D(80)}), other)
    with pytest.raises(Refused) as refused:
        import_books(store, reading(less))
    (problem,) = refused.value.problems
    assert problem.place == Place("评分", None, "得分", key=("1", "E1", "U1", "1"))
    assert problem.value == "88"


def test_problems_of_settings_are_found_in_the_book(store, reading):
    place = Place("方案", 5, "内容", "方案.xlsx", ("满分",))
    book = replace(WHOLE, settings={"full_points": D(90)}, setting_places={"full_points": place})
    wrong = replace(book, settings={"full_points": D("90.001")})
    with pytest.raises(Refused) as refused:
        import_books(store, reading(wrong))
    assert refused.value.problems[0].place == place
    with pytest.raises(Refused) as refused:
        import_books(store, reading(replace(book, sheets=("指标",))))
    assert [(p.place.book, p.place.sheet, p.value) for p in refused.value.problems] == [
        ("方案.xlsx", "指标", "100")
    ]


def test_keys_become_rows_of_the_last_book_that_has_them():
    grant = (Assignment, {"expert": None, "kind": "领导"})
    books = [plan("甲.xlsx", UNIT, grant), plan("乙.xlsx", EXPERT, UNIT)]
    problems = [
        Problem("错", Place("单位", column="类别", key=("U1",))),
        Problem("错", Place("分工", column="主体", key=("", "领导", "", ""))),
        Problem("错", Place("单位", column="类别", key=("U1",))),
        Problem("错", Place("单位", column="类别", key=("U7",))),
    ]
    found = located(problems, books)
    assert [(p.place.book, p.place.row, p.place.column) for p in found] == [
        ("乙.xlsx", 3, "类别"),
        ("甲.xlsx", 3, "主体"),
        ("", None, "类别"),
    ]


def test_ratings_are_found_by_round_expert_unit_and_leaf():
    problem = Problem("错", Place("评分", column="得分", key=("1", "E1", "U1", "1")))
    assert located([problem], [RATED])[0].place == Place("评分", 2, "得分", "评分.xlsx")


def test_a_closed_round_takes_the_same_again(store, reading):
    paths = reading(WHOLE, RATED)
    import_books(store, paths)
    with store.edit("关闭") as edit:
        edit.put(Round(1, RoundState.CLOSED))
    assert not import_books(store, paths).changed


def test_names_that_nothing_answers_to_are_told():
    snapshot = Snapshot(
        units=(Unit("U1", "甲", "乡镇"),),
        experts=(Expert("E1", "张"),),
        indicators=(Indicator("1", "评", categories=("乡镇", "部门")),),
        grades=(Grade("省直", "优", D(90)), Grade("*", "优", D(90))),
        assignments=(Assignment(kind="群众"), Assignment(kind="专家")),
    )
    notices = list(assessment_notices(snapshot))
    assert [n.code for n in notices] == ["empty_category", "empty_kind"]
    assert "部门、省直" in notices[0].text and "群众" in notices[1].text
    assert list(assessment_notices(Snapshot(indicators=snapshot.indicators))) == []


def test_a_unit_that_is_not_there_has_no_book(tmp_path):
    with pytest.raises(UserError, match="X9"):
        export_book(Snapshot(), tmp_path / "a.xlsx", "X9")
    assert not (tmp_path / "a.xlsx").exists()


COUNTY = Snapshot(
    settings=Settings(name="考核", full_points=D(100), step=D("0.5")),
    indicators=(
        Indicator("1", "共性", points=D(100)),
        Indicator("1.1", "量", "1", D("30"), LeafKind.QUANTITATIVE, rule="比例"),
        Indicator(
            "1.2", "票", "1", D("20"), LeafKind.QUANTITATIVE, rule="票数", parameters="系数=1,0.5,0"
        ),
        Indicator("1.3", "评", "1", D("50"), LeafKind.RATED),
    ),
    units=(Unit("U1", "甲乡", "乡镇"), Unit("U2", "=乙乡", "乡镇")),
    experts=(Expert("E1", "张"), Expert("E2", "李", kind="领导", weight=D("1.5"))),
    actuals=(
        Actual("U1", "1.1", D("0.95"), value=D("0.1")),
        Actual("U1", "1.2", value=(D(30), D(5), D(0))),
        Actual("U2", "1.3", applies=False),
    ),
    adjustments=(Adjustment("U1", "奖", D("1.25"), "文"),),
)


def test_what_is_exported_can_be_imported_and_says_the_same(tmp_path, store, marks_of):
    ratings = [("U1", "1.3", "E1", 1, "45.5"), ("U1", "1.3", "E2", 1, None)]
    county = replace(
        COUNTY,
        marks=marks_of(COUNTY, ratings),
        rounds=(Round(1),),
        reasons={(1, "E1", "U1", "1.3"): "扎实"},
    )
    export_book(county, tmp_path / "county.xlsx")
    report = import_books(store, [tmp_path / "county.xlsx"], fresh=True)
    after = store.read()
    assert report.changed
    for name in ("settings", "indicators", "units", "experts", "actuals", "adjustments", "rounds"):
        assert getattr(after, name) == getattr(county, name), name
    assert after.marks.value.tolist() == county.marks.value.tolist()
    assert dict(after.reasons) == dict(county.reasons)
    export_book(store, tmp_path / "again.xlsx")
    assert not import_books(store, [tmp_path / "again.xlsx"]).changed
