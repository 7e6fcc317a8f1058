"""Paper keyed in: one person enters, another accepts or rejects, and only then does it count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.actions.keyed import confirm, enter, marks_of, reject, sheet_numbered, waiting
from core.actions.score_sheets import write_score_sheets
from core.errors import Refused, UserError
from core.files.workbook_out import write_book
from core.model.keyed import KeyedMark, KeyedState
from core.model.marks import ABSTAINED, MARK_SCALE
from core.model.people import Expert, Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.model.rounds import Round, RoundState
from core.store.store import Store

SETTINGS = Settings(name="甲县2026年度考核", year=2026, full_points=Decimal(10))
LEAF = Indicator("1", "党建", points=Decimal(10), kind=LeafKind.RATED)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "考评.kaoping") as store:
        with store.edit("建立") as edit:
            edit.put_settings(SETTINGS)
            edit.put(LEAF, Unit("U1", "甲乡", "乡镇"), Unit("U2", "乙乡", "乡镇"))
            edit.put(Expert("E1", "赵一"), Expert("E2", "钱二"), Round(1))
        yield store


@pytest.fixture
def sheet(store: Store, tmp_path: Path) -> Callable[..., Path]:
    import openpyxl

    def fill(cells: Mapping[str, object], expert: str = "E1") -> Path:
        (path,) = write_score_sheets(store.read(), tmp_path / "表", [expert]).paths
        book = openpyxl.load_workbook(path)
        for address, value in cells.items():
            book["评分表"][address] = value
        book.save(path)
        return path

    return fill


CELLS = {"C7": 9.8, "D7": "台账齐全", "C8": "弃权"}


def test_what_was_keyed_in_waits_and_does_not_count(
    store: Store, sheet: Callable[..., Path]
) -> None:
    entry = enter(store, sheet(CELLS), " 王 芳 ")
    snapshot = store.read()
    assert (entry.number, entry.round, entry.expert, entry.entered_by) == (1, 1, "E1", "王 芳")
    assert entry.state is KeyedState.WAITING
    assert marks_of(snapshot, 1) == (
        KeyedMark(1, "U1", "1", "9.8", "台账齐全", "C7"),
        KeyedMark(1, "U2", "1", "弃权", "", "C8"),
    )
    assert len(snapshot.marks) == 0
    assert waiting(snapshot) == waiting(snapshot, 1, "E1") == (entry,)
    assert waiting(snapshot, 2) == waiting(snapshot, 1, "E2") == ()
    assert store.journal()[-1].actor == "王 芳"


def test_a_second_person_makes_it_count(store: Store, sheet: Callable[..., Path]) -> None:
    enter(store, sheet(CELLS), "王芳")
    settled = confirm(store, 1, "李强")
    snapshot = store.read()
    assert snapshot.marks.value.tolist() == [98 * MARK_SCALE // 10, ABSTAINED]
    assert snapshot.reasons == {(1, "E1", "U1", "1"): "台账齐全"}
    assert sheet_numbered(snapshot, 1) == settled
    assert (settled.state, settled.decided_by) == (KeyedState.CONFIRMED, "李强")
    assert waiting(snapshot) == ()
    assert store.journal()[-1].actor == "李强"
    assert store.verify() == []


def test_confirming_is_one_step_to_undo(store: Store, sheet: Callable[..., Path]) -> None:
    enter(store, sheet(CELLS), "王芳")
    confirm(store, 1, "李强")
    store.undo()
    assert len(store.read().marks) == 0
    assert len(waiting(store.read())) == 1


def test_what_is_rejected_stays_on_record_and_never_counts(
    store: Store, sheet: Callable[..., Path]
) -> None:
    enter(store, sheet(CELLS), "王芳")
    settled = reject(store, 1, "李强", " 第8行抄错 ")
    snapshot = store.read()
    assert (settled.state, settled.why) == (KeyedState.REJECTED, "第8行抄错")
    assert len(snapshot.marks) == 0
    assert len(marks_of(snapshot, 1)) == 2
    with pytest.raises(UserError, match="已由李强退回"):
        confirm(store, 1, "赵云")
    assert enter(store, sheet(CELLS), "王芳").number == 2


@pytest.mark.parametrize("name", ["王芳", " 王　芳", "王 芳"])
def test_nobody_confirms_what_they_entered(
    store: Store, sheet: Callable[..., Path], name: str
) -> None:
    enter(store, sheet(CELLS), "王芳")
    for decide in (lambda: confirm(store, 1, name), lambda: reject(store, 1, name, "不符")):
        with pytest.raises(UserError, match="须由另一人核对"):
            decide()
    assert len(waiting(store.read())) == 1


def test_who_and_why_have_to_be_said(store: Store, sheet: Callable[..., Path]) -> None:
    with pytest.raises(UserError, match="写明是谁"):
        enter(store, sheet(CELLS), "  ")
    enter(store, sheet(CELLS), "王芳")
    with pytest.raises(UserError, match="写明是谁"):
        confirm(store, 1, "")
    with pytest.raises(UserError, match="写明理由"):
        reject(store, 1, "李强", " ")
    with pytest.raises(UserError, match="没有编号为7的录入"):
        confirm(store, 7, "李强")


def test_one_sheet_of_an_expert_waits_at_a_time(store: Store, sheet: Callable[..., Path]) -> None:
    enter(store, sheet(CELLS), "王芳")
    with pytest.raises(UserError, match=r"录入1（王芳录入）还没有核对"):
        enter(store, sheet({"C7": 5}), "李强")
    assert enter(store, sheet(CELLS, "E2"), "王芳").number == 2


def test_a_settled_sheet_is_settled(store: Store, sheet: Callable[..., Path]) -> None:
    enter(store, sheet(CELLS), "王芳")
    confirm(store, 1, "李强")
    with pytest.raises(UserError, match="已由李强核对生效"):
        reject(store, 1, "赵云", "不符")
    with pytest.raises(UserError, match="没有新的得分"):
        enter(store, sheet(CELLS), "王芳")


def test_a_sheet_with_faults_is_not_even_taken_down(
    store: Store, sheet: Callable[..., Path]
) -> None:
    for cells in ({"C7": 11, "C8": -1}, {"D7": "没有得分", "D8": "也没有"}):
        with pytest.raises(Refused) as refused:
            enter(store, sheet(cells), "王芳")
        assert len(refused.value.problems) == 2
    with pytest.raises(UserError, match="没有新的得分"):
        enter(store, sheet({}), "王芳")
    assert store.read().keyed_sheets == ()


def test_only_score_sheets_are_keyed_in(store: Store, tmp_path: Path) -> None:
    write_book(store.read(), tmp_path / "县.xlsx")
    with pytest.raises(UserError, match="不是评分表"):
        enter(store, tmp_path / "县.xlsx", "王芳")


def test_what_waits_is_held_to_the_rules_of_the_day_it_is_confirmed(
    store: Store, sheet: Callable[..., Path]
) -> None:
    enter(store, sheet(CELLS), "王芳")
    with store.edit("改") as edit:
        edit.put(replace(LEAF, criteria="看台账"))
    with pytest.raises(Refused, match="请重新制表"):
        confirm(store, 1, "李强")
    store.undo()
    with store.edit("关") as edit:
        edit.put(Round(1, RoundState.CLOSED))
    with pytest.raises(Refused, match="这一轮已经关闭"):
        confirm(store, 1, "李强")
    assert len(waiting(store.read())) == 1
    assert reject(store, 1, "李强", "过期").state is KeyedState.REJECTED
