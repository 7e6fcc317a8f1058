from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.errors import UserError
from core.exchange.marks import Change, Mark
from core.scoring.mark_rules import ABSTAIN
from gui.scoring.sitting import Sitting, State

ONE, TWO = ("U1", "1.1"), ("U1", "1.2")


def test_a_mark_is_on_disk_when_it_is_announced(
    sitting: Sitting, qtbot: QtBot, make_ballot: Any, tmp_path: Any, pin: str
) -> None:
    from core.exchange.ballot import open_ballot

    seen: list[Any] = []

    def look(pairs: Any) -> None:
        with open_ballot(tmp_path / "E07.ballot", pin, write=False) as ballot:
            seen.append((pairs, dict(ballot.marks)))

    sitting.changed.connect(look)
    assert sitting.set(ONE, Decimal(8))
    assert seen == [(frozenset([ONE]), {ONE: Mark(Decimal(8))})]
    assert sitting.saved is not None


def test_states_and_counts(sitting: Sitting) -> None:
    assert sitting.state(ONE) is State.EMPTY
    sitting.set(ONE, Decimal(3))
    assert sitting.state(ONE) is State.LACKING
    sitting.set_reason(ONE, "材料不全")
    assert sitting.state(ONE) is State.GIVEN
    sitting.set(TWO, ABSTAIN)
    assert sitting.state(TWO) is State.ABSTAINED
    assert (sitting.done(0, "U1"), sitting.done(1, "1.1"), sitting.done_all) == (2, 1, 2)
    sitting.keep_draft(TWO, "99")
    assert sitting.state(TWO) is State.REFUSED
    assert sitting.done(0, "U1") == 1
    sitting.recuse("U3", "亲属任职")
    assert sitting.state(("U3", "1.1")) is State.RECUSED
    assert (sitting.done(0, "U3"), sitting.done(1, "1.1")) == (1, 2)
    assert sitting.review().recused == 1


def test_a_reason_outlives_its_mark(sitting: Sitting) -> None:
    sitting.set_reason(ONE, "先写理由")
    assert sitting.mark(ONE) is None
    sitting.set(ONE, Decimal(3))
    assert sitting.mark(ONE) == Mark(Decimal(3), "先写理由")
    sitting.set(ONE, None)
    sitting.set(ONE, Decimal(4))
    assert sitting.mark(ONE) == Mark(Decimal(4), "先写理由")


def test_a_draft_goes_when_something_legal_is_stored(sitting: Sitting) -> None:
    sitting.set(ONE, Decimal(8))
    sitting.keep_draft(ONE, "88")
    sitting.set(ONE, Decimal(8))
    assert sitting.drafts == {}


def test_undo_and_redo_name_what_they_do(sitting: Sitting) -> None:
    assert sitting.undo() is None and sitting.undo_label == ""
    sitting.set(ONE, Decimal(8))
    sitting.set(ONE, Decimal(9), "好")
    assert sitting.undo_label == "南岭镇 1.1 政务服务"
    assert sitting.undo() == ONE
    assert sitting.mark(ONE) == Mark(Decimal(8))
    assert sitting.redo() == ONE
    assert sitting.mark(ONE) == Mark(Decimal(9), "好")
    sitting.undo()
    sitting.set(TWO, Decimal(4))
    assert sitting.redo_label == ""


def test_what_was_typed_in_one_visit_is_one_step(sitting: Sitting) -> None:
    sitting.visit = 1
    for value in ("1", "1.5", "2"):
        sitting.set(ONE, Decimal(value))
    sitting.set_reason(ONE, "因为")
    sitting.visit = 2
    sitting.set(TWO, Decimal(4))
    sitting.undo()
    assert sitting.mark(ONE) is not None
    sitting.undo()
    assert sitting.mark(ONE) is None
    sitting.redo()
    assert sitting.mark(ONE) == Mark(Decimal(2), "因为")


def test_a_block_is_one_step(sitting: Sitting) -> None:
    sitting.set_many([Change(*ONE, Decimal(8)), Change(*TWO, Decimal(4))], "粘贴 2 格")
    assert sitting.undo_label == "粘贴 2 格"
    sitting.undo()
    assert dict(sitting.ballot.marks) == {}


def test_a_recusal_is_undone_with_its_reason(sitting: Sitting) -> None:
    sitting.visit = 1
    sitting.recuse("U1", "")
    sitting.recuse("U1", "亲属任职")
    assert sitting.undo_label == "回避 南岭镇"
    sitting.undo()
    assert sitting.recusal("U1") is None
    sitting.redo()
    assert sitting.recusal("U1") == "亲属任职"
    sitting.visit = 2
    sitting.recuse("U1", None)
    sitting.undo()
    assert sitting.recusal("U1") == "亲属任职"


def test_a_disk_that_fails_loses_nothing(
    sitting: Sitting, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.set(ONE, Decimal(8))

    def full(_changes: Any) -> None:
        raise UserError("磁盘已满")

    monkeypatch.setattr(sitting.ballot, "set_marks", full)
    with qtbot.waitSignal(sitting.failed) as told:
        assert not sitting.set(ONE, Decimal(9))
    assert told.args == ["磁盘已满"]
    assert sitting.mark(ONE) == Mark(Decimal(8))
    assert sitting.undo() is None  # and the step is still there
    assert sitting.undo_label
    monkeypatch.undo()
    with qtbot.waitSignal(sitting.failed) as told:
        assert sitting.set(ONE, Decimal(9))
    assert told.args == [""]
