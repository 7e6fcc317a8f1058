"""A small assessment file before its first round, and the steps that many tests take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.actions.ballot_work import seal_to
from core.actions.ballots import Issued, issue_ballots
from core.exchange.ballot import open_ballot
from core.exchange.crypto import Cost
from core.exchange.marks import Change
from core.model.data import Actual
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.store.store import Store

CHEAP = Cost(1, 8192)  # tests guess no PINs
Given = Mapping[tuple[str, str], Any]
PLAN = (
    Settings(name="甲县2026年度考核", year=2026, full_points=Decimal(30)),
    Indicator("1", "党建", points=Decimal(10), kind=LeafKind.RATED, criteria="看台账"),
    Indicator("2", "服务", points=Decimal(10), kind=LeafKind.RATED),
    Indicator("3", "税收", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule="比例"),
)
UNITS = (
    Unit("U1", "甲乡", "乡镇"),
    Unit("U2", "乙乡", "乡镇"),
    Unit("U3", "丙局", "部门"),
)
EXPERTS = tuple(Expert(f"E{n}", f"专家{n}", field="财政" if n < 3 else "党建") for n in range(1, 6))
DATA = (
    Recusal("E5", "U3", "本单位"),
    *(Actual(u.code, "3", target=Decimal(100), value=Decimal(90)) for u in UNITS),
    Actual("U1", "1", value=Decimal(7), note="七次"),
)


@dataclass
class Desk:
    """An open store, with the steps of a round."""

    store: Store
    folder: Path

    def issue(self, *experts: str, to: str = "评分包", **given: Any) -> dict[str, Issued]:
        """Ballots by expert."""
        issued = issue_ballots(self.store, self.folder / to, experts, cost=CHEAP, **given)
        return {one.expert: one for one in issued}

    def fill(self, ballot: Issued, marks: Given, reason: str = "") -> None:
        """Enter marks; a value None clears one."""
        with open_ballot(ballot.path, ballot.pin) as working:
            working.set_marks(
                Change(unit, leaf, v if v in (None, "弃权") else Decimal(v), reason)
                for (unit, leaf), v in marks.items()
            )

    def hand_in(
        self, ballot: Issued, marks: Given | None = None, name: str = "", reason: str = ""
    ) -> Path:
        """Fill and seal; the return."""
        if marks:
            self.fill(ballot, marks, reason)
        out = self.folder / (name or f"{ballot.expert}.return")
        seal_to(ballot.path, ballot.pin, out)
        return out

    def all_of(self, ballot: Issued, value: Any = 8) -> dict[tuple[str, str], Any]:
        """The same mark for everything that a ballot asks."""
        with open_ballot(ballot.path, ballot.pin, write=False) as working:
            return dict.fromkeys(working.content.question, value)


@pytest.fixture
def county_file(tmp_path: Path) -> Path:
    """Three units, two rated leaves and a 定量 one, five experts; no round yet."""
    path = tmp_path / "考评.kaoping"
    settings, *indicators = PLAN
    with Store.create(path) as store, store.edit("建立") as edit:
        edit.put_settings(settings)
        edit.put(*indicators, *UNITS, *EXPERTS, *DATA)
    return path


@pytest.fixture
def desk(county_file: Path, tmp_path: Path) -> Any:
    with Store.open(county_file) as store:
        yield Desk(store, tmp_path)


@pytest.fixture
def labels() -> Callable[[Store], list[str]]:
    return lambda store: [entry.label for entry in store.journal()]
