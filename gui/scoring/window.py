"""The scoring window: one ballot, behind its PIN. It shares nothing with the secretary's window.

It puts the parts together and knows the keys; where one stands is the bench's affair, what is
stored the sitting's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from core.actions.ballot_work import hand_in
from core.errors import UserError
from core.exchange.ballot import DamagedBallot, WorkingBallot
from core.text import _
from gui import theme
from gui.dialogs.ask import Ask
from gui.jobs import complain
from gui.scoring.ballot_files import return_name, returns
from gui.scoring.bench import Bench
from gui.scoring.keys import all_keys, key_lines
from gui.scoring.opening import Opening
from gui.scoring.receipt_page import ReceiptPage
from gui.scoring.review_page import ReviewPage
from gui.scoring.sitting import Sitting
from gui.scoring.top import Bottom, Top
from gui.scoring.unlock_page import UnlockPage
from gui.widgets.boxes import down

SIZE = QSize(1366, 768)
BENCH, REVIEW, RECEIPT = range(3)


class ScoringWindow(QMainWindow):
    """`on_site`: on the secretary's computer, full screen until the expert ends the sitting.
    `closed` comes when the ballot has been let go of."""

    closed = Signal()

    def __init__(
        self,
        path: Path,
        parent: QWidget | None = None,
        *,
        ask: Ask | None = None,
        on_site: bool = False,
    ) -> None:
        super().__init__(parent)
        self.path, self.ask, self.on_site = path, ask or Ask(self), on_site
        self.sitting: Sitting | None = None
        self.setWindowTitle(_("{name} — 评分").format(name=path.stem))
        self.opening = Opening(self)
        self.opening.opened.connect(self._opened)
        self.opening.refused.connect(self._refused)
        self.unlock = UnlockPage(path)
        self.unlock.tried.connect(self._try)
        self.unlock.left.connect(self.close)
        self.setCentralWidget(self.unlock)
        kept = QSettings().value("ballot_window")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.unlock.focus()

    # Opening

    def _try(self, pin: str, salvage: bool) -> None:
        self.unlock.busy(True)
        self.opening.start(self.path, pin, salvage=salvage)

    def _refused(self, error: UserError) -> None:
        self.unlock.busy(False)
        self.unlock.tell(str(error), "bad", salvage=isinstance(error, DamagedBallot))
        self.unlock.focus()

    def _opened(self, ballot: WorkingBallot) -> None:
        self.show_ballot(ballot)
        if ballot.lost:
            text = _("有 {n} 处记录损坏，没能读出；损坏的原文件已另存在旁边。请逐项核对评分。")
            self.ask.tell(_("评分包有损坏"), text.format(n=ballot.lost))

    def show_ballot(self, ballot: WorkingBallot) -> None:
        """Work at an open ballot."""
        self.sitting = Sitting(ballot, self)
        if not ballot.content.asked:
            self.unlock.busy(False)
            self.unlock.tell(_("这份评分包没有请您评任何一项。"), "warning")
            return
        self.top = Top(self.sitting, on_site=self.on_site)
        self.bottom = Bottom(self.sitting)
        self.bench = Bench(self.sitting, self.ask)
        self.review, self.receipt = ReviewPage(self.sitting), ReceiptPage()
        self.pages = QStackedWidget()
        for page in (self.bench, self.review, self.receipt):
            self.pages.addWidget(page)
        body = QWidget()
        body.setLayout(down(self.top, self.pages, self.bottom, gap=0))
        body.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self._connect()
        self.setCentralWidget(body)
        self._add_keys()
        self.bench.focus()

    def _connect(self) -> None:
        self.top.checking.connect(self.check)
        self.top.leaving.connect(self.close)
        self.bottom.helping.connect(self.help)
        self.bottom.undoing.connect(self.undo)
        self.bottom.retrying.connect(self.bench.store)
        self.bench.finished.connect(self.check)
        self.review.jumped.connect(self.go)
        self.review.left.connect(self.leave)
        self.review.sealing.connect(self.seal)
        self.receipt.left.connect(self.leave)
        self.receipt.again.connect(self.seal)

    def _add_keys(self) -> None:
        verbs: dict[str, Callable[[], object]] = {
            "page_up": partial(self._at_bench, lambda: self.bench.turn(-1)),
            "page_down": partial(self._at_bench, lambda: self.bench.turn(1)),
            "to_reason": partial(self._at_bench, self.bench.to_reason),
            "abstain": partial(self._at_bench, self.bench.abstain),
            "recuse": partial(self._at_bench, self.bench.recuse),
            "next_open": self.next_open,
            "check": self.check,
            "view_units": partial(self.show_view, "units"),
            "view_leaves": partial(self.show_view, "leaves"),
            "view_grid": partial(self.show_view, "grid"),
            "find": partial(self._at_bench, self.bench.seek),
            "undo": self.undo,
            "redo": self.redo,
            "larger": partial(resize_text, 1),
            "smaller": partial(resize_text, -1),
            "help": self.help,
            "leave": self.leave,
        }
        for key in all_keys():
            if key.verb:
                action = QAction(key.words, self)
                action.setShortcuts([QKeySequence(text) for text in key.keys])
                action.triggered.connect(lambda _on=False, verb=verbs[key.verb]: verb())
                self.addAction(action)

    # Going from page to page

    def _at_bench(self, verb: Callable[[], object]) -> None:
        """What makes sense only while scoring."""
        if self.pages.currentIndex() == BENCH:
            verb()

    def _turn_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)

    def show_view(self, view: str) -> None:
        self._turn_to(BENCH)
        self.bench.show_view(view)

    def go(self, pair: tuple[str, str]) -> None:
        """To a question, from wherever one is."""
        self._turn_to(BENCH)
        self.bench.go(pair)
        self.bench.focus()

    def next_open(self) -> None:
        self._turn_to(BENCH)
        self.bench.next_open()

    def leave(self) -> None:
        """Back to scoring, where one was."""
        if self.pages.currentIndex() != BENCH:
            self._turn_to(BENCH)
            self.bench.go(self.bench.pair)
            self.bench.focus()

    def check(self) -> None:
        """The page before handing in."""
        self.bench.store()
        self.review.refresh()
        self._turn_to(REVIEW)
        self.review.focus()

    def undo(self) -> None:
        self._turn_to(BENCH)
        self.bench.turn_back()

    def redo(self) -> None:
        self._turn_to(BENCH)
        self.bench.turn_back(redo=True)

    def help(self) -> None:
        text = _("每一分输入后立即加密保存，不用另外保存。快捷键：")
        self.ask.tell(_("评分快捷键"), text, key_lines(), grave=False)

    # Handing in

    def seal(self) -> None:
        """Write the sealed return where the person says, and show its receipt."""
        assert self.sitting is not None
        title = _("交卷")
        if self._hindered(title):
            return
        missing = len(self.sitting.review().missing)
        text = _("还有 {n} 项没有评。仍可先交，评完再交一次，以最后一次为准。")
        if missing and not self.ask.confirm(title, text.format(n=missing), _("先交卷")):
            return
        path = self.ask.new_file(_("答卷存到哪里（可选优盘）"), returns(), self._name())
        if path is None:
            return
        try:
            sealed, _review = hand_in(self.sitting.ballot, path)
        except (UserError, OSError) as error:
            complain(self.ask, title, error)
            return
        when = datetime.fromisoformat(sealed.content.sealed_at)
        words = _("第 {n} 次交卷，{time}").format(
            n=sealed.content.sequence, time=when.strftime("%Y-%m-%d %H:%M")
        )
        self.receipt.show_receipt(sealed.receipt, path, words)
        self._turn_to(RECEIPT)
        self.receipt.focus()

    def _hindered(self, title: str) -> bool:
        """Whether something has to be mended first; it is told, and listed on the page."""
        grave = [due for due in self.review.dues.rows if due.grave]
        if grave:
            text = _("有 {n} 处要先改好才能交卷：").format(n=len(grave))
            said = _("{what}：{why}")
            told = [said.format(what=f"{d.unit} {d.leaf}", why=d.what) for d in grave]
            self.ask.tell(title, text, told)
        return bool(grave)

    def _name(self) -> str:
        assert self.sitting is not None
        return return_name(self.sitting.content)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.opening.give_up()
        if not self.on_site:
            QSettings().setValue("ballot_window", self.saveGeometry())
        if self.sitting is not None:
            if hasattr(self, "bench"):
                self.bench.store()
            self.sitting.ballot.close()
        super().closeEvent(event)
        self.closed.emit()


def resize_text(by: int) -> None:
    """One size of text larger or smaller."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    sizes = list(theme.SIZES)
    place = sizes.index(theme.chosen_size()) + by
    if 0 <= place < len(sizes):
        theme.choose(app, "size", sizes[place])
