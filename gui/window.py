"""The one window: menus, rail, the next step, the page in sight, the line at the foot.

It puts parts together and passes on what they say; what there is to do lives in `verbs`, what
there is to see in `pages`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from core.text import _
from core.version import VERSION
from gui import verbs
from gui.desk import Desk, Page
from gui.dialogs.ask import Ask
from gui.pages.start import StartPage
from gui.places import place_of, places
from gui.shell.foot import Foot
from gui.shell.menus import Menus, shortcut_lines
from gui.shell.rail import WIDTH, Rail
from gui.shell.step_bar import StepBar
from gui.tables.view import TableView
from gui.widgets.boxes import Elided, Steady, across, down, frame, label, margins

SIZE = QSize(1366, 768)
HOME = "results"  # the place a file opens with


class MainWindow(QMainWindow):
    def __init__(self, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = Desk(self, ask or Ask(self))
        self.places = places()
        self.pages: dict[str, Page] = {}
        self.here = ""
        self.setAcceptDrops(True)
        self._build()
        session = self.desk.session
        session.opened.connect(self._opened)
        session.changed.connect(lambda _snapshot, _changed: self._changed())
        self.desk.going.connect(self.go)
        self.desk.bringing.connect(self._bring)
        self._opened()
        kept = QSettings().value("window")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(SIZE.boundedTo(self.screen().availableSize()))

    def _build(self) -> None:
        self.menus = Menus(self, self.desk)
        self.menus.build(self.places, self._find, self._copy, self.help)
        self.name = label("", "muted")
        self.name.setContentsMargins(0, 5, 14, 0)
        self.rail = Rail(self.places)
        self.rail.went.connect(self.go)
        self.step = StepBar()
        self.step.pressed.connect(self._act)
        self.start = StartPage(self.desk)
        self.foot = Foot(self.desk.session.undo, self.help)
        self.sides = QStackedWidget()
        self.sides.addWidget(self.start)
        self.sides.addWidget(self._workbench())
        body = QWidget()
        body.setLayout(down(self.sides, self.foot, gap=0))
        self.setCentralWidget(body)

    def _workbench(self) -> QWidget:
        """Rail and pages, for while a file is open."""
        side = frame("side")
        side.setFixedWidth(WIDTH)
        side.setLayout(margins(down(self.rail), 8, 10, 8, 10))
        self.title, self.about = label("", "title"), Elided("muted")
        self.tools, self.stack = QStackedWidget(), Steady()
        self.tools.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        head = across(self.title, self.about, self.tools, gap=14)
        head.setStretch(1, 1)
        main = QWidget()
        main.setLayout(margins(down(head, self.step, self.stack, gap=12), 20, 14, 20, 14))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(main)
        bench = QWidget()
        bench.setLayout(across(side, scroll, gap=0))
        return bench

    def go(self, key: str, word: str = "") -> None:
        """Show a place; `word` tells the page what of it."""
        if self.desk.session.path is None:
            return
        if key != self.here:
            self.here = key
            self.rail.go(key)
            page = self._page(key)
            self.title.setText(next(p.title for p in self.places if p.key == key))
            self.stack.setCurrentWidget(page)
            self.tools.setCurrentIndex(self.stack.currentIndex())
            self._refresh()
        self.pages[key].arrive(word)

    def _bring(self, key: str, paths: list[Path]) -> None:
        self.go(key)
        self.pages[key].take(paths)

    def _page(self, key: str) -> Page:
        if key not in self.pages:
            page = next(p for p in self.places if p.key == key).make(self.desk)
            self.pages[key] = page
            self.stack.addWidget(page)
            tools = QWidget()
            tools.setLayout(across(None, *page.tools))
            self.tools.addWidget(tools)
        return self.pages[key]

    def _opened(self) -> None:
        """Another file, or none."""
        path = self.desk.session.path
        self.sides.setCurrentIndex(0 if path is None else 1)
        self.here = ""
        if path is None:
            self.start.refresh()
        self._changed()
        if path is not None:
            self.go(HOME)

    def _changed(self) -> None:
        session = self.desk.session
        undo, redo = session.undo_label(), session.redo_label()
        is_open = session.path is not None
        self.menus.show_state(is_open=is_open, undo=undo, redo=redo)
        self.foot.show_state(session.saved if is_open else None, undo)
        self.setWindowTitle(self._title())
        self.name.setText(self._name())
        self.name.adjustSize()
        self.menuBar().setCornerWidget(self.name)  # which lays the bar out anew
        if is_open:
            from core.guide import next_step, place_states

            self.step.show_step(next_step(session.snapshot, session.result))
            self.rail.show_states(place_states(session.snapshot, session.result))
            self._refresh()

    def _refresh(self) -> None:
        page = self.pages.get(self.here)
        if page is not None:
            page.refresh()
            self.about.setText(page.about())

    def _name(self) -> str:
        """What the assessment calls itself."""
        if self.desk.session.path is None:
            return ""
        settings = self.desk.session.snapshot.settings
        year = str(settings.year or "")
        return settings.name if year in settings.name else f"{settings.name} {year}".strip()

    def _title(self) -> str:
        file = path.name if (path := self.desk.session.path) else ""
        return " — ".join(part for part in (self._name(), file, _("考评")) if part)

    def _act(self, action: str) -> None:
        """The button of the next step."""
        if action == "import":
            verbs.import_books(self.desk)
        else:
            self.go(*place_of(action))

    def _find(self) -> None:
        field = self.pages[self.here].finder() if self.here else None
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _copy(self) -> None:
        for table in self.pages[self.here].findChildren(TableView) if self.here else []:
            if table.isVisible():
                table.copy()
                return

    def help(self) -> None:
        """Keys, and where one is."""
        title = _("考评 {version}").format(version=VERSION)
        text = _("每一步都自动保存。左边是考评的步骤，上方“下一步”告诉您接着做什么。快捷键：")
        self.desk.ask.tell(title, text, shortcut_lines(self), grave=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if verbs.dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        verbs.take_dropped(self.desk, verbs.dropped(event))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        QSettings().setValue("window", self.saveGeometry())
        self.desk.jobs.stop()
        self.desk.session.close(quiet=True)
        super().closeEvent(event)
