"""The places on the rail, in the committee's own order: one line each.

Their modules are imported when a file is first opened, so that the start page shows at once.
Each has `make(desk)` that gives its `Page`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from core.text import _
from gui.desk import Desk, Page


@dataclass(frozen=True, slots=True)
class Place:
    """`key` is also its name in `core.guide.place_states`."""

    key: str
    title: str
    module: str

    def make(self, desk: Desk) -> Page:
        return cast(Page, import_module(self.module).make(desk))


def place_of(action: str) -> tuple[str, str]:
    """Where the button of a step (`core.guide.Action`) leads, and the word to arrive with."""
    if action in ("open_round", "hand_out", "show_absent", "close_round"):
        return "rounds", action
    return {"write_letters": ("papers", ""), "publish": ("results", action)}.get(
        action, ("results", "missing")
    )


def places() -> tuple[Place, ...]:
    """Every place there is."""
    return (
        Place("rounds", _("评分"), "gui.pages.rounds"),
        Place("results", _("结果"), "gui.pages.results"),
        Place("papers", _("文书"), "gui.pages.papers"),
        Place("archive", _("档案"), "gui.pages.archive"),
    )
