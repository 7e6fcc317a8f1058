"""Marks inside a ballot."""

from __future__ import annotations

from dataclasses import dataclass

from core.scoring.mark_rules import Given


@dataclass(frozen=True, slots=True)
class Mark:
    """`value` is a number (Decimal), a grade word, or ABSTAIN."""

    value: Given
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A mark set, or cleared (`value` None)."""

    unit: str
    leaf: str
    value: Given | None
    reason: str = ""
