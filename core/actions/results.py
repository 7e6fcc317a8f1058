"""What an assessment comes to: the stored rows as a snapshot, and its result."""

from __future__ import annotations

from pathlib import Path

from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.score import score
from core.store.store import Store


def compute(path: Path) -> tuple[Snapshot, Result]:
    """The snapshot of the file and its result; UserError where the file is no assessment."""
    with Store.open(path, write=False) as store:
        snapshot = store.read()
    return snapshot, score(snapshot)
