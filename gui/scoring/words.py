"""The grade words as buttons, where a plan rates in words: a click, or the number before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.text import _
from gui.widgets.boxes import across, button, down, label


class Words(QWidget):
    """`picked` gives the word."""

    picked = Signal(str)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        for n, word in enumerate(words, 1):
            made = button(f"{n} {word}", partial(self.picked.emit, word), "word")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setAccessibleName(_("等级 {word}").format(word=word))
            self.buttons[word] = made
        self.note = label("", "muted")
        line = across(*self.buttons.values(), None, gap=10)
        self.setLayout(down(None, line, self.note, None, gap=6))

    def show_word(self, word: str, note: str) -> None:
        """Press the button of the word (none for ""); `note` stands below."""
        for own, made in self.buttons.items():
            made.setChecked(own == word)
        self.note.setText(note)
        self.note.setVisible(bool(note))
