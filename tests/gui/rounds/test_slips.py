from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core.actions.ballots import Issued
from gui.rounds.slips import ACROSS, DOWN, Slips, write_pdf


def issued(count: int = 15) -> list[Issued]:
    return [
        Issued(f"E{n:02}", f"专家{n}", Path(f"/优盘/E{n:02}.ballot"), f"AAAA{n:02}-BBBB")
        for n in range(count)
    ]


@pytest.fixture
def slips(qtbot: Any, answers: Any) -> Slips:
    made = Slips(None, answers, issued(), 2, "甲县2026年度考核")
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_pin_is_shown(slips: Slips) -> None:
    assert [row.pin for row in slips.table.rows.source.rows] == [one.pin for one in issued()]


def test_leaving_before_they_are_kept_asks(slips: Slips, answers: Any) -> None:
    answers.yes = False
    slips.leave.click()
    assert slips.isVisible()
    answers.yes = True
    slips.leave.click()
    assert not slips.isVisible()


def test_the_list_is_a_table(slips: Slips, answers: Any, tmp_path: Path) -> None:
    answers.paths = [tmp_path / "码.csv"]
    slips.save.click()
    with (tmp_path / "码.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["PIN"] for row in rows] == [one.pin for one in issued()]
    answers.yes = False
    slips.leave.click()
    assert not slips.isVisible()  # nothing is lost by leaving now


def test_a_place_that_cannot_be_written_is_told(slips: Slips, answers: Any, tmp_path: Path) -> None:
    answers.paths = [tmp_path / "没有" / "码.csv"]
    slips.save.click()
    assert "写不进去" in answers.told[0].text
    assert not slips.kept


def pages(path: Path) -> list[str]:
    """The text of each page without its spaces; Chinese and Latin come in pieces."""
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    every = done.stdout.decode("utf-8").split("\f")[:-1]
    return ["".join(page.split()) for page in every]


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")


@needs_poppler
def test_the_slips_are_pages_to_cut(tmp_path: Path, slips: Slips, answers: Any) -> None:
    answers.paths = [tmp_path / "条.pdf"]
    slips.pdf.click()
    first, second = pages(tmp_path / "条.pdf")
    whole = ACROSS * DOWN
    assert first.count("BBBB") == whole
    assert second.count("BBBB") == len(issued()) - whole


@needs_poppler
def test_a_single_slip_is_a_single_page(tmp_path: Path, qapp: object) -> None:
    write_pdf(tmp_path / "一.pdf", issued(1), 1, "甲县")
    assert len(pages(tmp_path / "一.pdf")) == 1
