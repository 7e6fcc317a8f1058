from __future__ import annotations

import pytest

from core.actions import letters
from core.errors import UserError
from core.model.result import Result
from core.model.snapshot import Snapshot


@pytest.fixture
def asked(monkeypatch) -> list[tuple]:
    """Stand-ins for the writers: two small files, and a PDF beside each."""
    calls: list[tuple] = []

    def write(snapshot, result, folder, units, template, report):
        calls.append((units, template, report))
        folder.mkdir(exist_ok=True)
        made = [folder / "001_甲.docx", folder / "002_乙.docx"]
        for path in made:
            path.write_text(path.name)
        return made

    def convert(documents, report):
        for path in documents:
            path.with_suffix(".pdf").write_text("pdf")

    monkeypatch.setattr(letters, "write_letters", write)
    monkeypatch.setattr(letters, "write_pdfs", convert)
    monkeypatch.setattr(letters, "find_office", lambda: "soffice")
    return calls


def write(folder, **how):
    return letters.write_papers(Snapshot(), Result((), None, None, 2), folder, **how)


def test_what_is_asked_is_passed_on(asked, tmp_path):
    template, report = tmp_path / "t.docx", print
    write(tmp_path / "out", units=["U1"], template=template, report=report)
    assert asked == [(["U1"], template, report)]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["001_甲.docx", "002_乙.docx"]


def test_pdfs_come_beside_the_letters(asked, tmp_path):
    made = write(tmp_path / "out", pdf=True)
    assert made == [tmp_path / "out" / "001_甲.docx", tmp_path / "out" / "002_乙.docx"]
    assert all(path.is_file() and path.with_suffix(".pdf").is_file() for path in made)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_failed_conversion_leaves_the_folder_as_it_was(asked, tmp_path, monkeypatch):
    def fail(documents, report):
        documents[0].with_suffix(".pdf").write_text("half")
        raise UserError("LibreOffice")

    monkeypatch.setattr(letters, "write_pdfs", fail)
    with pytest.raises(UserError):
        write(tmp_path / "out", pdf=True)
    assert list(tmp_path.iterdir()) == []


def test_without_a_converter_nothing_is_begun(asked, tmp_path, monkeypatch):
    def none():
        raise UserError("没有 LibreOffice")

    monkeypatch.setattr(letters, "find_office", none)
    with pytest.raises(UserError):
        write(tmp_path / "out", pdf=True)
    assert asked == [] and list(tmp_path.iterdir()) == []
