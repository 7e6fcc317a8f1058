"""Measuring side by side: both works in turn, several times after a warm-up, medians and ratio.

Absolute times of a shared machine are not stable; the ratio of two works that ran in turn is.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """A line of the report: seconds (medians), and what is to be reached."""

    what: str
    ours: float
    beside: float | None
    reach: str
    note: str = ""

    def __str__(self) -> str:
        other = "" if self.beside is None else f"{self.beside * 1000:10.1f}"
        ratio = "" if not self.beside else f"{self.ours / self.beside:8.2f}"
        return (
            f"{self.what:<34}{self.ours * 1000:10.1f}{other:>11}{ratio:>9}   {self.reach}"
            f"{'   ' + self.note if self.note else ''}"
        )


HEAD = f"{'what':<34}{'ours ms':>10}{'beside ms':>11}{'ratio':>9}   reach"


def seconds(work: Work) -> float:
    """One run, garbage of the run before put away first."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(ours: Work, beside: Work, runs: int = 5) -> tuple[float, float]:
    """Median seconds of each, run in turn after one warm-up each."""
    ours(), beside()
    pairs = [(seconds(ours), seconds(beside)) for _run in range(runs)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def median(work: Work, runs: int = 5) -> float:
    """Median seconds after one warm-up."""
    work()
    return statistics.median(seconds(work) for _run in range(runs))
