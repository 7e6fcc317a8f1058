"""The card with the answer to one question: the mark, 弃权, 回避, and the 理由.

What is typed is stored when Enter is pressed, when the focus leaves, and when the person rests;
what cannot be stored stays where it was typed, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from core.exchange.ballot_content import Asked, Pair
from core.exchange.marks import LONGEST_REASON
from core.model.plan import RatingMode
from core.scoring.mark_rules import ABSTAIN, Given
from core.scoring.numbers import plain
from core.text import _
from gui.scoring.mark_field import MarkField, ReasonBox
from gui.scoring.scale import Scale, Scaled
from gui.scoring.sitting import Sitting
from gui.scoring.typed import Typed, nearest, read, share_of, stepped, why_reason
from gui.scoring.words import Words
from gui.widgets.boxes import Wrapped, across, button, down, margins, restyle

REST = 600  # ms after the last key, then what is legal is stored
_FIELD = 132  # px


class Answer(QFrame):
    """`done` asks for the next question, `back` for the one before."""

    done = Signal()
    back = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.sitting = sitting
        self.pair: Pair = sitting.units.pairs[0]
        self._edited = self._reason_edited = False
        self.timer = QTimer(self, singleShot=True, interval=REST)
        self.timer.timeout.connect(self._rested)
        self._parts()
        self._lay()

    def _parts(self) -> None:
        self.field, self.reason = MarkField(), ReasonBox()
        self.field.setAccessibleName(_("得分"))
        self.reason.setAccessibleName(_("理由"))
        self.scale = Scale()
        self.scale.setAccessibleName(_("分数尺"))
        words = [word for word, _share in self.sitting.content.grade_words]
        self.words = Words(words if self._in_words() else [])
        self.message = Wrapped("muted")
        self.abstain_button = button(_("弃权 F6"), self.abstain, "aside")
        self.recuse_button = button(_("回避 F7"), self.recuse, "aside")
        for made in (self.abstain_button, self.recuse_button):
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.abstain_button.setToolTip(_("不评这一项。弃权不是 0 分，不参加计算。"))
        self.recuse_button.setToolTip(_("与这个单位有利害关系，它的各项都不评。收卷时秘书会看到。"))
        self.field.textEdited.connect(self._typing)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self.entered)
        self.field.back.connect(self.back)
        self.field.left.connect(self.store)
        self.scale.picked.connect(self._picked)
        self.words.picked.connect(self._put)
        self.reason.textChanged.connect(self._reasoning)
        self.reason.entered.connect(self._reason_entered)
        self.reason.left.connect(self.store)

    def _in_words(self) -> bool:
        return self.sitting.content.mode is RatingMode.WORDS

    def _lay(self) -> None:
        picture: QWidget = self.words if self._in_words() else self.scale
        aside = down(self.abstain_button, self.recuse_button, gap=6)
        top = across(self.field, picture, aside, gap=24)
        top.setStretch(1, 1)
        self.setLayout(margins(down(top, self.message, self.reason, gap=8), 17, 16, 17, 16))
        self._measure()

    def _measure(self) -> None:
        """The field as large as its text is."""
        high = self.fontMetrics().height()
        self.field.setFixedSize(max(_FIELD, round(6.5 * high)), max(60, round(3.3 * high)))

    # Showing

    def show_pair(self, pair: Pair) -> None:
        """Show a question afresh; what was typed before has to be stored by then."""
        self.pair = pair
        self._edited = self._reason_edited = False
        self.timer.stop()
        recused = self.sitting.recusal(pair[0])
        mark = self.sitting.mark(pair)
        self.field.setReadOnly(recused is not None)
        self.field.setText(self._field_text(recused))
        words = mark.reason if mark else self.sitting.reason_drafts.get(pair, "")
        self.reason.blockSignals(True)
        self.reason.setPlainText(words if recused is None else recused)
        self.reason.blockSignals(False)
        self.reason.updateGeometry()
        self._dress()

    def _field_text(self, recused: str | None) -> str:
        if recused is not None:
            return _("回避")
        mark = self.sitting.mark(self.pair)
        stored = "" if mark is None else _plain(mark.value)
        return self.sitting.drafts.get(self.pair, stored)

    def focus(self) -> None:
        """Ready to type over what stands there."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _typed(self) -> Typed:
        return read(self.sitting.rules(self.pair), self.field.text())

    def _dress(self) -> None:
        """Colours and words for what stands in the fields now."""
        recused = self.sitting.recusal(self.pair[0]) is not None
        typed = Typed() if recused else self._typed()
        apart = recused or typed.value == ABSTAIN
        restyle(self.field, "mark_bad" if typed.fault else "mark_apart" if apart else "mark")
        self.abstain_button.setChecked(typed.value == ABSTAIN)
        self.abstain_button.setEnabled(not recused)
        self.recuse_button.setChecked(recused)
        self.scale.setEnabled(not recused)
        self.words.setEnabled(not recused)
        text, role = self._words_now(typed, recused)
        self.message.setText(text)
        restyle(self.message, role)
        self.field.setAccessibleDescription(text)
        self._dress_reason(typed, recused)
        self._draw(typed, recused)

    def _words_now(self, typed: Typed, recused: bool) -> tuple[str, str]:
        if recused:
            return _(
                "已声明回避：对这个单位的评分都不计入，收卷时秘书会看到。再按 F7 撤回。"
            ), "warning"
        if typed.fault:
            return typed.fault, "bad"
        if typed.value is None:
            return self._hint(), "muted"
        if typed.value == ABSTAIN:
            return _("弃权：不是 0 分，这一项不参加计算。再按 F6 取消。"), "muted"
        if self._wants_reason(typed.value):
            return self._why(typed.value), "warning"
        return "", "muted"

    def _hint(self) -> str:
        rules = self.sitting.rules(self.pair)
        if self._in_words():
            return _("按等级前的数字，或点一下；不评按 F6。")
        text = _("0 到 {most} 分，每档 {step} 分；不评按 F6。")
        return text.format(most=plain(rules.most), step=plain(rules.step))

    def _wants_reason(self, value: Given) -> bool:
        return bool(self._why(value)) and not self.reason.toPlainText().strip()

    def _why(self, value: Given) -> str:
        """Why a mark wants a 理由: by the plan (which insists), or far from the others."""
        due = why_reason(self.sitting.rules(self.pair), value)
        if due:
            return _("{why}，可以先往下评，交卷前补上。").format(why=due)
        if self.sitting.apart(self.pair, value):
            return _("与多数专家相差较大，请写明理由（不写也能交卷）。")
        return ""

    def _dress_reason(self, typed: Typed, recused: bool) -> None:
        wanted = typed.value is not None and not recused and self._wants_reason(typed.value)
        if self.reason.property("role") != ("wanted" if wanted else ""):
            restyle(self.reason, "wanted" if wanted else "")
        if recused:
            text = _("回避的原因，例如亲属任职、曾在该单位工作")
        elif wanted:
            text = _("请写理由")
        else:
            text = _("理由（可不写）")
        self.reason.setPlaceholderText(text)

    def _draw(self, typed: Typed, recused: bool) -> None:
        asked, rules = self.sitting.asked(self.pair), self.sitting.rules(self.pair)
        value = None if recused else typed.value
        if self._in_words():
            word = value if isinstance(value, str) else ""
            words = {share: name for name, share in self.sitting.content.grade_words}
            self.words.show_word(word, _others_words(asked, words))
            return
        most = float(rules.most) or 1.0
        share = share_of(rules, value) if value is not None else None
        self.scale.show_shares(
            Scaled(
                most=plain(rules.most),
                mark=None if share is None else float(share),
                earlier=_share(asked.earlier, most),
                earlier_words=_("上轮 {mark}").format(mark=asked.earlier),
                band=_band(asked, most),
                band_words=_others_words(asked),
                band_short=_median_words(asked),
            )
        )

    # Typing

    def _typing(self) -> None:
        self._edited = True
        self._dress()
        self.timer.start()

    def _reasoning(self) -> None:
        self._reason_edited = True
        self._dress()
        self.timer.start()

    def _step(self, times: int) -> None:
        if self.field.isReadOnly():
            return
        rules, typed = self.sitting.rules(self.pair), self._typed()
        self._write(_plain(stepped(rules, typed.value, times)))
        self.timer.start()

    def _picked(self, share: float) -> None:
        self._put(_plain(nearest(self.sitting.rules(self.pair), share)))

    def _put(self, text: str) -> None:
        self._write(text)
        self.store()
        self.focus()

    def _write(self, text: str) -> None:
        self.field.setText(text)
        self._edited = True
        self._dress()

    def abstain(self) -> None:
        """弃权, or take it back."""
        if self.field.isReadOnly():
            return
        self._write("" if self._typed().value == ABSTAIN else ABSTAIN)
        self.store()
        self.focus()

    def recuse(self) -> None:
        """Declare 回避 for the unit and go to its reason, or take it back."""
        self.store()
        unit = self.pair[0]
        declared = self.sitting.recusal(unit) is not None
        self.sitting.visit += 1
        self.sitting.recuse(unit, None if declared else "")
        self.show_pair(self.pair)
        if declared:
            self.focus()
        else:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    # Storing

    def _rested(self) -> None:
        """Store what is legal; an empty field may be on its way to another number."""
        if self.field.text().strip() or not self._edited:
            self.store()

    def store(self) -> bool:
        """Put on disk what the person changed. False where it could not be: it stays as typed."""
        self.timer.stop()
        good = self._store_value() if self._edited else True
        if self._reason_edited:
            good = self._store_reason() and good
        return good

    def _store_value(self) -> bool:
        if self.sitting.recusal(self.pair[0]) is not None:
            return True
        text, typed = self.field.text(), self._typed()
        if typed.value is None and text.strip():
            self.sitting.keep_draft(self.pair, text)
            return False
        self._edited = False
        if self.sitting.set(self.pair, typed.value):
            return True
        self._edited = True
        self.sitting.keep_draft(self.pair, text)
        return False

    def _store_reason(self) -> bool:
        text = self.reason.toPlainText().strip()
        if len(text) > LONGEST_REASON:
            over = _("理由最多 {most} 字，现在 {n} 字，没有保存。")
            self.message.setText(over.format(most=LONGEST_REASON, n=len(text)))
            restyle(self.message, "bad")
            return False
        unit = self.pair[0]
        recused = self.sitting.recusal(unit) is not None
        if self.sitting.recuse(unit, text) if recused else self.sitting.set_reason(self.pair, text):
            self._reason_edited = False
            return True
        return False

    def entered(self) -> None:
        """Enter in the number field: store, ask for a 理由 where one is due, or be done."""
        typed = self._typed()
        stored = self.store()
        if not stored:
            self.field.selectAll()
            if not typed.fault and typed.value is None:
                self._incomplete()
        elif typed.value is not None and not self.field.isReadOnly() and self._asks(typed.value):
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.done.emit()

    def _asks(self, value: Given) -> bool:
        return value != ABSTAIN and self._wants_reason(value)

    def _incomplete(self) -> None:
        self.message.setText(_("还没有输完；不评按 F6 弃权。"))
        restyle(self.message, "bad")

    def _reason_entered(self) -> None:
        if self.store():
            self.done.emit()


def _plain(value: Given) -> str:
    return plain(value) if isinstance(value, Decimal) else value


def _share(text: str, most: float) -> float | None:
    """Where an earlier mark stands; None for 弃权 and none."""
    try:
        return float(Decimal(text)) / most
    except ArithmeticError:
        return None


def _band(asked: Asked, most: float) -> tuple[float, float, float] | None:
    """The others' quartiles on the scale."""
    others = asked.others
    if others is None:
        return None
    return float(others.lower) / most, float(others.median) / most, float(others.upper) / most


def _median_words(asked: Asked) -> str:
    if asked.others is None:
        return ""
    return _("其他专家中位数 {median}").format(median=plain(asked.others.median))


def _others_words(asked: Asked, words: Mapping[Decimal, str] = MappingProxyType({})) -> str:
    """The others' quartiles in a line; a coefficient as its grade word where there is one."""
    others = asked.others
    if others is None:
        return ""
    text = _("其他 {n} 位专家：中位数 {median}，中间一半 {low}–{high}")
    low, median, high = (
        words.get(x) or plain(x) for x in (others.lower, others.median, others.upper)
    )
    return text.format(n=others.count, median=median, low=low, high=high)
