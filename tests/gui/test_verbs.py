from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.store.store import Store
from gui import verbs
from gui.window import MainWindow


def test_the_sample_county_is_made_where_the_person_says_and_opened(
    window: MainWindow, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    answers.paths = [tmp_path / "试用"]
    with qtbot.waitSignal(window.desk.session.opened, timeout=60_000):
        verbs.sample_county(window.desk)
    assert window.desk.session.path is not None
    assert window.desk.session.path.parent == (tmp_path / "试用").resolve()
    assert len(window.desk.session.snapshot.units) == 48
    assert verbs.recent() == [window.desk.session.path]


def test_nothing_happens_to_one_who_cancels(window: MainWindow, answers: Any) -> None:
    answers.paths = [None] * 5
    for verb in (
        verbs.open_file, verbs.new_file, verbs.sample_county, verbs.import_books, verbs.restore,
    ):  # fmt: skip
        verb(window.desk)
    assert answers.told == []
    assert window.desk.session.path is None


def export(county_window: MainWindow, qtbot: QtBot, answers: Any, book: Path) -> None:
    answers.paths = [book]
    with qtbot.waitSignal(county_window.desk.jobs.finished, timeout=60_000):
        verbs.export_book(county_window.desk)


def test_export_new_and_import_again(
    county_window: MainWindow, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    book, copy = tmp_path / "导出.xlsx", tmp_path / "新.kaoping"
    export(county_window, qtbot, answers, book)
    assert str(book) in answers.told.pop().text
    totals = [x.total for x in county_window.desk.session.result.units]
    answers.paths = [book, copy]
    with qtbot.waitSignal(county_window.desk.session.opened, timeout=60_000):
        verbs.new_file(county_window.desk)
    assert [x.total for x in county_window.desk.session.result.units] == totals
    answers.told.clear()
    verbs.open_path(county_window.desk, book)  # a workbook on an open file is an import
    assert "没有改动" in answers.told[-1].text


def test_an_import_can_be_undone_and_redone(
    make_window: Callable[..., MainWindow],
    county_window: MainWindow,
    qtbot: QtBot,
    answers: Any,
    tmp_path: Path,
    empty_file: Path,
) -> None:
    book = tmp_path / "导出.xlsx"
    export(county_window, qtbot, answers, book)
    window = make_window(answers, empty_file)
    answers.paths = [book]
    verbs.import_books(window.desk)
    session = window.desk.session
    assert len(session.result.units) == 48
    assert session.undo_label() == "导入 导出.xlsx"
    session.undo()
    assert session.result.units == ()
    session.redo()
    assert len(session.result.units) == 48


def test_a_book_that_is_none_is_refused_in_words(
    county_window: MainWindow, answers: Any, tmp_path: Path
) -> None:
    book = tmp_path / "坏.xlsx"
    book.write_text("这不是工作簿", encoding="utf-8")
    before = county_window.desk.session.snapshot
    verbs.take_in(county_window.desk, [book])
    assert county_window.desk.session.snapshot is before
    assert "坏.xlsx" in "".join((answers.told[0].text, *answers.told[0].lines))


def test_the_results_book_is_written(
    county_window: MainWindow, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    book = tmp_path / "成绩册.xlsx"
    answers.paths = [book]
    with qtbot.waitSignal(county_window.desk.jobs.finished, timeout=60_000):
        verbs.results_book(county_window.desk)
    assert book.stat().st_size > 0
    assert not answers.told[0].grave


def test_backup_and_restore(
    county_window: MainWindow, qtbot: QtBot, answers: Any, tmp_path: Path
) -> None:
    answers.paths = [tmp_path / "备份"]
    with qtbot.waitSignal(county_window.desk.jobs.finished):
        verbs.back_up(county_window.desk)
    (copy,) = (tmp_path / "备份").glob("*.kaoping")
    assert str(copy) in answers.told[0].text
    answers.paths = [copy, tmp_path / "恢复.kaoping"]
    with qtbot.waitSignal(county_window.desk.session.opened):
        verbs.restore(county_window.desk)
    assert county_window.desk.session.path == (tmp_path / "恢复.kaoping").resolve()


def test_verify_says_that_all_is_well(
    county_window: MainWindow, qtbot: QtBot, answers: Any
) -> None:
    with qtbot.waitSignal(county_window.desk.jobs.finished):
        verbs.verify(county_window.desk)
    assert "无误" in answers.told[0].text
    assert not answers.told[0].grave


def test_recent_files_are_the_last_first_and_only_those_still_there(
    qapp: object, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{n}.kaoping" for n in range(10)]
    for path in paths:
        Store.create(path).close()
        verbs.remember(path)
    paths[9].unlink()
    assert verbs.recent() == paths[8:1:-1]


@pytest.mark.parametrize("name", ["x.KAOPING", "x.xlsx", "x.ballot", "x.docx"])
def test_only_what_the_window_can_take_may_be_dropped(name: str, tmp_path: Path) -> None:
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDropEvent

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)), QUrl("http://example.org/a.xlsx")])
    event = QDropEvent(
        QPointF(1, 1), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert verbs.dropped(event) == ([] if name.endswith("docx") else [tmp_path / name])


def test_a_ballot_gets_a_window_of_its_own(window: MainWindow, tmp_path: Path) -> None:
    ballot = tmp_path / "E07.ballot"
    ballot.write_bytes(b"KPBALLOT")
    scoring = verbs.score_ballot(window.desk, ballot)
    assert scoring.isVisible() and not scoring.on_site and not scoring.isFullScreen()
    assert verbs.recent() == [ballot]
    scoring.close()


def test_over_an_open_assessment_the_experts_window_covers_the_screen(
    county_window: MainWindow, tmp_path: Path
) -> None:
    scoring = verbs.score_ballot(county_window.desk, tmp_path / "E07.ballot")
    assert scoring.on_site and scoring.isFullScreen() and scoring.isModal()
    assert verbs.recent() == []
    scoring.close()
