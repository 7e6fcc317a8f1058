"""A dialog that says something: a sentence, and a list below it where there is more to say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from core.text import _
from gui.widgets.boxes import across, button, down, label, margins

_WIDE, _WIDE_LIST, _HIGH_LIST = 440, 720, 260
_TAB = 16  # characters


def make_notice(
    parent: QWidget | None, title: str, text: str, lines: Sequence[str], *, grave: bool
) -> QDialog:
    """The dialog, not yet shown."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAccessibleDescription(text)
    close = button(_("知道了"), dialog.accept, "primary")
    close.setDefault(True)
    words = label(text, wrap=True)
    body = down(label(title, "bad" if grave else "heading"), words, gap=10)
    if lines:
        area = QPlainTextEdit("\n".join(lines))
        area.setReadOnly(True)
        area.setTabStopDistance(_TAB * area.fontMetrics().horizontalAdvance("0"))
        area.setAccessibleName(text)
        area.setMinimumHeight(_HIGH_LIST)
        body.addWidget(area)
        whole = "\n".join([text, *lines])
        copy = button(_("复制全部"), lambda: QGuiApplication.clipboard().setText(whole))
        body.addLayout(across(copy, None, close))
    else:
        body.addSpacing(6)
        body.addLayout(across(None, close))
    dialog.setLayout(margins(body, 22, 18, 22, 16))
    dialog.setMinimumWidth(_WIDE_LIST if lines else _WIDE)
    close.setFocus()
    return dialog


def show_notice(
    parent: QWidget | None, title: str, text: str, lines: Sequence[str], *, grave: bool
) -> None:
    """Show it until the person has read it."""
    make_notice(parent, title, text, lines, grave=grave).exec()
