from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.actions.assessment import opened, verify
from core.actions.next_year import KEPT, next_year, succeeding
from core.actions.sample import write_sample
from core.errors import UserError
from core.model.data import Actual, Finding, Verification
from core.model.plan import Indicator, LeafKind, Settings
from core.scoring.check import check


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample"), 6, 12, 7)[-2]


def read(path: Path):
    with opened(path, write=False) as store:
        return store.read()


def test_plan_and_people_stay_and_the_rest_goes(sample_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "2027.kaoping"
    made = next_year(sample_file, target)
    before, after = read(sample_file), read(target)
    assert made.year == after.settings.year == 2027 and "2027" in after.settings.name
    for noun in KEPT:
        assert getattr(after, noun) == getattr(before, noun), noun
    gone = ("adjustments", "vetoes", "appeals", "verifications", "rounds", "self_assessments")
    assert len(after.marks) == 0 and all(not getattr(after, noun) for noun in gone)
    assert made.bases == len(after.actuals) > 0
    assert check(after) == [] and verify(target) == []


def test_last_years_value_becomes_the_base(county) -> None:
    leaves = tuple(
        Indicator(code, code, points=Decimal(5), kind=kind, rule=rule, parameters=parameters)
        for code, kind, rule, parameters in (
            ("1", LeafKind.QUANTITATIVE, "比例", ""),
            ("2", LeafKind.QUANTITATIVE, "票数", "系数=1, 0"),
            ("3", LeafKind.RATED, "", ""),
        )
    )
    snapshot = county(
        indicators=leaves,
        actuals=(
            Actual("U1", "1", Decimal(10), Decimal(3), Decimal(8), note="去年"),
            Actual("U2", "1", Decimal(10), Decimal(3)),
            Actual("U1", "2", value=(Decimal(1), Decimal(2))),
            Actual("U1", "3", applies=False),
        ),
        verifications=(Verification("U1", "1", Finding.PARTLY, Decimal(7)),),
    )
    assert succeeding(snapshot).actuals == (Actual("U1", "1", base=Decimal(7)),)


def test_dates_and_numbers_of_papers_do_not_stay(county) -> None:
    settings = Settings(
        name="甲县2026年考核", year=2026, issue_date=date(2027, 1, 1), plan_number="〔2026〕3号"
    )
    found = succeeding(replace(county(), settings=settings)).settings
    assert found == replace(
        settings, name="甲县2027年考核", year=2027, issue_date=None, plan_number=""
    )
    assert succeeding(replace(county(), settings=Settings())).settings.year is None
    with pytest.raises(UserError, match="9999"):
        succeeding(replace(county(), settings=Settings(year=9999)))


def test_an_existing_file_is_refused(sample_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("mine")
    with pytest.raises(UserError, match="已经存在"):
        next_year(sample_file, target)
    assert target.read_text() == "mine"
