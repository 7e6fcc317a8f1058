from __future__ import annotations

from PySide6.QtGui import QKeySequence

from gui.scoring.keys import all_keys, key_lines
from gui.scoring.window import ScoringWindow


def test_no_key_means_two_things_and_each_is_one() -> None:
    keys = [QKeySequence(text).toString() for key in all_keys() if key.verb for text in key.keys]
    assert len(keys) == len(set(keys)) and all(keys)


def test_every_verb_is_a_shortcut_of_the_window(scoring: ScoringWindow) -> None:
    named = {k.keys[0] for k in all_keys() if k.verb}
    assert {a.shortcuts()[0].toString() for a in scoring.actions()} == {
        QKeySequence(text).toString() for text in named
    }
    assert any(line == "F9\t检查并交卷" for line in key_lines())
