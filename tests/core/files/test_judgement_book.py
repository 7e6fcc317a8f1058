from decimal import Decimal

import numpy as np
import openpyxl
import pytest

from core.errors import UserError
from core.files.judgement_book import read_judgements
from core.model.people import Expert, Unit
from core.model.plan import Indicator, LeafKind
from core.model.snapshot import Snapshot

A1 = [[1, 2, 5], [None, 1, 3], [None, None, 1]]


def leaf(code, parent, points, *categories) -> Indicator:
    return Indicator(code, code, parent, Decimal(points), LeafKind.RATED, categories=categories)


SNAPSHOT = Snapshot(
    indicators=(
        Indicator("1", "经济", points=Decimal(60)),
        *(leaf(f"1.{n}", "1", 20) for n in (1, 2, 3)),
        Indicator("2", "党建", points=Decimal(40)),
        leaf("2.1", "2", 10),
        leaf("2.2", "2", 30, "乡镇"),
        leaf("2.3", "2", 30, "部门"),
    ),
    units=(Unit("X1", "甲乡", "乡镇"), Unit("B1", "乙局", "部门")),
    experts=(Expert("E1", "赵一"), Expert("E2", "钱二")),
)


@pytest.fixture
def book(tmp_path):
    """`book({"1@E1": (("1.1", "1.2", "1.3"), rows)})`: a path; cells as they are."""

    def write(sheets):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, (codes, rows) in sheets.items():
            sheet = workbook.create_sheet(name)
            sheet.append(["", *codes])
            for code, row in zip(codes, rows, strict=True):
                sheet.append([code, *row])
        path = tmp_path / "judgements.xlsx"
        workbook.save(path)
        return path

    return write


ONE = ("1.1", "1.2", "1.3")


def read(path, snapshot=SNAPSHOT):
    return read_judgements(path, snapshot)


def told(found):
    return [str(p) for p in found.problems]


def test_one_sheet_a_parent_and_expert(book) -> None:
    path = book(
        {
            "1@E1": (ONE, A1),
            "1＠钱二": (ONE, A1),
            "根": ((1, 2), [[1, "1/3"], [3, 1]]),
            "2": (("2.1", "2.3"), [[1, 0.5], [2, 1]]),
        }
    )
    found = read(path)
    assert not found.problems
    assert not found.notices
    assert [(m.parent, m.expert) for m in found.matrices] == [
        ("1", "E1"), ("1", "E2"), ("根", ""), ("2", ""),
    ]  # fmt: skip
    assert found.sheets == ("1@E1", "1＠钱二", "根", "2")
    assert found.matrices[0].children == ONE
    assert found.matrices[0].values[2].tolist() == [1 / 5, 1 / 3, 1]
    assert found.matrices[2].values.tolist() == [[1, 1 / 3], [3, 1]]
    assert found.matrices[3].children == ("2.1", "2.3")


def test_rows_and_columns_stand_in_any_order_and_gaps_stay_gaps(book, tmp_path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "1"
    for row in [["相对", "1.3", "1.1", "1.2"], ["1.2", 3, None, 1], ["1.1", 5], ["1.3"]]:
        sheet.append(row)
    path = tmp_path / "order.xlsx"
    workbook.save(path)
    found = read(path)
    assert not found.problems
    (matrix,) = found.matrices
    assert matrix.children == ONE
    assert matrix.values[0, 2] == 5
    assert matrix.values[1, 2] == 3
    assert np.isnan(matrix.values[0, 1])


def test_a_formula_counts_as_its_cached_value_and_without_one_is_told(book) -> None:
    path = book({"1": (ONE, [[1, "=1/3", 2], [3, 1, 2], [None, None, 1]])})
    (problem,) = read(path).problems
    assert (problem.place.row, problem.place.column) == (2, "1.2")
    assert "公式" in problem.expected


def test_every_problem_at_once(book) -> None:
    path = book(
        {
            "9@E1": (ONE, A1),
            "1@": (ONE, A1),
            "1.1": (ONE, A1),
            "1@E1": (ONE, [[1, 12, 3], [2, 1, "x"], [None, 0.2, 2]]),
            "2@E1": (("2.1", "9.9"), [[1, 2], [None, 1]]),
            "根@E1": (("1", "1"), [[1, 2], [None, 1]]),
            "根@E2": (("1", "2"), [[1, None], [None, 1]]),
        }
    )
    lines = told(read(path))
    text = "\n".join(lines)
    for part in (
        "9@E1：“9”", "1@：“@”后面", "1.1：“1.1”：这个指标没有下级",
        "1@E1 第2行 1.2：“12”", "1@E1 第3行 1.3：“x”", "1@E1 第4行 1.3：“2”",
        "2@E1：“9.9”", "根@E1 第1行：“1”", "根@E1 第3行：“1”", "根@E2：判断不够",
    ):  # fmt: skip
        assert part in text, part
    assert not any("1@E1 第3行 1.1" in line for line in lines)  # its mirror is at fault already


def test_the_matrix_holds_all_children_or_those_of_a_category(book) -> None:
    (problem,) = read(book({"1": (ONE[:2], [[1, 2], [None, 1]])})).problems
    assert "还缺 1.3" in problem.expected
    (problem,) = read(book({"2": (("2.2", "2.3"), [[1, 2], [None, 1]])})).problems
    assert "还缺 2.1" in problem.expected
    three = ("2.1", "2.2", "2.3")
    assert not read(book({"2": (three, A1)})).problems


def test_two_sheets_for_one_expert_and_one_for_nobody_beside_them(book) -> None:
    path = book({"1@E1": (ONE, A1), "1@赵一": (ONE, A1), "1": (ONE, A1)})
    lines = told(read(path))
    assert len(lines) == 2
    assert "1@赵一：与工作表“1@E1”是同一位专家" in lines[0]
    assert "没有写明的" in lines[1]


def test_any_expert_will_do_before_there_are_any(book) -> None:
    bare = Snapshot(indicators=SNAPSHOT.indicators)
    found = read(book({"1@王五": (ONE, A1)}), bare)
    assert not found.problems
    assert found.matrices[0].expert == "王五"


def test_who_is_not_on_the_roster_counts_and_is_named(book) -> None:
    found = read(book({"1@E1": (ONE, A1), "1@E7": (ONE, A1)}))
    assert not found.problems
    assert [m.expert for m in found.matrices] == ["E1", "E7"]
    (notice,) = found.notices
    assert "E7" in notice.text


def test_a_matrix_on_a_sheet_of_another_name_is_no_note(book) -> None:
    found = read(book({"1@E1": (ONE, A1), "1.9": (ONE, A1), "草稿": (("甲",), [["乙"]])}))
    assert [p.place.sheet for p in found.problems] == ["1.9"]
    assert "草稿" in found.notices[0].text


def test_sheets_called_otherwise_are_left_aside_and_named(book) -> None:
    path = book({"1": (ONE, A1), "填表说明": (("甲",), [["乙"]])})
    found = read(path)
    assert len(found.matrices) == 1
    assert "填表说明" in found.notices[0].text
    with pytest.raises(UserError, match="没有判断矩阵"):
        read(book({"填表说明": (("甲",), [["乙"]])}))


def test_a_plan_without_indicators_says_so(book) -> None:
    with pytest.raises(UserError, match="还没有指标"):
        read(book({"1": (ONE, A1)}), Snapshot())


def test_more_than_fifteen_children_are_refused(book) -> None:
    codes = tuple(f"K{n:02}" for n in range(16))
    many = Snapshot(
        indicators=(Indicator("K", "K"), *(leaf(code, "K", 1) for code in codes)),
    )
    rows = [[1] * 16 for _ in codes]
    (problem,) = read(book({"K": (codes, rows)}), many).problems
    assert "15" in problem.expected


def test_an_empty_sheet_and_dates_in_place_of_fractions(book, tmp_path) -> None:
    from datetime import date

    path = book({"1@E1": ((), []), "1@E2": (ONE, [[1, date(2026, 1, 3), 2], [2, 1], [None]])})
    lines = told(read(path))
    assert "1@E1" in lines[0]
    assert "日期" in lines[1]
