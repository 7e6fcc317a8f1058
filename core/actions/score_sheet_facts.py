"""What a 评分表 shows beside its questions: the same facts that a ballot carries, in words."""

from __future__ import annotations

from decimal import Decimal

from core.actions.asking import Asking, questions
from core.exchange.ballot_content import Asked, Others
from core.files.score_sheet_facts import Fact
from core.model.data import Value
from core.model.plan import RatingMode
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain
from core.text import _


def facts_of(asking: Asking, expert: str) -> tuple[Fact, ...]:
    """For every question to the expert, units and leaves in the order of the plan."""
    snapshot = asking.snapshot
    return tuple(_fact(snapshot, asked) for asked in questions(asking, expert))


def _fact(snapshot: Snapshot, asked: Asked) -> Fact:
    unit = snapshot.units[snapshot.unit_position[asked.unit]]
    leaf = snapshot.tree.by_code[asked.leaf]
    return Fact(
        unit=unit.code,
        unit_name=unit.name,
        leaf=leaf.code,
        leaf_name=leaf.name,
        measured=_measured(asked),
        claimed=_joined(_named(_("自评分"), asked.self_points), asked.self_note),
        earlier=_joined(asked.earlier, asked.earlier_reason),
        others=_others(snapshot, asked.others) if asked.others else "",
    )


def _measured(asked: Asked) -> str:
    return _joined(
        _named(_("完成值"), asked.value),
        _named(_("目标值"), asked.target),
        _named(_("基期值"), asked.base),
        asked.note,
    )


def _others(snapshot: Snapshot, others: Others) -> str:
    text = _("{n}人：中位数{median}，四分位{lower}至{upper}")
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        text = _("{n}人：系数中位数{median}，四分位{lower}至{upper}")
    told = text.format(
        n=others.count,
        median=plain(others.median),
        lower=plain(others.lower),
        upper=plain(others.upper),
    )
    return "\n".join([told, *(f"· {reason}" for reason in others.reasons)])


def _named(name: str, value: Value) -> str:
    if value is None:
        return ""
    numbers = (value,) if isinstance(value, Decimal) else value
    return f"{name} {_('、').join(map(plain, numbers))}"


def _joined(*parts: str) -> str:
    return _("，").join(part for part in parts if part)
