from __future__ import annotations

import pytest

from core.files.fonts import font_notices


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_every_unit_gets_its_letter(kaoping, file, tmp_path):
    outcome = kaoping("letters", file, "--out", tmp_path / "通知")
    assert outcome.code == 0 and "3份" in outcome.out
    # All that may be said besides is which of the papers' fonts this machine lacks.
    assert outcome.err == "".join(f"{notice.text}\n" for notice in font_notices())
    assert len(names(tmp_path / "通知")) == 3
    assert all(name.endswith("_结果通知.docx") for name in names(tmp_path / "通知"))


def test_units_are_chosen(kaoping, file, tmp_path):
    words = ("--unit", "X02", "--unit", "B01", "--kind", "结果通知")
    assert kaoping("letters", file, "--out", tmp_path / "通知", *words).code == 0
    assert [name[:3] for name in names(tmp_path / "通知")] == ["002", "003"]


def test_an_incomplete_unit_gets_none_and_is_named(kaoping, file, write_book, tmp_path):
    rows = [("编码", "名称", "类别"), ("X03", "新设乡", "乡镇")]
    kaoping("import", file, write_book(tmp_path / "b.xlsx", {"单位": rows}))
    outcome = kaoping("letters", file, "--out", tmp_path / "通知")
    assert outcome.code == 0 and "新设乡" in outcome.err
    assert len(names(tmp_path / "通知")) == 3
    refused = kaoping("letters", file, "--out", tmp_path / "另", "--unit", "X03")
    assert refused.code == 1 and "新设乡" in refused.err and not (tmp_path / "另").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--kind", "通报"], 2),
        (["--kind", "情书"], 2),
        (["--unit", "X09"], 1),
        (["--template", "没有.docx"], 1),
    ],
)
def test_what_cannot_be_written_writes_nothing(kaoping, file, tmp_path, words, code):
    outcome = kaoping("letters", file, "--out", tmp_path / "通知", *words)
    assert (outcome.code, outcome.out) == (code, "") and outcome.err
    assert ".log" not in outcome.err
    assert names(tmp_path) == ["考评.kaoping"]


def test_without_a_converter_there_is_a_plain_word(kaoping, file, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    outcome = kaoping("letters", file, "--out", tmp_path / "通知", "--pdf")
    assert outcome.code == 1 and "没有 LibreOffice" in outcome.err
    assert names(tmp_path) == ["考评.kaoping"]
