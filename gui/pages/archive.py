"""档案: who did what and when, taking it back, and keeping the file safe."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from core.text import _
from gui import verbs
from gui.desk import Desk, Page
from gui.session import ChangeLine, JournalLine
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import Elided, across, button, card, hair, head, label, margins


def make(desk: Desk) -> Page:
    return ArchivePage(desk)


def entry_columns() -> tuple[Column[JournalLine], ...]:
    return (
        Column(_("序号"), lambda x: x.seq, right=True, width=5),
        Column(_("时间"), lambda x: x.at, text=lambda at: f"{at:%Y-%m-%d %H:%M:%S}", width=20),
        Column(_("操作人"), lambda x: x.actor, width=9),
        Column(_("操作"), lambda x: x.text, tip=lambda x: x.text),
        Column(_("改动"), lambda x: x.changes, right=True, width=8,
               text=lambda n: f"{n:,}"),
    )  # fmt: skip


def change_columns() -> tuple[Column[ChangeLine], ...]:
    return (
        Column(_("表"), lambda x: x.sheet, width=7),
        Column(_("哪一行"), lambda x: x.key, width=15, tip=lambda x: x.key),
        Column(_("项目"), lambda x: x.field, width=9),
        Column(_("之前"), lambda x: x.before, tip=lambda x: x.before),
        Column(_("之后"), lambda x: x.after, tip=lambda x: x.after),
    )


class ArchivePage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.undo = button("", desk.session.undo)
        self.redo = button("", desk.session.redo)
        self.tools = self._tools()
        self.entries: TableView[JournalLine] = TableView(RowsModel(entry_columns()), "journal")
        self.entries.setAccessibleName(_("操作日志"))
        self.changes: TableView[ChangeLine] = TableView(RowsModel(change_columns()), "changes")
        self.changes.setAccessibleName(_("这一步改了什么"))
        self.entries.chosen.connect(self._show_entry)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("查找操作"))
        self.search.setAccessibleName(_("查找操作"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(130)
        self.search.textChanged.connect(self.entries.rows.find)
        line = across(self._journal_card(), self._changes_card(), gap=14)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        self.setLayout(line)

    def _tools(self) -> list[QWidget]:
        desk = self.desk
        made: list[QPushButton] = [
            button(_("核对(&K)"), partial(verbs.verify, desk)),
            button(_("备份(&B)…"), partial(verbs.back_up, desk)),
            button(_("恢复备份(&R)…"), partial(verbs.restore, desk)),
        ]
        made[0].setToolTip(_("检查数据库、操作日志和每一行数据是否一致"))
        made[1].setToolTip(_("在选定的文件夹里留一份核对过的副本"))
        made[2].setToolTip(_("把一份备份恢复成新的考评文件"))
        return list(made)

    def _journal_card(self) -> QFrame:
        top = head(label(_("操作日志"), "heading"), None, self.search)
        foot = margins(across(self.undo, self.redo, None), 12, 8, 12, 5)
        made = card(top, hair(), self.entries, foot)
        made.setMinimumWidth(430)
        return made

    def _changes_card(self) -> QFrame:
        self.what = Elided("heading")
        self.when = label("", "muted")
        made = card(head(self.what, self.when), hair(), self.changes)
        made.setMinimumWidth(400)
        return made

    def finder(self) -> QWidget:
        return self.search

    def about(self) -> str:
        return _("每一次改动都记在这里，只增不删；撤销也是一条记录")

    def refresh(self) -> None:
        session = self.desk.session
        kept = self.entries.current_row()
        newest = self.entries.rows.source.rows[:1]
        self.entries.rows.source.show(session.journal())
        on_newest = bool(newest) and kept == newest[0]
        self.entries.choose(None if on_newest else kept)
        for press, word, action in (
            (self.undo, _("撤销"), session.undo_label()),
            (self.redo, _("重做"), session.redo_label()),
        ):
            press.setVisible(action is not None)
            press.setText(_("{what}：{why}").format(what=word, why=_short(action or "")))
            press.setToolTip(action or "")

    def _show_entry(self, entry: JournalLine | None) -> None:
        lines = self.desk.session.change_lines(entry.seq) if entry is not None else ()
        self.changes.rows.source.show(lines)
        self.what.setText(entry.text if entry else _("还没有改动"))
        self.when.setText(f"{entry.at:%Y-%m-%d %H:%M:%S}" if entry else "")


def _short(text: str, most: int = 22) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
