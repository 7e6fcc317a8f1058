from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gui.pages.rounds import RoundsPage


@pytest.fixture
def files(folder: Path) -> list[Path]:
    made = [folder / f"{n}.return" for n in range(3)]
    for path in made:
        path.write_bytes(b"nothing")
    return made


def test_files_are_taken_one_after_the_other(
    opened: RoundsPage, files: list[Path], qtbot: Any
) -> None:
    said: list[str] = []
    opened.collecting.told.connect(said.append)
    with qtbot.waitSignal(opened.collecting.finished):
        opened.collecting.take(files)
        assert opened.collecting.busy
    assert [v.word for v in opened.collecting.verdicts] == ["拒收"] * 3
    assert said == [
        "正在收取 1／3：0.return", "正在收取 2／3：1.return", "正在收取 3／3：2.return",
        "拒收 3 份",
    ]  # fmt: skip


def test_more_files_join_those_that_wait(opened: RoundsPage, files: list[Path], qtbot: Any) -> None:
    with qtbot.waitSignal(opened.collecting.finished):
        opened.collecting.take(files[:1])
        opened.collecting.take(files[1:])
    assert len(opened.collecting.verdicts) == 3


def test_closing_the_file_lets_go(opened: RoundsPage, files: list[Path], qtbot: Any) -> None:
    opened.collecting.take(files)
    opened.desk.session.close()
    qtbot.waitUntil(lambda: not opened.collecting.busy)
    assert opened.collecting.verdicts == []
