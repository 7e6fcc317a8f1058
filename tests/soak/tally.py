"""Counting: what was tried, what came of it, and everything that must not have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """`counts` by outcome; `wrong` says of each outrage what happened."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, outcome: str, number: int = 1) -> None:
        self.counts[outcome] += number

    def outrage(self, what: str) -> None:
        self.counts["不该发生"] += 1
        self.wrong.append(what)

    def lines(self) -> list[str]:
        told = "，".join(f"{outcome} {n}" for outcome, n in self.counts.items())
        return [f"{self.name}：{told or '没有试'}", *(f"  ✗ {w}" for w in self.wrong[:20])]
