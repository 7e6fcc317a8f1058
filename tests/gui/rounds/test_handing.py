from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.ballots import Ballot, Return
from core.model.rounds import Round
from gui.rounds.handing import BALLOTS, SHEETS, HandOut

AT = "2026-11-24T09:12:00+08:00"


@pytest.fixture
def make(county: Any, answers: Any, tmp_path: Path, qtbot: Any) -> Any:
    def form(what: str = BALLOTS, **given: Any) -> HandOut:
        snapshot = county(rounds=(Round(1),), **given)
        made = HandOut(None, answers, snapshot, tmp_path / "甲.kaoping", what)
        qtbot.addWidget(made)
        return made

    return form


BALLOT = Ballot("b", 1, "E1", "", AT, "")
BACK = Return("b", 1, "E1", 1, "K7Q2-M9XD", "", "", AT)


def test_whoever_has_no_ballot_is_chosen(make: Any) -> None:
    form = make(ballots=(BALLOT,))
    assert form.chosen() == [f"E{n}" for n in range(2, 8)]
    assert "已发放" in form.people.table.rows.source.rows[0].cells[3]


def test_a_worthless_ballot_is_none(make: Any) -> None:
    assert "E1" in make(ballots=(replace(BALLOT, superseded=True),)).chosen()


def test_issuing_again_warns_of_what_is_lost(make: Any) -> None:
    form = make(ballots=(BALLOT,), returns=(BACK,))
    assert form.note.property("role") == "muted"
    form.people.table.asked.emit(form.people.table.rows.source.rows[0], "")
    assert "E1 已经交回" in form.note.text()
    assert form.note.property("role") == "warning"


def test_everybody_gets_a_score_sheet(make: Any) -> None:
    form = make(SHEETS, ballots=(BALLOT,))
    assert len(form.chosen()) == 7
    assert "导入" in form.note.text()


def test_the_folder_is_remembered(make: Any, answers: Any, tmp_path: Path) -> None:
    form = make()
    assert form.folder == tmp_path / "第1轮评分包"
    answers.paths = [tmp_path / "优盘"]
    form.pick.click()
    assert make().folder == tmp_path / "优盘"
    answers.paths = [None]
    form.pick.click()
    assert form.folder == tmp_path / "优盘"
