"""The plain parts of a page: cards, labels in a role, buttons, lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

Layout = TypeVar("Layout", bound=QBoxLayout)
Part = QWidget | QBoxLayout | int | None
_HEAD = 29  # px of a card's head around its text


def frame(role: str) -> QFrame:
    """A frame that the style sheet dresses by `role`."""
    box = QFrame()
    box.setProperty("role", role)
    return box


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text (never read as markup) in a role of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def button(text: str, pressed: Callable[[], object], role: str = "") -> QPushButton:
    """A button that is reached by Tab and pressed by Space or Enter."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(True)
    made.setDefault(False)
    made.clicked.connect(lambda: pressed())
    return made


def across(*parts: Part, gap: int = 8) -> QHBoxLayout:
    """Parts side by side; a number is a space of that many px, None takes what is left."""
    return _fill(QHBoxLayout(), parts, gap)


def down(*parts: Part, gap: int = 8) -> QVBoxLayout:
    """Parts one below the other, likewise."""
    return _fill(QVBoxLayout(), parts, gap)


def _fill(layout: Layout, parts: Iterable[Part], gap: int) -> Layout:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            takes = isinstance(part, Elided) and isinstance(layout, QHBoxLayout)
            layout.addWidget(part, 1 if takes else 0)
        else:
            layout.addLayout(part)
    return layout


def head(*parts: Part, gap: int = 8) -> QWidget:
    """The line at the top of a card; the same height in every card."""
    made = QWidget()
    made.setLayout(margins(across(*parts, gap=gap), 14, 0, 12, 0))
    made.setFixedHeight(made.fontMetrics().height() + _HEAD)
    return made


def card(*parts: Part) -> QFrame:
    """A card whose parts fill it from edge to edge."""
    made = frame("card")
    made.setLayout(margins(down(*parts, gap=0), 1, 1, 1, 5))
    return made


def margins(layout: Layout, left: int, top: int, right: int, bottom: int) -> Layout:
    """The layout with a border of px around it."""
    layout.setContentsMargins(left, top, right, bottom)
    return layout


def hair() -> QFrame:
    """A thin line across."""
    line = frame("rule")
    line.setFixedHeight(1)
    return line


class Steady(QStackedWidget):
    """A stack that takes the height it gets: wrapped text in a page asks for no more."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return False


class Wrapped(QLabel):
    """Text that wraps, and always asks for the height that its width makes necessary."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._ask()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._ask()  # only what is shown has been given its font

    def _ask(self) -> None:
        self.setMinimumHeight(0)  # below which a label's own answer never goes
        self.setFixedHeight(max(self.heightForWidth(self.width()), 0))


class Elided(QLabel):
    """One line of text that ends in … where there is no room, whole in its tool tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)


def restyle(widget: QWidget, role: str) -> None:
    """Give another role to a widget that is on screen already."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
