from __future__ import annotations

from decimal import Decimal

import pytest

from core.files.audit_rated import rated_pages
from core.files.audit_raw import raw_pages
from core.model.data import Actual
from core.model.people import Recusal
from core.model.plan import Aggregation, RatingMode, Settings

RATINGS = [("U1", "1", f"E{n}", 1, n) for n in range(1, 6)]


def pages(snapshot):
    return rated_pages(snapshot, raw_pages(snapshot))


def test_a_row_a_mark_a_row_a_kind_a_row_a_cell(county) -> None:
    found = pages(county(RATINGS))
    assert [len(page.rows) for page in found.pages] == [5, 1, 2]
    assert set(found.scores) == {(0, 0), (1, 0)}, "a unit without marks has its row too"


def test_reasons_not_to_count_a_mark_are_asked_only_where_they_can_be(county) -> None:
    plain = pages(county(RATINGS)).marks.rows[0][7]
    assert "回避" not in plain and "后轮" not in plain and "不适用" not in plain
    again = county([*RATINGS, ("U1", "1", "E1", 2, 9)])
    assert all("后轮已改" in row[7] for row in pages(again).marks.rows)
    recused = county(RATINGS, recusals=(Recusal("E1", "U1"),))
    assert "EXACT('回避'!" in pages(recused).marks.rows[0][7]
    excluded = county(RATINGS, actuals=(Actual("U1", "1", applies=False),))
    assert "'完成值'!$E$4=\"不适用\"" in pages(excluded).marks.rows[0][7]


@pytest.mark.parametrize(
    ("method", "said"),
    [(Aggregation.MEAN, "=I4*G4"), (Aggregation.MEDIAN, "INT("), (Aggregation.TRIMMED, "'方案'!")],
)
def test_the_weight_follows_the_method(county, rated, method: Aggregation, said: str) -> None:
    snapshot = county(RATINGS, indicators=(rated("1", "10", aggregation=method),))
    row = pages(snapshot).marks.rows[0]
    assert said in row[11]
    assert (row[10] is None) == (method is Aggregation.MEAN), "a mean needs no places"


@pytest.mark.parametrize(
    ("mode", "said"), [(RatingMode.POINTS, "F4,0)"), (RatingMode.PERCENT, "F4*'指标'!$C$4/100")]
)
def test_a_mark_becomes_points_by_the_mode(county, mode: RatingMode, said: str) -> None:
    settings = Settings(full_points=Decimal(10), rating_mode=mode)
    assert said in pages(county(RATINGS, settings=settings)).marks.rows[0][9]
