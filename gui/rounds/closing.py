"""What is said before a round is closed, and to whom a reminder goes."""

from __future__ import annotations

from collections.abc import Iterator

from core.actions.keyed import waiting
from core.actions.rounds import ExpertStatus, round_status
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.text import _

SHOWN = 12  # people that a question names


def absent_lines(snapshot: Snapshot, round_: Round) -> list[str]:
    """Who has something missing, a line each."""
    return [_line(e) for e in round_status(snapshot, round_.number).absent]


def _line(expert: ExpertStatus) -> str:
    text = _("已交，缺 {n} 项") if expert.handed_in else _("没有交，缺 {n} 项")
    who = f"{expert.code} {expert.name}"
    return _("{what}：{why}").format(what=who, why=text.format(n=expert.missing))


def closing_words(snapshot: Snapshot, round_: Round) -> str:
    """The question before closing, with the names of those who have not handed in."""
    return "\n".join(_closing(snapshot, round_))


def _closing(snapshot: Snapshot, round_: Round) -> Iterator[str]:
    absent = absent_lines(snapshot, round_)
    if absent:
        yield _("还有 {n} 位专家没有交齐：").format(n=len(absent))
        yield from (f"  {line}" for line in absent[:SHOWN])
        if len(absent) > SHOWN:
            yield "  …"
    else:
        yield _("全部交齐。")
    keyed = waiting(snapshot, round_.number)
    if keyed:
        text = _("录入的纸质评分表还有 {n} 本没有核对，关闭后不计入（{codes}）。")
        yield text.format(n=len(keyed), codes=_("、").join(s.expert for s in keyed))
    yield ""
    yield _("关闭以后不再收这一轮的评分；关闭可以撤销。")
