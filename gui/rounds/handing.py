"""Who gets a ballot or a score sheet, and where the files go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from core.actions.rounds import ExpertStatus, receipts_of, round_status
from core.model.snapshot import Snapshot
from core.text import _
from gui.dialogs.ask import Ask
from gui.dialogs.form import Form
from gui.rounds.standing import moment
from gui.tables.picker import Choice, Picker
from gui.widgets.boxes import Elided, across, button, label, restyle

BALLOTS, SHEETS = "ballots", "sheets"


class HandOut(Form):
    """`chosen()` and `folder` tell what the person wants once they go on."""

    def __init__(self, parent: QWidget | None, ask: Ask, snapshot: Snapshot, path: Path,
                 what: str) -> None:  # fmt: skip
        opened = snapshot.open_round
        assert opened is not None
        super().__init__(parent, *_titles(what, opened.number))
        self.ask, self.what = ask, what
        self._key = f"{what}/{path}"
        self.issued = {b.expert: b.issued_at for b in snapshot.ballots
                       if b.round == opened.number and not b.superseded}  # fmt: skip
        self.returned = receipts_of(snapshot, opened.number)
        kept = QSettings().value(self._key)
        self.folder = Path(str(kept)) if kept else path.parent / _folder(what, opened.number)
        self.note = label("", "muted", wrap=True)
        self.place = Elided()
        self.place.setText(str(self.folder))
        self.pick = button(_("选择文件夹(&L)…"), self._pick)
        titles = ((_("专家"), 0), (_("主体"), 10), (_("应评"), 7), (_("评分包"), 18))
        self.people = Picker(titles, _("发给哪些专家"), what)
        self.people.table.setMinimumHeight(260)
        self.people.changed.connect(self._show)
        place = across(label(_("放在"), "heading"), self.place, self.pick)
        self.lay(self.people, place, self.note)
        self.setMinimumWidth(660)
        self._offer(snapshot, opened.number)
        self.people.table.setFocus()

    def _offer(self, snapshot: Snapshot, number: int) -> None:
        """Whoever has none yet is chosen; where all have one, nobody."""
        asked = [e for e in round_status(snapshot, number).experts if e.asked]
        fresh = self.what == SHEETS
        self.people.offer(
            [
                Choice(e.code, self._cells(snapshot, e), fresh or e.code not in self.issued)
                for e in asked
            ]
        )

    def _cells(self, snapshot: Snapshot, expert: ExpertStatus) -> tuple[str, ...]:
        person = snapshot.experts[snapshot.expert_position[expert.code]]
        words = ""
        if expert.code in self.issued:
            words = _("{time} 已发放").format(time=moment(self.issued[expert.code]))
        if expert.code in self.returned:
            words = _("已交回")
        who = f"{expert.code} {expert.name}"
        return who, person.kind, _("{n} 项").format(n=expert.asked), words

    def chosen(self) -> list[str]:
        return self.people.chosen()

    def _show(self) -> None:
        codes = self.people.chosen()
        self.go.setEnabled(bool(codes))
        again = [c for c in codes if c in self.issued] if self.what == BALLOTS else []
        done = [c for c in again if c in self.returned]
        words = _("PIN 条在写完后显示一次，可以打印成条裁开分发。评分包可以放优盘带走。")
        if self.what == SHEETS:
            words = _("每人一本，可以在 WPS、Excel 里填，也可以打印出来填。填好后用“导入”读回。")
        if again:
            text = _("{codes} 已有评分包：重新发放后，原来那份连同里面的评分一律作废。")
            words = text.format(codes=_("、").join(again))
        if done:
            text = _("{codes} 已经交回：重新发放后，交回的那份不再算交卷，须重新评分再交。")
            words = text.format(codes=_("、").join(done))
        self.note.setText(words)
        restyle(self.note, "warning" if again else "muted")

    def _pick(self) -> None:
        folder = self.ask.folder(_("放在哪个文件夹"))
        if folder is not None:
            self.folder = folder
            QSettings().setValue(self._key, str(folder))
            self.place.setText(str(folder))


def _titles(what: str, number: int) -> tuple[str, str, str]:
    """Title, button, and what it is about."""
    if what == SHEETS:
        title = _("打印第 {n} 轮评分表").format(n=number)
        return title, _("写评分表"), _("为选中的专家每人写一本评分表。")
    title = _("发放第 {n} 轮评分包").format(n=number)
    return title, _("发放"), _("为选中的专家每人写一个加密的评分包，各有一个 PIN。")


def _folder(what: str, number: int) -> str:
    text = _("第{n}轮评分表") if what == SHEETS else _("第{n}轮评分包")
    return text.format(n=number)
