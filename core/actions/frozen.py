"""A result as it is kept with its publication: everything in it, as compressed text.

It is read back without computing anything, so that a later release, or a mended rule, cannot
change what was made known. `differences` holds it against a computation of today.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

import numpy as np

from core.model.problem import Notice, Place, Problem
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.text import _

VERSION = 1
MOST_BYTES = 1 << 30  # nothing is inflated beyond
SHOWN = 20  # differences told one by one
_NUMBERS = ("raw", "applicable", "quantitative", "base", "bonus", "deduction", "total")


def freeze(snapshot: Snapshot, result: Result) -> str:
    """The result as text. Numbers are digits with exactly the plan's decimals."""
    whole = {
        "version": VERSION,
        "decimals": result.decimals,
        "units": [unit.code for unit in snapshot.units],
        "leaves": [leaf.code for leaf in snapshot.tree.leaves],
        "scores": result.scores.tolist(),
        "states": result.states.tolist(),
        "lines": [_line(line) for line in result.units],
        "notices": [[notice.code, notice.text] for notice in result.notices],
    }
    plain = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.b64encode(zlib.compress(plain, 6)).decode("ascii")


def _line(line: UnitResult) -> dict[str, Any]:
    numbers = {name: format(getattr(line, name), "f") for name in _NUMBERS}
    return {
        "unit": line.unit.code,
        **numbers,
        "rank": line.rank,
        "grade": line.grade,
        "missing": line.missing,
        "vetoes": line.vetoes,
        "complete": line.complete,
    }


def thaw(snapshot: Snapshot, text: str) -> Result:
    """The result that `freeze` wrote for this snapshot; ValueError for anything else."""
    try:
        return _thawed(snapshot, _inflated(text))
    except (KeyError, TypeError, ArithmeticError, zlib.error) as error:
        raise ValueError("not a frozen result") from error


def _inflated(text: str) -> Any:
    inflater = zlib.decompressobj()
    plain = inflater.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
    if not inflater.eof:
        raise ValueError("cut short, or too large")
    return json.loads(plain)


def _thawed(snapshot: Snapshot, whole: Any) -> Result:
    units = {unit.code: unit for unit in snapshot.units}
    same = (
        whole["version"] == VERSION
        and whole["units"] == list(units)
        and whole["leaves"] == [leaf.code for leaf in snapshot.tree.leaves]
    )
    if not same:
        raise ValueError("a result of another plan or version")
    lines = tuple(
        UnitResult(
            unit=units[line["unit"]],
            **{name: Decimal(line[name]) for name in _NUMBERS},
            rank=int(line["rank"]),
            grade=str(line["grade"]),
            missing=tuple(line["missing"]),
            vetoes=tuple(line["vetoes"]),
            complete=bool(line["complete"]),
        )
        for line in whole["lines"]
    )
    shape = (len(units), len(whole["leaves"]))
    return Result(
        units=lines,
        scores=np.asarray(whole["scores"], dtype=np.int64).reshape(shape),
        states=np.asarray(whole["states"], dtype=np.uint8).reshape(shape),
        decimals=int(whole["decimals"]),
        notices=tuple(Notice(code, words) for code, words in whole["notices"]),
    )


def differences(snapshot: Snapshot, published: Result, computed: Result) -> list[Problem]:
    """Where a computation of today comes to something else; what notices say does not count."""
    found = [*_line_differences(published, computed), *_scores(snapshot, published, computed)]
    if len(found) <= SHOWN:
        return found
    more = _("另有{n}处与重新计算不符。").format(n=len(found) - SHOWN)
    return [*found[:SHOWN], _problem(more)]


def _line_differences(published: Result, computed: Result) -> Iterator[Problem]:
    today = {line.unit.code: line for line in computed.units}
    names = {"total": _("总分"), "rank": _("名次"), "grade": _("等次"), "base": _("基本分")}
    for line in published.units:
        other = today[line.unit.code]
        for field in fields(UnitResult):
            was, now = getattr(line, field.name), getattr(other, field.name)
            if was != now:
                text = _("{what}公布的是{was}，重新计算为{now}。")
                what = names.get(field.name, field.name)
                yield _problem(text.format(what=what, was=was, now=now), line.unit.code)


def _scores(snapshot: Snapshot, published: Result, computed: Result) -> Iterator[Problem]:
    off = (published.scores != computed.scores) | (published.states != computed.states)
    for unit, leaf in np.argwhere(off).tolist():
        was, now = (r.score(unit, leaf) for r in (published, computed))
        text = _("得分公布的是{was}，重新计算为{now}。")
        codes = snapshot.units[unit].code, snapshot.tree.leaves[leaf].code
        yield _problem(text.format(was=_shown(was), now=_shown(now)), *codes)


def _shown(value: Decimal | None) -> str:
    return _("没有") if value is None else format(value, "f")


def _problem(text: str, *key: str) -> Problem:
    return Problem(text, Place(sheet=_("公布的结果"), key=key))
