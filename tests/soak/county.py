"""The small county that is tortured: an assessment with an open round, ballots, returns, books."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from core.actions.ballot_work import seal_to
from core.actions.ballots import Issued, issue_ballots
from core.actions.rounds import open_round
from core.exchange.ballot import open_ballot
from core.exchange.crypto import Cost
from core.exchange.marks import Change
from core.files.workbook_out import write_book
from core.model.data import Actual
from core.model.people import Expert, Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.store.store import Store

CHEAP = Cost(1, 8192)  # what a guess costs is not what is tried here
UNITS = tuple(Unit(f"U{n:02}", f"单位{n}", "乡镇") for n in range(12))
EXPERTS = tuple(Expert(f"E{n}", f"专家{n}") for n in range(1, 6))
LEAVES = tuple(
    Indicator(f"{n}", f"指标{n}", points=Decimal(10), kind=LeafKind.RATED) for n in range(1, 9)
)


@dataclass(frozen=True)
class County:
    """`file` has an open round whose `ballots` are filled and sealed into `returns`."""

    folder: Path
    file: Path
    book: Path
    blank: dict[str, Issued]
    ballots: dict[str, Issued]
    returns: dict[str, Path]


def mark_of(unit: str, leaf: str, turn: int = 0) -> Decimal:
    """What is given: from 6.0 to 9.4, so that no reason is asked for."""
    return Decimal(60 + (int(unit[1:]) * 7 + int(leaf) * 5 + turn * 3) % 35) / 10


def build(folder: Path) -> County:
    """All of it, made anew."""
    file, book = folder / "县.kaoping", folder / "县.xlsx"
    with Store.create(file) as store:
        with store.edit("建立") as edit:
            edit.put_settings(Settings(name="受难县", year=2026, full_points=Decimal(80)))
            edit.put(*LEAVES, *UNITS, *EXPERTS)
            edit.put(*(Actual(u.code, "1", value=Decimal(3), note="说明" * 20) for u in UNITS))
        write_book(store.read(), book)
        open_round(store)
        issued = {i.expert: i for i in issue_ballots(store, folder / "包", cost=CHEAP)}
    filled = {code: _copy(one, folder / "填") for code, one in issued.items()}
    returns = {}
    for code, one in filled.items():
        fill(one)
        returns[code] = folder / f"{code}.return"
        seal_to(one.path, one.pin, returns[code])
    return County(folder, file, book, issued, filled, returns)


def fill(one: Issued, turn: int = 0) -> None:
    """Every question answered."""
    with open_ballot(one.path, one.pin) as ballot:
        ballot.set_marks(
            Change(unit, leaf, mark_of(unit, leaf, turn)) for unit, leaf in ballot.content.question
        )


def _copy(one: Issued, folder: Path) -> Issued:
    folder.mkdir(exist_ok=True)
    path = Path(shutil.copy(one.path, folder))
    return Issued(one.expert, one.name, path, one.pin)


def copied(one: Issued, path: Path) -> Issued:
    """The same ballot in another place."""
    return Issued(one.expert, one.name, Path(shutil.copy(one.path, path)), one.pin)


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """A folder of its own for one case."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
