from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from core.actions.assessment import back_up, create, opened, restore, verify
from core.errors import Refused, UserError
from core.model.people import Unit


def book(path: Path, *units: tuple[str, ...]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "单位"
    sheet.append(["编码", "名称", "类别"])
    for row in units:
        sheet.append(row)
    workbook.save(path)
    return path


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "考评.kaoping"
    create(path)
    with opened(path) as store, store.edit("录入") as edit:
        edit.put(Unit("X01", "甲乡", "乡镇"))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_book_becomes_a_file(tmp_path):
    path = tmp_path / "a.kaoping"
    report = create(path, book(tmp_path / "b.xlsx", ("X01", "甲乡", "乡镇")))
    assert report.changed and report.books[0].book == "b.xlsx"
    with opened(path, write=False) as store:
        assert [unit.name for unit in store.read().units] == ["甲乡"]
        assert len(store.journal()) == 1
    assert names(tmp_path) == ["a.kaoping", "b.xlsx"]


def test_a_refused_book_leaves_no_file(tmp_path):
    with pytest.raises(Refused):
        create(tmp_path / "a.kaoping", book(tmp_path / "b.xlsx", ("X01", "甲乡", "")))
    assert names(tmp_path) == ["b.xlsx"]


def test_a_missing_book_leaves_no_file(tmp_path):
    with pytest.raises(UserError):
        create(tmp_path / "a.kaoping", tmp_path / "b.xlsx")
    assert names(tmp_path) == []


def test_an_existing_file_is_not_made_again(file, tmp_path):
    before = file.read_bytes()
    with pytest.raises(UserError, match="已经存在"):
        create(file)
    assert file.read_bytes() == before


def test_a_backup_is_a_sound_copy_under_its_own_name(file, tmp_path):
    folder = tmp_path / "深" / "备份"
    first, second = back_up(file, folder), back_up(file, folder)
    assert names(folder) == sorted([first.name, second.name]) and first != second
    assert all(name.startswith("考评_20") and name.endswith(".kaoping") for name in names(folder))
    assert verify(first) == []
    with opened(first, write=False) as copy, opened(file, write=False) as store:
        assert copy.read().units == store.read().units


def test_no_folder_is_made_for_what_is_no_assessment(tmp_path):
    (tmp_path / "a.kaoping").write_text("考评")
    with pytest.raises(UserError):
        back_up(tmp_path / "a.kaoping", tmp_path / "备份")
    assert names(tmp_path) == ["a.kaoping"]


def test_a_backup_is_restored(file, tmp_path):
    copy = back_up(file, tmp_path / "备份")
    back = tmp_path / "恢复.kaoping"
    restore(copy, back)
    assert verify(back) == []
    with opened(back) as store:
        assert [unit.code for unit in store.read().units] == ["X01"]


def test_nothing_is_restored_over_a_file(file, tmp_path):
    copy = back_up(file, tmp_path / "备份")
    with pytest.raises(UserError, match="已经存在"):
        restore(copy, file)


def tamper(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE units SET name = '冒名'")
        connection.commit()


def test_a_change_past_the_program_is_found_and_not_copied(file, tmp_path):
    assert verify(file) == []
    tamper(file)
    assert [problem.place.sheet for problem in verify(file)] == ["单位"]
    with pytest.raises(Refused):
        back_up(file, tmp_path / "备份")
    with pytest.raises(Refused):
        restore(file, tmp_path / "恢复.kaoping")
    assert names(tmp_path / "备份") == [] and not (tmp_path / "恢复.kaoping").exists()
