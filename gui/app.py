"""The application around the window: fonts, theme, language of Qt's own words, the fault hook."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QThreadPool, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core.text import _
from gui import theme, verbs
from gui.crash import make_hook
from gui.dialogs.ask import Ask
from gui.fonts import use_chinese
from gui.scoring.ballot_files import opens_as_ballot
from gui.window import MainWindow

ICON = Path(__file__).parent.parent / "resources" / "icons" / "kaoping.svg"


def prepare(app: QApplication) -> None:
    """Name, fonts, theme and Qt's own words."""
    app.setApplicationName("kaoping")
    app.setOrganizationName("kaoping")
    app.setApplicationDisplayName("")
    app.setWindowIcon(QIcon(str(ICON)))
    app.setStyle("Fusion")
    use_chinese(app)
    theme.apply(app)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.apply(app))
    _speak(app)


def _speak(app: QApplication) -> None:
    """Qt's own buttons in the language of the screen."""
    if _("取消") != "取消":
        return
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(QLocale("zh_CN"), "qtbase", "_", folder):
        app.installTranslator(words)


def main(path: Path | None = None, argv: Sequence[str] = ("kaoping",)) -> int:
    """Open the window, on a file or on the start page; returns the exit code."""
    app = QApplication(list(argv))
    prepare(app)
    if path is not None and opens_as_ballot(path):
        return _score(app, path)
    window = MainWindow()
    sys.excepthook = make_hook(window.desk.ask)
    window.show()
    if path is not None:
        # after the first paint, so that a refusal is told over a window
        QTimer.singleShot(0, window, lambda: verbs.open_path(window.desk, path))
    code = app.exec()
    # a job that was told to stop ends at its next report; leave no thread behind in the interpreter
    QThreadPool.globalInstance().waitForDone()
    return code


def _score(app: QApplication, path: Path) -> int:
    """The expert's window alone, on a ballot."""
    from gui.scoring.window import ScoringWindow

    window = ScoringWindow(path)
    sys.excepthook = make_hook(Ask(window))
    window.show()
    return app.exec()
