from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from core.errors import UserError
from core.files.docx_gate import read_parts
from core.files.docx_skeleton import about, load
from core.files.field_list import example
from core.files.papers import KIND, TEMPLATES

OURS = TEMPLATES / f"{KIND}.docx"
DAY = "2026年1月8日"
ABOUT = about("题 <名>", date(2026, 1, 8))


def template(folder: Path, *texts: str, rows: tuple[str, ...] = ()) -> Path:
    """A template that a secretary might make: paragraphs and a table of one column."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=1)
        for text in rows:
            table.add_row().cells[0].text = text
    path = folder / "自制.docx"
    document.save(str(path))
    return path


def letter(path: Path, fields: dict[str, Any] | None = None, chart: bytes | None = None) -> bytes:
    skeleton = load(path, example(), "青屏县绩效办", DAY)
    return skeleton.letter(fields or example(), chart, ABOUT)


def test_a_template_made_in_an_editor_works(
    tmp_path: Path, paragraphs: Callable[..., list[str]]
) -> None:
    path = template(
        tmp_path,
        "致{{ 单位 }}：",
        "{%p if 整改 %}",
        "请整改",
        "{%p endif %}",
        rows=("{%tr for 行 in 一级指标 %}", "{{ 行.名称 }}{{ 行.得分 }}", "{%tr endfor %}"),
    )
    rows = [{**example()["一级指标"][0], "名称": name} for name in "甲乙丙"]
    fields = {**example(), "单位": "A&B<乡>", "一级指标": rows}
    found = letter(path, fields)
    assert [t for t in paragraphs(found) if t] == ["致A&B<乡>：", "甲35.20", "乙35.20", "丙35.20"]
    assert Document(io.BytesIO(found)).paragraphs[0].text == "致A&B<乡>："


def test_a_field_that_word_cut_into_runs_is_still_read(
    tmp_path: Path, paragraphs: Callable[..., list[str]]
) -> None:
    document = Document()
    paragraph = document.add_paragraph("致")
    for piece in ("{", "{ 单", "位 }", "}"):
        paragraph.add_run(piece).bold = piece != "}"
    document.save(str(tmp_path / "t.docx"))
    assert "致南牛乡人民政府" in paragraphs(letter(tmp_path / "t.docx"))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = template(tmp_path, "致{{ 单位名 }}：", "总分{{ 总份 }}", "{{ 机关.__class__ }}")
    with pytest.raises(UserError) as told:
        load(path, example(), "x", DAY)
    lines = str(told.value).splitlines()
    assert len(lines) == 3
    assert "致{{ 单位名 }}：" in lines[0] and "没有“单位名”这个字段" in lines[0]
    assert "总份" in lines[1] and "__class__" in lines[2]


def test_a_tag_across_levels_is_told(tmp_path: Path) -> None:
    path = template(tmp_path, "{%p if 整改 %}", rows=("a", "{%tr endif %}", "b"))
    with pytest.raises(UserError, match="不在同一层"):
        letter(path, {**example(), "整改": False})


def test_the_same_letter_has_the_same_bytes() -> None:
    assert letter(OURS, chart=b"png") == letter(OURS, chart=b"png")


def test_the_sample_chart_gives_way_to_the_units(part: Callable[..., str]) -> None:
    found = letter(OURS, chart=b"the chart")
    with zipfile.ZipFile(io.BytesIO(found)) as book:
        assert book.testzip() is None
        assert book.read("word/media/kaoping-chart.png") == b"the chart"
    rels = part(found, "word/_rels/document.xml.rels")
    assert 'Target="media/kaoping-chart.png"' in rels
    skeleton = load(OURS, example(), "x", DAY)
    assert skeleton.chart and skeleton.chart.size == (118.0, 82.0)


def test_without_a_sample_chart_there_is_none(tmp_path: Path) -> None:
    assert load(template(tmp_path, "甲"), example(), "x", DAY).chart is None


def test_fonts_can_be_named_otherwise(part: Callable[..., str]) -> None:
    skeleton = load(OURS, example(), "x", DAY, {"仿宋_GB2312": "仿宋"})
    found = skeleton.letter(example(), None, ABOUT)
    for name in ("word/styles.xml", "word/document.xml", "word/fontTable.xml"):
        assert "仿宋_GB2312" not in part(found, name)
    assert 'w:eastAsia="仿宋"' in part(found, "word/styles.xml")


def test_about_the_document(part: Callable[..., str]) -> None:
    core = Document(io.BytesIO(letter(OURS))).core_properties
    assert (core.title, core.author) == ("题 <名>", "考评")
    assert core.created and core.created.date() == date(2026, 1, 8)


def test_no_part_of_the_template_is_lost() -> None:
    with zipfile.ZipFile(io.BytesIO(letter(OURS, chart=b"x"))) as book:
        names = set(book.namelist())
    assert set(read_parts(OURS)) <= names | {"word/media/image1.png"}
    assert "word/media/image1.png" not in names


def test_without_a_chart_the_sample_stays() -> None:
    with zipfile.ZipFile(io.BytesIO(letter(OURS))) as book:
        sample = read_parts(OURS)["word/media/image1.png"]
        assert book.read("word/media/kaoping-chart.png") == sample


def test_no_tag_is_left_over(part: Callable[..., str]) -> None:
    found = letter(OURS)
    with zipfile.ZipFile(io.BytesIO(found)) as book:
        text = "".join(part(found, n) for n in book.namelist() if n.endswith(".xml"))
    assert not re.search(r"\{[{%]|[%}]\}", text)
