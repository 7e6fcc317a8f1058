from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gui.pages.rounds import RoundsPage
from gui.rounds.issuing import issue

pytestmark = pytest.mark.usefixtures("cheap")


@pytest.fixture
def issued(opened: RoundsPage, folder: Path, qtbot: Any) -> Any:
    got: list[Any] = []
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        issue(opened.desk, folder, ["E1"], got.extend)
    return got[0]


def test_leaving_without_a_pin_changes_nothing(opened: RoundsPage, issued: Any, qtbot: Any) -> None:
    opened.on_site.begin(opened.desk, issued.path)
    window: Any = opened.on_site.window
    assert window.isFullScreen()
    with qtbot.waitSignal(opened.on_site.ended) as ended:
        window.close()
    assert ended.args == [None]
    assert opened.on_site.experts == set()


def test_whoever_began_here_is_remembered_until_they_hand_in(
    opened: RoundsPage, issued: Any, folder: Path, hand_in: Any, qtbot: Any
) -> None:
    on_site = opened.on_site
    on_site.begin(opened.desk, issued.path)
    window: Any = on_site.window
    window.unlock.tried.emit(issued.pin, False)
    qtbot.waitUntil(lambda: window.sitting is not None, timeout=10_000)
    window.close()
    assert on_site.experts == {"E1"}
    returned = hand_in(issued, folder)
    on_site.begin(opened.desk, issued.path)
    window = on_site.window
    window.unlock.tried.emit(issued.pin, False)
    qtbot.waitUntil(lambda: window.sitting is not None, timeout=10_000)
    window.receipt.show_receipt("K7Q2-M9XD", returned, "")
    with qtbot.waitSignal(opened.collecting.finished, timeout=10_000):
        window.close()
    assert on_site.experts == set()
    assert opened.collecting.verdicts[0].word == "新收"
