"""The template as a page: set in LibreOffice and measured, in mm from the edges of the paper."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.files.letter_template import template
from core.files.papers import KIND, TEMPLATES, write_letters
from core.files.pdf import write_pdfs
from core.model.result import Result
from core.model.snapshot import Snapshot

TOOLS = ("soffice", "pdftoppm", "pdftotext", "pdfinfo")
DOTS = 10  # a mm


def test_the_template_in_resources_is_what_this_makes(part: Callable[..., str]) -> None:
    """Words are changed in both: here, and by `python -m core.files.letter_template`."""
    kept, made = TEMPLATES / f"{KIND}.docx", template()
    with zipfile.ZipFile(kept) as ours, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert ours.namelist() == new.namelist()
        for name in ours.namelist():
            if not name.endswith(".png"):
                assert ours.read(name) == new.read(name), name


def test_tags_stand_in_text_and_never_in_attributes(part: Callable[..., str]) -> None:
    for name in ("word/document.xml", "word/header1.xml", "word/header2.xml"):
        assert not re.search(r'="[^"]*\{[{%]', part(template(), name))


def test_fonts_are_named_for_chinese_and_never_embedded(part: Callable[..., str]) -> None:
    styles = part(template(), "word/styles.xml")
    assert 'w:eastAsia="仿宋_GB2312"' in styles and 'w:hint="eastAsia"' in styles
    assert "Theme" not in styles
    assert "embed" not in part(template(), "word/fontTable.xml")
    assert '<w:altName w:val="仿宋,' in part(template(), "word/fontTable.xml")


@dataclass(frozen=True)
class Paper:
    pdf: Path

    def page(self, number: int) -> np.ndarray:
        command = ["pdftoppm", "-r", str(25.4 * DOTS), "-f", str(number), "-l", str(number), "-png"]
        made = subprocess.run([*command, self.pdf], check=True, capture_output=True)
        return np.asarray(Image.open(io.BytesIO(made.stdout)).convert("RGB")).astype(int)

    def text(self, number: int) -> list[str]:
        command = ["pdftotext", "-layout", "-f", str(number), "-l", str(number), str(self.pdf), "-"]
        made = subprocess.run(command, check=True, capture_output=True, text=True)
        return [line.strip() for line in made.stdout.splitlines() if line.strip("\f ")]

    @property
    def pages(self) -> int:
        made = subprocess.run(["pdfinfo", self.pdf], check=True, capture_output=True, text=True)
        found = re.search(r"Pages: +(\d+)", made.stdout)
        assert found
        return int(found.group(1))


@pytest.fixture(scope="module")
def papers(
    sample: tuple[Snapshot, Result], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Paper]]:
    """The first unit's letter, and the same with a basis of 1 500 characters."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        pytest.skip(f"页面检查需要 {'、'.join(missing)}，这台机器上没有")
    snapshot, result = sample
    folder = tmp_path_factory.mktemp("paper")
    frozen = replace(snapshot, published=True)
    long = replace(frozen, settings=replace(frozen.settings, plan_title="国" * 1500))
    code = snapshot.units[0].code
    letters = [
        *write_letters(frozen, result, folder / "a", [code]),
        *write_letters(long, result, folder / "b", [code]),
    ]
    letters[1] = letters[1].rename(letters[1].with_name("long.docx"))
    yield [Paper(pdf) for pdf in write_pdfs(letters)]


def bands(mask: np.ndarray, gap: int) -> list[tuple[float, float, float, float]]:
    """top, bottom, left, right in mm of each run of rows with anything in it."""
    found: list[list[int]] = []
    for row in np.flatnonzero(mask.any(axis=1)).tolist():
        if found and row - found[-1][1] <= gap:
            found[-1][1] = row
        else:
            found.append([row, row])
    edges = [
        (top, bottom, np.flatnonzero(mask[top : bottom + 1].any(axis=0))) for top, bottom in found
    ]
    return [
        (top / DOTS, (bottom + 1) / DOTS, xs.min() / DOTS, (xs.max() + 1) / DOTS)
        for top, bottom, xs in edges
    ]


def red(page: np.ndarray) -> np.ndarray:
    return (page[:, :, 0] > 180) & (page[:, :, 1] < 120)


def dark(page: np.ndarray) -> np.ndarray:
    return page.max(axis=2) < 140


def test_the_letterhead_and_red_lines_stand_where_the_standard_has_them(
    papers: list[Paper],
) -> None:
    page = papers[0].page(1)
    name, thick, thin, thin_below, thick_below = bands(red(page), 2)
    assert name[0] == pytest.approx(30, abs=1)
    assert (name[2] + name[3]) / 2 == pytest.approx(105 + 1, abs=1)
    assert thick[0] - name[1] == pytest.approx(4, abs=1)
    assert thick[1] - thick[0] > thin[1] - thin[0]
    assert thick_below[1] - thick_below[0] > thin_below[1] - thin_below[0]
    assert 297 - thick_below[1] == pytest.approx(20, abs=0.5)
    for line in (thick, thin, thin_below, thick_below):
        assert line[2:] == pytest.approx((20, 190), abs=0.3)


def test_the_number_stands_right_below_the_line_and_the_title_in_the_middle(
    papers: list[Paper],
) -> None:
    page = papers[0].page(1)
    line = bands(red(page), 2)[2][1]
    number, first, second = bands(dark(page), 6)[:3]
    assert number[0] - line == pytest.approx(14 * 25.4 / 72, abs=1)
    assert number[3] == pytest.approx(184, abs=1.5)
    for title in (first, second):
        assert (title[2] + title[3]) / 2 == pytest.approx(28 + 78, abs=1)
    assert first[3] - first[2] < second[3] - second[2] < 156
    assert first[0] - number[1] == pytest.approx(2 * 10.2, abs=6)


def test_the_text_begins_on_the_first_page_and_keeps_its_margins(papers: list[Paper]) -> None:
    assert "临岚镇：" in papers[0].text(1)
    assert not [line for line in papers[0].text(1) if line.startswith("—")]
    for number in (2, 3):
        rows = bands(dark(papers[0].page(number)), 6)
        body = rows[:-1]
        assert min(r[2] for r in body) >= 28 - 0.5
        # A comma may hang over the right edge, as Word has it too.
        assert max(r[3] for r in body) <= 184 + 3
        assert rows[0][0] >= 37 - 0.5 and body[-1][1] <= 297 - 35 + 0.5


def test_a_page_has_22_lines_of_28_characters(papers: list[Paper]) -> None:
    lines = papers[1].text(2)
    assert lines[-1].startswith("—")
    assert [len(line) for line in lines[:-1]] == [28] * 22


def test_page_numbers_stand_outside(papers: list[Paper]) -> None:
    for number, (low, high) in ((2, (28, 60)), (3, (152, 184))):
        *_body, foot = bands(dark(papers[0].page(number)), 6)
        assert low < foot[2] and foot[3] < high
        assert papers[0].text(number)[-1].replace(" ", "") == f"—{number}—"
        # Its dash is 7 mm below the text area, so its figures are centred there.
        assert (foot[0] + foot[1]) / 2 == pytest.approx(297 - 35 + 7, abs=1)


def test_the_signature_is_not_alone_and_the_slip_has_a_page(papers: list[Paper]) -> None:
    texts = {n: papers[0].text(n) for n in range(1, papers[0].pages + 1)}
    (signed,) = [
        lines
        for lines in texts.values()
        if any("2027年2月5日" in x.replace(" ", "") for x in lines)
    ]
    assert any("附件：1.绩效评估意见书" in line.replace(" ", "") for line in signed)
    slip = texts[papers[0].pages]
    assert slip[0].replace(" ", "") == "附件2" and slip[1] == "送达回证"
    assert not slip[-1].startswith("—")


def test_a_table_that_breaks_repeats_its_header(papers: list[Paper]) -> None:
    heads = [
        line
        for number in range(1, papers[0].pages + 1)
        for line in papers[0].text(number)
        if re.sub(" +", " ", line) == "指标 满分 得分 类别平均 目标值 完成值"
    ]
    assert len(heads) == 2
