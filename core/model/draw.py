"""A random draw from the expert pool, recorded so that anyone can repeat it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draw:
    """Key: `number`, from 1. `pool` holds the codes that took part in the order of their hashes
    (`core.actions.draw`), those of `excluded` among them; `drawn` the ones taken, in that order.
    `field` is the 专业 that was asked for, "" for any."""

    number: int
    drawn_at: str
    seed: str
    count: int
    field: str
    excluded: tuple[str, ...]
    pool: tuple[str, ...]
    drawn: tuple[str, ...]
