"""The right side: one's own marks for this indicator across the units, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.exchange.ballot_content import Pair
from core.text import _
from gui.scoring.order import Order
from gui.scoring.sitting import Sitting
from gui.tables.model import Index
from gui.theme import tones
from gui.widgets.boxes import button, down, label, margins

_LINE = int(Qt.ItemDataRole.UserRole) + 1
_PAD, _HIGH = 4, 6  # px
_ROUND = 36  # px around the words of a jump
_MOST_LEFT = 3  # groups that 还差 names one by one


@dataclass(frozen=True, slots=True)
class OwnMark:
    """`share` of the most a mark can be; None for 弃权."""

    pair: Pair
    name: str
    text: str
    share: float | None
    here: bool


def own_marks(sitting: Sitting, here: Pair) -> tuple[OwnMark, ...]:
    """One's marks on the leaf of a question, the highest first, 弃权 last."""
    lines = []
    for pair in sitting.leaves.group_of(here).pairs:
        if sitting.mark(pair) is None or sitting.recusal(pair[0]) is not None:
            continue
        unit = sitting.content.unit_of[pair[0]]
        share, text = sitting.share(pair), sitting.shown(pair)
        lines.append(OwnMark(pair, unit.short or unit.name, text, share, pair == here))
    return tuple(sorted(lines, key=lambda x: (x.share is None, -(x.share or 0))))


def left_over(sitting: Sitting, order: Order, here: Pair) -> tuple[tuple[str, str], ...]:
    """(code, words) of what is left: the group at hand, those begun, then the rest in one."""
    missing = {
        g.code: len(g.pairs) - sitting.done(order.side, g.code)
        for g in order.groups
        if sitting.done(order.side, g.code) < len(g.pairs)
    }
    first = [code for code in missing if code == here[order.side]]
    begun = [c for c in missing if c not in first and sitting.done(order.side, c)]
    named = (first + begun)[:_MOST_LEFT]
    lines = [(code, _left_words(order, code, missing[code])) for code in named]
    rest = [code for code in missing if code not in named]
    if rest:
        what = _("其余 {n} 个指标，{m} 项") if order.by_leaf else _("其余 {n} 个单位，{m} 项")
        if not named:
            what = _("{n} 个指标，{m} 项") if order.by_leaf else _("{n} 个单位，{m} 项")
        words = what.format(n=len(rest), m=sum(missing[code] for code in rest))
        lines.append((rest[0], words))
    return tuple(lines)


def _left_words(order: Order, code: str, n: int) -> str:
    name = order.groups[order.group_position[code]].name
    return _("{name}，{n} 项").format(name=f"{code} {name}" if order.by_leaf else name, n=n)


class StripModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[OwnMark, ...] = ()

    def show_lines(self, lines: Sequence[OwnMark]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in (*roles, Qt.ItemDataRole.ToolTipRole):
            return f"{line.name} {line.text}"
        return None


class Strip(QFrame):
    """`picked` gives the question of a mark that was clicked, `wanted` the code of a group in
    which something is left."""

    picked = Signal(object)
    wanted = Signal(str)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.setProperty("role", "beside")
        self.sitting = sitting
        self.model, self.view = StripModel(), QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_MarkPainter(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(_("本项我给各单位的分"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.clicked.connect(lambda i: self.picked.emit(self.model.lines[i.row()].pair))
        self.view.activated.connect(lambda i: self.picked.emit(self.model.lines[i.row()].pair))
        self.none = label(
            _("还没有。评过的单位会按分数排在这里，便于前后一致。"), "muted", wrap=True
        )
        self.left_title = label(_("还差"), "heading")
        self.left = [button("", partial(self._want, n), "jump") for n in range(_MOST_LEFT + 1)]
        self.codes: list[str] = []
        for made in self.left:
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        head = label(_("本项我给各单位的分"), "heading")
        for part in (head, self.none, self.left_title):
            part.setContentsMargins(_PAD, 0, 0, 0)
        body = down(
            head, 4, self.none, self.view, 12,
            self.left_title, *self.left, None, gap=2,
        )  # fmt: skip
        body.setStretchFactor(self.view, 100)
        self.setLayout(margins(body, 14, 16, 12, 12))

    def show_pair(self, order: Order, pair: Pair) -> None:
        lines = own_marks(self.sitting, pair)
        self.model.show_lines(lines)
        self.none.setVisible(not lines)
        self.view.setVisible(bool(lines))
        self.view.setMaximumHeight(len(lines) * max(self.view.sizeHintForRow(0), 1) + 2)
        here = next((n for n, line in enumerate(lines) if line.here), None)
        if here is not None:
            self.view.scrollTo(self.model.index(here))
        self._show_left(left_over(self.sitting, order, pair))

    def _show_left(self, lines: Sequence[tuple[str, str]]) -> None:
        self.codes = [code for code, _words in lines]
        for made, line in zip(self.left, [*lines, *[None] * len(self.left)], strict=False):
            made.setVisible(line is not None)
            if line is not None:
                room = self.width() - _ROUND
                elide = Qt.TextElideMode.ElideMiddle
                made.setText(made.fontMetrics().elidedText(line[1], elide, room))
                made.setToolTip(line[1])
        self.left_title.setText(_("还差") if lines else _("全部评完了"))

    def _want(self, n: int) -> None:
        self.wanted.emit(self.codes[n])


class _MarkPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        facts: Any = option
        return QSize(120, facts.fontMetrics.height() + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facts: Any = option
        colours, line = tones(facts.palette), index.data(_LINE)
        area: QRect = facts.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = facts.font
        if line.here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours["selected"]))
            painter.drawRoundedRect(area, 4, 4)
        font.setBold(line.here)
        painter.setFont(font)
        inside = area.adjusted(_PAD, 0, -_PAD, 0)
        metrics = painter.fontMetrics()
        name = QRect(inside.left(), inside.top(), inside.width() * 2 // 5, inside.height())
        number = max(metrics.horizontalAdvance("100.00"), metrics.horizontalAdvance(line.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours["accent" if line.here else "text"]))
        text = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, name.width() - 4)
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, text)
        if line.share is None:
            painter.setPen(QColor(colours["muted"]))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, line.text)
        bar = QRectF(name.right() + 4, area.center().y() - _HIGH / 2 + 1, 0, _HIGH)
        bar.setRight(inside.right() - number - 6)
        _bar(painter, bar, line.share, colours, line.here)
        painter.restore()


def _bar(painter: QPainter, bar: QRectF, share: float | None, colours: Any, here: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours["neutral_soft"]))
    painter.drawRoundedRect(bar, 3, 3)
    if share is not None:
        colour = QColor(colours["accent"])
        colour.setAlphaF(1.0 if here else 0.45)
        painter.setBrush(colour)
        bar.setWidth(max(bar.width() * min(max(share, 0.0), 1.0), 3.0))
        painter.drawRoundedRect(bar, 3, 3)
