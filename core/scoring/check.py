"""Whether a whole assessment holds together: what an import is held against before it is taken.

`check` names every fault at once, as values. Places carry the sheet, the key of the row and the
column; who knows a book (`core.actions.workbook`) turns keys into its row numbers.
"""

from __future__ import annotations

from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.scoring.check_data import data_problems
from core.scoring.check_marks import mark_problems
from core.scoring.check_plan import plan_problems


def check(snapshot: Snapshot) -> list[Problem]:
    """Every fault of the snapshot, in the order of the sheets; empty where it may be stored.

    An assessment is filled in steps: one without indicators, units or ratings has no fault for
    that.
    """
    found = [*plan_problems(snapshot), *data_problems(snapshot), *mark_problems(snapshot)]
    return list(dict.fromkeys(found))
