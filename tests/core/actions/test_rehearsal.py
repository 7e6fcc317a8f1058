from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from core.actions.rehearsal import rehearse_book
from core.errors import Refused
from core.files.workbook_out import write_book
from core.sample.county import sample_snapshot
from core.scoring.score import score


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rehearsal") / "book.xlsx"
    write_book(sample_snapshot(6, 12, 7), path)
    return path


def with_results(book: Path, rows: Sequence[Sequence[object]]) -> Path:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook.create_sheet("结果")
    for row in (("单位", "总分", "名次", "等次"), *rows):
        sheet.append(row)
    path = book.with_name(f"with{len(list(book.parent.iterdir()))}.xlsx")
    workbook.save(path)
    return path


def own_results() -> list[list[object]]:
    lines = score(sample_snapshot(6, 12, 7)).units
    return [[x.unit.code, float(x.total), x.rank, x.grade] for x in lines]


def test_a_book_with_our_results_agrees_and_leaves_nothing(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = with_results(book, own_results())
    there = sorted(path.parent.iterdir())
    found = rehearse_book(path)
    assert (found.compared, found.differences, found.without) == (18, (), ())
    assert list(tmp_path.iterdir()) == [] and sorted(path.parent.iterdir()) == there


def test_units_may_be_named_and_other_values_are_listed(book: Path) -> None:
    rows = own_results()
    unit = sample_snapshot(6, 12, 7).units[0]
    row = next(row for row in rows if row[0] == unit.code)
    row[0], row[1] = unit.name, 1.25
    found = rehearse_book(with_results(book, rows))
    assert [(d.unit.code, d.item.value, str(d.theirs)) for d in found.differences] == [
        (unit.code, "总分", "1.25")
    ]


def test_units_that_the_book_does_not_have_are_refused(book: Path) -> None:
    first = own_results()[0]
    name = next(u.name for u in sample_snapshot(6, 12, 7).units if u.code == first[0])
    with pytest.raises(Refused) as refused:
        rehearse_book(with_results(book, [["无名", 1], first, [name, 1]]))
    assert [p.place.row for p in refused.value.problems] == [2, 4]
