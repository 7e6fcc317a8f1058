"""文书: which units get a letter, where the letters go, and writing them."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from core.actions.letters import write_papers
from core.errors import UserError
from core.files.papers import letter_name
from core.files.pdf import find_office
from core.model.result import UnitResult
from core.text import _
from gui import verbs
from gui.desk import Desk, Page
from gui.empty import empty_card
from gui.jobs import Report
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import (
    Elided,
    Wrapped,
    across,
    button,
    card,
    down,
    frame,
    hair,
    head,
    label,
    margins,
)
from gui.widgets.tick import Tick


def make(desk: Desk) -> Page:
    return PapersPage(desk)


@dataclasses.dataclass(frozen=True, slots=True)
class Addressee:
    """A unit that could get a letter. `chosen` is None where it gets none: it is incomplete."""

    line: UnitResult
    place: int
    tone: str
    chosen: bool | None


def columns() -> tuple[Column[Addressee], ...]:
    return (
        Column(_("写"), lambda x: x.chosen, text=_yes_no, check=lambda x: x.chosen, width=3.4,
               name="chosen"),
        Column(_("单位"), lambda x: x.line.unit.name, key=lambda x: x.place, mark=_mark,
               tip=_why_not),
        Column(_("类别"), lambda x: x.line.unit.category, width=15),
        Column(_("总分"), lambda x: x.line.total, right=True, bold=True, width=8),
        Column(_("名次"), lambda x: x.line.rank, right=True, width=6),
        Column(_("等次"), lambda x: x.line.grade, chip=lambda x: x.tone, width=10),
    )  # fmt: skip


def _yes_no(chosen: bool | None) -> str:
    return "" if chosen is None else (_("写") if chosen else _("不写"))


def _mark(row: Addressee) -> str:
    return _("有缺项，不出具") if row.chosen is None else ""


def _why_not(row: Addressee) -> str:
    return _("缺：{codes}").format(codes=_("、").join(row.line.missing)) if row.line.missing else ""


class PapersPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen: set[str] = set()
        self.folder: Path | None = None
        self.written: list[Path] = []
        self._file: Path | None = None
        self.table: TableView[Addressee] = TableView(RowsModel(columns()), "papers")
        self.table.setAccessibleName(_("写通知书的单位"))
        self.table.asked.connect(lambda row, _name: self._turn([row]))
        space = QShortcut(QKeySequence("Space"), self.table)
        space.activated.connect(lambda: self._turn(self.table.chosen_rows()))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("查找单位"))
        self.search.setAccessibleName(_("查找单位"))
        self.search.setFixedWidth(130)
        self.search.textChanged.connect(self.table.rows.find)
        line = across(self._units_card(), self._letters_card(), gap=14)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        both = QWidget()
        both.setLayout(line)
        words = _(
            "有了单位和指标，这里为每个结果齐全的单位写一份结果通知（Word 文件），"
            "附绩效评估意见书。\n\n"
            "先导入工作簿；没有现成的，导出一本空白的，填好再导入。"
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(empty_card(desk, _("还没有可以写通知书的单位"), words))
        self.setLayout(down(self.stack))

    def _units_card(self) -> QFrame:
        self.count = label("", "heading")
        every = button(_("全选(&A)"), lambda: self._choose(True))
        none = button(_("全不选(&D)"), lambda: self._choose(False))
        made = card(head(self.count, None, every, none, self.search), hair(), self.table)
        made.setMinimumWidth(480)
        return made

    def _letters_card(self) -> QFrame:
        made = frame("card")
        self.kind = label("", "", wrap=True)
        self.place = Elided()
        self.pick = button(_("选择文件夹(&L)…"), self._pick)
        self.pdf = Tick(_("另存一份 PDF(&P)"))
        self.no_pdf = label("", "muted", wrap=True)
        self.write = button(_("写通知书"), self._write, "primary")
        self.done = Wrapped("good")
        self.files_head = label("", "heading")
        self.files = QListWidget()
        self.files.setAccessibleName(_("通知书文件"))
        self.files.itemActivated.connect(self._open)
        self.show_folder = button(_("打开文件夹(&W)"), self._show_folder)
        place = across(self.place, self.pick)
        place.setStretch(0, 1)
        body = down(
            label(_("结果通知"), "heading"), self.kind, 8,
            label(_("放在哪里"), "heading"), place, 8,
            self.pdf, self.no_pdf, 8,
            across(self.write, self.show_folder, None), self.done, 4,
            self.files_head, self.files, None,
        )  # fmt: skip
        body.setStretchFactor(self.files, 1000)
        made.setLayout(margins(body, 16, 14, 16, 14))
        made.setMinimumWidth(340)
        return made

    def finder(self) -> QWidget:
        return self.search

    def about(self) -> str:
        return _("每个单位一份结果通知，附绩效评估意见书")

    def refresh(self) -> None:
        session = self.desk.session
        if session.path != self._file:
            self._file, self.written, self.folder = session.path, [], None
            self.chosen = {x.unit.code for x in session.result.units if x.complete}
            self.done.hide()
        kept = QSettings().value(f"letters/{session.path}")
        if self.folder is None and session.path is not None:
            self.folder = Path(str(kept)) if kept else session.path.parent / _("结果通知")
        self.kind.setText(self._kind_words())
        self.place.setText(str(self.folder or ""))
        self._offer_pdf()
        self._show_units()

    def _kind_words(self) -> str:
        if self.desk.session.snapshot.published:
            return _("结果已公布，写出的是正式通知。")
        return _("结果尚未公布，每份都标明“{draft}”，请各单位核对。").format(draft=_("征求意见稿"))

    def _offer_pdf(self) -> None:
        try:
            find_office()
        except UserError as none:
            self.pdf.hide()
            self.no_pdf.setText(str(none))
        else:
            self.pdf.show()
            self.no_pdf.setText("")
        self.no_pdf.setVisible(bool(self.no_pdf.text()))

    def _show_units(self) -> None:
        from gui.results.lines import lines_of

        session, here = self.desk.session, self.table.currentIndex().row()
        snapshot = session.snapshot
        rows = [
            Addressee(
                x.line, snapshot.unit_position[x.line.unit.code], x.tone,
                x.line.unit.code in self.chosen if x.line.complete else None,
            )
            for category in snapshot.categories
            for x in lines_of(snapshot, session.result, category)
        ]  # fmt: skip
        rows.sort(key=lambda x: x.place)
        self.stack.setCurrentIndex(0 if rows else 1)
        self.table.rows.source.show(rows)
        if 0 <= here < self.table.rows.rowCount():
            self.table.selectRow(here)
        count = sum(1 for x in rows if x.chosen)
        text = _("选中 {n} 个单位，共 {all} 个")
        self.count.setText(text.format(n=count, all=len(rows)))
        self.write.setText(_("写 {n} 份通知书(&G)").format(n=count) if count else _("写通知书(&G)"))
        self.write.setEnabled(count > 0)
        self._show_files([letter_name(snapshot, x.line.unit.code) for x in rows if x.chosen])

    def _show_files(self, names: list[str]) -> None:
        """The files that are to be written, or those just written."""
        self.show_folder.setVisible(bool(self.written))
        if self.written:
            names = [path.name for path in self.written]
            self.files_head.setText(_("写好的文件（双击打开）"))
        else:
            self.files_head.setText(_("要写的文件") if names else "")
        self.files.clear()
        self.files.addItems(names)
        self.files.setVisible(bool(names))

    def _open(self, item: QListWidgetItem) -> None:
        if self.written:
            verbs.show_file(self.written[0].parent / item.text())

    def _turn(self, rows: list[Addressee]) -> None:
        """Choose these units, or leave them out where the first is chosen."""
        free = [x for x in rows if x.chosen is not None]
        codes = {x.line.unit.code for x in free}
        if free:
            self.written = []
            self.done.hide()
            self.chosen = self.chosen - codes if free[0].chosen else self.chosen | codes
            self._show_units()

    def _choose(self, all_of_them: bool) -> None:
        """All units that the find field leaves in sight, or none of them."""
        rows = self.table.rows
        seen = [rows.row_at(rows.index(n, 0)) for n in range(rows.rowCount())]
        codes = {x.line.unit.code for x in seen if x.chosen is not None}
        self.written = []
        self.done.hide()
        self.chosen = self.chosen | codes if all_of_them else self.chosen - codes
        self._show_units()

    def _pick(self) -> None:
        folder = self.desk.ask.folder(_("通知书放在哪个文件夹"))
        if folder is not None:
            self.folder = folder
            QSettings().setValue(f"letters/{self.desk.session.path}", str(folder))
            self.place.setText(str(folder))

    def _write(self) -> None:
        session, folder = self.desk.session, self.folder
        assert folder is not None
        snapshot, result = session.snapshot, session.result
        codes = [u.code for u in snapshot.units if u.code in self.chosen]
        pdf = self.pdf.isChecked() and self.pdf.isVisibleTo(self)

        def work(report: Report) -> list[Path]:
            return write_papers(snapshot, result, folder, codes, None, pdf, report)

        self.desk.jobs.run(_("写通知书"), work, partial(self._wrote, folder))

    def _wrote(self, folder: Path, paths: list[Path]) -> None:
        self.written = paths
        self._show_files([])
        self.done.show()
        text = _("已写 {n} 份到 {folder}")
        self.done.setText(text.format(n=len(paths), folder=folder))
        self.show_folder.setFocus()

    def _show_folder(self) -> None:
        verbs.show_folder(self.written[0].parent)
