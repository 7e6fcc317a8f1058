"""The menus: every verb with its key. What cannot be done now is grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from core.text import _
from gui import theme, verbs
from gui.desk import Desk
from gui.places import Place

Verb = Callable[[], object]


class Menus:
    """Builds the menu bar of a window. `undo` and `redo` carry the names of what they do."""

    def __init__(self, window: QMainWindow, desk: Desk) -> None:
        self.window, self.desk = window, desk
        self.needs_file: list[QAction] = []
        self.recent = QMenu(_("最近打开(&R)"), window)
        self.recent.aboutToShow.connect(self._fill_recent)

    def build(self, places: Sequence[Place], finding: Verb, copying: Verb, help_: Verb) -> None:
        self._file_menu()
        self._edit_menu(finding, copying)
        self._view_menu(places)
        menu = self.window.menuBar().addMenu(_("帮助(&H)"))
        self._add(menu, _("快捷键和说明(&K)"), help_, "F1")

    def show_state(self, *, is_open: bool, undo: str | None, redo: str | None) -> None:
        for action in self.needs_file:
            action.setEnabled(is_open)
        for action, word, label in (
            (self.undo, _("撤销(&U)"), undo),
            (self.redo, _("重做(&R)"), redo),
        ):
            action.setEnabled(label is not None)
            action.setText(f"{word} {label}".replace("&&", "&") if label else word)

    def _add(
        self, menu: QMenu, text: str, verb: Verb, key: str = "", *, needs_file: bool = False
    ) -> QAction:
        action = QAction(text, self.window)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda: verb())
        menu.addAction(action)
        if needs_file:
            self.needs_file.append(action)
        return action

    def _file_menu(self) -> None:
        desk, menu = self.desk, self.window.menuBar().addMenu(_("文件(&F)"))
        self._add(menu, _("新建（从工作簿）(&N)…"), partial(verbs.new_file, desk), "Ctrl+N")
        self._add(menu, _("打开(&O)…"), partial(verbs.open_file, desk), "Ctrl+O")
        menu.addMenu(self.recent)
        self._add(menu, _("试用示例县(&T)…"), partial(verbs.sample_county, desk))
        menu.addSeparator()
        for text, verb, key in (
            (_("导入工作簿(&I)…"), verbs.import_books, "Ctrl+I"),
            (_("导出工作簿(&E)…"), verbs.export_book, "Ctrl+E"),
            (_("成绩册(&S)…"), verbs.results_book, "Ctrl+R"),
        ):
            self._add(menu, text, partial(verb, desk), key, needs_file=True)
        menu.addSeparator()
        self._add(menu, _("备份(&B)…"), partial(verbs.back_up, desk), "Ctrl+B", needs_file=True)
        self._add(menu, _("恢复备份(&V)…"), partial(verbs.restore, desk))
        menu.addSeparator()
        self._add(menu, _("关闭文件(&C)"), desk.session.close, "Ctrl+W", needs_file=True)
        self._add(menu, _("退出(&X)"), self.window.close, "Ctrl+Q")

    def _edit_menu(self, finding: Verb, copying: Verb) -> None:
        session, menu = self.desk.session, self.window.menuBar().addMenu(_("编辑(&E)"))
        self.undo = self._add(menu, "", session.undo, "Ctrl+Z")
        self.redo = self._add(menu, "", session.redo, "Ctrl+Y")
        menu.addSeparator()
        self._add(menu, _("复制表格(&C)"), copying, "Ctrl+Shift+C", needs_file=True)
        self._add(menu, _("查找(&F)"), finding, "Ctrl+F", needs_file=True)

    def _view_menu(self, places: Sequence[Place]) -> None:
        menu = self.window.menuBar().addMenu(_("查看(&V)"))
        for n, place in enumerate(places, start=1):
            go = partial(self.desk.going.emit, place.key, "")
            self._add(menu, f"{place.title}(&{n})", go, f"Ctrl+{n}", needs_file=True)
        menu.addSeparator()
        looks = {"system": _("跟随系统"), "light": _("浅色"), "dark": _("深色")}
        self._choices(menu.addMenu(_("外观(&L)")), "look", looks, theme.chosen_look())
        sizes = {"small": _("小"), "normal": _("中"), "large": _("大")}
        self._choices(menu.addMenu(_("字号(&S)")), "size", sizes, theme.chosen_size())

    def _choices(self, menu: QMenu, key: str, words: dict[str, str], chosen: str) -> None:
        group = QActionGroup(menu)
        for value, text in words.items():
            action = self._add(menu, text, partial(_dress, key, value))
            action.setCheckable(True)
            action.setChecked(value == chosen)
            group.addAction(action)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in verbs.recent():
            self._add(self.recent, path.name, partial(verbs.open_path, self.desk, path))
        if self.recent.isEmpty():
            self.recent.addAction(_("（还没有）")).setEnabled(False)


def _dress(key: str, value: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.choose(app, key, value)


def shortcut_lines(window: QMainWindow) -> list[str]:
    """Key, tab, meaning: everything that has a key, as the menus have them."""
    lines = []
    for menu in window.menuBar().findChildren(QMenu):
        for action in menu.actions():
            if not action.shortcut().isEmpty() and action.isVisible():
                key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                lines.append(f"{key}\t{_plain(action.text())}")
    return lines


def _plain(text: str) -> str:
    """A menu text without its accelerator."""
    head, mark, tail = text.partition("(&")
    return head + tail[2:] if mark else text
