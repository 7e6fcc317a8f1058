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
_DATABASE = b"SQLite format 3\0"
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def whole(least: int) -> Callable[[str], int]:
    """Reads a whole number of at least `least`."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise click.BadParameter(_("“{value}”不是整数").format(value=text)) from None
        if number < least:
            raise click.BadParameter(_("至少为 {least}").format(least=least))
        return number

    return read


def word_of(words: Sequence[str]) -> Callable[[str], str]:
    """Reads one of a few words."""

    def read(text: str) -> str:
        if text not in words:
            known = " · ".join(words)
            raise click.BadParameter(
                _("没有“{value}”，可选 {known}").format(value=text, known=known)
            )
        return text

    return read


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
    hint = _("；相近的有 {codes}").format(codes=_("、").join(near)) if near else ""
    raise UserError(complaint.format(code=code) + hint)


def book_to_write(path: Path) -> Path:
    """`path`, which a workbook may be written to; UserError where an assessment would be lost."""
    if path.is_file():
        with path.open("rb") as there:
            if there.read(len(_DATABASE)) == _DATABASE:
                text = _("{path} 是考评文件，不会用工作簿覆盖它；请换一个文件名")
                raise UserError(text.format(path=path))
    return path
