from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.model.data import Veto
from core.model.people import Unit
from core.model.plan import Grade
from core.model.snapshot import Snapshot
from core.scoring.score import score
from gui.results.lines import grade_tone, lines_of, notes_of, ranking_columns, signed

UNITS = tuple(Unit(f"U{n}", f"{n}号乡", "乡镇") for n in range(1, 5))
GRADES = (
    Grade("", "优秀", Decimal(8), Decimal("0.25")),
    Grade("", "良好", Decimal(6)),
    Grade("", "较差", Decimal(0)),
)


def ranked(county: Any, **more: Any) -> Snapshot:
    marks = [(f"U{n}", "1", "E1", 1, 10 - n) for n in range(1, 5)]
    return county(marks, units=UNITS, grades=GRADES, **more)  # type: ignore[no-any-return]


def test_the_two_halves_add_up_to_the_raw_score(sample: Snapshot) -> None:
    result = score(sample)
    for row in lines_of(sample, result, "县直部门"):
        assert row.rated + row.line.quantitative == row.line.raw


def test_a_band_ends_where_the_grade_changes(county: Any) -> None:
    snapshot = ranked(county)
    rows = lines_of(snapshot, score(snapshot), "乡镇")
    assert [(r.line.grade, r.band, r.tone) for r in rows] == [
        ("优秀", 0, "first"), ("良好", 1, "good"), ("良好", 1, "good"), ("良好", 1, "good"),
    ]  # fmt: skip


def test_a_veto_moves_no_line(county: Any) -> None:
    snapshot = ranked(county, vetoes=(Veto("U2", "安全事故"),))
    rows = lines_of(snapshot, score(snapshot), "乡镇")
    assert rows[1].line.grade == "较差"
    assert [r.band for r in rows] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("level", "levels", "tone"),
    [(0, 4, "first"), (1, 4, "good"), (2, 4, "neutral"), (3, 4, "bad"), (0, 1, "first")],
)
def test_the_ends_of_the_ladder_stand_out(level: int, levels: int, tone: str) -> None:
    assert grade_tone(level, levels) == tone


def test_zero_has_no_sign() -> None:
    assert signed(Decimal("-0.50")) == "−0.50"
    assert signed(-Decimal("0.00")) == "0.00"


def test_the_headings_say_how_many_points_there_are(sample: Snapshot) -> None:
    titles = [c.title for c in ranking_columns(sample, "乡镇")]
    points = [Decimal(t.split()[1]) for t in titles if t[:2] in ("定量", "评分")]
    assert sum(points) == sample.settings.full_points


def test_marks_beside_a_name_say_what_is_wrong(county: Any) -> None:
    snapshot = county([("U1", "1", "E1", 1, 9)], units=UNITS[:2], vetoes=(Veto("U1", "安全事故"),))
    columns = {c.name: c for c in ranking_columns(snapshot, "乡镇")}
    rows = lines_of(snapshot, score(snapshot), "乡镇")
    assert [columns["unit"].mark(r) for r in rows] == ["否决", "缺1项"]


def test_notes_tell_quota_and_gap(county: Any) -> None:
    snapshot = ranked(county)
    notes = list(notes_of(snapshot, score(snapshot), "乡镇"))
    assert notes[0] == "优秀名额 25% × 4 = 1，取 1 名，已定 1 名。"
    assert "1号乡“优秀”与2号乡“良好”相差 1.00 分" in notes[1]
