"""Bars for a few shares from 0 to 1, each with a tick for what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import _

_HIGH, _THICK, _GAP = 26, 8, 10


class Bars(QWidget):
    """A line each: label, bar, and the text that stands for the value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels: tuple[str, ...] = ()
        self.values: tuple[float, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.references: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(
        self,
        labels: Sequence[str],
        values: Sequence[float],
        texts: Sequence[str],
        references: Sequence[float] = (),
    ) -> None:
        """All of one length (`references` may be empty)."""
        self.labels, self.values = tuple(labels), tuple(values)
        self.texts, self.references = tuple(texts), tuple(references)
        self.setAccessibleDescription(
            _("，").join(f"{name} {text}" for name, text in zip(labels, texts, strict=True))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, _HIGH * len(self.values))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if not self.values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        most = self.width() * 2 // 5
        left = min(max(metrics.horizontalAdvance(x) for x in self.labels), most) + _GAP
        right = max(metrics.horizontalAdvance(x) for x in self.texts) + _GAP
        for n in range(len(self.values)):
            self._line(painter, n, float(left), float(right))

    def _line(self, painter: QPainter, n: int, left: float, right: float) -> None:
        text = self.palette().color(QPalette.ColorRole.Text)
        top = float(n * _HIGH)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(text)
        name = self.fontMetrics().elidedText(
            self.labels[n], Qt.TextElideMode.ElideRight, int(left - _GAP)
        )
        painter.drawText(QRectF(0, top, left, _HIGH), middle | Qt.AlignmentFlag.AlignLeft, name)
        box = QRectF(self.width() - right, top, right, _HIGH)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, self.texts[n])
        self._bar(painter, n, QRectF(left, top, self.width() - left - right, _HIGH))

    def _bar(self, painter: QPainter, n: int, area: QRectF) -> None:
        bar = QRectF(area.left(), area.center().y() - _THICK / 2, area.width(), _THICK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette().color(QPalette.ColorRole.Mid)))
        painter.drawRoundedRect(bar, _THICK / 2, _THICK / 2)
        bar.setWidth(area.width() * min(max(self.values[n], 0.0), 1.0))
        painter.setBrush(QColor(self.palette().color(QPalette.ColorRole.Accent)))
        painter.drawRoundedRect(bar, _THICK / 2, _THICK / 2)
        if self.references:
            x = area.left() + area.width() * min(max(self.references[n], 0.0), 1.0)
            painter.setBrush(QColor(self.palette().color(QPalette.ColorRole.Text)))
            painter.drawRect(QRectF(x - 1, bar.top() - 3, 2, _THICK + 6))
