"""Where each expert stands in a round: what the lines of the matrix hold. Pure, but for words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.actions.rounds import ExpertStatus, receipts_of, round_status
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.scoring.coverage import Coverage, coverage
from core.text import _


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit of an expert, in leaves. Nothing asked and nothing recused: not the expert's."""

    asked: int
    given: int
    abstained: int
    recused: int

    @property
    def missing(self) -> int:
        return self.asked - self.given - self.abstained

    @property
    def share(self) -> float:
        return 1 - self.missing / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """An expert's line: `cells` of the units in sight; `told` is where the answers are, in
    `tone`, `order` sorts that (who is waited for first)."""

    status: ExpertStatus
    kind: str
    cells: tuple[Cell, ...]
    told: str
    tone: str
    order: int
    hint: str

    @property
    def done(self) -> int:
        return self.status.given + self.status.abstained


def standings(
    snapshot: Snapshot, round_: Round, units: Sequence[int], on_site: Collection[str] = ()
) -> list[Standing]:
    """Everyone who is asked, by 编码; `units` are positions, `on_site` the codes of those who
    score on this computer."""
    found = coverage(snapshot, round_)
    several = len({expert.kind for expert in snapshot.experts}) > 1
    lines = []
    for status in round_status(snapshot, round_.number).experts:
        place = snapshot.expert_position[status.code]
        told, tone, order = _told(snapshot, round_, status, status.code in on_site)
        kind = snapshot.experts[place].kind if several else ""
        cells = tuple(_cells(found, units, place))
        hint = _hint(snapshot, round_, status)
        lines.append(Standing(status, kind, cells, told, tone, order, hint))
    return lines


def _cells(found: Coverage, units: Sequence[int], expert: int) -> Iterator[Cell]:
    matrices = (found.asked, found.given, found.abstained, found.recused)
    columns = [matrix[list(units), expert].tolist() for matrix in matrices]
    return (Cell(*numbers) for numbers in zip(*columns, strict=True))


def _told(
    snapshot: Snapshot, round_: Round, status: ExpertStatus, on_site: bool
) -> tuple[str, str, int]:
    back = _returned(snapshot, round_, status.code)
    if back is not None:
        at, receipt = back
        text = _("已收 {time} 回执 {receipt}")
        if status.missing:
            text = _("缺 {n} 项 回执 {receipt}")
        words = text.format(time=moment(at), receipt=receipt, n=status.missing)
        return words, "warning" if status.missing else "good", 2
    if not status.asked:
        return _("全部回避"), "muted", 3
    if status.handed_in:
        return _("已录齐"), "good", 2
    if on_site:
        return _("现场评分中"), "accent", 1
    if status.missing < status.asked:
        return _("已录 {n} 项，未交齐").format(n=status.asked - status.missing), "warning", 0
    return _("未交"), "warning", 0


def _returned(snapshot: Snapshot, round_: Round, expert: str) -> tuple[str, str] | None:
    """When the return that counts came, and its receipt."""
    receipt = receipts_of(snapshot, round_.number).get(expert)
    return next(
        ((r.collected_at, r.receipt) for r in snapshot.returns
         if (r.round, r.expert, r.receipt) == (round_.number, expert, receipt)),
        None,
    )  # fmt: skip


def _hint(snapshot: Snapshot, round_: Round, status: ExpertStatus) -> str:
    text = _("应评 {asked} 项，已评 {given}，弃权 {abstained}，缺 {missing}，回避 {recused}")
    numbers = {n: getattr(status, n) for n in ("asked", "given", "abstained", "missing", "recused")}
    words = text.format(**numbers)
    issued = [b for b in snapshot.ballots if b.round == round_.number and b.expert == status.code]
    if issued:
        said = _("评分包 {time} 发放").format(time=moment(issued[-1].issued_at))
        words = "\n".join([words, said])
    return words


def moment(text: str) -> str:
    """A stored time for people: the time of day, with the date where that is not today."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    return f"{at:%H:%M}" if at.date() == date.today() else f"{at:%m-%d %H:%M}"


def cell_words(snapshot: Snapshot, line: Standing, unit: int, cell: Cell) -> str:
    """What an expert did with a unit, in a sentence."""
    who = f"{line.status.code} {line.status.name}"
    name = snapshot.units[unit].name
    if cell.recused and not cell.asked:
        pair = line.status.code, snapshot.units[unit].code
        why = next((r.reason for r in snapshot.recusals if (r.expert, r.unit) == pair), "")
        what = _("回避（{why}）").format(why=why) if why else _("回避")
    elif not cell.asked:
        what = _("这一轮没有请评")
    else:
        text = _("请评 {asked} 项，已评 {given}，弃权 {abstained}，缺 {missing}")
        what = text.format(
            asked=cell.asked, given=cell.given, abstained=cell.abstained, missing=cell.missing
        )
    return _("{who} · {unit}：{what}").format(who=who, unit=name, what=what)


def round_words(snapshot: Snapshot, round_: Round) -> str:
    """What the round asks for, in a few words."""
    if not round_.scope:
        return _("全部评分指标")
    if all(":" in code for code in round_.scope):
        return _("只复评 {n} 个分歧项").format(n=len(round_.scope))
    names = [snapshot.tree.by_code[c].name for c in round_.scope if c in snapshot.tree.by_code]
    if len(names) > 3:
        return _("只评 {n} 项指标").format(n=len(names))
    return _("只评{names}").format(names=_("、").join(names))


def state_words(round_: Round) -> str:
    """The round's number and state, as its tab says it."""
    state = _("进行中") if round_.state is RoundState.OPEN else _("已关闭")
    return _("第 {n} 轮 {state}").format(n=round_.number, state=state)
