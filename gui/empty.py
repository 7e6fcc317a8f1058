"""What stands on a page that has nothing to show yet: what belongs there, and how to get it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from core.text import _
from gui import verbs
from gui.desk import Desk
from gui.widgets.boxes import across, button, down, frame, label, margins

_WIDE = 620


def empty_card(desk: Desk, heading: str, words: str, first: QWidget | None = None) -> QFrame:
    """A card with the heading, the words, and the two ways to fill the page; `first` is a button
    that comes before them."""
    card = frame("card")
    role = "primary" if first is None else ""
    begin = button(_("导入工作簿…"), partial(verbs.import_books, desk), role)
    blank = button(_("导出空白工作簿…"), partial(verbs.export_book, desk))
    text = label(words, wrap=True)
    text.setFixedWidth(_WIDE)
    ways = across(*([first] if first else []), begin, blank, None)
    column = down(None, label(heading, "heading"), text, 6, ways, None, None, gap=10)
    line: QBoxLayout = margins(across(None, column, None, gap=0), 20, 20, 20, 20)
    card.setLayout(line)
    return card
