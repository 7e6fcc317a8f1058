"""Making the results known, and taking that back: what stands in the way is listed first."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from core.actions.publication import gap_problems, publish, reopen, unfinished
from core.errors import worded
from core.text import _
from gui.desk import Desk
from gui.dialogs.form import Form
from gui.widgets.boxes import label

_HIGH = 150  # px of the list of those who have not rated


class PublishForm(Form):
    """Asks once more; where somebody asked has not rated, for the reason why that is accepted."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        self.desk, snapshot = desk, desk.session.snapshot
        text = _(
            "公布 {n} 个单位的结果。公布后数据全部锁定，通知书不再带“征求意见稿”；"
            "确需改动时可以写明理由撤回。"
        )
        words = text.format(n=len(snapshot.units))
        super().__init__(parent, _("公布结果"), _("公布(&Y)"), words)
        self.gaps = [worded(problem) for problem in gap_problems(snapshot)]
        self.why = QLineEdit()
        self.why.setAccessibleName(_("接受缺评的理由"))
        self.why.setPlaceholderText(_("例如：请假，评审组已同意"))
        self.why.textChanged.connect(lambda _text: self._allow())
        self.lay(*(self._accepting() if self.gaps else ()))
        self.going.connect(self._publish)
        self._allow()

    def _accepting(self) -> list[QWidget]:
        text = _("有 {n} 位专家应评而没有评。补评，或写明为什么接受：").format(n=len(self.gaps))
        area = QPlainTextEdit("\n".join(self.gaps))
        area.setReadOnly(True)
        area.setTabChangesFocus(True)
        area.setFixedHeight(_HIGH)
        area.setAccessibleName(text)
        return [label(text, "warning", wrap=True), area, self.why]

    def _allow(self) -> None:
        self.go.setEnabled(not self.gaps or bool(self.why.text().strip()))

    def _publish(self) -> None:
        why = self.why.text() if self.gaps else ""
        if self.desk.session.do(_("不能公布"), lambda store: publish(store, why)):
            self.accept()


class ReopenForm(Form):
    """Asks why."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        words = _("撤回后可以改动数据，再公布一次。原来公布的结果留存备查。")
        super().__init__(parent, _("撤回公布"), _("撤回公布(&Y)"), words)
        self.desk, self.why = desk, QLineEdit()
        self.why.setAccessibleName(_("撤回的理由"))
        self.why.setPlaceholderText(_("撤回的理由，记入日志"))
        self.why.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.setEnabled(False)
        self.lay(self.why)
        self.going.connect(self._reopen)

    def _reopen(self) -> None:
        why = self.why.text()
        if self.desk.session.do(_("不能撤回"), lambda store: reopen(store, why)):
            self.accept()


def form_for(parent: QWidget | None, desk: Desk) -> Form | None:
    """The form that fits; None where something stands in the way, which the person was told."""
    session = desk.session
    if session.snapshot.published:
        return ReopenForm(parent, desk)
    problems = [worded(p) for p in unfinished(session.snapshot, session.result)]
    if not problems:
        return PublishForm(parent, desk)
    gaps = [worded(p) for p in gap_problems(session.snapshot)]
    text = _("还不能公布，有 {n} 处没有做完：").format(n=len(problems) + len(gaps))
    desk.ask.tell(_("公布结果"), text, [*problems, *gaps])
    return None
