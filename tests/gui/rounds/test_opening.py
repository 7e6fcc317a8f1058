from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.model.snapshot import Snapshot
from gui.rounds.opening import OpenForm


@pytest.fixture
def make(qtbot: Any) -> Any:
    def form(snapshot: Snapshot) -> OpenForm:
        made = OpenForm(None, snapshot)
        qtbot.addWidget(made)
        made.show()
        return made

    return form


def test_a_first_round_asks_everything(make: Any, county: Any) -> None:
    form = make(county())
    assert form.every.isChecked()
    assert not form.disputed.isVisible()
    assert form.wanted() == ([], None)


def test_some_leaves_have_to_be_chosen(make: Any, county: Any, rated: Any) -> None:
    form = make(county(indicators=(rated("1", "5"), rated("2", "5"))))
    form.some.setChecked(True)
    assert form.leaves.isVisible()
    assert not form.go.isEnabled()
    form.leaves.table.asked.emit(form.leaves.table.rows.source.rows[1], "")
    assert form.go.isEnabled()
    assert form.wanted() == (["2"], None)


def test_pairs_are_counted_while_typing(make: Any, sample: Snapshot, qtbot: Any) -> None:
    form = make(sample)
    assert not form.pairs  # none exceeds 0.25 in the sample
    assert "分歧最大的一项" in form.count.text()
    form.most.setText("0.1")
    assert form.disputed.isChecked()
    assert not form.go.isEnabled()
    qtbot.waitUntil(form.go.isEnabled)
    assert form.count.text().startswith(f"共 {form.pairs} 项")
    assert form.wanted() == ([], Decimal("0.1"))


def test_what_is_no_number_is_marked_and_not_taken(make: Any, sample: Snapshot, qtbot: Any) -> None:
    form = make(sample)
    form.most.setText("很大")
    qtbot.waitUntil(lambda: "例如 0.25" in form.count.text())
    assert not form.go.isEnabled()
