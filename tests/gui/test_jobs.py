from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from core.errors import Refused, UserError
from core.model.problem import Place, Problem
from gui import jobs as room
from gui.jobs import Jobs, Report, complain, in_words


@pytest.fixture
def jobs(qtbot: QtBot, answers: Any) -> Jobs:
    return Jobs(answers)


def test_work_is_done_elsewhere_and_what_follows_here(jobs: Jobs, qtbot: QtBot) -> None:
    main, seen = QThread.currentThread(), []

    def work(report: Report) -> QThread:
        report(1, 1, "")
        return QThread.currentThread()

    with qtbot.waitSignal(jobs.finished):
        assert jobs.run("算", work, lambda found: seen.append((found, QThread.currentThread())))
    ((worker, after),) = seen
    assert worker is not main
    assert after is main
    assert jobs.running is None


def test_one_job_at_a_time(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    with qtbot.waitSignal(jobs.finished):
        assert jobs.run("一", lambda _report: gate.wait(10), lambda _found: None)
        assert not jobs.run("二", lambda _report: None, lambda _found: None)
        gate.set()


def test_quick_work_shows_nothing(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.finished):
        jobs.run("快", lambda _report: None, lambda _found: None)
    assert jobs.dialog is None


def test_slow_work_shows_how_far_it_is_and_stops_when_asked(
    jobs: Jobs, qtbot: QtBot, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs._timer.setInterval(0)
    monkeypatch.setattr(room, "_PAUSE", -1)
    go = threading.Event()
    done: list[object] = []

    def work(report: Report) -> None:
        go.wait(10)
        report(3, 48, "南牛乡")
        while True:
            report(4, 48, "北河乡")

    with qtbot.waitSignal(jobs.finished):
        jobs.run("写通知书", work, done.append)
        qtbot.waitUntil(lambda: jobs.dialog is not None)
        dialog = jobs.dialog
        assert dialog is not None
        go.set()
        qtbot.waitUntil(lambda: "4／48" in dialog.note.text())
        assert dialog.bar.maximum() == 48
        dialog.button.click()
    assert done == []
    assert answers.told == []


def test_a_refusal_is_told_and_nothing_follows(jobs: Jobs, qtbot: QtBot, answers: Any) -> None:
    def work(_report: Report) -> None:
        raise UserError("文件夹写不进去")

    done: list[object] = []
    with qtbot.waitSignal(jobs.finished):
        jobs.run("写通知书", work, done.append)
    assert done == []
    assert (answers.told[0].title, answers.told[0].text) == ("写通知书", "文件夹写不进去")


def test_all_problems_are_listed(answers: Any) -> None:
    problems = [Problem("应为数字", Place("单位", n, "分值"), "x") for n in (2, 3)]
    complain(answers, "导入", Refused(problems))
    assert "2处" in answers.told[0].text
    assert answers.told[0].lines == tuple(str(p) for p in problems)


def test_what_the_system_refuses_is_said_in_words(answers: Any, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as refused:
        (tmp_path / "无.xlsx").read_bytes()
    complain(answers, "导入", refused.value)
    assert "找不到" in answers.told[0].text
    assert "无.xlsx" in in_words(refused.value)


def test_a_fault_reaches_the_one_hook(answers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, error, _trace: seen.append(error))
    fault = ValueError("bug")
    complain(answers, "算", fault)
    assert seen == [fault]
    assert answers.told == []
