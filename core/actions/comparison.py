"""`compare`: an assessment file against an earlier one, both read and neither changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.actions.results import compute
from core.analysis.compare import Comparison, compare_years
from core.errors import UserError
from core.model.plan import Settings
from core.text import _


@dataclass(frozen=True, eq=False)
class Years:
    """Both plans' settings, and the comparison."""

    settings: Settings
    earlier: Settings
    comparison: Comparison


def compare_files(path: Path, earlier: Path) -> Years:
    """This year's file against the earlier one; UserError where either is no assessment, or
    both are the same file."""
    if path.resolve() == earlier.resolve():
        raise UserError(_("两个文件是同一个：{path}；请给出往年的考评文件。").format(path=path))
    snapshot, result = compute(path)
    before, before_result = compute(earlier)
    return Years(
        snapshot.settings,
        before.settings,
        compare_years(snapshot, result, before, before_result),
    )
