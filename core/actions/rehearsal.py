"""`rehearse`: a workbook that holds its own results, recomputed and compared, so that a county
can check the program against last year before it trusts it.

The book is taken in as `new` would take it, into a file in a temporary folder that is gone
afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.actions.assessment import create
from core.actions.results import compute
from core.analysis.rehearsal import Rehearsal, Theirs, rehearse
from core.errors import Refused
from core.files.results_sheet import TheirResult, read_results
from core.model.problem import Problem
from core.model.snapshot import Snapshot
from core.text import _


def rehearse_book(path: Path) -> Rehearsal:
    """The book's own results against a recomputation. Refused for a book that `new` would
    refuse, or with units in 结果 that it does not have; UserError where it holds no results."""
    rows = read_results(path)
    with tempfile.TemporaryDirectory(prefix="kaoping-") as folder:
        file = Path(folder) / "rehearsal.kaoping"
        create(file, path)
        snapshot, result = compute(file)
    return rehearse(snapshot, result, _by_code(snapshot, rows))


def _by_code(snapshot: Snapshot, rows: Sequence[TheirResult]) -> dict[str, Theirs]:
    """Their rows by 编码; a unit may be given by its exact name as well."""
    names: dict[str, list[str]] = {}
    for unit in snapshot.units:
        for name in {unit.name, unit.short} - {""}:
            names.setdefault(name, []).append(unit.code)
    found: dict[str, Theirs] = {}
    problems: list[Problem] = []
    for row in rows:
        codes = [row.unit] if row.unit in snapshot.unit_position else names.get(row.unit, [])
        if len(codes) != 1:
            problems.append(Problem(_("应为“单位”表中的编码或名称"), row.place, row.unit))
        elif codes[0] in found:
            problems.append(Problem(_("同一单位的结果应只有一行"), row.place, row.unit))
        else:
            found[codes[0]] = Theirs(row.total, row.rank, row.grade)
    if problems:
        raise Refused(problems)
    return found
