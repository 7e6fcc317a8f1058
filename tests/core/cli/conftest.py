"""The command line without a process: the same entry that main.py calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from core.cli.run import run
from core.text import set_language


class Outcome(NamedTuple):
    code: int
    out: str
    err: str
    opened: list[Path | None]


@pytest.fixture
def kaoping(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """`kaoping("results", path)`: exit code, both streams, and what the window was opened on."""

    def call(*words: object) -> Outcome:
        opened: list[Path | None] = []

        def open_window(path: Path | None) -> int:
            opened.append(path)
            return 0

        capsys.readouterr()
        try:
            code = run([str(word) for word in words], open_window)
        finally:
            set_language("zh")
        out, err = capsys.readouterr()
        return Outcome(code, out, err, opened)

    return call
