from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.files.score_sheet import PAGE_HEIGHT, PAGE_WIDTH, write_score_sheet
from core.files.score_sheet_form import FIRST_ROW, Form, forms_of
from core.files.score_sheet_marker import MARKER_SHEET
from core.model.people import Recusal, Unit
from core.model.plan import Indicator, RatingMode
from core.model.rounds import Round
from core.model.snapshot import Snapshot

GOLDEN = Path(__file__).parents[2] / "files" / "score_sheet.txt"
NAMES = ("甲乡", "县人力资源和社会保障局", "=丙镇")


@pytest.fixture
def plan(county: Callable[..., Snapshot], rated: Callable[..., Any]) -> Snapshot:
    """Three units and five leaves, so two bands; E1 is recused from U2, leaf 2.5 is for 部门."""
    leaves = [rated(f"2.{n}", "2", parent="2", criteria=f"查台账{n}") for n in range(1, 5)]
    last = rated("2.5", "2", parent="2", categories=("部门",), source="县委办")
    kinds = ("乡镇", "部门", "乡镇")
    bare = county(
        indicators=(Indicator("2", "党建"), *leaves, last),
        units=tuple(Unit(f"U{n}", NAMES[n - 1], kinds[n - 1]) for n in (1, 2, 3)),
        rounds=(Round(1),),
        recusals=(Recusal("E1", "U1"),),
    )
    return replace(bare, settings=replace(bare.settings, name="甲县2026年度考核", year=2026))


def form_of(snapshot: Snapshot, expert: str = "E2") -> Form:
    return forms_of(snapshot, Round(1), "2026-03-01 09:00")[expert]


@pytest.fixture
def written(plan: Snapshot, tmp_path: Path) -> Callable[..., Any]:
    import openpyxl

    def write(snapshot: Snapshot = plan, expert: str = "E2") -> Any:
        path = tmp_path / f"{expert}.xlsx"
        write_score_sheet(form_of(snapshot, expert), path)
        return openpyxl.load_workbook(path)

    return write


def told(book: Any) -> Iterator[str]:
    for sheet in book.worksheets:
        yield f"[{sheet.title}] {sheet.sheet_state}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    mark = "" if cell.protection.locked else " *"
                    yield f"{cell.coordinate}{mark} {cell.value}".replace("\n", "\\n")


def test_the_book_says_what_the_golden_one_says(written: Callable[..., Any]) -> None:
    assert list(told(written())) == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_only_what_is_asked_can_be_filled_in(plan: Snapshot, written: Callable[..., Any]) -> None:
    for expert in ("E1", "E2"):  # E1 is recused from U1
        sheet, form = written(expert=expert)["评分表"], form_of(plan, expert)
        layout = form.layout
        free = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
        wanted = {
            sheet.cell(layout.rows[unit], layout.columns[leaf] + beside).coordinate
            for unit, leaf in layout.asked
            for beside in (0, 1)
        }
        assert free == wanted


def test_sheets_are_protected_without_a_password(written: Callable[..., Any]) -> None:
    book = written()
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
    assert book.security.lockStructure
    assert book.security.workbookPassword is None


def test_every_cell_to_fill_has_its_validation(plan: Snapshot, written: Callable[..., Any]) -> None:
    sheet, layout = written()["评分表"], form_of(plan).layout
    covered = {
        (cell.row, cell.column): rule
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row in sheet[area.coord if ":" in area.coord else f"{area.coord}:{area.coord}"]
        for cell in row
    }
    assert covered.keys() == {(layout.rows[u], layout.columns[x]) for u, x in layout.asked}
    for rule in covered.values():
        assert rule.type == "custom" and rule.showErrorMessage and rule.allow_blank
        assert rule.formula1.startswith("IF(ISNUMBER(")
        assert "步长 0.01" in rule.error


def test_words_are_chosen_from_a_list(plan: Snapshot, written: Callable[..., Any]) -> None:
    graded = replace(plan, settings=replace(plan.settings, rating_mode=RatingMode.WORDS))
    rules = written(graded)["评分表"].data_validations.dataValidation
    assert {(r.type, r.formula1) for r in rules} == {("list", '"优,良,中,差,弃权"')}


def test_it_is_set_up_for_paper(plan: Snapshot, written: Callable[..., Any]) -> None:
    sheet = written()["评分表"]
    assert sheet.freeze_panes == f"C{FIRST_ROW}"
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$4:$6", "$A:$B")
    assert sheet.print_area == f"'评分表'!$A$1:$L${sheet.max_row}"
    assert [b.id for b in sheet.col_breaks.brk] == [2 + 2 * 2]
    assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text
    assert "签名" in sheet.oddFooter.left.text
    assert "E2 专家2" in sheet.oddHeader.left.text
    lines = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert any(line.startswith("专家签名：") for line in lines)
    assert any("录入：" in line and "核对：" in line for line in lines)


def test_each_band_fits_a_page(plan: Snapshot, written: Callable[..., Any]) -> None:
    from openpyxl.utils import get_column_letter as letter

    sheet, form = written()["评分表"], form_of(plan)
    widths = {n: sheet.column_dimensions[letter(n)].width for n in range(1, 13)}
    for band in form.bands:
        columns = [1, 2, *range(3 + 2 * band.start, 3 + 2 * band.stop)]
        assert sum(widths[n] for n in columns) <= PAGE_WIDTH + 0.01


def test_rows_go_to_pages_whole(
    county: Callable[..., Snapshot], tmp_path: Path, plan: Snapshot
) -> None:
    import openpyxl

    many = replace(plan, units=tuple(Unit(f"U{n}", f"第{n}镇", "乡镇") for n in range(1, 61)))
    write_score_sheet(form_of(many), tmp_path / "many.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "many.xlsx")["评分表"]
    heights = {n: sheet.row_dimensions[n].height for n in range(1, sheet.max_row + 1)}
    head = sum(heights[n] for n in (4, 5, 6))
    edges = [0, *(b.id for b in sheet.row_breaks.brk), sheet.max_row]
    assert len(edges) > 3
    for n, (first, last) in enumerate(pairwise(edges)):
        height = sum(heights[row] for row in range(first + 1, last + 1)) + (head if n else 0)
        assert height <= PAGE_HEIGHT


def test_a_name_that_looks_like_a_formula_is_text(written: Callable[..., Any]) -> None:
    cell = written()["评分表"].cell(FIRST_ROW + 2, 2)
    assert (cell.value, cell.data_type) == ("=丙镇", "s")


def test_an_ampersand_in_a_name_is_no_code(plan: Snapshot, written: Callable[..., Any]) -> None:
    named = replace(plan, settings=replace(plan.settings, name="A&B县"))
    assert "A&&B县" in written(named)["评分表"].oddHeader.right.text


def test_the_marker_is_there_and_hidden(written: Callable[..., Any]) -> None:
    assert written()[MARKER_SHEET].sheet_state == "veryHidden"


def test_the_count_of_filled_cells_leaves_out_the_shut_ones(written: Callable[..., Any]) -> None:
    formula = written()["评分表"]["A3"].value
    found = re.fullmatch(r'="已填 "&\(SUMPRODUCT\((.+)\)-(\d+)\)&" 项，共 (\d+) 项"', formula)
    assert found is not None
    assert (found[2], found[3]) == ("2", "13")
    assert "$C$7:$L$9" in found[1]
