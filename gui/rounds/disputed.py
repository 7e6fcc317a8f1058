"""The disputed items: units on leaves whose ratings spread widest, with the middle of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from core.model.plan import RatingMode
from core.model.snapshot import Snapshot
from core.scoring.disputes import Dispute, disputes
from core.scoring.numbers import plain
from core.scoring.spread import Spread, spreads
from core.text import _
from gui.tables.columns import Column

USUAL = Decimal("0.25")  # the coefficient of variation that is offered
SHOWN = 200  # items that a list holds


@dataclass(frozen=True, slots=True)
class Item:
    """A disputed item, by rank of its spread."""

    unit: str
    leaf: str
    name: str
    dispute: Dispute
    spread: Spread


def items_of(snapshot: Snapshot, found: Sequence[Dispute]) -> list[Item]:
    """The widest of them, in words and numbers."""
    shown, leaves = found[:SHOWN], snapshot.tree.leaves
    return [
        Item(
            unit=snapshot.units[d.unit].short or snapshot.units[d.unit].name,
            leaf=leaves[d.leaf].code,
            name=leaves[d.leaf].name,
            dispute=d,
            spread=spread,
        )
        for d, spread in zip(shown, spreads(snapshot, shown), strict=True)
    ]


def columns(snapshot: Snapshot) -> tuple[Column[Item], ...]:
    places = _decimals(snapshot)
    return (
        Column(_("单位"), lambda x: x.unit, width=10.5, tip=lambda x: x.unit),
        Column(_("指标"), lambda x: f"{x.leaf} {x.name}", key=lambda x: x.leaf,
               tip=lambda x: f"{x.leaf} {x.name}"),
        Column(_("中位数"), lambda x: x.spread.median, right=True, width=5.4,
               text=lambda v: shown(v, places)),
        Column(_("四分位"), lambda x: x.spread, key=lambda x: x.spread.upper - x.spread.lower,
               right=True, width=8.4,
               text=lambda s: f"{shown(s.lower, places)}–{shown(s.upper, places)}",
               tip=lambda x: _("{n} 人评分").format(n=x.dispute.count)),
        Column("CV", lambda x: x.dispute.cv, right=True, width=5, text=lambda v: f"{v:.3f}",
               tip=lambda x: _("变异系数 {cv}").format(cv=f"{x.dispute.cv:.4f}")),
    )  # fmt: skip


def shown(value: Decimal, places: int) -> str:
    return format(value, f".{places}f")


def _decimals(snapshot: Snapshot) -> int:
    """Digits that tell the middle of two marks from either."""
    settings = snapshot.settings
    if settings.rating_mode is RatingMode.WORDS:
        return 2
    exponent = settings.step.normalize().as_tuple().exponent
    return max(1, -int(exponent)) if isinstance(exponent, int) else 1


def ratio(text: str) -> Decimal | None:
    """A coefficient of variation as a person types it; None where it is none."""
    try:
        value = Decimal(normalize("NFKC", text).strip())
    except InvalidOperation:
        return None
    sound = value.is_finite() and value >= 0 and abs(value.adjusted()) <= 12
    return value if sound else None


def counted(snapshot: Snapshot, most: Decimal) -> tuple[int, str]:
    """How many items exceed `most`, and that in words."""
    found = disputes(snapshot, most)
    if not found:
        widest = disputes(snapshot, Decimal(0))
        if not widest:
            return 0, _("还没有可以比较的评分。")
        text = _("没有超过 {cv} 的项；分歧最大的一项是 {most}。")
        return 0, text.format(cv=plain(most), most=f"{widest[0].cv:.3f}")
    text = _("共 {n} 项，涉及 {units} 个单位、{leaves} 项指标。")
    units, leaves = ({getattr(d, name) for d in found} for name in ("unit", "leaf"))
    return len(found), text.format(n=len(found), units=len(units), leaves=len(leaves))
