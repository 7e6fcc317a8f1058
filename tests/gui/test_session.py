from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.errors import UserError
from core.model.data import Adjustment
from core.store.store import Store
from gui.session import ChangeLine, Session


@pytest.fixture
def session(qtbot: QtBot, answers: Any, county_file: Path) -> Iterator[Session]:
    made = Session(answers)
    assert made.open(county_file)
    yield made
    made.close()


def put(store: Store, row: object) -> str:
    with store.edit("加分") as edit:
        edit.put(row)
    return "done"


def test_an_open_file_is_read_and_scored(session: Session, county_file: Path) -> None:
    assert session.path == county_file.resolve()
    assert len(session.result.units) == len(session.snapshot.units) == 48


def test_a_change_is_announced_once_with_what_changed(session: Session, qtbot: QtBot) -> None:
    code = session.snapshot.units[0].code
    row = Adjustment(code, "省级试点", Decimal("1.50"))
    before = session.result.of(code).bonus
    seen: list[Any] = []
    session.changed.connect(lambda snapshot, changed: seen.append((snapshot, changed)))
    assert session.do("加分", lambda store: put(store, row)) == "done"
    ((snapshot, changed),) = seen
    assert snapshot is session.snapshot
    assert changed.nouns == {"adjustments"}
    assert session.result.of(code).bonus > before


def test_what_changes_nothing_is_not_announced(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.changed):
        session.do("看", lambda store: store.read())


def test_a_refused_verb_is_told_and_nothing_changed(session: Session, answers: Any) -> None:
    def verb(store: Store) -> None:
        with store.edit("坏") as edit:
            edit.put(Adjustment(session.snapshot.units[0].code, "x", Decimal(1)))
            raise UserError("不行")

    snapshot = session.snapshot
    assert session.do("改", verb) is None
    assert session.snapshot is snapshot
    assert answers.told[0].text == "不行"


def test_undo_and_redo_by_name(session: Session) -> None:
    row = Adjustment(session.snapshot.units[0].code, "省级试点", Decimal("1.50"))
    session.do("加分", lambda store: put(store, row))
    assert session.undo_label() == "加分"
    session.undo()
    assert row not in session.snapshot.adjustments
    assert session.redo_label() == "加分"
    session.redo()
    assert row in session.snapshot.adjustments
    assert [line.text for line in session.journal()[:3]] == ["重做：加分", "撤销：加分", "加分"]


def test_an_entry_tells_before_and_after(session: Session) -> None:
    code = session.snapshot.units[0].code
    for points in ("1.5", "2"):
        row = Adjustment(code, "省级试点", Decimal(points))
        session.do("加分", lambda store, row=row: put(store, row))
    newest, first, *_older = session.journal()
    assert session.change_lines(newest.seq) == (
        ChangeLine("加减分", f"{code}/省级试点", "分值", "1.5", "2"),
    )
    (line,) = session.change_lines(first.seq)
    assert (line.field, line.before) == ("新增", "")
    assert "1.5" in line.after


def test_settings_and_marks_are_told_as_people_call_them(session: Session) -> None:
    marks, county = session.journal()[:2]
    assert "个评分" in session.change_lines(marks.seq)[0].key
    settings = [x for x in session.change_lines(county.seq) if x.sheet == "方案"]
    assert {"考核名称", "满分"} <= {x.key for x in settings}


def test_another_file_takes_the_place_of_the_open_one(
    session: Session, empty_file: Path, county_file: Path
) -> None:
    assert session.open(empty_file)
    assert session.path == empty_file.resolve()
    Store.open(county_file).close()  # it was let go of


def test_a_file_that_does_not_open_leaves_the_open_one(
    session: Session, answers: Any, tmp_path: Path, county_file: Path
) -> None:
    strange = tmp_path / "相片.kaoping"
    strange.write_bytes(b"\x89PNG\r\n")
    assert not session.open(strange)
    assert session.path == county_file.resolve()
    assert "相片.kaoping" in answers.told[0].text


def test_opening_the_open_file_again_changes_nothing(
    session: Session, qtbot: QtBot, county_file: Path, answers: Any
) -> None:
    with qtbot.assertNotEmitted(session.opened):
        assert session.open(county_file)
    assert answers.told == []


def test_closing_tells_that_nothing_is_open(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.opened):
        session.close()
    assert session.path is None
    assert session.undo_label() is None
    assert session.journal() == ()
