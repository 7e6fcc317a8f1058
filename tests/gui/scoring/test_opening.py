from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from core.exchange.ballot import open_ballot
from gui.scoring.opening import Opening


def test_it_gives_the_ballot_or_the_refusal(
    qtbot: QtBot, make_ballot: Any, tmp_path: Path, pin: str
) -> None:
    make_ballot().close()
    opening, path = Opening(), tmp_path / "E07.ballot"
    with qtbot.waitSignal(opening.refused) as refused:
        opening.start(path, "AAAAA-AAAAA")
    assert "PIN 不对" in str(refused.args[0])
    with qtbot.waitSignal(opening.opened) as opened:
        opening.start(path, pin)
        opening.start(path, "AAAAA-AAAAA")  # one at a time
    with qtbot.waitSignal(opening.refused) as refused:
        opening.start(path, pin)  # held by this very program
    opened.args[0].close()
    opening.give_up()
    opening.start(path, pin)
    qtbot.waitUntil(lambda: opening.running is None)
    open_ballot(path, pin).close()  # let go of at once


def test_a_file_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path, pin: str) -> None:
    opening = Opening()
    with qtbot.waitSignal(opening.refused) as refused:
        opening.start(tmp_path / "没有.ballot", pin)
    assert "没有.ballot" in str(refused.args[0])
