"""A window without a screen, whose dialogs are answered by the test."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot
from core.store.store import Store
from gui.app import prepare
from gui.dialogs.ask import Ask
from gui.window import MainWindow

NOUNS = (
    "indicators", "units", "experts", "kinds", "assignments", "recusals", "actuals",
    "adjustments", "vetoes", "grades", "committee", "opinions", "rounds",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A dialog that said something."""

    title: str
    text: str
    lines: tuple[str, ...]
    grave: bool


@dataclass
class Answers(Ask):
    """Answers in place of a person: paths are given out in order, `told` keeps what was said."""

    paths: list[Path | None] = field(default_factory=list)
    yes: bool = True
    told: list[Told] = field(default_factory=list)
    parent: Any = None

    def tell(self, title: str, text: str, lines: Sequence[str] = (), *, grave: bool = True) -> None:
        self.told.append(Told(title, text, tuple(lines), grave))

    def confirm(self, title: str, text: str, yes: str) -> bool:
        return self.yes

    def _next(self) -> Path | None:
        return self.paths.pop(0)

    def files(self, title: str, kind: Any, *, many: bool = False) -> list[Path]:
        path = self._next()
        return [path] if path else []

    def new_file(self, title: str, kind: Any, name: str) -> Path | None:
        return self._next()

    def folder(self, title: str) -> Path | None:
        return self._next()


def store_county(path: Path, snapshot: Snapshot) -> Path:
    """An assessment file that holds the snapshot, made in two steps."""
    with Store.create(path) as store:
        with store.edit("导入 示例县.xlsx") as edit:
            edit.put_settings(snapshot.settings)
            for noun in NOUNS:
                edit.put(*getattr(snapshot, noun))
        with store.edit("导入 评分.xlsx") as edit:
            edit.put_marks(snapshot, snapshot.marks, dict(snapshot.reasons))
    return path


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], qapp_cls: type[QApplication]) -> QApplication:
    app = qapp_cls(qapp_args)
    prepare(app)
    return app


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> None:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    folder = str(tmp_path / "settings")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)


@pytest.fixture(scope="session")
def sample() -> Snapshot:
    return sample_snapshot()


@pytest.fixture(scope="session")
def _stored(tmp_path_factory: pytest.TempPathFactory, sample: Snapshot) -> Path:
    return store_county(tmp_path_factory.mktemp("county") / "示例县.kaoping", sample)


@pytest.fixture
def county_file(_stored: Path, tmp_path: Path) -> Path:
    """A copy of the sample county for one test."""
    return Path(copyfile(_stored, tmp_path / "示例县.kaoping"))


@pytest.fixture
def empty_file(tmp_path: Path) -> Path:
    path = tmp_path / "空.kaoping"
    Store.create(path).close()
    return path


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Windows that are closed, and let go of their files, at the end."""
    made: list[MainWindow] = []

    def make(ask: Ask, path: Path | None = None) -> MainWindow:
        window = MainWindow(ask)
        window.resize(1366, 768)
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        if path is not None:
            assert window.desk.session.open(path)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def window(make_window: Callable[..., MainWindow], answers: Answers) -> MainWindow:
    """The start page."""
    return make_window(answers)


@pytest.fixture
def county_window(
    make_window: Callable[..., MainWindow], answers: Answers, county_file: Path
) -> MainWindow:
    """The sample county, open."""
    return make_window(answers, county_file)
