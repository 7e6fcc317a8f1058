"""Score sheets written for the open round and taken back by import, under the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.actions.ballot_work import fill_ballot
from core.actions.ballots import issue_ballots
from core.actions.score_sheets import sheet_problems, write_score_sheets
from core.actions.workbook import import_books
from core.errors import Refused, UserError
from core.exchange.crypto import Cost
from core.files.workbook_in import read_book
from core.model.data import Actual
from core.model.marks import ABSTAINED, MARK_SCALE
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Indicator, LeafKind, Settings
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.store.store import Store

SETTINGS = Settings(name="甲县2026年度考核", year=2026, full_points=Decimal(20))
LEAVES = tuple(
    Indicator(code, name, points=Decimal(10), kind=LeafKind.RATED)
    for code, name in (("1", "党建"), ("2", "服务"))
)
UNITS = (Unit("U1", "甲乡", "乡镇"), Unit("U2", "乙局", "部门"))
EXPERTS = (Expert("E1", "赵一"), Expert("E2", "钱二"), Expert("E3", "孙三"))
ASKED = (Assignment(expert="E1"), Assignment(expert="E2", indicator="1"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Round 1 is open; E1 is asked everything less U2, E2 leaf 1, E3 nothing."""
    with Store.create(tmp_path / "考评.kaoping") as store:
        with store.edit("建立") as edit:
            edit.put_settings(SETTINGS)
            edit.put(*LEAVES, *UNITS, *EXPERTS, *ASKED, Recusal("E1", "U2"), Round(1))
        yield store


@pytest.fixture
def sheet(store: Store, tmp_path: Path) -> Callable[..., Path]:
    """The sheet of an expert with cells filled in."""
    import openpyxl

    def fill(expert: str, cells: Mapping[str, object], name: str = "") -> Path:
        folder = tmp_path / "表"
        (path,) = write_score_sheets(store.read(), folder, [expert]).paths
        book = openpyxl.load_workbook(path)
        for address, value in cells.items():
            book["评分表"][address] = value
        path = folder / (name or path.name)
        book.save(path)
        return path

    return fill


def ratings(snapshot: Snapshot) -> dict[tuple[str, str, str], float | None]:
    marks = snapshot.marks
    columns = (marks.expert, marks.unit, marks.leaf, marks.value)
    return {
        (snapshot.experts[e].code, snapshot.units[u].code, snapshot.tree.leaves[x].code): None
        if value == ABSTAINED
        else value / MARK_SCALE
        for e, u, x, value in zip(*(c.tolist() for c in columns), strict=True)
    }


def refusal(store: Store, path: Path) -> list[str]:
    before = store.journal()
    with pytest.raises(Refused) as refused:
        import_books(store, [path])
    assert store.journal() == before
    return [str(p) for p in refused.value.problems]


def test_there_is_a_book_for_each_expert_who_is_asked(store: Store, tmp_path: Path) -> None:
    written = write_score_sheets(store.read(), tmp_path / "表")
    assert [p.name for p in written.paths] == [
        "第1轮评分表_E1_赵一.xlsx",
        "第1轮评分表_E2_钱二.xlsx",
    ]
    assert all(p.is_file() for p in written.paths)
    assert (written.round, written.idle) == (1, ("E3",))


def test_names_that_differ_in_capitals_only_stay_apart(store: Store, tmp_path: Path) -> None:
    with store.edit("加") as edit:
        edit.put(Expert("e1", "赵一"), Assignment(expert="e1"))
    written = write_score_sheets(store.read(), tmp_path / "表", ["E1", "e1"])
    assert [p.name for p in written.paths] == [
        "第1轮评分表_E1_赵一.xlsx",
        "第1轮评分表_e1_赵一_2.xlsx",
    ]


@pytest.mark.parametrize(
    ("experts", "words"), [(["E9"], "没有编码为“E9”的专家"), (["E1", "E3"], "没有请E3评任何一项")]
)
def test_nothing_is_written_for_whom_there_is_nothing(
    store: Store, tmp_path: Path, experts: list[str], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        write_score_sheets(store.read(), tmp_path / "表", experts)
    assert not (tmp_path / "表").exists()


def test_without_an_open_round_there_are_no_sheets(store: Store, tmp_path: Path) -> None:
    with store.edit("关") as edit:
        edit.put(Round(1, RoundState.CLOSED))
    with pytest.raises(UserError, match="没有开着的评分轮次"):
        write_score_sheets(store.read(), tmp_path / "表")


def test_a_filled_sheet_is_taken_in_once(store: Store, sheet: Callable[..., Path]) -> None:
    path = sheet("E1", {"C7": 9.8, "D7": "台账齐全", "E7": "弃权"})
    report = import_books(store, [path])
    assert report.changed
    assert ratings(store.read()) == {("E1", "U1", "1"): 9.8, ("E1", "U1", "2"): None}
    assert store.read().reasons == {(1, "E1", "U1", "1"): "台账齐全"}
    assert report.books[0].counts["评分表"].new == 2
    assert not import_books(store, [path]).changed


def test_a_blank_cell_leaves_what_is_there(store: Store, sheet: Callable[..., Path]) -> None:
    import_books(store, [sheet("E2", {"C7": 8, "C8": 7})])
    import_books(store, [sheet("E2", {"C8": 6})])
    assert ratings(store.read()) == {("E2", "U1", "1"): 8, ("E2", "U2", "1"): 6}


def test_every_fault_is_named_with_its_cell(store: Store, sheet: Callable[..., Path]) -> None:
    told = refusal(store, sheet("E2", {"C7": 11, "C8": 7.005}, "x.xlsx"))
    assert told == [
        "x.xlsx 评分表 第7行 C列（1）：“11”：应为 0 到 10 的数（步长 0.01）或 弃权",
        "x.xlsx 评分表 第8行 C列（1）：“7.005”：应为 0 到 10 的数（步长 0.01）或 弃权",
    ]


def test_what_lacks_a_reason_is_reported(store: Store, sheet: Callable[..., Path]) -> None:
    report = import_books(store, [sheet("E2", {"C7": 2, "C8": 8})])
    assert [n.text for n in report.books[0].notices] == ["1个评分过低或过高而没有理由（C7）"]


def test_a_late_recusal_makes_no_sheet_worthless(store: Store, sheet: Callable[..., Path]) -> None:
    path = sheet("E2", {"C7": 8, "C8": 8})
    with store.edit("回避") as edit:
        edit.put(Recusal("E2", "U1"), Actual("U2", "1", applies=False))
    report = import_books(store, [path])
    assert {n.code for n in report.books[0].notices} == {"recused_rating", "excluded_rating"}
    assert len(store.read().marks) == 2


def change_settings(**change: Any) -> Callable[[Any], None]:
    return lambda edit: edit.put_settings(replace(SETTINGS, **change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            change_settings(name="乙县考核"),
            "属于“甲县2026年度考核（2026）”，不是“乙县考核（2026）”",
        ),
        (change_settings(year=2025), "不是“甲县2026年度考核（2025）”"),
        (change_settings(step=Decimal(1)), "请重新制表"),
        (lambda edit: edit.put(replace(LEAVES[0], criteria="看台账")), "请重新制表"),
        (lambda edit: edit.put(Expert("E2", "周五")), "专家E2 钱二的，而这里的E2是周五"),
        (lambda edit: edit.put(Round(1, RoundState.CLOSED)), "这一轮已经关闭"),
        (lambda edit: edit.put(Round(1, RoundState.CLOSED), Round(2)), "第1轮的，这一轮已经关闭"),
    ],
)
def test_a_sheet_of_somewhere_else_is_refused_in_one_word(
    store: Store, sheet: Callable[..., Path], change: Callable[[Any], None], words: str
) -> None:
    path = sheet("E2", {"C7": 8, "C8": 7})
    with store.edit("改") as edit:
        change(edit)
    told = refusal(store, path)
    assert len(told) == 1
    assert words in told[0]


def test_what_is_stored_already_is_no_change_later_on(
    store: Store, sheet: Callable[..., Path]
) -> None:
    path = sheet("E2", {"C7": 8, "C8": 7})
    import_books(store, [path])
    with store.edit("改") as edit:
        edit.put_settings(replace(SETTINGS, name="甲县考核"))
        edit.put(Round(1, RoundState.CLOSED), Round(2))
    assert not import_books(store, [path]).changed


def test_a_ballot_takes_the_sheet_of_its_expert_only(
    store: Store, sheet: Callable[..., Path], tmp_path: Path
) -> None:
    issued = {b.expert: b for b in issue_ballots(store, tmp_path / "包", cost=Cost(1, 8192))}
    mine, other = issued["E2"], issued["E1"]
    path = sheet("E2", {"C7": 8, "C8": 7})
    filled = fill_ballot(mine.path, mine.pin, path)
    assert (filled.entered, filled.status.review.given) == (2, 2)
    with pytest.raises(Refused, match="专家E2 钱二的，不能录入这份评分包"):
        fill_ballot(other.path, other.pin, path)
    with pytest.raises(Refused, match="第8行 C列（1）：“11”"):
        fill_ballot(mine.path, mine.pin, sheet("E2", {"C8": 11}))


def test_a_sheet_of_a_round_that_is_not_here_is_told(
    store: Store, sheet: Callable[..., Path]
) -> None:
    plan = read_book(sheet("E2", {"C7": 8}))
    before = replace(store.read(), rounds=())
    assert [p.expected for p in sheet_problems(before, plan)] == [
        "这张评分表是第1轮的，这里没有这一轮"
    ]
    gone = replace(store.read(), experts=EXPERTS[:1])
    assert ["这里没有这位专家" in p.expected for p in sheet_problems(gone, plan)] == [True]
    assert sheet_problems(store.read(), replace(plan, score_sheet=None)) == []
