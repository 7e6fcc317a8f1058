"""Weights from a book of judgement matrices, and into the plan (`ahp`, `--apply`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from core.analysis.ahp import LIMIT, Weighed, combine, consensus, weigh
from core.analysis.ahp_mending import Mending, mendings
from core.analysis.plan_points import ParentWeights, divide, with_points
from core.errors import Refused
from core.files.judgement_book import JudgementBook, read_judgements
from core.model.plan import Indicator
from core.model.problem import Notice, Place, Problem
from core.model.snapshot import Snapshot
from core.scoring.check import check
from core.store.store import Store
from core.text import _


@dataclass(frozen=True, slots=True)
class Judged:
    """A consistent matrix, and what each child would be worth by it. `combined` is the one that
    counts: of all experts, or the only one there is."""

    weighed: Weighed
    points: Mapping[str, Decimal]
    combined: bool

    @property
    def expert(self) -> str | None:
        return None if self.combined else self.weighed.matrix.expert


@dataclass(frozen=True, slots=True)
class Weights:
    """What a book of matrices comes to: in the order of its parents each expert's, then the
    combined one. `consensus` has one entry a parent, None with fewer than two experts.
    `indicators` are the rows of the plan that would change."""

    book: str
    matrices: tuple[Judged, ...]
    consensus: Mapping[str, float | None]
    indicators: tuple[Indicator, ...]
    notices: tuple[Notice, ...] = ()


def weights_of(snapshot: Snapshot, path: Path) -> Weights:
    """The weights of the book at `path`. Raises `Refused` with every problem of its cells and
    every matrix that contradicts itself (CR ≥ 0.1), `UserError` where it is no such book."""
    book = read_judgements(path, snapshot)
    groups = _weighed(book)
    combined = [members[-1] for members in groups.values()]
    problems = [*book.problems, *_contradictions(book, groups)]
    if problems:
        raise Refused(problems)
    return _told(snapshot, book, groups, combined)


def apply_weights(store: Store, weights: Weights) -> tuple[Indicator, ...]:
    """Write the weights into the plan as one step that can be undone; returns the rows changed,
    which are none where the plan says so already. Raises `Refused` where the plan or what is
    stored would no longer hold together, `UserError` where the results are published."""
    before = store.read()
    changed = {row.code: row for row in weights.indicators}
    rows = tuple(changed.get(row.code, row) for row in before.indicators)
    problems = check(replace(before, indicators=rows))
    if problems:
        text = _("按新的分值，方案或已存的数据有{n}处不符，没有写入：").format(n=len(problems))
        raise Refused([Problem(text), *problems])
    if weights.indicators:
        with store.edit(_("层次分析法权重 {book}").format(book=weights.book)) as edit:
            edit.put(*weights.indicators)
    return weights.indicators


Groups = dict[str, list[Weighed]]


def _weighed(book: JudgementBook) -> Groups:
    """By parent: each expert's matrix, and the combined one last."""
    groups: Groups = {}
    for matrix in book.matrices:
        groups.setdefault(matrix.parent, []).append(weigh(matrix))
    for members in groups.values():
        named = [w.matrix for w in members if w.matrix.expert]
        same = {m.children for m in named}
        if named and len(same) == 1:
            members.append(weigh(combine(named)))
    return groups


def _told(
    snapshot: Snapshot, book: JudgementBook, groups: Groups, combined: Sequence[Weighed]
) -> Weights:
    division = divide(snapshot, [_weights_of(w) for w in combined])
    lost = [parent for parent, total in division.totals.items() if total is None]
    if lost:
        text = _("这个上级没有写分值，各类别的下级之和又不相同，不知按多少分分配；请先填它的分值")
        raise Refused(Problem(text, Place("指标", column="分值", key=(code,))) for code in lost)
    judged = tuple(
        Judged(
            w,
            _weights_of(w).divided(division.totals[parent] or Decimal(0), _places(snapshot)),
            combined=w is members[-1],
        )
        for parent, members in groups.items()
        for w in members
    )
    agreed = {
        parent: consensus([w.weights for w in members[:-1]]) for parent, members in groups.items()
    }
    rows = with_points(snapshot, division.points)
    changed = tuple(new for new, old in zip(rows, snapshot.indicators, strict=True) if new != old)
    return Weights(book.book, judged, agreed, changed, (*book.notices, *_gaps(judged)))


def _places(snapshot: Snapshot) -> int:
    return snapshot.settings.decimals


def _weights_of(weighed: Weighed) -> ParentWeights:
    matrix = weighed.matrix
    return ParentWeights(matrix.parent, matrix.children, weighed.weights)


def _gaps(judged: Iterable[Judged]) -> Iterator[Notice]:
    """Which matrices have gaps, and how they were taken."""
    names = [name_of(j.weighed, j.combined) for j in judged if j.weighed.gaps]
    if names:
        text = _(
            "{names}有没做的判断：权重由已做的判断推出（Harker 法），CR 按满矩阵的 RI 计，偏宽。"
        )
        yield Notice("gaps", text.format(names=_("、").join(names)))


# What contradicts itself


def _contradictions(book: JudgementBook, groups: Groups) -> Iterator[Problem]:
    sheets = {
        (matrix.parent, matrix.expert): name
        for matrix, name in zip(book.matrices, book.sheets, strict=True)
    }
    for parent, members in groups.items():
        children = {w.matrix.children for w in members}
        if len(children) > 1:
            text = _("各位专家对“{parent}”比较的下级指标不一样，合不到一起")
            yield Problem(text.format(parent=parent), Place(book=book.book), parent)
        for weighed in members:
            if not weighed.consistent:
                key = (parent, weighed.matrix.expert)
                # The combined matrix stands on no sheet.
                sheet = sheets.get(key) or name_of(weighed, combined=True)
                yield _contradiction(weighed, Place(sheet, book=book.book))


def _contradiction(weighed: Weighed, place: Place) -> Problem:
    text = _("判断前后矛盾（应小于 {limit}）。最不一致的是{worst}")
    worst = _("；其次是").join(mending_told(m) for m in mendings(weighed))
    told = text.format(limit=LIMIT, worst=worst)
    return Problem(told, place, f"CR = {weighed.cr:.4f}")


def mending_told(mending: Mending) -> str:
    """A judgement that does not fit, and what would."""
    text = _("“{row}”比“{column}”的 {given}，改为 {better} 后 CR 为 {cr:.4f}")
    return text.format(
        row=mending.row,
        column=mending.column,
        given=judgement_text(mending.given),
        better=mending.better,
        cr=mending.cr,
    )


def judgement_text(value: float) -> str:
    """A judgement as people write it: 3, 1/5, 2.45."""
    near = Fraction(value).limit_denominator(9)
    return str(near) if abs(float(near) - value) < 1e-9 else f"{value:.3g}"


def name_of(weighed: Weighed, combined: bool) -> str:
    """Whose matrix this is, for a person."""
    matrix = weighed.matrix
    if matrix.expert and not combined:
        return f"{matrix.parent}@{matrix.expert}"
    return _("{parent}（各专家合成）").format(parent=matrix.parent) if combined else matrix.parent
