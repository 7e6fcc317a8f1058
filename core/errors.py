"""What goes wrong in the hands of a person, as opposed to a fault of the program.

Both kinds below are shown as they are, one line a problem, and leave everything unchanged
(exit code 1). Any other exception is a bug and reaches the one hook in `main.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.model.problem import Problem


class UserError(Exception):
    """Something that was asked for cannot be done; the text says why and what to do."""


class Refused(UserError):
    """Input with problems in it: all of them at once, nothing was changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
