"""A small assessment with every noun in it, and a stored file of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.model.ballots import AssessmentKeys, Ballot, Return
from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    CommitteeMember,
    Decision,
    Finding,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Verification,
    Veto,
)
from core.model.draw import Draw
from core.model.keyed import KeyedMark, KeyedSheet
from core.model.marks import ABSTAINED, MARK_SCALE, make_marks
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Grade, Indicator, LeafKind, RaterKind, RatingMode, Settings
from core.model.publication import Publication
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.store.store import Store

UNITS = (
    Unit("X02", "北山乡", "乡镇", short="北山"),
    Unit("X01", "南牛乡", "乡镇", note="含原东牛乡"),
    Unit("B01", "县财政局", "县直"),
)
# In row order the leaves are not in tree order, and the experts not in order of their codes.
INDICATORS = (
    Indicator("2", "工作质量", points=Decimal("40")),
    Indicator("1", "经济发展"),
    Indicator("1.1", "财政收入", "1", Decimal("60.5"), LeafKind.QUANTITATIVE, rule="比例"),
    Indicator("2.1", "党建", "2", Decimal("10"), LeafKind.RATED, categories=("乡镇", "县直")),
    Indicator("2.2", "创新", "2", Decimal("29.5"), LeafKind.RATED),
)
EXPERTS = (
    Expert("E02", "王五", weight=Decimal("1.5")),
    Expert("E01", "张三", "县财政局", "局长", "财政", "领导"),
)
ROUNDS = (
    Round(1, RoundState.CLOSED, closed_at="2026-02-28T18:00:00+08:00", absent=("E02",)),
    Round(2, scope=("2.1", "X01:2.2"), opened_at="2026-03-01T08:00:00+08:00"),
)
OTHERS: tuple[Any, ...] = (
    RaterKind("领导", Decimal("0.6")),
    RaterKind("专家", Decimal("0.4")),
    Assignment(kind="专家", category="乡镇"),
    Assignment(expert="E01", indicator="2"),
    Recusal("E01", "B01", "本单位"),
    Actual("X01", "1.1", target=Decimal("100.50"), base=Decimal(-3), value=Decimal("95.1")),
    Actual("X02", "1.1", value=(Decimal(120), Decimal(60)), note="票数"),
    Actual("B01", "2.1", applies=False),
    Adjustment("X01", "省级表彰", Decimal("2.00"), "文件"),
    Veto("B01", "安全事故", "合格"),
    Grade("", "优秀", Decimal(90), Decimal("0.3")),
    Grade("", "合格", Decimal(0)),
    CommitteeMember("李四", "县长", role="组长", order=1),
    Opinion("X01", "指标偏高", adopted=False, note="已说明"),
    Monitoring("X01", "1.1", "一季度", Decimal("20.25")),
    SelfAssessment("X01", "2.1", Decimal("9.5"), "自评"),
    Verification("X01", "1.1", Finding.PARTLY, Decimal(90), "现场", "赵六"),
    Appeal("S1", "X01", "2.1", "偏低", date(2026, 3, 1), Decision.UPHELD, Decimal("9")),
    ResultUse("X01", "奖励"),
    Rectification("Z1", "B01", "进度慢", deadline=date(2026, 6, 30), accepted=True),
    Ballot("b0", 2, "E01", "aa", "2026-03-01T08:00:00+08:00", "dd", superseded=True),
    Ballot("b1", 2, "E01", "bb", "2026-03-02T08:00:00+08:00", "dd"),
    Return("b1", 2, "E01", 3, "K7Q2-M9XD", "cc", "ff", "2026-03-03T08:00:00+08:00", ("B01",)),
    Draw(1, "2026-02-01T09:00:00+08:00", "种子", 1, "财政", ("E02",), ("E02", "E01"), ("E01",)),
    KeyedSheet(1, 2, "E02", "E02.xlsx", "ab", "赵六", "2026-03-04T08:00:00+08:00"),
    KeyedMark(1, "X01", "2.1", "9.5", "台账齐全", "C7"),
    KeyedMark(1, "B01", "2.2", "弃权", cell="E9"),
)
KEPT: tuple[Any, ...] = (
    AssessmentKeys("0f", "1f", "2f"),
    Publication(1, "2026-04-01T09:00:00+08:00", "0.1.0", "ab", "eJw=", "", "2026-04-02", "重算"),
)
SETTINGS = Settings(
    name="2026年度考核", year=2026, issue_date=date(2026, 12, 31), rating_mode=RatingMode.POINTS
)


@dataclass(frozen=True)
class Whole:
    """The nouns, as a snapshot (in reading order) and as rows to put."""

    snapshot: Snapshot
    rows: tuple[Any, ...]


def _of(kind: type) -> tuple[Any, ...]:
    return tuple(row for row in OTHERS if isinstance(row, kind))


@pytest.fixture(scope="session")
def whole() -> Whole:
    marks = make_marks(
        # units X02, X01, B01; leaves 2.1, 2.2, 1.1; experts E01, E02
        unit=[0, 0, 0, 1, 1, 2],
        leaf=[0, 0, 1, 0, 0, 1],
        expert=[0, 1, 0, 1, 1, 0],
        round=[1, 1, 1, 1, 2, 2],
        value=[8 * MARK_SCALE, 95 * MARK_SCALE // 10, ABSTAINED, 7 * MARK_SCALE, 0, 3 * MARK_SCALE],
    )
    snapshot = Snapshot(
        settings=SETTINGS,
        indicators=INDICATORS,
        units=UNITS,
        experts=tuple(sorted(EXPERTS, key=lambda e: e.code)),
        kinds=_of(RaterKind),
        assignments=_of(Assignment),
        recusals=_of(Recusal),
        actuals=_of(Actual),
        adjustments=_of(Adjustment),
        vetoes=_of(Veto),
        grades=_of(Grade),
        committee=_of(CommitteeMember),
        opinions=_of(Opinion),
        monitoring=_of(Monitoring),
        self_assessments=_of(SelfAssessment),
        verifications=_of(Verification),
        appeals=_of(Appeal),
        result_uses=_of(ResultUse),
        rectifications=_of(Rectification),
        ballots=_of(Ballot),
        returns=_of(Return),
        draws=_of(Draw),
        keyed_sheets=_of(KeyedSheet),
        keyed_marks=_of(KeyedMark),
        rounds=ROUNDS,
        words=("优", "良"),
        marks=marks,
        reasons={(1, "E01", "X02", "2.1"): "材料齐全", (2, "E02", "X01", "2.1"): "没有开展"},
    )
    return Whole(snapshot, (*INDICATORS, *UNITS, *EXPERTS, *ROUNDS, *OTHERS, *KEPT))


@pytest.fixture
def stored(tmp_path: Path, whole: Whole) -> Path:
    """A file with all of it, made by one edit."""
    path = tmp_path / "示例县.kaoping"
    snapshot = whole.snapshot
    with Store.create(path) as store, store.edit("建立", actor="测试") as edit:
        edit.put_settings(snapshot.settings)
        edit.put(*whole.rows)
        edit.put_marks(snapshot, snapshot.marks, snapshot.reasons)
    return path


@pytest.fixture
def sql() -> Callable[..., list[Any]]:
    """Run statements on a file as someone with a plain SQLite tool would; the last one's rows."""

    def run(path: Path, *statements: str) -> list[Any]:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            rows: list[Any] = []
            for statement in statements:
                rows = connection.execute(statement).fetchall()
            return rows

    return run


@pytest.fixture(scope="session")
def flat() -> Callable[[Snapshot], dict[str, Any]]:
    """A snapshot as plain values that compare."""

    def plain(snapshot: Snapshot) -> dict[str, Any]:
        fields = {n: getattr(snapshot, n) for n in snapshot.__dataclass_fields__}
        marks = fields.pop("marks")
        columns = (marks.unit, marks.leaf, marks.expert, marks.round, marks.value)
        return fields | {"marks": [c.tolist() for c in columns]}

    return plain
