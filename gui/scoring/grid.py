"""The grid: every mark at once, as in a spreadsheet. The same marks and rules as one by one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from core.exchange.ballot_content import Pair
from core.exchange.marks import Change
from core.scoring.mark_rules import ABSTAIN
from core.text import _
from gui.scoring.cells import MOST_CELLS, Taken, block_of, spread, take, text_of_block
from gui.scoring.grid_cells import CellDelegate, TallHeader
from gui.scoring.grid_model import GridModel
from gui.scoring.sitting import Sitting
from gui.scoring.typed import Typed

_COLUMN, _LEAST, _MOST = 11, 9, 18  # digits, wide: a column
_SIDE = 11  # Chinese characters: the units


class Grid(QTableView):
    """`stood` gives the question of the current cell (None where nothing is asked), `told` a
    word on what happened and its tone, `typing` what is being typed stands for."""

    stood = Signal(object)
    told = Signal(str, str)
    typing = Signal(object)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting, self.cells = sitting, GridModel(sitting)
        self.setHorizontalHeader(TallHeader(self))
        self.setModel(self.cells)
        self.delegate = CellDelegate(self, self.move_by, self.typing.emit)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("评分表格"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().sectionClicked.connect(self.selectRow)
        self._measure()

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 13)
        self.verticalHeader().setMinimumSectionSize(metrics.height() + 13)
        self.verticalHeader().setFixedWidth(_SIDE * metrics.horizontalAdvance("镇"))
        self._fit()

    def _fit(self) -> None:
        """Columns that show all indicators at once where that leaves room for a mark."""
        digit, count = self.fontMetrics().horizontalAdvance("0"), max(len(self.cells.leaves), 1)
        share = self.viewport().width() // count
        wide = share if _LEAST * digit <= share <= _MOST * digit else _COLUMN * digit
        self.horizontalHeader().setDefaultSectionSize(min(wide, _MOST * digit))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.model():
            self._measure()

    # Where one stands

    def stand_on(self, pair: Pair) -> None:
        """Make the cell of a question the current one."""
        index = self.cells.index_of(pair)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)

    def here(self) -> Pair | None:
        index = self.currentIndex()
        return self.cells.pair_at(index.row(), index.column())

    def currentChanged(self, current: object, previous: object) -> None:  # noqa: N802
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        self.horizontalHeader().viewport().update()
        self.sitting.visit += 1
        self.stood.emit(self.here())

    def move_by(self, rows: int, columns: int) -> None:
        """Go to the next cell that is asked for in a direction; Tab goes on in the next row."""
        index = self.currentIndex()
        row, column = index.row() + rows, index.column() + columns
        while self.cells.holds(row, column) and self.cells.pair_at(row, column) is None:
            row, column = row + rows, column + columns
        if columns and not self.cells.holds(row, column):
            row, column = index.row() + columns, 0 if columns > 0 else len(self.cells.leaves) - 1
        if self.cells.holds(row, column):
            self.setCurrentIndex(self.cells.index(row, column))
        elif rows > 0 and index.column() + 1 < len(self.cells.leaves):
            self.setCurrentIndex(self.cells.index(0, index.column() + 1))

    def chosen(self) -> list[tuple[int, int]]:
        """The selected cells, row by row."""
        return sorted((i.row(), i.column()) for i in self.selectionModel().selectedIndexes())

    def chosen_pairs(self) -> list[Pair]:
        pairs = (self.cells.pair_at(*cell) for cell in self.chosen())
        return [pair for pair in pairs if pair is not None]

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, keys = Qt.Key(event.key()), QKeySequence.StandardKey
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        moves = {Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0), Qt.Key.Key_Tab: (0, 1)}
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_chosen()
        elif key == Qt.Key.Key_D and control:
            self.fill_down()
        elif key == Qt.Key.Key_Backtab:
            self.move_by(0, -1)
        elif key in moves and not control:
            self.move_by(*moves[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab would leave the table before keyPressEvent sees it; Ctrl+Tab still does
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not control:
                self.keyPressEvent(event)
                return True
        return bool(super().event(event))

    # Blocks

    def copy(self) -> None:
        """The rectangle around what is selected, as a spreadsheet takes it."""
        cells = self.chosen()
        if not cells:
            return
        chosen = set(cells)
        rows = range(cells[0][0], cells[-1][0] + 1)
        columns = range(min(c for _r, c in cells), max(c for _r, c in cells) + 1)
        block = [[self._text(r, c) if (r, c) in chosen else "" for c in columns] for r in rows]
        QGuiApplication.clipboard().setText(text_of_block(block))
        self.told.emit(_("已复制 {n} 格。").format(n=len(cells)), "muted")

    def copy_all(self) -> None:
        """The whole table with units and indicators."""
        head = [
            "",
            *(str(self.cells.headerData(c, Qt.Orientation.Horizontal)) for c in self._all()),
        ]
        rows = [
            [self.sitting.content.unit_of[code].name, *(self._text(r, c) for c in self._all())]
            for r, code in enumerate(self.cells.units)
        ]
        QGuiApplication.clipboard().setText(text_of_block([head, *rows]))
        self.told.emit(_("整张表已复制，可以粘贴到 Excel 或 WPS。"), "muted")

    def _all(self) -> range:
        return range(len(self.cells.leaves))

    def _text(self, row: int, column: int) -> str:
        return str(self.cells.index(row, column).data() or "")

    def paste(self, text: str) -> None:
        """Take a block from a spreadsheet: what the rules allow is stored in one go, the rest
        stays marked in its cell."""
        block = block_of(text)
        if sum(len(row) for row in block) > MOST_CELLS:
            self.told.emit(_("粘贴的内容太多，请分块粘贴。"), "bad")
            return
        self._put(
            take(
                spread(block, self.chosen()),
                self._open_pair,
                self.sitting.rules,
                self.cells.holds,
                self._reason,
            ),
            _("粘贴"),
        )

    def fill_down(self) -> None:
        """The uppermost selected mark of each column into the cells below it."""
        tops: dict[int, str] = {}
        places = []
        for row, column in self.chosen():
            if column in tops:
                places.append(((row, column), tops[column]))
            elif text := self._text(row, column):
                tops[column] = text
        self._put(
            take(iter(places), self._open_pair, self.sitting.rules, self.cells.holds, self._reason),
            _("向下填充"),
        )

    def _open_pair(self, row: int, column: int) -> Pair | None:
        pair = self.cells.pair_at(row, column)
        return pair if pair is not None and self.sitting.recusal(pair[0]) is None else None

    def _reason(self, pair: Pair) -> str:
        mark = self.sitting.mark(pair)
        return mark.reason if mark else self.sitting.reason_drafts.get(pair, "")

    def _put(self, taken: Taken, label: str) -> None:
        if not self.sitting.set_many(
            taken.changes, _("{what} {n} 格").format(what=label, n=len(taken.changes))
        ):
            return
        for pair, text in taken.refused:
            self.sitting.keep_draft(pair, text)
        self.told.emit(*taken_words(label, taken))

    def clear_chosen(self) -> None:
        """Empty the selected cells, 理由 and all; undo brings them back."""
        pairs = [p for p in self.chosen_pairs() if self.sitting.recusal(p[0]) is None]
        for pair in pairs:
            self.sitting.keep_draft(pair, "")
        held = [pair for pair in pairs if self.sitting.mark(pair) is not None]
        if held and self.sitting.set_many(
            [Change(*pair, None) for pair in held], _("清除 {n} 格").format(n=len(held))
        ):
            self.told.emit(_("已清除 {n} 格，Ctrl+Z 可恢复。").format(n=len(held)), "muted")

    def abstain(self) -> None:
        """弃权 for the selected cells."""
        pairs = [p for p in self.chosen_pairs() if self.sitting.recusal(p[0]) is None]
        changes = [Change(*pair, ABSTAIN, self._reason(pair)) for pair in pairs]
        if changes and self.sitting.set_many(changes, _("弃权 {n} 格").format(n=len(changes))):
            self.told.emit(
                _("已弃权 {n} 格。弃权不是 0 分，不参加计算。").format(n=len(changes)), "muted"
            )


def taken_words(label: str, taken: Taken) -> tuple[str, str]:
    """What a paste came to, and the tone to say it in."""
    parts = [_("{what}：存入 {n} 格").format(what=label, n=len(taken.changes))]
    if taken.refused:
        parts.append(_("{n} 格不合规定，标红未存").format(n=len(taken.refused)))
    if taken.skipped:
        parts.append(_("{n} 格空白或不评，没有动").format(n=taken.skipped))
    if taken.outside:
        parts.append(_("{n} 格超出表格").format(n=taken.outside))
    return _("，").join(parts) + _("。"), "bad" if taken.refused or taken.outside else "good"


def typed_words(typed: Typed) -> tuple[str, str]:
    """What to say while a cell is being typed into."""
    return (typed.fault, "bad") if typed.fault else (_("Enter 向下，Tab 向右，Esc 放弃"), "muted")
