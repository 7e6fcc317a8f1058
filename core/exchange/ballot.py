"""The ballot an expert works in: one encrypted file, durable mark by mark. (Signatures; being filled in.)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

from core.exchange.ballot_content import BallotContent, Pair
from core.exchange.crypto import COST, Cost
from core.exchange.marks import Change, Mark
from core.scoring.mark_rules import Given


class WorkingBallot:
    """An open ballot, also a context manager. Everything it says is on disk."""

    content: BallotContent
    marks: Mapping[Pair, Mark]
    recusals: Mapping[str, str]  # unit -> why, declared by the expert (回避)
    seal_count: int  # the sequence number of the latest sealing, 0: never
    dropped: int  # bytes of a record that was never finished, left out at opening

    def set_mark(self, unit: str, leaf: str, value: Given | None, reason: str = "") -> None:
        """Set or (None) clear one mark; on disk when this returns. UserError for an illegal one."""
        raise NotImplementedError

    def set_marks(self, changes: Iterable[Change]) -> None:
        """All of them or none, in one record. Refused naming every one that is not legal."""
        raise NotImplementedError

    def set_recusal(self, unit: str, why: str | None) -> None:
        """Declare 回避 for a unit, or (None) take it back. Its questions count as answered."""
        raise NotImplementedError

    def __enter__(self) -> WorkingBallot:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


def create_ballot(path: Path, content: BallotContent, pin: str, cost: Cost = COST) -> None:
    """Write a new ballot; UserError where something is at `path`. Whole or not at all."""
    raise NotImplementedError


def open_ballot(path: Path, pin: str, *, write: bool = True) -> WorkingBallot:
    """Open with the PIN as typed. UserError: wrong PIN, no ballot, newer version, damaged, or open
    in another program (`write` only)."""
    raise NotImplementedError
