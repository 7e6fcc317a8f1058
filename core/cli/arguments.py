"""The pieces that several commands share: FILE, --json, and numbers whose refusals we word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from core.errors import UserError
from core.text import _

PATH = click.Path(path_type=Path)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Whole(click.ParamType):
    """A whole number of at least `least`."""

    name = "N"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(_("“{value}”不是整数").format(value=value), param, ctx)
        if number < self.least:
            self.fail(_("至少为 {least}").format(least=self.least), param, ctx)
        return number


class OneOf(click.ParamType):
    """One of a few words."""

    name = "WORD"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            known = " · ".join(self.words)
            self.fail(_("没有“{value}”，可选 {known}").format(value=value, known=known), param, ctx)
        return str(value)


def file_argument() -> Decorator:
    """FILE: an assessment file."""
    return click.argument("file", metavar="FILE", type=PATH)


def json_option() -> Decorator:
    """--json: for programs."""
    return click.option("--json", "as_json", is_flag=True, help=_("以 JSON 输出"))


def one_of(code: str, known: Sequence[str], complaint: str) -> str:
    """`code` where it is known; UserError with `complaint` ({code}) and the nearest codes where
    it is not."""
    if code in known:
        return code
    near = get_close_matches(code, known, n=3, cutoff=0.4)
    hint = _("；相近的有 {codes}").format(codes="、".join(near)) if near else ""
    raise UserError(complaint.format(code=code) + hint)
