"""What still has to be done before handing in: questions without a mark, marks without their
理由, and what was typed but not stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.exchange.ballot_content import Pair
from core.text import _
from gui.scoring.sitting import Sitting, State
from gui.scoring.typed import read, why_reason


@dataclass(frozen=True, slots=True)
class Due:
    """`grave` where the ballot cannot be handed in with it."""

    pair: Pair
    unit: str
    leaf: str
    what: str
    grave: bool


def dues(sitting: Sitting) -> tuple[Due, ...]:
    """Everything, the grave first, otherwise in the order of the ballot."""
    found = [due for pair in sitting.units.pairs if (due := _due(sitting, pair)) is not None]
    return tuple(sorted(found, key=lambda due: not due.grave))


def _due(sitting: Sitting, pair: Pair) -> Due | None:
    state = sitting.state(pair)
    if state in (State.EMPTY, State.REFUSED, State.LACKING):
        unit, leaf = sitting.content.unit_of[pair[0]], sitting.content.leaf_of[pair[1]]
        what = _words(sitting, pair, state)
        name = f"{leaf.code} {leaf.name}"
        return Due(pair, unit.short or unit.name, name, what, state is not State.EMPTY)
    return None


def _words(sitting: Sitting, pair: Pair, state: State) -> str:
    if state is State.EMPTY:
        return _("还没有评")
    if state is State.REFUSED:
        fault = read(sitting.rules(pair), sitting.drafts[pair]).fault
        text = _("输入的“{text}”没有保存：{why}")
        return text.format(text=sitting.drafts[pair], why=fault or _("还没有输完"))
    mark = sitting.mark(pair)
    assert mark is not None
    return _("{mark}：{why}").format(
        mark=sitting.shown(pair), why=why_reason(sitting.rules(pair), mark.value)
    )
