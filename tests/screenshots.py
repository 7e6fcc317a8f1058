"""Pictures of the real window, page by page, for people who look at it hard and for the manual.

    python -m tests.screenshots OUT [--look light|dark] [--size small|normal|large] [FILE ...]

Draws the start page, and every page of each FILE, at 1366 × 768. QT_SCALE_FACTOR=2 draws the same
at 200 %. Settings go to a folder of their own, so that nobody's recent files show.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QSize, QTimer
from PySide6.QtWidgets import QApplication

from gui import theme, verbs
from gui.app import prepare
from gui.window import MainWindow

SIZE = QSize(1366, 768)


def settle(milliseconds: int = 150) -> None:
    """Let what is queued be done: layouts, timers, paints."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def shoot(window: MainWindow, out: Path, name: str) -> None:
    settle()
    out.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(out / f"{name}.png"))
    print(out / f"{name}.png")


def shoot_file(window: MainWindow, out: Path, path: Path) -> None:
    """Every page of the file, and the page of a unit."""
    verbs.open_path(window.desk, path)
    for place in window.places:
        window.go(place.key)
        shoot(window, out, f"{path.stem}-{place.key}")
    window.go("results")
    page = window.pages["results"]
    page.arrive("missing")
    shoot(window, out, f"{path.stem}-missing")
    page.show_sheet()  # type: ignore[attr-defined]
    shoot(window, out, f"{path.stem}-unit")
    page.leave_sheet()  # type: ignore[attr-defined]


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("out", type=Path)
    words.add_argument("files", type=Path, nargs="*")
    words.add_argument("--look", choices=("light", "dark"), default="light")
    words.add_argument("--size", choices=tuple(theme.SIZES), default="normal")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as settings:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
        app = QApplication(sys.argv[:1])
        prepare(app)
        theme.choose(app, "look", given.look)
        theme.choose(app, "size", given.size)
        window = MainWindow()
        window.resize(SIZE)
        window.show()
        shoot(window, given.out, "start")
        for path in given.files:
            shoot_file(window, given.out, path)
        window.desk.session.close()
        shoot(window, given.out, "start-recent")
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
