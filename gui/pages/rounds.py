"""评分: the rounds, who has given what, taking returns in, and what is disputed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QTabBar, QWidget

from core.actions.ballots import Issued
from core.actions.rounds import close_round, open_round
from core.actions.score_sheets import SheetsWritten
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.text import _
from gui import verbs
from gui.desk import Desk, Page
from gui.dialogs.ask import books
from gui.empty import empty_card
from gui.rounds.bench import Bench
from gui.rounds.beside import Beside
from gui.rounds.closing import absent_lines, closing_words
from gui.rounds.collecting import Collecting
from gui.rounds.drawing import DrawForm
from gui.rounds.handing import BALLOTS, HandOut
from gui.rounds.issuing import issue, write_sheets
from gui.rounds.keying import CheckForm, EnterForm
from gui.rounds.on_site import OnSite
from gui.rounds.opening import OpenForm
from gui.rounds.slips import Slips
from gui.rounds.standing import round_words, state_words
from gui.rounds.taken import returns_in
from gui.scoring.ballot_files import ballots, returns
from gui.widgets.boxes import across, button, down

BENCH, BEFORE, NOTHING = range(3)


def make(desk: Desk) -> Page:
    return RoundsPage(desk)


class RoundsPage(Page):
    """`dialog` is the one that is open; words to arrive with: open_round, hand_out, show_absent,
    close_round."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.dialog: QDialog | None = None
        self._for: Snapshot | None = None
        self._file: Path | None = None
        self.draw = button(_("抽取专家(&D)…"), self._draw)
        self.open = button(_("开启新一轮(&N)…"), self._open)
        self.close_it = button(_("关闭本轮(&L)…"), self._close)
        self.tools = [self.draw, self.open, self.close_it]
        self.collecting = Collecting(desk, self)
        self.on_site = OnSite(self)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("轮次"))
        self.tabs.currentChanged.connect(lambda _n: self._show_round())
        self.bench = Bench(self.tabs)
        self.beside = Beside()
        self._lay()
        self._connect()

    def _lay(self) -> None:
        both = QWidget()
        line = across(self.bench, self.beside, gap=14)
        line.setStretch(0, 12)
        line.setStretch(1, 7)
        both.setLayout(line)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        words = _(
            "一轮评分从开启到关闭：为每位专家发放加密的评分包（各有一个 PIN），或打印评分表；"
            "专家在自己的电脑上评，把交卷文件放在优盘里带回来，拖到这里就收下。\n\n"
            "收齐以后看分歧最大的项目，可以再开一轮只复评这些项目。"
            "评分已经在工作簿里的，直接导入。"
        )
        self.begin = button(_("开启第 1 轮…"), self._open, "primary")
        heading = _("还没有开始评分")
        self.stack.addWidget(empty_card(self.desk, heading, words, self.begin))
        words = _(
            "评分需要三样：方案里有“评分”指标，有考核单位，有专家。\n\n"
            "它们来自一本工作簿的“指标”“单位”“专家”表；谁评什么写在“分工”表里，"
            "不写就是人人都评。没有现成的，先导出一本空白的，填好再导入。"
        )
        self.stack.addWidget(empty_card(self.desk, _("还不能开始评分"), words))
        self.setLayout(down(self.stack))

    def _connect(self) -> None:
        bench, beside, collecting = self.bench, self.beside, self.collecting
        bench.issuing.connect(partial(self._hand_out, BALLOTS))
        bench.printing.connect(partial(self._hand_out, "sheets"))
        bench.on_site.connect(self._on_site)
        beside.drop.dropped.connect(self.take)
        beside.drop.choosing.connect(self._choose)
        beside.drop.looking.connect(self._look)
        beside.keyed.entering.connect(self._enter)
        beside.keyed.checking.connect(self._check)
        collecting.told.connect(beside.drop.tell)
        collecting.taken.connect(beside.returns.add)
        collecting.taken.connect(lambda _one: beside.show_part("returns"))
        collecting.finished.connect(self._collected)
        self.on_site.ended.connect(self._on_site_ended)

    def about(self) -> str:
        found = self.round()
        if found is None:
            return ""
        people = _("{n} 名专家").format(n=self.bench.asked)
        words = [_("第 {n} 轮").format(n=found.number), round_words(self._snapshot, found), people]
        return " · ".join(words)

    @property
    def _snapshot(self) -> Snapshot:
        return self.desk.session.snapshot

    def round(self) -> Round | None:
        """The round in sight."""
        number = self.tabs.tabData(self.tabs.currentIndex())
        return next((r for r in self._snapshot.rounds if r.number == number), None)

    def refresh(self) -> None:
        session = self.desk.session
        if session.snapshot is self._for:
            return
        if session.path != self._file:
            self._file = session.path
            self.beside.returns.clear()
            self.beside.drop.tell("")
            self.on_site.forget()
        self._for = snapshot = session.snapshot
        ready = bool(snapshot.units and snapshot.experts and snapshot.tree.leaves)
        shown = BENCH if snapshot.rounds else BEFORE if ready else NOTHING
        # First into sight, then filled: a tab bar filled out of sight keeps no height.
        self.stack.setCurrentIndex(shown)
        self._show_tabs()
        self._show_tools()
        if shown == BENCH:
            self._show_round()

    def _show_tabs(self) -> None:
        """A tab a round; a new round comes into sight."""
        numbers = [r.number for r in self._snapshot.rounds]
        here = self.tabs.tabData(self.tabs.currentIndex())
        known = [self.tabs.tabData(n) for n in range(self.tabs.count())]
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for round_ in self._snapshot.rounds:
            self.tabs.setTabData(self.tabs.addTab(state_words(round_)), round_.number)
        if numbers:
            stay = here in numbers and known == numbers
            self.tabs.setCurrentIndex(numbers.index(here) if stay else len(numbers) - 1)
        self.tabs.blockSignals(False)

    def _show_tools(self) -> None:
        snapshot = self._snapshot
        opened = snapshot.open_round
        self.close_it.setVisible(opened is not None)
        self.open.setVisible(opened is None)
        free = not snapshot.published
        for part in (self.open, self.begin, self.draw):
            part.setEnabled(free)
        words = "" if free else _("结果已经公布。确需再评，先在“结果”里撤回公布。")
        self.open.setToolTip(words)
        self.draw.setToolTip(words)
        self.beside.drop.allow(opened is not None)

    def _show_round(self) -> None:
        found = self.round()
        if found is not None:
            self.bench.show_round(self._snapshot, found, self.on_site.experts)
            self.beside.show_snapshot(self._snapshot)

    def arrive(self, word: str) -> None:
        actions: dict[str, Callable[[], object]] = {
            "open_round": self._open,
            "hand_out": partial(self._hand_out, BALLOTS),
            "show_absent": self._remind,
            "close_round": self._close,
        }
        if word in actions:
            actions[word]()

    def _show_dialog(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Opening and closing

    def _open(self) -> None:
        if self._snapshot.open_round is None:
            form = OpenForm(self, self._snapshot)
            form.going.connect(partial(self._opened, form))
            self._show_dialog(form)

    def _opened(self, form: OpenForm) -> None:
        leaves, most = form.wanted()
        done = self.desk.session.do(_("不能开启"), lambda store: open_round(store, leaves, most))
        if done is not None:
            form.accept()

    def _close(self) -> None:
        opened = self._snapshot.open_round
        if opened is None:
            return
        title = _("关闭第 {n} 轮").format(n=opened.number)
        if self.desk.ask.confirm(title, closing_words(self._snapshot, opened), title):
            self.desk.session.do(_("不能关闭"), close_round)

    def _remind(self) -> None:
        opened = self._snapshot.open_round
        if opened is None:
            return
        lines = absent_lines(self._snapshot, opened)
        text = _("第 {n} 轮还没有交齐的专家：").format(n=opened.number)
        self.desk.ask.tell(_("提醒清单"), text, lines, grave=False)

    def _draw(self) -> None:
        self._show_dialog(DrawForm(self, self.desk))

    # Handing out

    def _hand_out(self, what: str) -> None:
        path = self.desk.session.path
        if path is None or self._snapshot.open_round is None:
            return
        form = HandOut(self, self.desk.ask, self._snapshot, path, what)
        form.going.connect(partial(self._handing, form))
        self._show_dialog(form)

    def _handing(self, form: HandOut) -> None:
        codes, folder = form.chosen(), form.folder
        form.accept()
        if form.what == BALLOTS:
            issue(self.desk, folder, codes, self._issued)
        else:
            write_sheets(self.desk, folder, codes, partial(self._written, folder))

    def _issued(self, issued: list[Issued]) -> None:
        opened = self._snapshot.open_round
        number = opened.number if opened else 0
        name = self._snapshot.settings.name
        self._show_dialog(Slips(self, self.desk.ask, issued, number, name))

    def _written(self, folder: Path, written: SheetsWritten) -> None:
        text = _(
            "已写第 {n} 轮评分表 {count} 本，在 {folder}。打印出来，或发给专家在 WPS、Excel 里填；"
            "填好后拖到窗口里读入。"
        )
        words = text.format(n=written.round, count=len(written.paths), folder=folder)
        names = [path.name for path in written.paths]
        self.desk.ask.tell(_("打印评分表"), words, names, grave=False)
        verbs.show_folder(folder)

    # Taking in

    def take(self, paths: list[Path]) -> None:
        """Returns, or folders that hold some, to be taken in."""
        found = returns_in(paths)
        if found:
            self.beside.drop.allow(False)
            self.collecting.take(found)
        else:
            text = _("那里没有 .return 文件。专家交卷后得到的就是这种文件，可能还在专家的电脑上。")
            self.desk.ask.tell(_("收取"), text)

    def _choose(self) -> None:
        paths = self.desk.ask.files(_("选择交回的文件"), returns(), many=True)
        if paths:
            self.take(paths)

    def _look(self) -> None:
        folder = self.desk.ask.folder(_("优盘或文件夹"))
        if folder is not None:
            self.take([folder])

    def _collected(self) -> None:
        self.beside.drop.allow(self._snapshot.open_round is not None)
        self.beside.returns.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Scoring on this computer

    def _on_site(self) -> None:
        for path in self.desk.ask.files(_("选择专家的评分包"), ballots()):
            self.on_site.begin(self.desk, path)

    def _on_site_ended(self, returned: Path | None) -> None:
        if returned is not None:
            self.take([returned])
        self._show_round()

    # Paper

    def _enter(self) -> None:
        for path in self.desk.ask.files(_("选择照纸质填好的评分表"), books()):
            self._show_dialog(EnterForm(self, self.desk, path))

    def _check(self, sheet: object) -> None:
        self._show_dialog(CheckForm(self, self.desk, sheet))  # type: ignore[arg-type]
