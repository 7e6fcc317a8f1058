import os
import stat
import warnings
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.errors import UserError
from core.files.results_book import results_workbook, write_results
from core.model.data import Adjustment
from core.model.people import Unit
from core.model.plan import Settings
from core.model.rounds import Round, RoundState
from core.model.snapshot import Snapshot
from core.scoring.digest import digest
from core.scoring.score import score

ROWS = [(u, "1", e, 1, v) for e in ("E1", "E2") for u, v in (("U1", "9.3"), ("U2", "7.25"))]


def write(snapshot, path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_results(snapshot, score(snapshot), path)
        return load_workbook(path)


def texts(sheet) -> list[str]:
    return [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]


def test_a_book_with_every_sheet(county, tmp_path) -> None:
    book = write(county(ROWS), tmp_path / "结果.xlsx")
    assert book.sheetnames == ["汇总", "乡镇排名", "指标得分", "一致性", "图表", "说明"]
    assert len(book["图表"]._images) == 3
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert "&P" in sheet.oddFooter.center.text


def test_numbers_are_the_results_own(county, tmp_path) -> None:
    snapshot = county(ROWS, adjustments=(Adjustment("U2", "表彰", Decimal("0.10")),))
    book = write(snapshot, tmp_path / "book.xlsx")
    sheet = book["乡镇排名"]
    assert [sheet["I5"].value, sheet["I6"].value] == [9.3, 7.35]
    assert sheet["I5"].number_format == "0.00"
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]


def test_hostile_names_stay_text(county, tmp_path) -> None:
    units = (Unit("U1", "=cmd|'/c calc'!A1", "县直/部门:[一]"), Unit("U2", "@甲", "汇总\x07"))
    settings = Settings(full_points=Decimal(10), name="=考核&P", office="+办")
    book = write(county(ROWS, units=units, settings=settings), tmp_path / "book.xlsx")
    assert book.sheetnames[1:3] == ["县直_部门__一_排名", "汇总排名"]
    cell = book["汇总"]["C4"]
    assert (cell.value, cell.data_type) == (units[0].name, "s")
    assert book["汇总"].oddFooter.left.text == "=考核&&P"


def test_a_category_may_be_called_as_a_sheet_is(county, tmp_path) -> None:
    units = (Unit("U1", "甲", "类" * 31 + "一"), Unit("U2", "乙", "类" * 31 + "二"))
    names = write(county(ROWS, units=units), tmp_path / "book.xlsx").sheetnames
    assert len(set(names)) == 7
    assert all(len(name) <= 31 for name in names)


def test_the_notes_say_what_it_rests_on(county, tmp_path) -> None:
    snapshot = county(ROWS, rounds=(Round(1, RoundState.OPEN),))
    result = score(snapshot)
    found = texts(write(snapshot, tmp_path / "book.xlsx")["说明"])
    assert digest(snapshot) in found
    assert "暂定（第1轮评分未关闭）" in found
    for notice in result.notices:
        assert notice.text in found


def test_nothing_to_say_is_said(county, tmp_path) -> None:
    found = texts(write(county(ROWS), tmp_path / "book.xlsx")["说明"])
    assert "没有需要说明的问题。" in found


def test_an_empty_assessment_is_a_book_too(tmp_path) -> None:
    book = write(Snapshot(), tmp_path / "book.xlsx")
    assert "图表" not in book.sheetnames


def test_decimals_follow_the_plan(county, tmp_path) -> None:
    for decimals, form in ((0, "0"), (4, "0.0000")):
        settings = Settings(full_points=Decimal(10), decimals=decimals)
        book = write(county(ROWS, settings=settings), tmp_path / f"{decimals}.xlsx")
        assert book["乡镇排名"]["I5"].number_format == form


def test_a_book_replaces_its_predecessor_whole_or_not_at_all(county, tmp_path, monkeypatch) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(UserError, match="磁盘已满"):
        write_results(county(ROWS), score(county(ROWS)), path)
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["book.xlsx"]


def _full(_handle) -> None:
    raise OSError(28, "磁盘已满")


def test_a_folder_that_is_not_there_is_refused(county, tmp_path) -> None:
    with pytest.raises(UserError):
        write_results(county(ROWS), score(county(ROWS)), tmp_path / "none" / "book.xlsx")


def test_others_may_read_the_book(county, tmp_path) -> None:
    write(county(ROWS), tmp_path / "book.xlsx")
    plain = tmp_path / "plain"
    plain.touch()
    modes = [stat.S_IMODE((tmp_path / n).stat().st_mode) for n in ("book.xlsx", "plain")]
    assert modes[0] == modes[1]


def test_published_results_say_so(county) -> None:
    snapshot = replace(county(ROWS), published=True)
    sheet = results_workbook(snapshot, score(snapshot))["汇总"]
    assert "已公布" in sheet["A2"].value
