"""The window in English: what it says itself is English on every page; data stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.model.snapshot import Snapshot
from gui.window import MainWindow

KEYWORDS = ("定量", "评分", "优秀", "良好", "合格", "不合格")
# Titles of the journal are in the language of the day they were written; files have names
NAMES = ("导入", "结果通知", "示例县", "空", "考评")
Look = Callable[..., list[str]]

pytestmark = pytest.mark.usefixtures("english")


def test_the_start_page_is_english(window: MainWindow, left_chinese: Look) -> None:
    assert window.windowTitle() == "Kaoping"
    assert left_chinese(window) == []


def test_every_place_is_english(
    county_window: MainWindow, left_chinese: Look, sample: Snapshot
) -> None:
    for place in county_window.places:
        county_window.go(place.key)
        assert left_chinese(county_window, sample, KEYWORDS, NAMES) == [], place.key


def test_an_empty_file_is_english_on_every_place(
    make_window: Callable[..., MainWindow], answers: Any, empty_file: Path, left_chinese: Look
) -> None:
    window = make_window(answers, empty_file)
    for place in window.places:
        window.go(place.key)
        assert left_chinese(window, NAMES) == [], place.key


def test_the_page_of_a_unit_is_english(
    county_window: MainWindow, left_chinese: Look, sample: Snapshot
) -> None:
    county_window.go("results")
    page: Any = county_window.pages["results"]
    page.arrive("missing")
    page.show_sheet()
    assert left_chinese(county_window, sample, KEYWORDS, NAMES) == []
