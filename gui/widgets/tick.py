"""A box to tick, drawn from the palette, so that it can be seen in every theme."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox

BOX = 16  # px
_GAP = 8


def draw_box(painter: QPainter, box: QRect, ticked: bool, palette: QPalette) -> None:
    """The box itself, empty or filled with a tick."""
    edge = QPalette.ColorRole.Accent if ticked else QPalette.ColorRole.PlaceholderText
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.color(edge), 1.2))
    painter.setBrush(
        palette.color(QPalette.ColorRole.Highlight) if ticked else Qt.BrushStyle.NoBrush
    )
    painter.drawRoundedRect(box, 3, 3)
    if ticked:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.HighlightedText), 2))
        middle = box.center()
        painter.drawPolyline(
            [
                QPoint(box.left() + 4, middle.y() + 1),
                QPoint(middle.x() - 1, box.bottom() - 4),
                QPoint(box.right() - 3, box.top() + 5),
            ]
        )


class Tick(QCheckBox):
    """A check box with its words beside it."""

    def sizeHint(self) -> QSize:  # noqa: N802
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(BOX + _GAP + words.width() + 4, max(BOX, words.height()) + 6)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        box = QRect(1, (self.height() - BOX) // 2, BOX, BOX)
        draw_box(painter, box, self.isChecked(), self.palette())
        role = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.WindowText
        painter.setPen(self.palette().color(role))
        words = self.rect().adjusted(BOX + _GAP, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(words, int(flags), self.text())
