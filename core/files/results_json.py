"""`results --json`: the results for other programs, keys as the contract fixes them.

A score is a string with exactly 小数位 decimals, so that nothing is lost on the way; statistics
are plain numbers, null where they are not defined.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.analysis.agreement import agreement
from core.analysis.raters import raters
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.digest import digest


def results_json(snapshot: Snapshot, result: Result) -> dict[str, Any]:
    """The whole answer in JSON's own kinds; units in the order of `Result.units`."""
    agreed = agreement(snapshot, result)
    return {
        "assessment": _assessment(snapshot),
        "units": [_unit(snapshot, result, line) for line in result.units],
        "agreement": {
            "totals": agreed.totals.numbers(),
            "indicators": {code: table.numbers() for code, table in agreed.leaves.items()},
        },
        "experts": [
            {
                "code": rater.code,
                "severity": rater.severity,
                "correlation": rater.correlation,
                "extreme": rater.extreme,
                "own_deviation": rater.own_deviation,
            }
            for rater in raters(snapshot, result)
        ],
        "warnings": [{"code": notice.code, "text": notice.text} for notice in result.notices],
    }


def _assessment(snapshot: Snapshot) -> dict[str, Any]:
    settings = snapshot.settings
    return {
        "name": settings.name,
        "year": settings.year,
        "full_points": _digits(settings.full_points, settings.decimals),
        "round": snapshot.latest_round,
        "published": snapshot.published,
        "digest": digest(snapshot),
    }


def _unit(snapshot: Snapshot, result: Result, line: UnitResult) -> dict[str, Any]:
    numbers = {
        name: _digits(getattr(line, name), result.decimals)
        for name in ("base", "bonus", "deduction", "total")
    }
    return {
        "code": line.unit.code,
        "name": line.unit.name,
        "category": line.unit.category,
        **numbers,
        "rank": line.rank,
        "grade": line.grade,
        "complete": line.complete,
        "missing": list(line.missing),
        "vetoes": list(line.vetoes),
        "indicators": _scores(snapshot, result, line.unit.code),
    }


def _scores(snapshot: Snapshot, result: Result, unit: str) -> dict[str, str | None]:
    """Every leaf that applies to the unit: null where its score is missing, left out where it
    is 不适用."""
    row, decimals = snapshot.unit_position[unit], result.decimals
    return {
        leaf.code: None if (score := result.score(row, n)) is None else _digits(score, decimals)
        for n, leaf in enumerate(snapshot.tree.leaves)
        if result.states[row, n] in (CellState.MISSING, CellState.SCORED)
    }


def _digits(value: Decimal, decimals: int) -> str:
    """Exactly `decimals` places; the value has no more than that (0 has no sign)."""
    return f"{value + 0:.{decimals}f}"
