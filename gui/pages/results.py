"""结果: the ranking of each category, and beside it one unit and why it stands there."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QLineEdit,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from core.files.comparison import Category, compare
from core.files.results_figures import standing
from core.model.snapshot import Snapshot
from core.text import _
from gui import verbs
from gui.desk import Desk, Page
from gui.empty import empty_card
from gui.results.card import UnitCard
from gui.results.lines import Line, lines_of, notes_of, ranking_columns
from gui.results.publishing import form_for
from gui.results.sheet import UnitSheet
from gui.results.why import Notes
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import across, button, card, down, hair, head, margins


def make(desk: Desk) -> Page:
    return ResultsPage(desk)


class ResultsPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.publish = button("", self.show_publishing)
        self.tools = [
            button(_("导入…"), partial(verbs.import_books, desk)),
            button(_("导出工作簿…"), partial(verbs.export_book, desk)),
            button(_("成绩册…"), partial(verbs.results_book, desk)),
            self.publish,
        ]
        self.dialog: QDialog | None = None
        self.categories: dict[str, Category] = {}
        self._for: Snapshot | None = None
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("类别"))
        self.tabs.currentChanged.connect(lambda _n: self._show_category())
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("查找单位"))
        self.search.setAccessibleName(_("查找单位"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(130)
        self.table: TableView[Line] = TableView(RowsModel((), lambda x: x.band), "ranking")
        self.table.setAccessibleName(_("名次表"))
        self.notes = Notes()
        self.notes.setAccessibleName(_("需要知道的"))
        self.card, self.sheet = UnitCard(), UnitSheet()
        self._lay()
        self._connect()

    def _lay(self) -> None:
        top = head(self.tabs, None, self.search)
        under = margins(down(self.notes), 14, 12, 8, 8)
        self.line = hair()
        self.line.hide()
        ranking = card(top, hair(), self.table, self.line, under)
        body = ranking.layout()
        assert isinstance(body, QBoxLayout)
        body.setStretch(2, 1000)
        body.setStretch(4, 1)
        ranking.setMinimumWidth(545)
        self.card.setMinimumWidth(310)
        both = QWidget()
        line = across(ranking, self.card, gap=14)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        both.setLayout(line)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(self.sheet)
        words = _(
            "这里会是每类单位的名次表：定量、评分、加减分、总分、名次、等次，每个数都能点开看怎么来的。\n\n"
            "内容来自一本工作簿，有“方案”“指标”“单位”“专家”“完成值”“评分”等表，有哪张读哪张，"
            "可以分几次导入。没有现成的，先导出一本空白的，在 WPS 或 Excel 里填好再导入。"
        )
        self.stack.addWidget(empty_card(self.desk, _("还没有可以计算的内容"), words))
        self.setLayout(down(self.stack))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._find)
        bar = self.table.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: self.line.setVisible(high > 0))
        self.table.chosen.connect(self._show_unit)
        self.table.asked.connect(lambda _row, name: self.card.why.go(name))
        self.card.sheet_wanted.connect(self.show_sheet)
        self.sheet.left.connect(self.leave_sheet)

    def finder(self) -> QWidget:
        return self.search

    def about(self) -> str:
        snapshot, result = self.desk.session.snapshot, self.desk.session.result
        if not result.units:
            return ""
        latest = None if snapshot.open_round else snapshot.latest_round
        words = [_("第{n}轮").format(n=latest)] if latest is not None else []
        words.append(standing(snapshot, result))
        count = len(snapshot.categories)
        words.append(_("{n}类分别排名").format(n=count) if count > 1 else _("共同排名"))
        return " · ".join(words)

    def refresh(self) -> None:
        session = self.desk.session
        if session.snapshot is self._for:
            return
        self._for = session.snapshot
        published = session.snapshot.published
        self.publish.setText(_("撤回公布(&T)…") if published else _("公布结果(&T)…"))
        self.publish.setEnabled(bool(session.snapshot.units))
        has = session.snapshot.indicators and session.snapshot.units
        self.categories = compare(session.snapshot, session.result) if has else {}
        sheet = self.stack.currentIndex() == 1
        # First into sight, then filled: a tab bar filled out of sight keeps no height.
        self.stack.setCurrentIndex(2 if not has else 1 if sheet else 0)
        self._show_tabs()
        self._show_category()
        if has and sheet:
            self.show_sheet()

    def _show_tabs(self) -> None:
        snapshot, here = self.desk.session.snapshot, self.category()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for name in snapshot.categories:
            count = sum(1 for unit in snapshot.units if unit.category == name)
            self.tabs.setTabData(self.tabs.addTab(f"{name} {count}".replace("&", "&&")), name)
        if here in snapshot.categories:
            self.tabs.setCurrentIndex(snapshot.categories.index(here))
        self.tabs.blockSignals(False)

    def category(self) -> str:
        """The category in sight, "" where there is none."""
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "")

    def _show_category(self) -> None:
        session, category, kept = self.desk.session, self.category(), self.table.current_row()
        rows = lines_of(session.snapshot, session.result, category) if category else []
        columns = ranking_columns(session.snapshot, category)
        self.table.rows.source.show(rows, columns)
        notes = notes_of(session.snapshot, session.result, category)
        self.notes.tell(notes)
        self.table.setMaximumHeight(self.table.natural_height())
        code = kept.line.unit.code if kept else ""
        self.table.choose(next((r for r in rows if r.line.unit.code == code), None))

    def _find(self, words: str) -> None:
        self.table.rows.find(words)
        if not self.table.chosen_rows():
            self.table.choose(None)

    def _show_unit(self, row: Line | None) -> None:
        session = self.desk.session
        line = row.line if row else None
        category = self.categories.get(line.unit.category) if line else None
        self.card.show_unit(session.snapshot, session.result, line, category)

    def show_sheet(self) -> None:
        row, session = self.table.current_row(), self.desk.session
        if row is None or row.line.unit.category not in self.categories:
            self.leave_sheet()
            return
        category = self.categories[row.line.unit.category]
        self.sheet.show_unit(session.snapshot, session.result, row.line, category)
        self.stack.setCurrentIndex(1)
        self.sheet.table.setFocus()

    def leave_sheet(self) -> None:
        self.stack.setCurrentIndex(0 if self.categories else 2)
        self.table.setFocus()

    def show_publishing(self) -> None:
        """Ask before the results are made known, or that is taken back."""
        form = form_for(self, self.desk)
        if form is not None:
            self.dialog = form
            form.finished.connect(form.deleteLater)
            form.open()

    def arrive(self, word: str) -> None:
        if word == "publish":
            self.show_publishing()
        if word != "missing":
            return
        self.leave_sheet()
        lacking = next((x for x in self.desk.session.result.units if not x.complete), None)
        if lacking is None:
            return
        self.search.clear()
        categories = self.desk.session.snapshot.categories
        self.tabs.setCurrentIndex(categories.index(lacking.unit.category))
        rows = self.table.rows.source.rows
        self.table.choose(next(r for r in rows if r.line.unit.code == lacking.unit.code))
        self.card.why.go_missing()
