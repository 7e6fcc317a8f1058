"""The whole line from the command line: a county's workbook to its letters, and back again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from core.cli.run import run

SIZE = ("--units", "9", "--indicators", "12", "--experts", "5", "--seed", "3")


@pytest.fixture
def kaoping(capsys):
    def call(*words: object, code: int = 0) -> str:
        capsys.readouterr()
        found = run([str(word) for word in words], lambda path: 9)
        out, err = capsys.readouterr()
        assert found == code, err or out
        assert "Traceback" not in err
        return out if code in (0, 3) else err

    return call


@pytest.fixture
def county(kaoping, tmp_path) -> Path:
    """A small sample county: the folder that `sample` wrote."""
    kaoping("sample", tmp_path / "county", *SIZE)
    return tmp_path / "county"


def books(county: Path) -> tuple[Path, Path]:
    """The workbook and the filled ratings."""
    ratings = county / "评分.xlsx"
    (book,) = set(county.glob("*.xlsx")) - {ratings}
    return book, ratings


def answer(kaoping, file: Path) -> dict:
    return json.loads(kaoping("results", file, "--json"))


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_from_workbook_to_letters_and_back(kaoping, county, tmp_path):
    file, (book, ratings) = tmp_path / "考评.kaoping", books(county)
    kaoping("new", file, "--from", book)
    kaoping("import", file, ratings)
    first = answer(kaoping, file)
    assert len(first["units"]) == 9

    kaoping("import", file, book, ratings)
    entries = json.loads(kaoping("journal", file, "--json"))
    assert len(entries) == 2, "the same books twice change nothing"
    assert answer(kaoping, file) == first

    table = kaoping("results", file)
    book_out = tmp_path / "结果册.xlsx"
    kaoping("results", file, "--xlsx", book_out)
    assert book_out.read_bytes().startswith(b"PK")
    for unit in first["units"]:
        assert unit["total"] in table and unit["grade"] in table

    unit = next(u for u in first["units"] if u["complete"])
    assert unit["total"] in kaoping("explain", file, "--unit", unit["code"]).splitlines()[0]
    leaf, score = next(iter(unit["indicators"].items()))
    story = kaoping("explain", file, "--unit", unit["code"], "--indicator", leaf, "--json")
    assert json.loads(story)["value"] == score

    kaoping("letters", file, "--out", tmp_path / "通知")
    complete = [u for u in first["units"] if u["complete"]]
    assert len(list((tmp_path / "通知").glob("*_结果通知.docx"))) == len(complete)

    kaoping("verify", file)
    kaoping("backup", file, tmp_path / "备份")
    (copy,) = (tmp_path / "备份").iterdir()
    restored = tmp_path / "恢复.kaoping"
    kaoping("restore", copy, restored)
    assert answer(kaoping, restored) == first

    kaoping("export", restored, tmp_path / "出.xlsx")
    again = tmp_path / "再来.kaoping"
    kaoping("new", again, "--from", tmp_path / "出.xlsx")
    assert answer(kaoping, again) == first


def test_an_import_is_undone_and_redone(kaoping, county, tmp_path):
    import openpyxl

    file, (book, ratings) = tmp_path / "a.kaoping", books(county)
    kaoping("new", file, "--from", book)
    kaoping("import", file, ratings)
    first = answer(kaoping, file)
    change = openpyxl.Workbook()
    sheet = change.active
    sheet.title = "加减分"
    sheet.append(["单位", "事项", "分值"])
    sheet.append([first["units"][0]["code"], "撤销试验", "0.5"])
    change.save(tmp_path / "change.xlsx")
    kaoping("import", file, tmp_path / "change.xlsx")
    second = answer(kaoping, file)
    assert second["assessment"]["digest"] != first["assessment"]["digest"]
    kaoping("undo", file)
    assert answer(kaoping, file) == first
    kaoping("redo", file)
    assert answer(kaoping, file) == second
    assert kaoping("verify", file)
    kaoping("redo", file, code=1)


def test_refusals_change_nothing(kaoping, county, tmp_path):
    file, (book, _ratings) = tmp_path / "a.kaoping", books(county)
    kaoping("new", file, "--from", book)
    before = fingerprint(file)
    kaoping("new", file, "--from", book, code=1)
    kaoping("restore", file, file, code=1)
    kaoping("import", file, file, code=1)
    kaoping("import", file, tmp_path / "没有.xlsx", code=1)
    kaoping("results", book, code=1)
    kaoping("explain", file, "--unit", "无此单位", code=1)
    kaoping("letters", file, "--out", tmp_path / "通知", "--unit", "无此单位", code=1)
    assert fingerprint(file) == before and not (tmp_path / "通知").exists()


def test_a_refused_book_leaves_no_file(kaoping, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    kaoping("new", tmp_path / "a.kaoping", "--from", tmp_path / "坏.xlsx", code=1)
    assert [p.name for p in tmp_path.iterdir()] == ["坏.xlsx"]


@pytest.mark.parametrize("command", ["results", "verify", "undo", "redo", "journal"])
def test_a_file_that_is_no_assessment_is_refused(kaoping, tmp_path, command):
    foreign = tmp_path / "foreign.kaoping"
    foreign.write_bytes(b"no database at all")
    assert len(kaoping(command, foreign, code=1).splitlines()) == 1
    assert len(kaoping(command, tmp_path / "missing.kaoping", code=1).splitlines()) == 1
    assert not (tmp_path / "missing.kaoping").exists()


def test_verify_notices_a_change_past_the_program(kaoping, county, tmp_path):
    import sqlite3
    from contextlib import closing

    file = tmp_path / "a.kaoping"
    kaoping("new", file, "--from", books(county)[0])
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE units SET name = '冒名' WHERE id = (SELECT min(id) FROM units)")
        connection.commit()
    found = json.loads(kaoping("verify", file, "--json", code=3))
    assert found["ok"] is False and found["problems"]
    assert kaoping("verify", file, code=3)
    kaoping("backup", file, tmp_path / "备份", code=1)
    assert not list((tmp_path / "备份").iterdir())


def test_json_book_and_letter_say_the_same_digits(kaoping, county, tmp_path):
    import docx
    import openpyxl

    file, (book, ratings) = tmp_path / "考评.kaoping", books(county)
    kaoping("new", file, "--from", book)
    kaoping("import", file, ratings)
    units = {u["name"]: u for u in answer(kaoping, file)["units"] if u["complete"]}
    kaoping("letters", file, "--out", tmp_path / "通知")
    kaoping("results", file, "--xlsx", tmp_path / "册.xlsx")

    shown = {}
    for sheet in openpyxl.load_workbook(tmp_path / "册.xlsx").worksheets:
        for row in sheet.iter_rows(values_only=True):
            numbers = (f"{cell:.2f}" for cell in row if isinstance(cell, int | float))
            shown.setdefault(row[1], set()).update(numbers)
    for name, unit in units.items():
        (path,) = (tmp_path / "通知").glob(f"*_{name}_结果通知.docx")
        letter = docx.Document(path)
        text = "".join(p.text for p in letter.paragraphs)
        cells = {c.text for table in letter.tables for c in table._cells}
        assert unit["total"] in text
        assert set(unit["indicators"].values()) <= cells
        parts = {unit[part] for part in ("total", "base", "bonus", "deduction")}
        assert parts <= shown[unit["code"]]
