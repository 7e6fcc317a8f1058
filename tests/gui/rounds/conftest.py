"""A small assessment before its first round, in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from core.model.snapshot import Snapshot
from gui.pages.rounds import RoundsPage
from gui.window import MainWindow


@pytest.fixture
def page(small_window: MainWindow) -> RoundsPage:
    small_window.go("rounds")
    return cast(RoundsPage, small_window.pages["rounds"])


@pytest.fixture
def snapshot(page: RoundsPage) -> Callable[[], Snapshot]:
    """The snapshot as it is now."""
    return lambda: page.desk.session.snapshot


@pytest.fixture
def opened(page: RoundsPage, do: Any) -> RoundsPage:
    """The page with its first round open."""
    from core.actions.rounds import open_round

    do(open_round)
    return page


@pytest.fixture
def do(page: RoundsPage) -> Callable[[Any], Any]:
    """Let a verb write, as the window does."""
    return lambda verb: page.desk.session.do("试", verb)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "优盘"
    made.mkdir()
    return made
