"""Whether changes to the marks of a ballot can be taken: every fault by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core.exchange.ballot_content import BallotContent
from core.exchange.marks import LONGEST_REASON, Change, text_of
from core.model.problem import Place, Problem
from core.scoring.mark_rules import expected_mark, is_legal
from core.text import _


def problems_of(
    content: BallotContent, recusals: Mapping[str, str], changes: Iterable[Change]
) -> list[Problem]:
    """What is wrong with each change; nothing where all can be made."""
    return [p for change in changes for p in _problems(content, recusals, change)]


def recusal_problems(content: BallotContent, unit: str, why: str) -> list[Problem]:
    """What is wrong with declaring 回避 for a unit."""
    if unit not in content.unit_of:
        return [Problem(_("这份评分包里没有这个单位"), value=unit)]
    return list(_text_problems(why, Place(key=(content.unit_of[unit].name,))))


def _problems(
    content: BallotContent, recusals: Mapping[str, str], change: Change
) -> Iterator[Problem]:
    place = place_of(content, change.unit, change.leaf)
    if (change.unit, change.leaf) not in content.question:
        yield Problem(_("这份评分包没有请您评这一项"), place)
        return
    if change.value is None:
        return
    if change.unit in recusals:
        yield Problem(_("已对该单位声明回避；要评分请先撤回回避"), place)
    rules = content.rules[change.leaf]
    if not is_legal(rules, change.value):
        yield Problem(expected_mark(rules), place, _shown(change))
    yield from _text_problems(change.reason, place)


def _text_problems(text: str, place: Place) -> Iterator[Problem]:
    if len(text) > LONGEST_REASON:
        yield Problem(_("理由太长，最多{n}字").format(n=LONGEST_REASON), place)
    if not _is_text(text):
        yield Problem(_("理由里有不能保存的字符，请删去"), place)


def place_of(content: BallotContent, unit: str, leaf: str) -> Place:
    """A question as a person knows it: the unit's name, the indicator's code and name."""
    whose, what = content.unit_of.get(unit), content.leaf_of.get(leaf)
    return Place(key=(whose.name if whose else unit, f"{leaf} {what.name}" if what else leaf))


def _shown(change: Change) -> str:
    try:
        return text_of(change.value) if change.value is not None else ""
    except ValueError:
        return str(change.value)


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
