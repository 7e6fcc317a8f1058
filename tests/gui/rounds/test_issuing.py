from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gui.pages.rounds import RoundsPage
from gui.rounds.issuing import issue, write_sheets

pytestmark = pytest.mark.usefixtures("cheap")


def test_ballots_are_stored_once_they_are_written(
    opened: RoundsPage, folder: Path, snapshot: Any, qtbot: Any
) -> None:
    got: list[Any] = []
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        issue(opened.desk, folder, ["E1", "E2"], got.extend)
        assert snapshot().ballots == ()
    assert [b.expert for b in snapshot().ballots] == ["E1", "E2"]
    assert [one.path.is_file() for one in got] == [True, True]


def test_an_expert_who_is_not_asked_is_refused(
    opened: RoundsPage, folder: Path, answers: Any
) -> None:
    issue(opened.desk, folder, ["E9"], lambda _issued: None)
    assert "E9" in answers.told[0].lines[0]
    assert opened.desk.jobs.running is None


def test_a_file_that_was_closed_meanwhile_has_handed_nothing_out(
    opened: RoundsPage, folder: Path, qtbot: Any
) -> None:
    got: list[Any] = []
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        issue(opened.desk, folder, ["E1"], got.extend)
        opened.desk.session.close()
    assert got == []
    assert list(folder.iterdir()) == []


def test_stopping_leaves_nothing(
    opened: RoundsPage, folder: Path, snapshot: Any, answers: Any, qtbot: Any
) -> None:
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        issue(opened.desk, folder, [], lambda _issued: None)
        opened.desk.jobs.stop()
    assert snapshot().ballots == ()
    assert list(folder.iterdir()) == []
    assert answers.told == []


def test_a_folder_that_cannot_be_written_is_told(
    opened: RoundsPage, folder: Path, answers: Any, qtbot: Any, snapshot: Any
) -> None:
    (folder / "文件").write_text("在这里")
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        issue(opened.desk, folder / "文件", ["E1"], lambda _issued: None)
    assert "文件" in answers.told[0].text
    assert [b for b in snapshot().ballots if not b.superseded] == []


def test_score_sheets_are_written(opened: RoundsPage, folder: Path, qtbot: Any) -> None:
    got: list[Any] = []
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        write_sheets(opened.desk, folder / "表", ["E1"], got.append)
    assert [path.is_file() for path in got[0].paths] == [True]
