from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UserError
from core.files import pdf


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A stand-in for LibreOffice that runs the given lines of Python with its arguments."""

    def install(body: str) -> None:
        work, script = tmp_path / "soffice.py", tmp_path / "soffice"
        work.write_text(f"import sys, pathlib\n{body}\n", encoding="utf-8")
        # a shell's line, because a shebang takes no path with spaces in it
        line = f'#!/bin/sh\nexec "{sys.executable}" "{work}" "$@"\n'
        script.write_text(line, encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(pdf, "find_office", lambda: str(script))

    return install


CONVERT = """
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1]); out.mkdir(exist_ok=True)
for name in sys.argv[sys.argv.index("--outdir") + 2:]:
    (out / pathlib.Path(name).with_suffix(".pdf").name).write_text("PDF of " + name)
"""


def documents(folder: Path, count: int) -> list[Path]:
    made = [folder / f"{n:03}_甲 乡_结果通知.docx" for n in range(count)]
    for path in made:
        path.touch()
    return made


def test_each_document_gets_its_pdf(office, tmp_path):
    office(CONVERT)
    told: list[tuple[int, int]] = []
    given = documents(tmp_path, pdf.BATCH + 1)
    made = pdf.write_pdfs(given, lambda done, total, note: told.append((done, total)))
    assert made == [path.with_suffix(".pdf") for path in given]
    assert all(path.read_text() == f"PDF of {path.with_suffix('.docx')}" for path in made)
    assert told == [(0, 21), (20, 21)]


def test_one_failure_leaves_none(office, tmp_path):
    office(CONVERT.replace("for name in", "assert len(sys.argv) > 9, 'kaputt'\nfor name in"))
    with pytest.raises(UserError, match="kaputt"):
        pdf.write_pdfs(documents(tmp_path, pdf.BATCH + 1))
    assert list(tmp_path.glob("*.pdf")) == []


def test_success_without_a_pdf_is_failure(office, tmp_path):
    office("")
    with pytest.raises(UserError, match="没有说明原因"):
        pdf.write_pdfs(documents(tmp_path, 1))


def test_one_that_hangs_is_stopped(office, tmp_path, monkeypatch):
    def late(command, timeout, **_how):
        raise subprocess.TimeoutExpired(command, timeout)

    office("")
    monkeypatch.setattr(pdf.subprocess, "run", late)
    with pytest.raises(UserError, match="120 秒"):
        pdf.write_pdfs(documents(tmp_path, 1))


def test_where_there_is_none_it_is_said(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(UserError, match="没有 LibreOffice"):
        pdf.find_office()


def test_the_real_one_takes_a_real_document(tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    import docx

    document = docx.Document()
    document.add_paragraph("考核结果")
    path = tmp_path / "甲乡 通知.docx"
    document.save(str(path))
    made = pdf.write_pdfs([path])
    assert made[0].read_bytes().startswith(b"%PDF")
