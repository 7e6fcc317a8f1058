"""The window in English: what it says itself is English on every page; data stay as they are."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTranslator
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

from core.model.snapshot import Snapshot
from core.text import set_language
from gui.window import MainWindow

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
KEYWORDS = {"定量", "评分", "优秀", "良好", "合格", "不合格"}
# Titles of the journal are in the language of the day they were written; files have names
NAMES = {"导入", "结果通知", "示例县", "空", "考评"}


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


@pytest.fixture(scope="session")
def data(sample: Snapshot) -> list[str]:
    """The Chinese words of the sample county, longest first."""
    found = {word for word in words_of(sample) if CHINESE.search(word)} | KEYWORDS | NAMES
    return sorted(found, key=len, reverse=True)


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


def left_chinese(window: QWidget, data: list[str]) -> list[str]:
    """Texts that are Chinese even without the words of the data."""
    found = []
    for text in dict.fromkeys(said(window)):
        bare = text
        for word in data:
            bare = bare.replace(word, "")
        if CHINESE.search(re.sub(r"“[^”]*”", "", bare)):
            found.append(text)
    return found


def test_the_start_page_is_english(
    english: None, make_window: Callable[..., MainWindow], answers: Any, data: list[str]
) -> None:
    window = make_window(answers)
    assert window.windowTitle() == "Kaoping"
    assert left_chinese(window, data) == []


def test_every_place_is_english(
    english: None,
    make_window: Callable[..., MainWindow],
    answers: Any,
    county_file: Path,
    data: list[str],
) -> None:
    window = make_window(answers, county_file)
    for place in window.places:
        window.go(place.key)
        assert not CHINESE.search(place.title)
        assert left_chinese(window, data) == [], place.key


def test_an_empty_file_is_english_on_every_place(
    english: None,
    make_window: Callable[..., MainWindow],
    answers: Any,
    empty_file: Path,
    data: list[str],
) -> None:
    window = make_window(answers, empty_file)
    for place in window.places:
        window.go(place.key)
        assert left_chinese(window, data) == [], place.key


def test_the_page_of_a_unit_is_english(
    english: None,
    make_window: Callable[..., MainWindow],
    answers: Any,
    county_file: Path,
    data: list[str],
) -> None:
    window = make_window(answers, county_file)
    window.go("results")
    page: Any = window.pages["results"]
    page.arrive("missing")
    page.show_sheet()
    assert left_chinese(window, data) == []
