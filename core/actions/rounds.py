"""Scoring rounds: opened for everything, for some indicators or for what is disputed; closed
with the names of those who have not handed in; and where everybody stands meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.actions.moment import now
from core.errors import Refused, UserError
from core.model.people import Expert
from core.model.plan import LeafKind
from core.model.problem import Problem
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.scoring.assignment import open_cells
from core.scoring.coverage import Coverage, coverage
from core.scoring.disputes import disputes
from core.store.store import Store
from core.text import _


@dataclass(frozen=True, slots=True)
class ExpertStatus:
    """Where an expert stands in a round, in numbers of items (a unit on a leaf). `asked` leaves
    out the `recused` ones; `given` counts values, `abstained` 弃权. `receipt` is that of the
    return that counts. An expert has handed in with a return, or by having nothing missing."""

    code: str
    name: str
    asked: int
    given: int
    abstained: int
    missing: int
    recused: int
    handed_in: bool
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """`experts` are those who are asked about anything, by 编码; `at` is when the round was
    opened and closed, "" where that is not known or not yet."""

    round: int
    state: RoundState
    experts: tuple[ExpertStatus, ...]
    opened_at: str = ""
    closed_at: str = ""

    @property
    def absent(self) -> tuple[ExpertStatus, ...]:
        """Who has something missing."""
        return tuple(e for e in self.experts if e.missing)


def open_round(
    store: Store, indicators: Sequence[str] = (), disputed: Decimal | None = None
) -> Round:
    """Open the next round: for everything, for the rated leaves at or below `indicators`, or for
    the unit × leaf pairs (of those) whose coefficient of variation exceeds `disputed`.
    UserError where one is open, nothing is disputed, or nobody would be asked."""
    snapshot = store.read()
    _require_ready(snapshot)
    leaves = _rated_leaves(snapshot, indicators)
    scope = leaves if indicators else ()
    if disputed is not None:
        scope = _disputed_pairs(snapshot, disputed, set(leaves))
    number = (snapshot.latest_round or 0) + 1
    opened = Round(number, RoundState.OPEN, scope, opened_at=now())
    if not open_cells(snapshot, scope).any():
        raise UserError(_("这一轮没有可以请专家评的内容：分工和回避之后，一项也没有。"))
    with store.edit(_opening(opened, disputed)) as edit:
        edit.put(opened)
    return opened


def _opening(opened: Round, disputed: Decimal | None) -> str:
    if disputed is not None:
        text = _("开启第{n}轮评分：变异系数超过{cv}的{count}项")
        return text.format(n=opened.number, cv=disputed, count=len(opened.scope))
    if opened.scope:
        text = _("开启第{n}轮评分：{leaves}")
        return text.format(n=opened.number, leaves=_("、").join(opened.scope))
    return _("开启第{n}轮评分").format(n=opened.number)


def _require_ready(snapshot: Snapshot) -> None:
    if snapshot.published:
        raise UserError(_("结果已经公布，不能再开新的一轮；确需再评请先撤回公布（reopen）。"))
    if snapshot.open_round:
        text = _("第{n}轮还开着。请先关闭它，再开下一轮。")
        raise UserError(text.format(n=snapshot.open_round.number))
    lacking = (
        (snapshot.units, _("还没有被考核单位，不能开启评分。请先导入“单位”表。")),
        (snapshot.experts, _("还没有专家，不能开启评分。请先导入“专家”表。")),
        (_rated(snapshot), _("方案里没有评分指标，不需要专家评分。")),
    )
    for present, text in lacking:
        if not present:
            raise UserError(text)


def _rated(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(x.code for x in snapshot.tree.leaves if x.kind is LeafKind.RATED)


def _rated_leaves(snapshot: Snapshot, indicators: Sequence[str]) -> tuple[str, ...]:
    """The rated leaves at or below the codes, in the order of the plan; all of them without.
    Refused naming each code that is unknown or has no rated leaf."""
    rated = _rated(snapshot)
    if not indicators:
        return rated
    chosen: set[str] = set()
    problems = []
    for code in indicators:
        below = {x.code for x in snapshot.tree.leaves_under(code)} if code else set()
        if code not in snapshot.tree.by_code:
            problems.append(Problem(_("没有编码为“{code}”的指标").format(code=code)))
        elif not below & set(rated):
            problems.append(Problem(_("指标“{code}”不由专家评分").format(code=code)))
        chosen |= below
    if problems:
        raise Refused(problems)
    return tuple(code for code in rated if code in chosen)


def _disputed_pairs(snapshot: Snapshot, most: Decimal, leaves: set[str]) -> tuple[str, ...]:
    pairs = [
        (d.unit, d.leaf)
        for d in disputes(snapshot, most)
        if snapshot.tree.leaves[d.leaf].code in leaves
    ]
    if not pairs:
        text = _("没有变异系数超过{cv}的项，不需要再评一轮。")
        raise UserError(text.format(cv=most))
    return tuple(
        f"{snapshot.units[unit].code}:{snapshot.tree.leaves[leaf].code}"
        for unit, leaf in sorted(pairs)
    )


def close_round(store: Store) -> RoundStatus:
    """Close the open round; who has something missing is named and recorded. UserError where
    none is open."""
    snapshot = store.read()
    number = require_open(snapshot).number
    status = round_status(snapshot, number)
    absent = tuple(e.code for e in status.absent)
    closed = replace(
        require_open(snapshot), state=RoundState.CLOSED, closed_at=now(), absent=absent
    )
    with store.edit(_closing(number, absent)) as edit:
        edit.put(closed)
    return replace(status, state=closed.state, closed_at=closed.closed_at)


def _closing(number: int, absent: Sequence[str]) -> str:
    if not absent:
        return _("关闭第{n}轮评分").format(n=number)
    text = _("关闭第{n}轮评分，未交齐：{codes}")
    return text.format(n=number, codes=_("、").join(absent))


def require_open(snapshot: Snapshot) -> Round:
    """The open round; UserError where none is."""
    if snapshot.open_round is None:
        raise UserError(_("没有开着的评分轮次。请先开启一轮（round open）。"))
    return snapshot.open_round


def round_status(snapshot: Snapshot, number: int | None = None) -> RoundStatus:
    """Where every expert stands in the round (without a number: the latest one). UserError
    where there is no round yet."""
    wanted = number or snapshot.latest_round
    found = next((r for r in snapshot.rounds if r.number == wanted), None)
    if found is None:
        raise UserError(_("还没有评分轮次。请先开启一轮（round open）。"))
    covered = coverage(snapshot, found)
    receipts = receipts_of(snapshot, found.number)
    experts = (
        _expert_status(snapshot.experts[n], covered, n, receipts)
        for n in range(len(snapshot.experts))
    )
    concerned = tuple(e for e in experts if e.asked or e.recused)
    return RoundStatus(found.number, found.state, concerned, found.opened_at, found.closed_at)


def _expert_status(
    expert: Expert, covered: Coverage, n: int, receipts: Mapping[str, str]
) -> ExpertStatus:
    asked, missing = int(covered.asked[:, n].sum()), int(covered.missing[:, n].sum())
    return ExpertStatus(
        code=expert.code,
        name=expert.name,
        asked=asked,
        given=int(covered.given[:, n].sum()),
        abstained=int(covered.abstained[:, n].sum()),
        missing=missing,
        recused=int(covered.recused[:, n].sum()),
        handed_in=expert.code in receipts or (asked > 0 and not missing),
        receipt=receipts.get(expert.code),
    )


def receipts_of(snapshot: Snapshot, number: int) -> dict[str, str]:
    """Expert → receipt of the return that counts in the round; a return of a ballot that was
    issued again since does not."""
    valid = {b.id for b in snapshot.ballots if b.round == number and not b.superseded}
    return {r.expert: r.receipt for r in snapshot.returns if r.ballot in valid}
