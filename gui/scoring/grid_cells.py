"""How a cell of the grid is drawn, and how it is typed into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.scoring.answer import REST
from gui.scoring.grid_model import GridModel
from gui.scoring.sitting import State
from gui.scoring.typed import Typed, read
from gui.tables.model import Index
from gui.theme import colours, is_dark, tones
from gui.widgets.boxes import restyle

_PAD, _CORNER = 9, 7  # px
_MOVES = {
    Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0), Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1),
}  # fmt: skip
Move = Callable[[int, int], None]
Inks = Mapping[str, QColor]
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_SHORT = 6  # characters that fit into any cell
_GROUNDS: dict[State | None, str] = {None: "neutral_soft", State.REFUSED: "bad_soft"}
_TONES: dict[State | None, str] = {
    State.REFUSED: "bad",
    State.ABSTAINED: "muted",
    State.RECUSED: "muted",
}


@cache
def _inks(dark: bool) -> Inks:
    """The colours of a theme, made once: a page of the grid takes thousands."""
    return {name: QColor(colour) for name, colour in colours("dark" if dark else "light").items()}


class CellDelegate(QStyledItemDelegate):
    """`moved` is where a key leads after typing (rows down, columns right); `typing` is told what
    the text so far stands for."""

    def __init__(self, parent: QObject, moved: Move, typing: Callable[[Typed], None]) -> None:
        super().__init__(parent)
        self.moved, self.typing = moved, typing
        self.editor: QLineEdit | None = None
        self.timer = QTimer(self, singleShot=True, interval=REST)
        self.timer.timeout.connect(self._rested)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facts: Any = option
        model = index.model()
        assert isinstance(model, GridModel)
        pair = model.pair_at(index.row(), index.column())
        state = model.sitting.state(pair) if pair is not None else None
        inks, area = _inks(is_dark(facts.palette)), QRect(facts.rect)
        chosen = facts.state & QStyle.StateFlag.State_Selected
        ground = "selected" if chosen else _GROUNDS.get(state)
        if ground:
            painter.fillRect(area, inks[ground])
        if pair is not None and state not in (None, State.EMPTY):
            self._text(painter, area, model.text(pair), state, inks)
        painter.setPen(inks["lines"])
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        if facts.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(inks["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _text(
        self, painter: QPainter, area: QRect, text: str, state: State | None, inks: Inks
    ) -> None:
        painter.setPen(inks[_TONES.get(state, "text")])
        inside = area.adjusted(_PAD, 0, -_PAD, 0)
        if len(text) > _SHORT:
            metrics = painter.fontMetrics()
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _RIGHT, text)
        if state in (State.LACKING, State.REFUSED):
            corner = area.topLeft()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inks["warning" if state is State.LACKING else "bad"])
            down, across = QPoint(0, _CORNER), QPoint(_CORNER, 0)
            painter.drawPolygon(QPolygon([corner, corner + across, corner + down]))

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("role", "cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model = index.model()
        assert isinstance(model, GridModel)
        pair = model.pair_at(index.row(), index.column())
        assert pair is not None
        rules = model.sitting.rules(pair)

        def judge(text: str) -> None:
            typed = read(rules, text)
            restyle(editor, "cell_bad" if typed.fault else "cell")
            self.typing(typed)

        editor.textChanged.connect(judge)
        editor.textEdited.connect(lambda _text: self.timer.start())
        self.editor = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        self.editor = None
        super().destroyEditor(editor, index)

    def _rested(self) -> None:
        """Store what is legal while the cell is still being typed into."""
        editor = self.editor
        legal = editor is not None and editor.property("role") == "cell"
        if legal and editor is not None and editor.isModified() and editor.text().strip():
            self.commitData.emit(editor)

    def finish(self) -> None:
        """Store what is being typed, if anything, and leave the cell."""
        editor = self.editor
        self.timer.stop()
        if editor is not None:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        facts: Any = option
        editor.setGeometry(facts.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            move = _MOVES.get(Qt.Key(event.key()))
            if move is not None and isinstance(editor, QLineEdit):
                self.finish()
                self.moved(*move)
                return True
        return super().eventFilter(editor, event)


class TallHeader(QHeaderView):
    """Headings of up to three lines, so that narrow columns can be told apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft
            | Qt.AlignmentFlag.AlignVCenter
            | Qt.AlignmentFlag(int(Qt.TextFlag.TextWordWrap))
        )
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        inks = tones(self.palette())
        painter.save()
        painter.fillRect(rect, QColor(inks["surface"]))
        here = self.selectionModel() is not None and (
            self.selectionModel().currentIndex().column() == section
        )
        painter.setPen(QColor(inks["accent" if here else "muted"]))
        font = painter.font()
        font.setPointSizeF(self.font().pointSizeF() * 0.88)
        painter.setFont(font)
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        wrap = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(rect.adjusted(7, 2, -5, -2), wrap, text)
        painter.setPen(QColor(inks["lines"]))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()

    def sizeHint(self) -> Any:  # noqa: N802
        size = super().sizeHint()
        size.setHeight(3 * self.fontMetrics().height() + 8)
        return size
