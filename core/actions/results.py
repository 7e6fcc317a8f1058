"""What an assessment comes to: the stored rows as a snapshot, and its result."""

from __future__ import annotations

from pathlib import Path

from core.actions.publication import result_of
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.store.store import Store


def compute(path: Path) -> tuple[Snapshot, Result]:
    """The snapshot of the file and its result (the published one, where it is published);
    UserError where the file is no assessment."""
    with Store.open(path, write=False) as store:
        snapshot = store.read()
        return snapshot, result_of(store, snapshot)
