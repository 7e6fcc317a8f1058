"""A radar: shares from 0 to 1 around a circle, with others to compare with.

Knows labels and numbers, nothing of where they come from. Its colours are the palette's.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import _

RINGS = (0.25, 0.5, 0.75, 1.0)
FEWEST = 3  # axes below which a radar shows nothing
_GAP = 6  # px between the web and a label


class Radar(QWidget):
    """Draws `values` as a filled shape and `references` as a dashed one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels: tuple[str, ...] = ()
        self.values: tuple[float, ...] = ()
        self.references: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(150)

    def show_shares(
        self, labels: Sequence[str], values: Sequence[float], references: Sequence[float] = ()
    ) -> None:
        """`references`, where given, has the length of the others. A label may have two lines,
        which become one where the axis is upright."""
        self.labels, self.values, self.references = tuple(labels), tuple(values), tuple(references)
        self.setAccessibleDescription(
            _("，").join(
                f"{name.splitlines()[0]} {value:.0%}"
                for name, value in zip(labels, values, strict=True)
            )
        )
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(360, 200)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if len(self.values) < FEWEST:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._web(painter)
        if self.references:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(self._colour(QPalette.ColorRole.PlaceholderText), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawPolygon(self._shape(self.references))
        fill = self._colour(QPalette.ColorRole.Accent)
        painter.setPen(QPen(fill, 2))
        fill.setAlpha(26)
        painter.setBrush(fill)
        painter.drawPolygon(self._shape(self.values))
        self._names(painter)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return QColor(self.palette().color(role))

    def _radius(self) -> float:
        line = self.fontMetrics().height()
        beside = [x for n, x in enumerate(self.labels) if not self._upright(n)]
        widest = max(self._wide(x) for x in beside)
        room = min(self.width() / 2 - widest - 2 * _GAP, self.height() / 2 - line - 2 * _GAP)
        return max(room, 20.0)

    def _point(self, axis: int, share: float) -> QPointF:
        angle = 2 * pi * axis / len(self.values) - pi / 2
        reach = self._radius() * min(max(share, 0.0), 1.0)
        centre = QPointF(self.width() / 2, self.height() / 2)
        return centre + QPointF(cos(angle), sin(angle)) * reach

    def _shape(self, shares: Sequence[float]) -> QPolygonF:
        return QPolygonF([self._point(n, share) for n, share in enumerate(shares)])

    def _web(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._colour(QPalette.ColorRole.Mid), 1))
        for ring in RINGS:
            painter.drawPolygon(self._shape([ring] * len(self.values)))
        for n in range(len(self.values)):
            painter.drawLine(self._point(n, 0), self._point(n, 1))

    def _names(self, painter: QPainter) -> None:
        painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
        for n, name in enumerate(self.labels):
            text = name.replace("\n", " ") if self._upright(n) else name
            painter.drawText(self._beside(n, text), Qt.AlignmentFlag.AlignCenter, text)

    def _upright(self, axis: int) -> bool:
        """Whether the axis runs straight up or down."""
        return 2 * axis in (0, len(self.labels))

    def _beside(self, axis: int, text: str) -> QRectF:
        """Where the label of an axis stands: outside its tip."""
        wide, high = self._wide(text), self.fontMetrics().height() * (1 + text.count("\n"))
        tip = self._point(axis, 1)
        if self._upright(axis):
            y = tip.y() + _GAP if axis else tip.y() - _GAP - high
            return QRectF(tip.x() - wide / 2, y, wide, high)
        x = tip.x() + _GAP if tip.x() > self.width() / 2 else tip.x() - _GAP - wide
        return QRectF(x, tip.y() - high / 2, wide, high)

    def _wide(self, text: str) -> int:
        metrics = self.fontMetrics()
        return max(metrics.horizontalAdvance(line) for line in text.split("\n")) + 2
