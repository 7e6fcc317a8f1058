"""What helps to judge one question: criterion, target and actual value, self-assessment, evidence,
one's own earlier mark."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from core.exchange.ballot_content import Asked, AskedLeaf
from core.model.data import Value
from core.scoring.numbers import plain
from core.text import _
from gui.theme import tones
from gui.widgets.boxes import Wrapped, across, button, down, margins

Fact = tuple[str, str]  # what it is, and what it says


def value_words(value: Value) -> str:
    """A 完成值: a number, or the answers of a tally."""
    if isinstance(value, tuple):
        return _("／").join(plain(v) for v in value)
    return "" if value is None else plain(value)


def figures(asked: Asked) -> tuple[Fact, ...]:
    """The short facts, only those that there are."""
    found = (
        (_("目标值"), value_words(asked.target)),
        (_("基期值"), value_words(asked.base)),
        (_("完成值"), value_words(asked.value)),
        (_("自评"), value_words(asked.self_points)),
        (_("我上轮评"), asked.earlier),
    )
    return tuple(fact for fact in found if fact[1])


def notes(asked: Asked, leaf: AskedLeaf) -> tuple[Fact, ...]:
    """The facts that are sentences."""
    found = (
        (_("完成情况"), asked.note),
        (_("自评说明"), asked.self_note),
        (_("我上轮的理由"), asked.earlier_reason),
        (_("数据来源"), leaf.source),
    )
    return tuple(fact for fact in found if fact[1].strip())


def markup(asked: Asked, leaf: AskedLeaf, colours: Mapping[str, str]) -> str:
    """All the facts as rich text: what they are muted, what they say in bold."""
    muted = f'<span style="color:{colours["muted"]}">{{}}</span>'
    short = (
        f"{muted.format(escape(name))}&nbsp;<b>{escape(text)}</b>" for name, text in figures(asked)
    )
    long = (
        f"{muted.format(escape(name) + _('：'))}{escape(text)}".replace("\n", "<br>")
        for name, text in notes(asked, leaf)
    )
    line = " &nbsp;&nbsp;&nbsp; ".join(short)
    return "<br>".join(part for part in (line, *long) if part)


def _spaced(text: str) -> str:
    """Rich text with room between its lines: it is read for two days."""
    return f'<p style="line-height:130%; margin:0">{text}</p>'


class Facts(QFrame):
    """The card above the answer. `evidence_wanted` asks to list the evidence."""

    evidence_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.criteria, self.lines = Wrapped(), Wrapped()
        for part in (self.criteria, self.lines):
            part.setTextFormat(Qt.TextFormat.RichText)
        self.evidence = button("", self.evidence_wanted.emit, "more")
        self.evidence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Asked, AskedLeaf] | None = None
        self._below = QWidget()
        self._below.setLayout(across(self.evidence, None))
        self.setLayout(margins(down(self.criteria, self.lines, self._below, gap=8), 17, 13, 17, 13))

    def show_facts(self, asked: Asked, leaf: AskedLeaf) -> None:
        self._shown = (asked, leaf)
        words = leaf.criteria.strip() or _("（方案没有写这一项的评分标准）")
        self.criteria.setText(_spaced(escape(words).replace("\n", "<br>")))
        self._fill()
        self._below.setVisible(bool(asked.evidence))
        self.evidence.setText(_("佐证材料 {n} 份").format(n=len(asked.evidence)))
        self.setAccessibleDescription(
            _("，").join(f"{name} {text}" for name, text in (*figures(asked), *notes(asked, leaf)))
        )

    def _fill(self) -> None:
        if self._shown is not None:
            text = markup(*self._shown, tones(self.palette()))
            self.lines.setText(_spaced(text))
            self.lines.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()
