"""Which commands there are, and in which file each lives.

A command's file is imported when the command is asked for: opening the window imports none of
them, and each is read after the language of the screen is known.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import click

# name → (module in core.cli, name of the click command there); the order is that of --help
COMMANDS = {
    "new": ("assessment", "new"),
    "import": ("workbook", "import_"),
    "export": ("workbook", "export"),
    "results": ("results", "results"),
    "explain": ("results", "explain"),
    "round": ("rounds", "round_"),
    "ballot": ("ballots", "ballot"),
    "keyed": ("keyed", "keyed"),
    "draw": ("draw", "draw"),
    "publish": ("publication", "publish"),
    "reopen": ("publication", "reopen"),
    "ahp": ("analysis", "ahp"),
    "robustness": ("analysis", "robustness_"),
    "whatif": ("whatif", "whatif"),
    "compare": ("compare", "compare"),
    "rehearse": ("rehearsal", "rehearse"),
    "letters": ("letters", "letters"),
    "undo": ("journal", "undo"),
    "redo": ("journal", "redo"),
    "journal": ("journal", "journal"),
    "verify": ("assessment", "verify"),
    "backup": ("assessment", "backup"),
    "restore": ("assessment", "restore"),
    "archive": ("archive", "archive"),
    "next": ("archive", "next_"),
    "sample": ("sample", "sample"),
}


def load(name: str) -> Any:
    """The click command `name`; KeyError where there is none."""
    module, attribute = COMMANDS[name]
    return getattr(import_module(f"core.cli.{module}"), attribute)


def group() -> click.Group:
    """All commands under one roof."""
    from core.cli.spoken import Roof

    return Roof(tuple(COMMANDS), load)
