from decimal import Decimal

import openpyxl
import pytest

from core.actions.weights import apply_weights, judgement_text, weights_of
from core.errors import Refused, UserError
from core.model.people import Expert, Unit
from core.model.plan import Indicator, LeafKind
from core.model.publication import Publication
from core.store.store import Store

A1 = [[1, 2, 5], [None, 1, 3], [None, None, 1]]
A2 = [[1, 3, 4], ["1/3", 1, 2], [0.25, 0.5, 1]]
BAD = [[1, 3, 0.2], ["1/3", 1, 3], [5, "1/3", 1]]
CODES = ("1", "2", "3")


def write(path, sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        codes = [f"{name.split('@')[0]}.{c}" for c in CODES] if name[0].isdigit() else CODES
        sheet.append(["", *codes])
        for code, row in zip(codes, rows, strict=True):
            sheet.append([code, *row])
    workbook.save(path)
    return path


@pytest.fixture
def store(tmp_path):
    rows = [Indicator(c, c, "", Decimal(p), LeafKind.RATED) for c, p in zip("23", (30, 30))]  # noqa: B905
    kin = [
        Indicator(f"1.{c}", c, "1", Decimal(p), LeafKind.RATED)
        for c, p in (("1", 10), ("2", 10), ("3", 20))
    ]
    with Store.create(tmp_path / "a.kaoping") as made, made.edit("plan") as edit:
        edit.put(Indicator("1", "经济", "", Decimal(40)), *kin, *rows)
        edit.put(Unit("X", "甲乡", "乡镇"), Expert("E1", "赵一"), Expert("E2", "钱二"))
    with Store.open(tmp_path / "a.kaoping") as opened:
        yield opened


def test_the_group_is_combined_and_divided(store, tmp_path) -> None:
    book = write(tmp_path / "b.xlsx", {"根@E1": A1, "根@E2": A2})
    found = weights_of(store.read(), book)
    assert [(j.weighed.matrix.parent, j.expert) for j in found.matrices] == [
        ("根", "E1"), ("根", "E2"), ("根", None),
    ]  # fmt: skip
    combined = found.matrices[-1]
    assert combined.points == {"1": Decimal("60.50"), "2": Decimal("27.24"), "3": Decimal("12.26")}
    assert sum(found.matrices[0].points.values()) == 100
    assert found.consensus["根"] == pytest.approx(0.988, abs=1e-3)


def test_one_sheet_without_an_expert_is_the_combined_one(store, tmp_path) -> None:
    found = weights_of(store.read(), write(tmp_path / "b.xlsx", {"根": A1}))
    assert [j.expert for j in found.matrices] == [None]
    assert found.consensus == {"根": None}
    found = weights_of(store.read(), write(tmp_path / "b.xlsx", {"根@E2": A1}))
    assert [j.expert for j in found.matrices] == ["E2", None]
    assert found.matrices[0].points == found.matrices[1].points


def test_gaps_are_said(store, tmp_path) -> None:
    rows = [[1, 2, None], [None, 1, 3], [None, None, 1]]
    found = weights_of(store.read(), write(tmp_path / "b.xlsx", {"根@E1": rows, "根@E2": A1}))
    assert [n.code for n in found.notices] == ["gaps"]
    assert "根@E1" in found.notices[0].text
    assert found.matrices[-1].weighed.gaps == 0


def test_one_expert_who_contradicts_himself_refuses_all(store, tmp_path) -> None:
    book = write(tmp_path / "b.xlsx", {"根@E1": A1, "根@E2": BAD, "1@E1": [[1, 99, 1]] * 3})
    with pytest.raises(Refused) as refused:
        weights_of(store.read(), book)
    lines = str(refused.value).splitlines()
    (own,) = (line for line in lines if "根@E2" in line)
    assert "“1”比“3”的 1/5，改为 9 后 CR 为 0.0000" in own
    assert own.count("改为") == 3
    assert any("各专家合成" in line for line in lines)
    assert any("1@E1 第2行" in line and "99" in line for line in lines)  # all at once
    assert not any("根@E1 " in line for line in lines)


def test_into_the_plan_as_one_step_that_can_be_undone(store, tmp_path) -> None:
    before = store.read()
    weights = weights_of(before, write(tmp_path / "b.xlsx", {"根@E1": A1, "根@E2": A2, "1": A1}))
    assert store.read() is before  # looking changes nothing
    entries = len(store.journal())
    changed = apply_weights(store, weights)
    after = store.read().tree.by_code
    assert {r.code for r in changed} == {"1", "1.1", "1.2", "1.3", "2", "3"}
    assert after["1"].points == Decimal("60.50")
    assert [str(after[f"1.{c}"].points) for c in CODES] == ["35.18", "18.7", "6.62"]
    assert sum(after[f"1.{c}"].points for c in CODES) == Decimal("60.50")
    assert [i.code for i in store.read().indicators] == [i.code for i in before.indicators]
    assert len(store.journal()) == entries + 1
    assert "b.xlsx" in store.journal()[-1].label
    # again: nothing to change, nothing written
    again = weights_of(store.read(), tmp_path / "b.xlsx")
    assert apply_weights(store, again) == ()
    assert len(store.journal()) == entries + 1
    store.undo()
    assert store.read().indicators == before.indicators


def test_marks_that_would_no_longer_fit_refuse_it(store, tmp_path, marks_of) -> None:
    from core.model.rounds import Round, RoundState

    with store.edit("marks") as edit:
        edit.put(Round(1, RoundState.CLOSED))
        edit.put_marks(store.read(), marks_of(store.read(), [("X", "3", "E1", 1, 20)]))
    before = store.read()
    weights = weights_of(before, write(tmp_path / "b.xlsx", {"根": A1}))
    with pytest.raises(Refused, match="没有写入") as refused:
        apply_weights(store, weights)
    assert any("评分" in str(p) and "20" in str(p) for p in refused.value.problems)
    assert store.read().indicators == before.indicators


def test_published_results_refuse_it(store, tmp_path) -> None:
    weights = weights_of(store.read(), write(tmp_path / "b.xlsx", {"根": A1}))
    with store.edit("publish") as edit:
        edit.put(Publication(1, "2026-01-01T00:00:00+08:00", "0", "0" * 64, "{}"))
    with pytest.raises(UserError, match="公布"):
        apply_weights(store, weights)


def test_a_parent_that_says_nothing_of_its_worth_is_named(store, tmp_path) -> None:
    with store.edit("categories") as edit:
        edit.put(Indicator("1", "经济", "", None))
        edit.put(Indicator("1.3", "3", "1", Decimal(20), LeafKind.RATED, categories=("乡镇",)))
        edit.put(Indicator("1.2", "2", "1", Decimal(10), LeafKind.RATED, categories=("部门",)))
        edit.put(Unit("B", "乙局", "部门"))
    with pytest.raises(Refused, match="没有写分值"):
        weights_of(store.read(), write(tmp_path / "b.xlsx", {"1": A1}))


def test_judgements_are_told_as_people_write_them() -> None:
    assert [judgement_text(v) for v in (3.0, 1 / 7, 2.449489, 0.4)] == ["3", "1/7", "2.45", "2/5"]
