"""`next`: next year's assessment from this one. The plan and the people stay; what was measured,
rated and decided does not, but last year's 完成值 becomes the 基期值 of the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.actions.assessment import opened
from core.errors import UserError
from core.model.data import Actual
from core.model.plan import LeafKind, Settings
from core.model.snapshot import Snapshot
from core.scoring.quantitative import scored_actuals
from core.store.store import Store
from core.text import _

KEPT = (
    "indicators", "units", "experts", "kinds", "assignments", "recusals", "grades"
)  # fmt: skip
LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class NextYear:
    """What the new file holds: its year, and how many 基期值 it got from last year."""

    year: int | None
    bases: int


def next_year(path: Path, target: Path) -> NextYear:
    """Make next year's assessment at `target` from the one at `path`, which stays as it is.
    UserError where `target` exists or `path` is no assessment; then nothing is made."""
    with opened(path, write=False) as store:
        snapshot = store.read()
    fresh = succeeding(snapshot)
    label = _("由{name}建立下一年度").format(name=path.name)
    with Store.create(target) as store, store.edit(label) as edit:
        edit.put_settings(fresh.settings)
        edit.put(*(row for noun in KEPT for row in getattr(fresh, noun)), *fresh.actuals)
    return NextYear(fresh.settings.year, len(fresh.actuals))


def succeeding(snapshot: Snapshot) -> Snapshot:
    """Next year's snapshot: the plan and the people as they are, 基期值, and nothing else."""
    kept = {noun: getattr(snapshot, noun) for noun in KEPT}
    bases = tuple(_bases(snapshot))
    return Snapshot(settings=_settings(snapshot.settings), actuals=bases, **kept)


def _settings(settings: Settings) -> Settings:
    """The same, a year on, also where a name says the year. The date and the number of last
    year's papers are no part of the next."""
    year = settings.year
    if year is None:
        return replace(settings, issue_date=None, plan_number="")
    if year >= LAST_YEAR:
        raise UserError(_("年度已是{year}，不能再加一年。").format(year=year))

    def moved(text: str) -> str:
        return text.replace(str(year), str(year + 1))

    return replace(
        settings,
        year=year + 1,
        name=moved(settings.name),
        plan_title=moved(settings.plan_title),
        issue_date=None,
        plan_number="",
    )


def _bases(snapshot: Snapshot) -> Iterator[Actual]:
    """What counted last year (a 核定值 where there is one) as 基期值; a tally is none."""
    for (unit, leaf), actual in scored_actuals(snapshot).items():
        row = snapshot.tree.by_code.get(leaf)
        quantitative = row is not None and row.kind is LeafKind.QUANTITATIVE
        if quantitative and actual.value is not None and not isinstance(actual.value, tuple):
            yield Actual(unit, leaf, base=actual.value)
