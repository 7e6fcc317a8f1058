"""A ballot on the expert's side, without the window: filled from a book, looked over, handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from core.actions.moment import now
from core.errors import Refused, UserError
from core.exchange.ballot import WorkingBallot, is_ballot, open_ballot
from core.exchange.ballot_content import BallotContent, Pair
from core.exchange.disk import write_whole
from core.exchange.marks import Change
from core.exchange.review import Review, review
from core.exchange.seal import MAGIC, Sealed, seal_ballot
from core.files.cells import parse_number
from core.files.score_sheet_in import rating_place
from core.files.workbook_in import read_book
from core.model.import_plan import Cell, ImportPlan, IncomingRatings, ScoreSheet
from core.model.plan import RatingMode
from core.model.problem import Place, Problem
from core.scoring.mark_rules import ABSTAIN, Given, expected_mark, is_legal
from core.text import _

__all__ = ["BallotStatus", "ballot_status", "fill_ballot", "hand_in", "is_ballot", "seal_to"]


@dataclass(frozen=True, slots=True)
class BallotStatus:
    """What a ballot is and how far it is: `review` counts and names the questions, `sealed` is
    the number of the latest sealing, 0 where there was none."""

    name: str
    year: int | None
    round: int
    expert: str
    expert_name: str
    sealed: int
    review: Review


def ballot_status(path: Path, pin: str) -> BallotStatus:
    """Look a ballot over; UserError where it cannot be opened."""
    with open_ballot(path, pin, write=False) as ballot:
        return _status(ballot)


def _status(ballot: WorkingBallot) -> BallotStatus:
    content = ballot.content
    return BallotStatus(
        content.name,
        content.year,
        content.round,
        content.expert,
        content.expert_name,
        ballot.seal_count,
        review(content, ballot.marks, ballot.recusals),
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """How many ratings were entered, how many rows of others were passed over, and how the
    ballot stands then."""

    entered: int
    passed_over: int
    status: BallotStatus


def fill_ballot(path: Path, pin: str, book: Path) -> Filled:
    """Enter this expert's ratings of a book's 评分 sheet; all of them, or none and Refused with
    every row that does not fit. Other experts' rows in a common book are passed over, never
    entered; a book without a row of this expert's is refused."""
    with open_ballot(path, pin) as ballot:
        plan = read_book(book)
        changes = _changes(ballot.content, plan)
        ballot.set_marks(changes)
        others = len(plan.ratings.expert) - len(changes)
        return Filled(len(changes), others, _status(ballot))


def seal_to(path: Path, pin: str, out: Path) -> tuple[Sealed, Review]:
    """Hand in: write the return to `out`, over an earlier return, never over anything else.
    Refused naming the marks that lack a 理由; gaps are no hindrance (see the review)."""
    _refuse_other(out)
    with open_ballot(path, pin) as ballot:
        return hand_in(ballot, out)


def hand_in(ballot: WorkingBallot, out: Path) -> tuple[Sealed, Review]:
    """`seal_to` for a ballot that is open already."""
    _refuse_other(out)
    sealed = seal_ballot(ballot, now())
    write_whole(out, sealed.data, over=True)
    return sealed, review(ballot.content, ballot.marks, ballot.recusals)


def _refuse_other(out: Path) -> None:
    """UserError where something stands at `out` that is no return."""
    if not out.exists():
        return
    if out.is_file():
        with out.open("rb") as there:
            if there.read(len(MAGIC)) == MAGIC:
                return
    text = _("{path}已经存在，而且不是交卷文件，不会覆盖它。请换一个文件名。")
    raise UserError(text.format(path=out))


# What the rows of a book mean for a ballot


def _changes(content: BallotContent, plan: ImportPlan) -> list[Change]:
    """A change a row; Refused with every row that the ballot cannot take."""
    rows = plan.ratings
    if not rows.expert:
        text = _("{book}里没有评分：找不到“评分”表，或表里没有数据行。")
        raise UserError(text.format(book=plan.book))
    problems = list(_problems(content, plan))
    if problems:
        raise Refused(problems)
    reasons = rows.reason or [""] * len(rows.expert)
    return [
        Change(
            rows.unit[n], rows.indicator[n], _given(rows.value[n], content.mode), reasons[n] or ""
        )
        for n in _own(content, rows)
    ]


def _own(content: BallotContent, rows: IncomingRatings) -> list[int]:
    """The rows of this expert."""
    return [n for n, expert in enumerate(rows.expert) if expert == content.expert]


def _problems(content: BallotContent, plan: ImportPlan) -> Iterator[Problem]:
    rows = plan.ratings
    seen: dict[Pair, int] = {}
    strange = _strange_sheet(content, plan.score_sheet)
    if strange:
        yield Problem(strange, Place(rows.sheet, book=plan.book))
        return
    own = _own(content, rows)
    if not own:
        text = _("这是{name}（{code}）的评分包，表里没有这位专家的评分；别人的评分不能录入")
        named = text.format(code=content.expert, name=content.expert_name)
        yield Problem(named, Place(rows.sheet, column="专家", book=plan.book), rows.expert[0])
    for n in own:
        for column, value, expected in _row_faults(content, rows, n, seen):
            yield Problem(expected, rating_place(plan, n, column), value)


def _strange_sheet(content: BallotContent, says: ScoreSheet | None) -> str:
    """Why a 评分表 is not one for this ballot; "" where it is, or where the book is none."""
    ours = (content.name, content.year, content.round, content.expert)
    if says is None or (says.assessment, says.year, says.round, says.expert) == ours:
        return ""
    text = _("这张评分表是“{name}”第{n}轮 专家{code} {expert}的，不能录入这份评分包")
    return text.format(
        name=says.assessment, n=says.round, code=says.expert, expert=says.expert_name
    )


def _row_faults(
    content: BallotContent, rows: IncomingRatings, n: int, seen: dict[Pair, int]
) -> Iterator[tuple[str, str, str]]:
    """Column, value and what was expected, of each fault of a row."""
    pair = rows.unit[n], rows.indicator[n]
    if rows.round[n] not in (None, content.round):
        yield "轮次", str(rows.round[n]), _("应为第{n}轮").format(n=content.round)
    if pair not in content.question:
        yield from _not_asked(content, pair)
        return
    if pair in seen:
        yield "指标", pair[1], _("与第{n}行重复，应只有一行").format(n=seen[pair])
    seen.setdefault(pair, rows.row[n])
    rules, given = content.rules[pair[1]], _given(rows.value[n], content.mode)
    if given is None or not is_legal(rules, given):
        yield "得分", _shown(rows.value[n]), expected_mark(rules)


def _not_asked(content: BallotContent, pair: Pair) -> Iterator[tuple[str, str, str]]:
    known = pair[0] in content.unit_of, pair[1] in content.leaf_of
    if not known[0]:
        yield "单位", pair[0], _("评分包里没有这个单位（可能是回避，或不在分工之内）")
    if not known[1]:
        yield "指标", pair[1], _("评分包里没有这项指标")
    if all(known):
        yield "指标", pair[1], _("评分包没有请您评这一单位的这项指标")


def _given(cell: Cell, mode: RatingMode) -> Given | None:
    """What a cell gives; None where it is no mark at all."""
    if cell is None or cell == "":
        return None
    if cell == ABSTAIN:
        return ABSTAIN
    if mode is RatingMode.WORDS:
        return cell if isinstance(cell, str) else None
    number = parse_number(cell) if isinstance(cell, str) else cell
    return number if isinstance(number, Decimal) else None


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
