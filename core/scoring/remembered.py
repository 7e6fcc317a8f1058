"""Remember what a function made of a snapshot for as long as the snapshot lives.

Snapshots are frozen, so the answer cannot become wrong; they are large, so nothing here keeps
one alive. What is remembered is shared: callers must not write into it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from core.model.snapshot import Snapshot

Answer = TypeVar("Answer")


def remembered(compute: Callable[[Snapshot], Answer]) -> Callable[[Snapshot], Answer]:
    """The function, called once a snapshot."""
    answers: WeakKeyDictionary[Snapshot, Answer] = WeakKeyDictionary()

    @wraps(compute)
    def recall(snapshot: Snapshot) -> Answer:
        if snapshot not in answers:
            answers[snapshot] = compute(snapshot)
        return answers[snapshot]

    return recall
