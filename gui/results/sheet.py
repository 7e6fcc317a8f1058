"""The page of one unit: every leaf with its score beside the category, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from core.files.comparison import Category
from core.files.results_figures import plain
from core.model.plan import Indicator
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.explain import explain_leaf
from core.text import _
from gui.results.card import standing_words
from gui.results.lines import signed
from gui.results.why import Story
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import Elided, across, button, card, down, hair, head, label, margins


@dataclass(frozen=True, slots=True)
class LeafLine:
    """A leaf that applies to the unit. `score` None where missing or 不适用; `mean` of the
    category, None where nobody has a score."""

    top: str
    leaf: Indicator
    state: CellState
    score: Decimal | None
    mean: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.score is None or self.mean is None else self.score - self.mean

    @property
    def share(self) -> Decimal | None:
        if self.score is None or not self.leaf.points:
            return None
        return self.score / self.leaf.points


def leaf_lines(snapshot: Snapshot, result: Result, unit: str, category: Category) -> list[LeafLine]:
    row = snapshot.unit_position[unit]
    found = []
    for column, leaf in enumerate(snapshot.tree.leaves):
        state = CellState(int(result.states[row, column]))
        if state is not CellState.NOT_ASKED:
            figures = category.leaves.get(column)
            mean = figures.mean if figures else None
            top = snapshot.tree.top_level(leaf.code).name
            found.append(LeafLine(top, leaf, state, result.score(row, column), mean))
    return found


def leaf_columns() -> tuple[Column[LeafLine], ...]:
    return (
        Column(_("编码"), lambda x: x.leaf.code, width=7, key=lambda x: _natural(x.leaf.code)),
        Column(_("一级指标"), lambda x: x.top, width=17, tip=lambda x: x.top),
        Column(_("指标"), lambda x: x.leaf.name, tip=lambda x: x.leaf.criteria or x.leaf.name),
        Column(_("类型"), lambda x: str(x.leaf.kind or ""), width=5),
        Column(_("分值"), lambda x: x.leaf.points, text=_plain, right=True, width=5),
        Column(_("得分"), lambda x: x.score, right=True, bold=True, width=8,
               mark=_state, mark_tone="bad"),
        Column(_("得分率"), lambda x: x.share, text=_percent, right=True, width=7),
        Column(_("同类平均"), lambda x: x.mean, right=True, width=8),
        Column(_("差"), lambda x: x.gap, text=_gap, right=True, width=7),
    )  # fmt: skip


def _natural(code: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(p) if p.isdigit() else 0, p) for p in code.split("."))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _gap(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"+{value}" if value > 0 else signed(value)


def _state(row: LeafLine) -> str:
    return {CellState.MISSING: _("缺"), CellState.EXCLUDED: _("不适用")}.get(row.state, "")


class UnitSheet(QWidget):
    """`left` tells that the person goes back to the ranking."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.standing = label("", "heading"), Elided("muted")
        self.back = button(_("返回名次表(&B)"), self.left.emit)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)
        self.table: TableView[LeafLine] = TableView(RowsModel(leaf_columns()), "unit")
        self.table.setAccessibleName(_("各项指标得分"))
        self.table.chosen.connect(self._tell)
        self.story = Story()
        self._shown: tuple[Snapshot, Result, str] | None = None
        self._lay()

    def _lay(self) -> None:
        top = head(self.back, 4, self.name, self.standing, gap=10)
        table = card(top, hair(), self.table)
        body = margins(down(self.story), 14, 12, 14, 8)
        story = card(head(label(_("这一项怎么得来"), "heading")), hair(), body)
        line = across(table, story, gap=14)
        line.setStretch(0, 5)
        line.setStretch(1, 2)
        self.setLayout(line)

    def show_unit(
        self, snapshot: Snapshot, result: Result, line: UnitResult, category: Category
    ) -> None:
        self._shown = snapshot, result, line.unit.code
        self.name.setText(line.unit.name)
        self.standing.setText(standing_words(line))
        kept = self.table.current_row()
        rows = leaf_lines(snapshot, result, line.unit.code, category)
        self.table.rows.source.show(rows)
        here = next((r for r in rows if kept is not None and r.leaf.code == kept.leaf.code), None)
        self.table.choose(here)

    def _tell(self, row: LeafLine | None) -> None:
        self.story.clear()
        if row is not None and self._shown is not None:
            part = explain_leaf(*self._shown, row.leaf.code)
            criteria = _("评分标准：{text}").format(text=row.leaf.criteria)
            self.story.tell(part, ["", criteria] if row.leaf.criteria else [])
