"""A line from 0 to the most a mark can be: where one's own mark lies, one's earlier one, and from
the second round on the others' quartiles. A click on it is a mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import _
from gui.theme import tones

_THICK, _BAND, _DOT, _RING = 6, 16, 15, 11
_EDGE = 10  # px left and right, so that a dot at an end is whole
_SMALL = 0.85  # of the text


@dataclass(frozen=True, slots=True)
class Scaled:
    """Places as shares from 0 to 1, None for what there is not, with their words."""

    most: str = ""
    mark: float | None = None
    earlier: float | None = None
    earlier_words: str = ""
    band: tuple[float, float, float] | None = None
    band_words: str = ""
    band_short: str = ""


class Scale(QWidget):
    """`picked` gives the share that was clicked or dragged to."""

    picked = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.shares = Scaled()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_shares(self, shares: Scaled) -> None:
        self.shares = shares
        words = (shares.band_words, shares.earlier_words)
        self.setAccessibleDescription(_("，").join(word for word in words if word))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, 2 * self._line() + _BAND + 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._pick(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton and self.isEnabled():
            self._pick(event)

    def _pick(self, event: QMouseEvent) -> None:
        share = (event.position().x() - _EDGE) / max(self.width() - 2 * _EDGE, 1)
        self.picked.emit(min(max(share, 0.0), 1.0))

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        return font

    def _line(self) -> int:
        return int(self.fontMetrics().height() * _SMALL) + 3

    def _x(self, share: float) -> float:
        return _EDGE + min(max(share, 0.0), 1.0) * (self.width() - 2 * _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        colours = tones(self.palette())
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["lines"]))
        track = QRectF(_EDGE, middle - _THICK / 2, self.width() - 2 * _EDGE, _THICK)
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        self._others(painter, colours, middle)
        self._own(painter, colours, middle)
        self._words(painter, colours, middle)

    def _others(self, painter: QPainter, colours: Mapping[str, str], middle: float) -> None:
        if self.shares.band is None:
            return
        low, median, high = self.shares.band
        painter.setBrush(QColor(colours["accent_line"]))
        left = self._x(low) - 2
        box = QRectF(left, middle - _BAND / 2, self._x(high) + 2 - left, _BAND)
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(QColor(colours["accent"]))
        painter.drawRect(QRectF(self._x(median) - 1, middle - _BAND / 2 - 4, 2, _BAND + 8))

    def _own(self, painter: QPainter, colours: Mapping[str, str], middle: float) -> None:
        if self.shares.earlier is not None:
            painter.setPen(QPen(QColor(colours["muted"]), 2))
            painter.setBrush(QColor(colours["surface"]))
            centre = QPointF(self._x(self.shares.earlier), middle)
            painter.drawEllipse(centre, _RING / 2, _RING / 2)
        if self.shares.mark is not None:
            painter.setPen(QPen(QColor(colours["surface"]), 2))
            painter.setBrush(QColor(colours["accent"]))
            centre = QPointF(self._x(self.shares.mark), middle)
            painter.drawEllipse(centre, _DOT / 2 + 1, _DOT / 2 + 1)

    def _words(self, painter: QPainter, colours: Mapping[str, str], middle: float) -> None:
        below = middle + _BAND / 2 + 3
        muted = QColor(colours["muted"])
        taken = self._at(painter, muted, self.shares.earlier, self.shares.earlier_words, below)
        for share, text in ((0.0, "0"), (1.0, self.shares.most)):
            box = self._box(painter, share, text, below)
            if taken is None or not box.adjusted(-6, 0, 6, 0).intersects(taken):
                painter.setPen(muted)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if self.shares.band is not None:
            above = middle - _BAND / 2 - 5 - self._line()
            accent = QColor(colours["accent"])
            words, wide = self.shares.band_words, painter.fontMetrics().horizontalAdvance
            fits = wide(words) + 2 <= self.width()
            short = words if fits else self.shares.band_short
            self._at(painter, accent, self.shares.band[1], short, above)

    def _at(
        self, painter: QPainter, colour: QColor, share: float | None, text: str, top: float
    ) -> QRectF | None:
        if share is None or not text:
            return None
        box = self._box(painter, share, text, top)
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box

    def _box(self, painter: QPainter, share: float, text: str, top: float) -> QRectF:
        """Where words stand that belong to a place: centred on it, but within the widget."""
        wide = painter.fontMetrics().horizontalAdvance(text) + 2
        left = min(max(self._x(share) - wide / 2, 0.0), max(self.width() - wide, 0.0))
        return QRectF(left, top, wide, self._line())
