"""Why a number is what it is: the explanation as a tree, and below it the story of the part that
the person is on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QSplitter,
    QStyleOptionViewItem,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
)

from core.model.plan import LeafKind
from core.scoring.explain import Explanation
from core.text import _
from gui.tables.model import Index
from gui.theme import tones

_PART = int(Qt.ItemDataRole.UserRole)
_TREE, _STORY = 196, 84  # px, to begin with
_HANG = 9  # px that a point hangs out
# Which parts of `explain_unit` a column of the ranking stands for, from the end
_NAMES = ("raw", "base", "bonus", "deduction", "rank", "grade")


def unit_parts(unit: Explanation) -> dict[str, Explanation]:
    """The explanation of a unit by name: its parts, the total, and the leaves by kind."""
    named = dict(zip(_NAMES, unit.parts, strict=True))
    for name, kind in (("quantitative", LeafKind.QUANTITATIVE), ("rated", LeafKind.RATED)):
        named[name] = _of_kind(named["raw"], kind)
    named["total"] = Explanation(_("总分"), unit.value, unit.lines, unit.facts)
    return named


def _of_kind(raw: Explanation, kind: LeafKind) -> Explanation:
    leaves = tuple(p for p in raw.parts if p.facts.get("kind") == kind)
    zero = raw.value * 0 if not isinstance(raw.value, str) and raw.value is not None else 0
    scored = [p.value for p in leaves if p.value is not None and not isinstance(p.value, str)]
    title = _("{kind} {n} 项得分之和").format(kind=kind, n=len(leaves))
    lines = (_("各项得分见下，逐项点开可看怎么得来的。"),) if leaves else ()
    return Explanation(title, sum(scored, zero), lines, parts=leaves)  # type: ignore[arg-type]


class _Lined(QTreeWidget):
    """A tree with a hair line under each row, as the tables have."""

    def drawRow(  # noqa: N802
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        super().drawRow(painter, option, index)
        area = option.rect  # type: ignore[attr-defined]
        painter.setPen(QColor(tones(self.palette())["lines"]))
        painter.drawLine(area.bottomLeft(), area.bottomRight())


class Story(QTextBrowser):
    """A few lines to read, the first of them the heading."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "story")
        self.setAccessibleName(_("这一项怎么得来"))
        self.document().setDocumentMargin(0)
        self.setMinimumHeight(60)

    def tell(self, part: Explanation, more: Iterable[str] = ()) -> None:
        self.clear()
        cursor = self.textCursor()
        block, bold, normal = QTextBlockFormat(), QTextCharFormat(), QTextCharFormat()
        block.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(block)
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(f"{part.title}  {value_words(part)}", bold)
        for line in (*part.lines, *more):
            cursor.insertBlock()
            cursor.insertText(line, normal)
        self.moveCursor(QTextCursor.MoveOperation.Start)


class Notes(QTextBrowser):
    """Sentences to know about, a point each."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "story")
        self.document().setDocumentMargin(0)
        self.setMinimumHeight(80)

    def tell(self, sentences: Iterable[str]) -> None:
        self.clear()
        cursor, hanging, ink = self.textCursor(), QTextBlockFormat(), QTextCharFormat()
        hanging.setLeftMargin(_HANG)
        hanging.setTextIndent(-_HANG)
        hanging.setBottomMargin(2)
        ink.setForeground(QColor(tones(QApplication.palette())["muted"]))
        cursor.setBlockFormat(hanging)
        cursor.insertText("\n".join(f"· {sentence}" for sentence in sentences), ink)
        self.moveCursor(QTextCursor.MoveOperation.Start)


class Why(QSplitter):
    """The tree and the story. `show_unit` takes `explain_unit`; `go` stands on a named part."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.tree, self.story = _Lined(), Story()
        self.items: dict[str, QTreeWidgetItem] = {}
        self.tree.setAccessibleName(_("分数由来"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(16)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(lambda item: self._tell(item))
        self.addWidget(self.tree)
        self.addWidget(self.story)
        self.setChildrenCollapsible(False)
        self.setSizes([_TREE, _STORY])
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)

    def show_unit(self, unit: Explanation | None) -> None:
        """Show another unit; the person stays on the part of the same name."""
        kept = self.here()
        self.tree.clear()
        self.story.clear()
        self.items = {}
        if unit is None:
            return
        parts = unit_parts(unit)
        order = ["quantitative", "rated", "bonus", "deduction", "total", "rank", "grade"]
        if parts["base"].value != parts["raw"].value:
            order.insert(2, "base")
        for name in order:
            self._add(name, parts[name])
        self.go(kept if kept in self.items else "total")

    def here(self) -> str:
        """The name of the part that the person is on: as in `unit_parts`, or a leaf's code."""
        item = self.tree.currentItem()
        return next((name for name, known in self.items.items() if known is item), "")

    def go(self, name: str) -> None:
        item = self.items.get(name)
        if item is not None:
            self.tree.setCurrentItem(item)
            self.tree.scrollToItem(item)

    def go_missing(self) -> None:
        """Stand on the first leaf that has no score but ought to."""
        for name, item in self.items.items():
            part: Explanation = item.data(0, _PART)
            if part.facts.get("state") == "missing":
                self.go(name)
                return

    def _add(self, name: str, part: Explanation) -> None:
        item = self._item(part, bold=name == "total")
        self.items[name] = item
        self.tree.addTopLevelItem(item)
        for leaf in part.parts:
            below = self._item(leaf)
            item.addChild(below)
            self.items[str(leaf.facts.get("indicator", leaf.title))] = below

    def _item(self, part: Explanation, *, bold: bool = False) -> QTreeWidgetItem:
        item = QTreeWidgetItem([part.title, value_words(part)])
        item.setData(0, _PART, part)
        item.setToolTip(0, part.title)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if part.facts.get("state") == "missing":
            item.setForeground(1, QBrush(QColor(tones(self.palette())["bad"])))
        if bold:
            font = QFont(self.font())
            font.setBold(True)
            item.setFont(0, font)
            item.setFont(1, font)
        return item

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.story.tell(item.data(0, _PART))


def value_words(part: Explanation) -> str:
    """A number as it is, 缺 or 不适用 where there is none."""
    if part.value is not None:
        return str(part.value)
    return _("不适用") if part.facts.get("state") == "excluded" else _("缺")
