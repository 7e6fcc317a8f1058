from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from core.actions.ballot_work import ballot_status, fill_ballot, seal_to
from core.actions.rounds import open_round
from core.errors import Refused, UserError
from core.exchange.ballot import open_ballot

HEADER = ("专家", "单位", "指标", "得分", "理由")


def book(path, *rows, header=HEADER):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "评分"
    for row in (header, *rows):
        sheet.append(row)
    workbook.save(path)
    return path


@pytest.fixture
def ballot(desk):
    open_round(desk.store)
    return desk.issue("E1")["E1"]


def held(ballot):
    with open_ballot(ballot.path, ballot.pin, write=False) as working:
        return {pair: (mark.value, mark.reason) for pair, mark in working.marks.items()}


def test_a_book_is_entered_as_the_window_would(ballot, tmp_path):
    rows = (
        ("E1", "U1", "1", 8.5, None),
        ("E1", "U1", "2", "弃权", None),
        ("E1", "U2", 1, "7", "有据"),
    )
    filled = fill_ballot(ballot.path, ballot.pin, book(tmp_path / "a.xlsx", *rows))
    assert held(ballot) == {
        ("U1", "1"): (Decimal("8.5"), ""),
        ("U1", "2"): ("弃权", ""),
        ("U2", "1"): (Decimal(7), "有据"),
    }
    review = filled.status.review
    assert (filled.entered, review.asked, review.given, review.abstained) == (3, 6, 2, 1)
    assert review.missing == (("U2", "2"), ("U3", "1"), ("U3", "2"))


def test_all_or_nothing_with_every_problem_named(ballot, tmp_path):
    rows = (
        (1, "E1", "U1", "1", 8),
        (2, "E1", "U1", "2", 8),
        (1, "E2", "U1", "2", 8),
        (1, "E1", "U9", "1", 8),
        (1, "E1", "U2", "9", 8),
        (1, "E1", "U2", "1", 11),
        (1, "E1", "U3", "1", 8.005),
        (1, "E1", "U1", "1", 7),
    )
    header = ("轮次", *HEADER[:4])
    with pytest.raises(Refused) as refused:
        fill_ballot(ballot.path, ballot.pin, book(tmp_path / "a.xlsx", *rows, header=header))
    told = [(p.place.row, p.place.column) for p in refused.value.problems]
    assert told == [
        (3, "轮次"),
        (5, "单位"),
        (6, "指标"),
        (7, "得分"),
        (8, "得分"),
        (9, "指标"),
    ]
    assert held(ballot) == {}


def test_of_a_common_book_only_the_own_rows_are_entered(ballot, tmp_path):
    common = book(tmp_path / "a.xlsx", ("E2", "U1", "1", 99, None), ("E1", "U1", "1", 8, None))
    filled = fill_ballot(ballot.path, ballot.pin, common)
    assert (filled.entered, filled.passed_over) == (1, 1)
    assert held(ballot) == {("U1", "1"): (Decimal(8), "")}
    foreign = book(tmp_path / "b.xlsx", ("E2", "U1", "1", 8, None), ("E3", "U1", "1", 8, None))
    with pytest.raises(Refused, match="别人的评分不能录入") as refused:
        fill_ballot(ballot.path, ballot.pin, foreign)
    assert len(refused.value.problems) == 1


def test_what_is_recused_is_not_asked(desk, tmp_path):
    open_round(desk.store)
    ballot = desk.issue("E5")["E5"]
    with pytest.raises(Refused, match="没有这个单位"):
        fill_ballot(ballot.path, ballot.pin, book(tmp_path / "a.xlsx", ("E5", "U3", "1", 8, None)))


def test_a_book_without_ratings_says_so(ballot, tmp_path):
    with pytest.raises(UserError, match="没有评分"):
        fill_ballot(ballot.path, ballot.pin, book(tmp_path / "a.xlsx"))


def test_the_round_may_be_named(ballot, tmp_path):
    path = book(tmp_path / "a.xlsx", (1, "E1", "U1", "1", 8), header=("轮次", *HEADER[:4]))
    assert fill_ballot(ballot.path, ballot.pin, path).entered == 1


def test_a_mark_without_its_reason_is_entered_but_cannot_be_handed_in(ballot, tmp_path):
    path = book(tmp_path / "a.xlsx", ("E1", "U1", "1", 1, None), ("E1", "U1", "2", 2, "差"))
    status = fill_ballot(ballot.path, ballot.pin, path).status
    assert status.review.lacking == (("U1", "1"),)
    out = tmp_path / "E1.return"
    with pytest.raises(Refused, match="甲乡/1 党建"):
        seal_to(ballot.path, ballot.pin, out)
    assert not out.exists()


def test_status_says_whose_ballot_it_is(ballot, tmp_path):
    seal_to(ballot.path, ballot.pin, tmp_path / "E1.return")
    status = ballot_status(ballot.path, ballot.pin)
    assert (status.name, status.year, status.round) == ("甲县2026年度考核", 2026, 1)
    assert (status.expert, status.expert_name, status.sealed) == ("E1", "专家1", 1)


def test_a_wrong_pin_opens_nothing(ballot, tmp_path):
    wrong = "22222-22222"
    for act in (
        lambda: ballot_status(ballot.path, wrong),
        lambda: fill_ballot(ballot.path, wrong, tmp_path / "a.xlsx"),
        lambda: seal_to(ballot.path, wrong, tmp_path / "a.return"),
    ):
        with pytest.raises(UserError, match="PIN 不对"):
            act()


def test_gaps_are_no_hindrance_to_handing_in(desk, ballot, tmp_path):
    desk.fill(ballot, {("U1", "1"): 8})
    sealed, review = seal_to(ballot.path, ballot.pin, tmp_path / "E1.return")
    assert len(review.missing) == 5 and len(sealed.content.marks) == 1


def test_handing_in_again_replaces_the_return_and_nothing_else(desk, ballot, tmp_path):
    out = tmp_path / "E1.return"
    first, _review = seal_to(ballot.path, ballot.pin, out)
    desk.fill(ballot, {("U1", "1"): 8})
    second, _review = seal_to(ballot.path, ballot.pin, out)
    assert out.read_bytes() == second.data and first.receipt != second.receipt
    assert second.content.sequence == 2
    for other in (desk.store.path, tmp_path, ballot.path):
        before = other.read_bytes() if other.is_file() else None
        with pytest.raises(UserError, match="不会覆盖"):
            seal_to(ballot.path, ballot.pin, other)
        assert before is None or other.read_bytes() == before
