from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget

import gui.app as module
from gui.scoring.window import ScoringWindow

ROOT = Path(__file__).parents[2]
SLOW = ("matplotlib", "openpyxl", "scipy", "docx", "docxtpl", "sqlite_utils", "numpy", "pandas")


def test_the_start_page_imports_nothing_slow() -> None:
    code = (
        "import os, sys; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from gui.app import prepare\nfrom gui.window import MainWindow\n"
        "app = QApplication([]); prepare(app); window = MainWindow(); window.show()\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_application_is_named_and_has_an_icon(qapp: QApplication) -> None:
    assert qapp.applicationName() == "kaoping"
    assert not qapp.windowIcon().isNull()


def test_qt_speaks_chinese_on_its_own_buttons(qapp: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.buttons()[0].text()


def test_closing_the_window_during_a_job_ends_the_program_cleanly(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\nfrom gui import app, window\n"
        "def work(report):\n"
        "    while True: report(1, 2, 'x')\n"
        "class Eager(window.MainWindow):\n"
        "    def showEvent(self, event):\n"
        "        super().showEvent(event)\n"
        "        self.desk.jobs.run('x', work, print)\n"
        "        QTimer.singleShot(50, self.close)\n"
        "app.MainWindow = Eager\n"
        "print('left with', app.main(None))"
    )
    home = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, env=home
    )
    assert (done.returncode, done.stdout.strip()) == (0, "left with 0"), done.stderr


def visible(qapp: QApplication) -> set[QWidget]:
    return {widget for widget in qapp.topLevelWidgets() if widget.isVisible()}


def test_a_ballot_opens_in_the_experts_window(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ballot = tmp_path / "E07.ballot"
    ballot.write_bytes(b"KPBALLOT")
    before = visible(qapp)  # what tests before this one have left standing
    shown: list[QWidget] = []
    monkeypatch.setattr(module, "QApplication", lambda _argv: qapp)
    monkeypatch.setattr(module, "prepare", lambda _app: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(qapp, "exec", lambda: shown.extend(visible(qapp) - before) or 0)
    assert module.main(ballot) == 0
    assert [type(window) for window in shown] == [ScoringWindow]
    shown[0].close()
