from __future__ import annotations

import threading

import pytest

from core.cli import progress as module
from core.cli.progress import busy, progress


@pytest.fixture
def watched(monkeypatch):
    monkeypatch.setattr(module, "_watched", lambda: True)
    monkeypatch.setattr(module, "PATIENCE", 0)


def test_progress_keeps_one_line_and_wipes_it(watched, capsys):
    with progress() as report:
        report(1, 48, "结果通知")
        report(12, 48)
    err = capsys.readouterr().err
    assert err.startswith("\r1/48 结果通知\r12/48")
    assert "\n" not in err
    assert err.rsplit("\r", 2)[1].strip() == ""


def test_progress_is_wiped_when_the_work_is_stopped(watched, capsys):
    with pytest.raises(KeyboardInterrupt), progress() as report:
        report(1, 2, "x")
        raise KeyboardInterrupt
    assert capsys.readouterr().err.endswith("\r")


def test_nobody_at_a_terminal_nothing_shown(monkeypatch, capsys):
    monkeypatch.setattr(module, "PATIENCE", 0)
    with progress() as report, busy("正在计算"):
        report(1, 2, "x")
    assert capsys.readouterr().err == ""


def test_quick_work_stays_quiet(monkeypatch, capsys):
    monkeypatch.setattr(module, "_watched", lambda: True)
    monkeypatch.setattr(module, "PATIENCE", 60)
    with progress() as report, busy("正在计算"):
        report(1, 2, "x")
    assert capsys.readouterr().err == ""


def test_long_work_says_what_it_is(watched, monkeypatch, capsys):
    class AtOnce(threading.Timer):
        """Fires in `start`, so that no test waits."""

        def start(self) -> None:
            self.function()

    monkeypatch.setattr(module.threading, "Timer", AtOnce)
    with busy("正在计算"):
        assert capsys.readouterr().err == "\r正在计算"
    assert capsys.readouterr().err == "\r" + " " * 8 + "\r"
