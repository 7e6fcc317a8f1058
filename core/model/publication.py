"""A publication (公布): the results as they were made known, and whether they still stand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Publication:
    """Key: `number`, from 1. Times are ISO text with the offset from UTC.

    `rules` is the version of the program that computed the result, `digest` the fingerprint of
    what went into it (`core.scoring.digest`), `result` the frozen result itself
    (`core.actions.frozen`). `gaps` says why missing ratings were accepted, "" where there were
    none. A publication stands until it was reopened.
    """

    number: int
    published_at: str
    rules: str
    digest: str
    result: str = field(repr=False)
    gaps: str = ""
    reopened_at: str = ""
    reopened_why: str = ""

    @property
    def stands(self) -> bool:
        return not self.reopened_at
