"""A random draw from the expert pool that anyone can check with a pocket calculator's patience.

The experts are put in order of SHA-256 over `seed + "\\n" + 编码` (UTF-8, compared as hexadecimal
text), and the first that are not excluded are taken. The seed is said aloud before the draw, so
nobody chooses the outcome. Each draw is recorded in the assessment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.actions.moment import now
from core.errors import Refused, UserError
from core.model.draw import Draw
from core.model.people import Expert
from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.store.store import Store
from core.text import _


@dataclass(frozen=True, slots=True)
class Lot:
    """An expert in the order of the draw."""

    code: str
    name: str
    hash: str
    excluded: bool
    drawn: bool


def lot_hash(seed: str, code: str) -> str:
    """What decides the place of an expert."""
    return hashlib.sha256(f"{seed}\n{code}".encode()).hexdigest()


def draw_experts(
    store: Store, count: int, seed: str, field: str = "", excluded: Sequence[str] = ()
) -> Draw:
    """Draw, and record it; the same draw again is the same record. Refused naming the excluded
    codes that are unknown; UserError where nobody has that 专业, or too few are left."""
    snapshot = store.read()
    drawn = _drawn(snapshot, count, seed, field, excluded)
    for earlier in snapshot.draws:
        if replace(earlier, number=drawn.number, drawn_at=drawn.drawn_at) == drawn:
            return earlier
    with store.edit(_label(drawn)) as edit:
        edit.put(drawn)
    return drawn


def _drawn(snapshot: Snapshot, count: int, seed: str, field: str, excluded: Sequence[str]) -> Draw:
    _require_known(snapshot, excluded)
    pool = [e.code for e in snapshot.experts if not field or e.field == field]
    if not pool:
        raise _empty(snapshot, field)
    order = sorted(pool, key=lambda code: lot_hash(seed, code))
    free = [code for code in order if code not in excluded]
    if count > len(free):
        text = _("可抽取的专家只有{free}人，抽不出{count}人。")
        raise UserError(text.format(free=len(free), count=count))
    number = max((d.number for d in snapshot.draws), default=0) + 1
    left_out = tuple(sorted(set(excluded)))
    return Draw(number, now(), seed, count, field, left_out, tuple(order), tuple(free[:count]))


def _require_known(snapshot: Snapshot, excluded: Sequence[str]) -> None:
    unknown = [code for code in excluded if code not in snapshot.expert_position]
    if unknown:
        text = _("要排除的专家“{code}”不在名单里")
        raise Refused(Problem(text.format(code=code)) for code in dict.fromkeys(unknown))


def _empty(snapshot: Snapshot, field: str) -> UserError:
    fields = list(dict.fromkeys(e.field for e in snapshot.experts if e.field))
    if not field:
        return UserError(_("还没有专家，无从抽取。请先导入“专家”表。"))
    if not fields:
        return UserError(_("专家名单里没有填专业，不能按专业抽取。"))
    text = _("没有专业为“{field}”的专家；名单里的专业有：{fields}")
    return UserError(text.format(field=field, fields=_("、").join(fields)))


def _label(drawn: Draw) -> str:
    text = _("抽取专家（种子“{seed}”）：{codes}")
    return text.format(seed=drawn.seed, codes=_("、").join(drawn.drawn))


def lots(snapshot: Snapshot, drawn: Draw) -> list[Lot]:
    """Everyone who took part, in the order of their hashes."""
    known: dict[str, Expert] = {e.code: e for e in snapshot.experts}
    return [
        Lot(
            code=code,
            name=known[code].name if code in known else "",
            hash=lot_hash(drawn.seed, code),
            excluded=code in drawn.excluded,
            drawn=code in drawn.drawn,
        )
        for code in drawn.pool
    ]
