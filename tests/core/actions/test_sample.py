"""The sample county on disk: its books, its file, and the copy kept in resources/samples."""

from dataclasses import fields, replace

import numpy as np
import pytest

import core.actions.sample as sample_action
from core.actions.assessment import create, verify
from core.actions.sample import write_sample
from core.actions.workbook import import_books
from core.errors import UserError
from core.model.data import Actual
from core.model.marks import Marks
from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot
from core.sample.source import SAMPLES
from core.scoring.score import score
from core.store.store import Store

NAME = "清岚县2026年度绩效考核"


def stored(path):
    with Store.open(path, write=False) as store:
        return store.read()


def content(snapshot):
    """Everything in it, comparable: rows in the order of their text, marks by their codes."""
    seen = {
        f.name: sorted(map(repr, getattr(snapshot, f.name)))
        for f in fields(Snapshot)
        if f.name not in ("settings", "marks", "reasons", "words", "published")
    }
    return seen | {"settings": snapshot.settings, "reasons": dict(snapshot.reasons)}


def marks_by_code(s):
    m = s.marks
    units, leaves = [u.code for u in s.units], [i.code for i in s.tree.leaves]
    experts = [e.code for e in s.experts]
    return {
        (int(r), experts[e], units[u], leaves[i]): int(v)
        for u, i, e, r, v in zip(m.unit, m.leaf, m.expert, m.round, m.value, strict=True)
    }


def assert_same(one, other):
    first, second = content(one), content(other)
    for name in first:
        assert first[name] == second[name], name
    assert marks_by_code(one) == marks_by_code(other)


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "county"
    return folder, write_sample(folder)


def test_it_writes_the_books_the_file_and_what_they_are(county):
    folder, paths = county
    assert [p.name for p in paths] == [f"{NAME}.xlsx", "评分.xlsx", f"{NAME}.kaoping", "说明.txt"]
    assert sorted(folder.iterdir()) == sorted(paths)
    text = paths[-1].read_text("utf-8")
    assert "虚构" in text and "48个单位" in text


def test_the_file_holds_the_county_as_it_was_made(county):
    _, paths = county
    assert_same(stored(paths[2]), sample_snapshot())
    assert verify(paths[2]) == []


def test_the_stored_county_scores_the_same(county):
    _, paths = county
    made, kept = score(sample_snapshot()), score(stored(paths[2]))
    assert made.units == kept.units
    assert [n.code for n in made.notices] == [n.code for n in kept.notices]


def test_the_books_in_the_repository_are_those_of_the_sources(tmp_path):
    """Where this fails, the sources changed: run `main.py sample DIR` and copy both books."""
    path = tmp_path / "kept.kaoping"
    create(path, SAMPLES / f"{NAME}.xlsx")
    with Store.open(path) as store:
        import_books(store, [SAMPLES / "评分.xlsx"])
    assert_same(stored(path), sample_snapshot())


def test_the_ratings_book_holds_ratings_alone(county):
    from python_calamine import CalamineWorkbook

    folder, _ = county
    assert CalamineWorkbook.from_path(folder / "评分.xlsx").sheet_names == ["评分"]
    sheets = CalamineWorkbook.from_path(folder / f"{NAME}.xlsx").sheet_names
    assert "评分" not in sheets and {"方案", "指标", "整改", "领导小组"} <= set(sheets)


def test_it_overwrites_nothing(county):
    folder, paths = county
    before = {p: p.read_bytes() for p in paths}
    with pytest.raises(UserError, match=r"说明\.txt"):
        write_sample(folder, 3, 3, 3)
    assert {p: p.read_bytes() for p in folder.iterdir()} == before


def test_rounds_have_a_book_each_and_the_last_is_open(tmp_path):
    paths = write_sample(tmp_path / "c", 6, 20, 5, 3, seed=4)
    assert [p.name for p in paths[1:4]] == ["评分_第1轮.xlsx", "评分_第2轮.xlsx", "评分_第3轮.xlsx"]
    assert_same(stored(paths[4]), sample_snapshot(6, 20, 5, 3, seed=4))


def test_more_marks_than_a_sheet_has_rows_go_straight_into_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(sample_action, "MOST_ROWS", 50)
    paths = write_sample(tmp_path, 6, 20, 5)
    assert [p.suffix for p in paths] == [".xlsx", ".kaoping", ".txt"]
    assert "没有写成工作簿" in paths[-1].read_text("utf-8")
    assert_same(stored(paths[1]), sample_snapshot(6, 20, 5))


def test_a_failure_leaves_no_folder(tmp_path, monkeypatch):
    def refuse(*_):
        raise UserError("没有成")

    monkeypatch.setattr(sample_action, "create", refuse)
    with pytest.raises(UserError, match="没有成"):
        write_sample(tmp_path / "none", 3, 3, 3)
    assert not (tmp_path / "none").exists()


def test_content_notices_a_difference():
    one = sample_snapshot(3, 5, 3)
    other = replace(one, actuals=(*one.actuals, Actual("X01", "9")))
    assert content(one) != content(other)
    m = one.marks
    more = replace(one, marks=Marks(m.unit, m.leaf, m.expert, m.round, np.asarray(m.value + 1)))
    assert marks_by_code(one) != marks_by_code(more)
