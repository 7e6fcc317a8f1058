"""What came of the returns taken in: one list of what is new, newer, the same, stale or refused,
and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from core.actions.returns import Taken
from core.model.snapshot import Snapshot
from core.text import _
from gui.tables.columns import Column

ENDING = ".return"
MOST = 500  # returns looked for in a folder
_DEPTH = 3  # folders below a stick's


@dataclass(frozen=True, slots=True)
class Verdict:
    """A file and what became of it, in words."""

    at: datetime
    file: Path
    who: str
    word: str
    tone: str
    receipt: str
    reason: str


def verdict(snapshot: Snapshot, taken: Taken, *, came_before: bool) -> Verdict:
    """`came_before`: the expert had handed in for this round already."""
    place = snapshot.expert_position.get(taken.expert or "")
    name = snapshot.experts[place].name if place is not None else ""
    words = {
        "accepted": (_("已更新"), "good") if came_before else (_("新收"), "good"),
        "unchanged": (_("相同"), "neutral"),
        "stale": (_("较旧"), "warning"),
        "refused": (_("拒收"), "bad"),
    }
    word, tone = words[str(taken.status)]
    reason = taken.reason or _why(taken, came_before)
    who = f"{taken.expert or ''} {name}".strip()
    return Verdict(datetime.now(), taken.file, who, word, tone, taken.receipt or "", reason)


def _why(taken: Taken, came_before: bool) -> str:
    if str(taken.status) == "unchanged":
        return _("收过了，没有改动")
    if str(taken.status) == "stale":
        return _("已收过更新的一份，没有改动")
    text = _("{n} 项评分，替换先前交的") if came_before else _("{n} 项评分")
    return text.format(n=taken.marks)


def verdict_columns() -> tuple[Column[Verdict], ...]:
    return (
        Column(_("结果"), lambda x: x.word, chip=lambda x: x.tone, width=7.5),
        Column(_("专家"), lambda x: x.who, width=11, tip=lambda x: x.who),
        Column(_("回执"), lambda x: x.receipt, width=10),
        Column(_("说明"), lambda x: x.reason or "", tip=_whole),
    )


def _whole(row: Verdict) -> str:
    return f"{row.at:%H:%M:%S} {row.file}\n{row.reason}"


def returns_in(paths: Iterable[Path]) -> list[Path]:
    """The returns among these files, and in these folders and the few below them."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(islice(sorted(_below(path, _DEPTH)), MOST))
        elif path.suffix.lower() == ENDING:
            found[path] = None
    return list(found)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:  # somebody else's folder on the stick
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if depth:
                yield from _below(entry, depth - 1)
        elif entry.suffix.lower() == ENDING:
            yield entry


def summary(verdicts: Collection[Verdict]) -> str:
    """How many of each, in a line."""
    counts: dict[str, int] = {}
    for one in verdicts:
        counts[one.word] = counts.get(one.word, 0) + 1
    return _("，").join(_("{word} {n} 份").format(word=w, n=n) for w, n in counts.items())
