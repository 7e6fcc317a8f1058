from __future__ import annotations

from decimal import Decimal

from core.files.audit_grades import NO_LIMIT, grade_pages
from core.files.audit_quantitative import quantitative_pages
from core.files.audit_rated import rated_pages
from core.files.audit_raw import raw_pages
from core.files.audit_totals import total_pages
from core.model.data import Veto
from core.model.plan import Grade
from core.scoring.score import score

RATINGS = [("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)]
GRADES = (
    Grade("", "差", Decimal(0), Decimal("0.5")), Grade("", "好", Decimal(5), Decimal("0.5")),
    Grade("", "中", Decimal(3)),
)  # fmt: skip


def pages(snapshot):
    raw, result = raw_pages(snapshot), score(snapshot)
    steps = rated_pages(snapshot, raw), quantitative_pages(snapshot, raw)
    return grade_pages(snapshot, result, raw, total_pages(snapshot, result, raw, *steps))


def test_grades_stand_best_first_and_the_lowest_takes_all(county) -> None:
    rows = pages(county(RATINGS, grades=GRADES)).quotas.rows
    assert [(row[2], row[7] == NO_LIMIT) for row in rows] == [
        ("好", False), ("中", True), ("差", True),
    ]  # fmt: skip


def test_without_vetoes_nothing_looks_for_them(county) -> None:
    found = pages(county(RATINGS))
    assert "步骤8_否决" not in [page.name for page in found.pages]
    assert not any("否决'!" in str(value) for row in found.grades.rows for value in row)


def test_a_veto_has_its_row_and_is_looked_up(county) -> None:
    found = pages(county(RATINGS, grades=GRADES, vetoes=(Veto("U2", "事故", "降一等"),)))
    assert found.vetoes.rows[0][:3] == ("U2", "事故", "降一等")
    assert "'步骤8_否决'!$G$4:$G$4" in found.grades.rows[0][-2]


def test_the_first_row_opens_the_places(county) -> None:
    first, second = pages(county(RATINGS, grades=GRADES)).grades.rows
    assert first[10:16] == (
        "='步骤8_名额'!$H$4", "='步骤8_名额'!$H$5", "='步骤8_名额'!$H$6", "=0", "=0", "=0",
    )  # fmt: skip
    assert second[10].startswith("=K4-IF(AND(I4=1") and second[13].startswith("=IF(OR(N4=1")


def test_every_unit_has_its_line_beside_the_official_one(county) -> None:
    rows = pages(county(RATINGS)).results.rows
    assert [(row[0], row[4], row[7], row[10]) for row in rows] == [
        ("U1", 8.0, 1, "良好"), ("U2", 7.0, 2, "合格"),
    ]  # fmt: skip
