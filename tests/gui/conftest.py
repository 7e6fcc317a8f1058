"""A window without a screen, whose dialogs are answered by the test; and what a window says."""

from __future__ import annotations

import dataclasses
import os
import re

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.actions.ballot_work import seal_to
from core.exchange.ballot import open_ballot
from core.exchange.crypto import Cost
from core.exchange.marks import Change
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot
from core.store.store import Store
from core.text import set_language
from gui.app import prepare
from gui.dialogs.ask import Ask
from gui.window import MainWindow

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
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


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    """As after `--lang en`; the application of the other tests speaks Chinese, Qt included."""
    qt_words = qapp.findChildren(QTranslator)
    for words in qt_words:
        qapp.removeTranslator(words)
    set_language("en")
    yield
    set_language("zh")
    for words in qt_words:
        qapp.installTranslator(words)


def words_of(value: Any) -> Iterator[str]:
    """Every text anywhere in a frozen value."""
    if isinstance(value, str):
        yield from (value, *value.splitlines())
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from words_of(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from words_of(tuple(value.items()))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from words_of(item)


def texts_of(widget: QWidget) -> Iterator[str]:
    """What one widget says, to the eye, on hovering and to a screen reader."""
    yield from (widget.windowTitle(), widget.toolTip())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    if isinstance(widget, QGroupBox):
        yield widget.title()
    if isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and (model := widget.model()):
        columns = 1 if isinstance(widget, QListView) else model.columnCount()
        for column in range(columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            for row in range(model.rowCount()):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    yield str(model.index(row, column).data(role) or "")


def said(window: QWidget) -> Iterator[str]:
    for widget in (window, *window.findChildren(QWidget)):
        yield from texts_of(widget)
    for action in window.findChildren(QAction):
        yield from (action.text(), action.toolTip())


@pytest.fixture(scope="session")
def left_chinese() -> Callable[..., list[str]]:
    """left_chinese(window, data, …): texts of the window that are Chinese even without what is
    quoted and without the words of the data."""

    def look(window: QWidget, *data: Any) -> list[str]:
        known = {word for word in words_of(data) if CHINESE.search(word)}
        longest_first = sorted(known, key=len, reverse=True)

        def own(text: str) -> str:
            for word in longest_first:
                text = text.replace(word, "")
            return re.sub(r"“[^”]*”", "", text)

        return [text for text in dict.fromkeys(said(window)) if CHINESE.search(own(text))]

    return look


# A small assessment, and what experts do with it on their own computers

CHEAP = Cost(1, 8192)  # tests guess no PINs
SMALL = (
    Settings(name="甲县2026年度考核", year=2026, full_points=Decimal(20)),
    Indicator("1", "党建", points=Decimal(10), kind=LeafKind.RATED, criteria="看台账"),
    Indicator("2", "服务", points=Decimal(10), kind=LeafKind.RATED),
    Unit("U1", "甲乡", "乡镇"),
    Unit("U2", "乙乡", "乡镇"),
    Unit("U3", "丙局", "部门"),
    *(Expert(f"E{n}", f"专家{n}", field="财政" if n < 3 else "党建") for n in range(1, 6)),
    Recusal("E5", "U3", "本单位"),
)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """Three units, two leaves, five experts, no round yet."""
    path = tmp_path / "甲县.kaoping"
    with Store.create(path) as store, store.edit("导入 甲县.xlsx") as edit:
        edit.put_settings(SMALL[0])
        edit.put(*SMALL[1:])
    return path


@pytest.fixture
def small_window(
    make_window: Callable[..., MainWindow], answers: Answers, small_file: Path
) -> MainWindow:
    return make_window(answers, small_file)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ballots whose PINs cost little to try."""
    from gui.rounds import issuing

    monkeypatch.setattr(issuing, "write_ballots", partial(issuing.write_ballots, cost=CHEAP))


@pytest.fixture
def hand_in() -> Callable[..., Path]:
    """An expert fills a ballot on another computer, and seals it: the return."""

    def work(issued: Any, folder: Path, value: Any = 8, count: int | None = None) -> Path:
        out = folder / f"{issued.expert}.return"
        with open_ballot(issued.path, issued.pin) as ballot:
            pairs = list(ballot.content.question)[:count]
            given = (value(pair, ballot.content) if callable(value) else value for pair in pairs)
            ballot.set_marks(
                Change(unit, leaf, one if one == "弃权" else Decimal(one), "有据")
                for (unit, leaf), one in zip(pairs, given, strict=True)
            )
        seal_to(issued.path, issued.pin, out)
        return out

    return work
