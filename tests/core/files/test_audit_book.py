"""The audit book, recalculated by LibreOffice: every difference is 0, and is not once a mark
has been tampered with."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from core.files.audit_book import audit_pages, write_audit
from core.files.audit_cover import TOTAL, compared
from core.files.audit_sheet import Formula
from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    Decision,
    Finding,
    Verification,
    Veto,
)
from core.model.people import Expert, Recusal, Unit
from core.model.plan import (
    Aggregation,
    Grade,
    Indicator,
    LeafKind,
    QuotaRounding,
    QuotaTies,
    RaterKind,
    RatingMode,
    Settings,
    TieRule,
)
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.check import check
from core.scoring.score import score

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed here"
)
# Functions that Excel 2016, WPS and LibreOffice all have
KNOWN = {
    "ABS", "AND", "AVERAGE", "COUNT", "COUNTIF", "EXACT", "HYPERLINK", "IF", "INDEX", "INT",
    "ISNUMBER", "MATCH", "MAX", "MID", "MIN", "OR", "REPT", "ROUND", "ROUNDDOWN", "ROUNDUP",
    "ROWS", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT", "TRIM", "VALUE",
}  # fmt: skip
RULES = (
    ("比例", "下限=0.6"), ("比例", "方向=越小越好"), ("比例", "取值=增长率"),
    ("达标", ""), ("达标", "方向=越小越好；取值=增长率"),
    ("差额扣分", "每=0.1；扣=0.5"), ("差额扣分", "每=0.3；扣=0.5；进位=整步；方向=越小越好"),
    ("差额扣分", "每=0.05；扣=0.5；进位=进一；取值=完成率"),
    ("分档", "档=95:1, 90:0.9, 80:0.8"), ("分档", "档=0.9:1, 1.1:0.5；方向=越小越好；取值=完成率"),
    ("插值", "零分值=50；满分值=110"), ("插值", "点=1:1, 0.8:0.6, 0.95:0.9, 0.6:0；取值=完成率"),
    ("功效系数", "不允许值=85；满意值=105"), ("功效系数", "不允许值=110；满意值=90；基础=0.5"),
    ("计次扣分", "扣=0.3"),
    ("排名", "末位比例=0.7"), ("排名", "每名扣=0.35；方向=越小越好"), ("排名", "每名减=0.15"),
    ("排名", "阶梯=5, 4.5, 3；取值=完成率"), ("排名", "取值=增长率"),
    ("比最优", ""), ("比最优", "方向=越小越好"), ("比最优", "取值=完成率"),
    ("比均值", ""), ("比均值", "基础=0.9；方向=越小越好"),
    ("票数", "系数=1, 0.8, 0.6, 0"),
)  # fmt: skip


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """The books as LibreOffice computes them, all in one call."""
    profile, out = folder / "profile", folder / "out"
    command = [
        "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "xlsx", "--outdir", str(out), *map(str, books),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [out / book.name for book in books]


def differences(path: Path) -> float:
    """The number on the cover."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("封面").to_python()
    return float(rows[3][1])


def told_differences(path: Path) -> list[list[Any]]:
    """Rows of the cover with differences, and the first such rows of the sheets."""
    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name("封面").to_python()[7:]
    wrong = [row for row in rows if isinstance(row[3], float) and row[3]]
    found = []
    for row in wrong:
        grid = book.get_sheet_by_name(str(row[0])).to_python()
        column = grid[2].index(row[1])
        found += [[row[0], *line] for line in grid[3:] if line[column] != 0][:3]
    return found


# Counties of every kind


def leaves(rng: random.Random, mode: RatingMode) -> Iterator[Indicator]:
    """Six quantitative leaves and four rated ones, of 10 points each."""
    for n, (rule, parameters) in enumerate(rng.sample(RULES, 6)):
        yield Indicator(
            f"1.{n}", f"定量{n}", points=Decimal(10), kind=LeafKind.QUANTITATIVE, rule=rule,
            parameters=parameters,
        )  # fmt: skip
    for n, method in enumerate((*Aggregation, None)):
        yield Indicator(
            f"2.{n}", f"评分{n}", points=Decimal(10), kind=LeafKind.RATED, aggregation=method
        )


def actual(rng: random.Random, unit: str, leaf: Indicator) -> Actual:
    target = Decimal(rng.choice(["100", "80", "99.9", "104"]))
    base = Decimal(rng.choice(["90", "95.5", "100"]))
    if rng.random() < 0.06:
        return Actual(unit, leaf.code, target, base, applies=False)
    if rng.random() < 0.06:
        return Actual(unit, leaf.code, rng.choice([None, target]), base)
    if leaf.rule == "票数":
        return Actual(unit, leaf.code, value=tuple(Decimal(rng.randint(1, 9)) for _ in range(4)))
    if leaf.rule == "计次扣分":
        return Actual(unit, leaf.code, value=Decimal(rng.randint(0, 5)))
    value = Decimal(rng.choice(["76", "79.9", "95", "95", "99.9", "100", "100.3", "110", "120.5"]))
    return Actual(
        unit, leaf.code, target, base, max(value, base) if "增长" in leaf.parameters else value
    )


def mark(rng: random.Random, mode: RatingMode) -> str:
    if mode is RatingMode.WORDS:
        return rng.choice(["优", "良", "良", "中", "差"])
    most = 100 if mode is RatingMode.PERCENT else 10
    return str(Decimal(rng.randint(most * 3, most * 5)) / 5)


def settings(rng: random.Random, mode: RatingMode) -> Settings:
    return Settings(
        name=f"=县{mode.value}", decimals=rng.choice([0, 1, 2, 2, 3]), rating_mode=mode,
        step=Decimal("0.1"), trim_count=rng.choice([1, 2]), trim_from=rng.choice([3, 5]),
        bonus_cap=rng.choice([None, Decimal(2)]), deduction_cap=rng.choice([None, Decimal(1)]),
        tie_rule=rng.choice(list(TieRule)), quota_rounding=rng.choice(list(QuotaRounding)),
        quota_ties=rng.choice(list(QuotaTies)), rescale=rng.random() < 0.7,
    )  # fmt: skip


GRADES = (
    Grade("", "优秀", Decimal(80), Decimal("0.3")), Grade("", "良好", Decimal(70), Decimal("0.25")),
    Grade("", "合格", Decimal(55), Decimal("0.4")), Grade("", "不合格", Decimal(0), Decimal("0.1")),
    Grade("部门", "好", Decimal(75), Decimal("0.35")), Grade("部门", "差", Decimal(10)),
)  # fmt: skip


KINDS = (RaterKind("领导", Decimal("0.6")), RaterKind("专家", Decimal("0.3")))


@pytest.fixture(scope="session")
def random_county(county: Callable[..., Snapshot]) -> Callable[[int], Snapshot]:
    def make(seed: int) -> Snapshot:
        rng = random.Random(seed)
        mode = list(RatingMode)[seed % 3]
        plan = settings(rng, mode)
        # Codes that a spreadsheet could take for one another: 1.1 and 1.10, a and A
        codes = ["1.1", "1.10", "a", "A", "x*", "x1", "?", "=1", "B9", "B09", "C1"]
        units = tuple(
            Unit(c, f"单位{c}", "部门" if n % 3 == 2 else "乡镇") for n, c in enumerate(codes)
        )
        tree = tuple(leaves(rng, mode))
        experts = tuple(
            Expert(
                f"E{n}",
                f"人{n}",
                kind=rng.choice(["领导", "专家"]),
                weight=Decimal(rng.choice(["1", "0.7", "2"])),
            )
            for n in range(7)
        )
        rated = [x for x in tree if x.kind is LeafKind.RATED]
        ratings = [
            (u.code, x.code, e.code, number, None if rng.random() < 0.08 else mark(rng, mode))
            for u in units for x in rated for e in experts for number in (1, 2)
            if rng.random() < (0.85 if number == 1 else 0.2) and u.code != "C1"
        ]  # fmt: skip
        measured = [x for x in tree if x.kind is LeafKind.QUANTITATIVE]
        actuals = [actual(rng, u.code, x) for u in units for x in measured if rng.random() < 0.95]
        actuals.append(Actual("a", "2.0", applies=False))
        return county(
            ratings, settings=replace(plan, full_points=Decimal(100)), indicators=tree, units=units,
            experts=experts,
            kinds=rng.choice([(), KINDS]),
            recusals=(Recusal("E1", "1.1"), Recusal("E2", "x*")), actuals=tuple(actuals),
            verifications=tuple(
                Verification("1.10", x.code, Finding.PARTLY, Decimal(99)) for x in measured
                if x.rule != "票数"
            )[:2],
            appeals=(
                Appeal("S1", "1.1", "2.1", decision=Decision.UPHELD, points=Decimal(9)),
                Appeal("S2", "1.1", "2.1", decision=Decision.PARTLY, points=Decimal(8)),
                Appeal("S3", "a", "2.0", decision=Decision.UPHELD, points=Decimal(8)),
                Appeal("S4", "A", "1.0", decision=Decision.DISMISSED, points=Decimal(1)),
                Appeal("S5", "C1", "2.3", decision=Decision.UPHELD, points=Decimal(7)),
            ),
            adjustments=(
                Adjustment("1.1", "甲", Decimal(2)), Adjustment("1.1", "乙", Decimal(1)),
                Adjustment("1.10", "丙", Decimal(-2)), Adjustment("A", "丁", Decimal(1)),
            ),
            vetoes=(
                Veto("1.10", "事故"), Veto("A", "事故", "合格"), Veto("A", "腐败", "降一等"),
                Veto("B9", "事故", "降一等"),
            )[: rng.choice([0, 4])],
            grades=rng.choice([(), GRADES]), words=("优", "良", "中", "差"),
        )  # fmt: skip

    return make


def every_rule() -> Snapshot:
    """Eight units under each rule, with many equal values and values on thresholds."""
    rng = random.Random(7)
    points = Decimal("7.5")
    tree = tuple(
        Indicator(
            f"{n}", f"指标{n}", points=points, kind=LeafKind.QUANTITATIVE, rule=rule,
            parameters=parameters,
        )
        for n, (rule, parameters) in enumerate(RULES)
    )  # fmt: skip
    units = tuple(Unit(f"U{n}", f"单位{n}", "乡镇") for n in range(8))
    return Snapshot(
        settings=Settings(full_points=points * len(RULES)),
        indicators=tree,
        units=units,
        actuals=tuple(actual(rng, u.code, leaf) for u in units for leaf in tree),
    )


def tied_county(
    county: Callable[..., Snapshot], rounding: QuotaRounding, quota_ties: QuotaTies, ties: TieRule
) -> Snapshot:
    """Fourteen units with few different totals, most of which reach the best grade, and quotas
    that ties straddle."""
    rng = random.Random(f"{rounding}{quota_ties}{ties}")
    units = tuple(Unit(f"U{n}", f"单位{n}", "乡镇") for n in range(14))
    counted = Indicator(
        "1", "定量", points=Decimal(5), kind=LeafKind.QUANTITATIVE, rule="计次扣分",
        parameters="扣=1",
    )  # fmt: skip
    rated = Indicator("2", "评分", points=Decimal(5), kind=LeafKind.RATED)
    return county(
        [(u.code, "2", "E1", 1, rng.choice([3, 4, 5])) for u in units],
        settings=Settings(
            full_points=Decimal(10), quota_rounding=rounding, quota_ties=quota_ties, tie_rule=ties
        ),
        indicators=(counted, rated),
        units=units,
        actuals=tuple(Actual(u.code, "1", value=Decimal(rng.randint(0, 2))) for u in units),
        vetoes=(Veto("U3", "事故", "良好"), Veto("U4", "事故", "降一等")),
        grades=(
            Grade("", "优秀", Decimal(8), Decimal("0.25")),
            Grade("", "良好", Decimal(7), Decimal("0.18")),
            Grade("", "合格", Decimal(6), Decimal("0.12")),
            Grade("", "不合格", Decimal(0)),
        ),
    )


@pytest.fixture(scope="session")
def counties(
    county: Callable[..., Snapshot], random_county: Callable[[int], Snapshot]
) -> dict[str, Snapshot]:
    found = {f"county-{seed}": random_county(seed) for seed in range(9)}
    for ways in product(QuotaRounding, QuotaTies, TieRule):
        found["-".join(ways)] = tied_county(county, *ways)
    return found | {"rules": every_rule(), "empty": Snapshot(settings=Settings(name="空"))}


def test_the_counties_are_sound(counties: dict[str, Snapshot]) -> None:
    for name, snapshot in counties.items():
        if name != "empty":
            assert not check(snapshot), name


def test_the_counties_meet_quotas_ties_and_gaps(counties: dict[str, Snapshot]) -> None:
    told = {notice.code for snapshot in counties.values() for notice in score(snapshot).notices}
    assert {"quota_tie", "quota_full"} <= told
    lines = [line for snapshot in counties.values() for line in score(snapshot).units]
    assert any(line.base != line.raw for line in lines) and any(line.missing for line in lines)


@needs_office
@pytest.mark.timeout(300)
def test_every_difference_reads_zero(counties: dict[str, Snapshot], tmp_path: Path) -> None:
    books = []
    for name, snapshot in counties.items():
        books.append(tmp_path / f"{name}.xlsx")
        write_audit(snapshot, score(snapshot), books[-1])
    wrong = {b.stem: told_differences(b) for b in recalculated(books, tmp_path) if differences(b)}
    assert not wrong


@needs_office
@pytest.mark.timeout(300)
def test_the_sample_county_and_a_tampered_mark(
    sample: tuple[Snapshot, Result], tmp_path: Path
) -> None:
    book = tmp_path / "audit.xlsx"
    write_audit(*sample, book)
    tampered = tmp_path / "tampered.xlsx"
    opened = openpyxl.load_workbook(book)
    marks = opened["评分"]
    column = [cell.value for cell in marks[3]].index("得分") + 1
    row = next(n for n in range(4, marks.max_row) if isinstance(marks.cell(n, column).value, float))
    for n in range(row, row + 5):  # a trimmed one alone would change nothing
        marks.cell(n, column).value = 0.5
    opened.save(tampered)
    straight, changed = recalculated([book, tampered], tmp_path)
    assert differences(straight) == 0, told_differences(straight)
    assert differences(changed) > 0


def test_formulas_use_only_functions_that_all_three_have(counties: dict[str, Snapshot]) -> None:
    used = set()
    for snapshot in counties.values():
        for page in audit_pages(snapshot, score(snapshot)):
            for row in page.rows:
                for value in row:
                    if isinstance(value, Formula):
                        assert len(value) < 8192
                        used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", value))
    assert used <= KNOWN


def test_every_step_is_held_against_the_official_result(sample: tuple[Snapshot, Result]) -> None:
    snapshot, result = sample
    sizes = [page.next - 4 for page, _column, _cells in compared(audit_pages(snapshot, result))]
    asked = int((result.states > 0).sum())
    assert sizes == [asked, *[len(snapshot.units)] * 8]


def test_data_that_looks_like_a_formula_stays_text(
    counties: dict[str, Snapshot], tmp_path: Path
) -> None:
    snapshot = counties["county-0"]
    write_audit(snapshot, score(snapshot), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [c for c in book["单位"]["A"] if c.value == "=1"]
    assert [c.data_type for c in cells] == ["s"]
    assert book["封面"][TOTAL].data_type == "f"
