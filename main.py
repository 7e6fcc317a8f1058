"""Kaoping 考评: hands its arguments to the command line, or opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

from core.cli.run import run


def open_window(path: Path | None) -> int:
    """The window, on a file or on the start page. Qt is imported only here."""
    from gui.app import main

    return main(path)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], open_window))
