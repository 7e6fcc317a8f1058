"""Score sheets for paper and Excel: one book per expert written out, and whether a filled one
belongs to this assessment, its open round and its plan.

What the marks of a sheet are worth is decided where all ratings are (`core.actions.merge`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.actions.asking import Asking
from core.actions.rounds import require_open
from core.actions.score_sheet_facts import facts_of
from core.errors import UserError
from core.files.folder import written_whole
from core.files.score_sheet import write_score_sheet
from core.files.score_sheet_form import forms_of, plan_of
from core.files.wording import file_name
from core.model.import_plan import ImportPlan, ScoreSheet
from core.model.problem import Place, Problem
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.text import _

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SheetsWritten:
    """`idle` are the codes of experts whom the round asks nothing."""

    round: int
    paths: tuple[Path, ...]
    idle: tuple[str, ...]


def write_score_sheets(
    snapshot: Snapshot,
    folder: Path,
    experts: Sequence[str] = (),
    report: Report = lambda _done, _total, _note: None,
) -> SheetsWritten:
    """Write a 评分表 for each of the experts (codes; all who are asked anything without) into
    `folder`, all or none. UserError where no round is open, or an expert named is unknown or
    asked nothing."""
    opened = require_open(snapshot)
    forms = forms_of(snapshot, opened, f"{datetime.now():%Y-%m-%d %H:%M}")
    wanted = list(dict.fromkeys(experts)) or list(forms)
    _check_experts(snapshot, opened, forms.keys(), wanted)
    asking = Asking(snapshot, opened)
    first = _("第{n}轮评分表").format(n=opened.number)
    names = _distinct([file_name([first, c, forms[c].expert.name], ".xlsx") for c in wanted])
    with written_whole(folder) as stage:
        for n, (code, name) in enumerate(zip(wanted, names, strict=True)):
            report(n, len(wanted), forms[code].expert.name)
            write_score_sheet(forms[code], stage / name, facts_of(asking, code))
    idle = tuple(e.code for e in snapshot.experts if e.code not in forms)
    return SheetsWritten(opened.number, tuple(folder / name for name in names), idle)


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, none twice, not even where capitals make no difference."""
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        stem, number = name.removesuffix(".xlsx"), 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}_{number}.xlsx"
        taken.add(name.casefold())
        found.append(name)
    return found


def _check_experts(
    snapshot: Snapshot, opened: Round, asked: Collection[str], wanted: Sequence[str]
) -> None:
    unknown = [c for c in wanted if c not in snapshot.expert_position]
    if unknown:
        raise UserError(_("没有编码为“{codes}”的专家。").format(codes="”“".join(unknown)))
    idle = [c for c in wanted if c not in asked]
    if idle or not wanted:
        text = _("第{n}轮没有请{codes}评任何一项，没有评分表可写。")
        codes = _("、").join(idle) or _("任何专家")
        raise UserError(text.format(n=opened.number, codes=codes))


# Taken back


def sheet_problems(snapshot: Snapshot, plan: ImportPlan) -> list[Problem]:
    """Why a filled sheet cannot be taken into this assessment as it is now; [] where it can."""
    says = plan.score_sheet
    if says is None:
        return []
    place = Place(plan.ratings.sheet, book=plan.book)
    checks = (_foreign, _late, _other_expert, _other_plan)
    told = (text for check in checks if (text := check(snapshot, says)))
    return [Problem(text, place) for text in list(told)[:1]]


def _foreign(snapshot: Snapshot, says: ScoreSheet) -> str:
    settings = snapshot.settings
    if (says.assessment, says.year) == (settings.name, settings.year):
        return ""
    text = _("这张评分表属于“{theirs}”，不是“{ours}”的")
    theirs, ours = (
        _("{name}（{code}）").format(name=name, code=year) if year else name
        for name, year in ((says.assessment, says.year), (settings.name, settings.year))
    )
    return text.format(theirs=theirs, ours=ours)


def _late(snapshot: Snapshot, says: ScoreSheet) -> str:
    opened = snapshot.open_round
    if opened is not None and opened.number == says.round:
        return ""
    if all(r.number != says.round for r in snapshot.rounds):
        return _("这张评分表是第{n}轮的，这里没有这一轮").format(n=says.round)
    text = _("这张评分表是第{n}轮的，这一轮已经关闭，不能再录入或修改评分")
    return text.format(n=says.round)


def _other_expert(snapshot: Snapshot, says: ScoreSheet) -> str:
    position = snapshot.expert_position.get(says.expert)
    name = None if position is None else snapshot.experts[position].name
    if name == says.expert_name:
        return ""
    if name is None:
        text = _("这张评分表是专家{code} {theirs}的，这里没有这位专家")
        return text.format(code=says.expert, theirs=says.expert_name)
    text = _("这张评分表是专家{code} {theirs}的，而这里的{code}是{ours}")
    return text.format(code=says.expert, theirs=says.expert_name, ours=name)


def _other_plan(snapshot: Snapshot, says: ScoreSheet) -> str:
    if plan_of(snapshot, says.units, says.leaves) == says.plan:
        return ""
    text = _(
        "制表（{time}，方案版本 {version}）之后，它所评的单位、指标的分值或评分标准、或评分方式"
        "改过，原来的得分不能照用；请重新制表请专家填写"
    )
    return text.format(time=says.made_at, version=says.version)
