from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from core.errors import Refused, UserError
from core.files.papers import left_out, letter_name, write_letters
from core.model.people import Unit
from core.model.plan import Indicator, Settings
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.score import score

Sample = tuple[Snapshot, Result]
Make = Callable[..., Snapshot]
Texts = Callable[..., list[str]]


@pytest.fixture(scope="module")
def letters(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    snapshot, result = sample
    return write_letters(snapshot, result, tmp_path_factory.mktemp("out") / "letters")


def test_a_letter_for_every_unit_in_their_order(sample: Sample, letters: list[Path]) -> None:
    snapshot, _result = sample
    assert [p.name for p in letters] == [
        f"{n:03}_{unit.name}_结果通知.docx" for n, unit in enumerate(snapshot.units, 1)
    ]
    assert sorted(p.name for p in letters[0].parent.iterdir()) == sorted(p.name for p in letters)


def test_the_letter_says_what_the_result_says(
    sample: Sample, letters: list[Path], paragraphs: Texts
) -> None:
    snapshot, result = sample
    for unit, path in list(zip(snapshot.units, letters, strict=True))[::5]:
        line = result.of(unit.code)
        text = paragraphs(path)
        whole = "\n".join(text)
        assert f"{unit.name}：" in text
        assert f"你单位总分{line.total}分（满分100.00分）" in whole
        assert f"列第{line.rank}名" in whole and f"考核等次为“{line.grade}”" in whole
        for score_ in (line.total, line.base, line.raw):
            assert str(score_) in whole
        for leaf, code in enumerate(i.code for i in snapshot.tree.leaves):
            value = result.score(snapshot.unit_position[unit.code], leaf)
            if value is not None:
                assert str(value) in whole, code


def test_every_part_of_the_letter_is_there(letters: list[Path], paragraphs: Texts) -> None:
    text = paragraphs(letters[0])
    whole = "\n".join(text)
    heads = "一、考核结果 二、主要成绩 三、存在问题 四、改进建议 五、复核、整改和联系方式"
    annex = (
        "一、基本情况 二、评估依据与方法 三、评估结论 四、主要成效 五、存在问题 六、意见建议 "
        "七、其他说明"
    )
    assert [t for t in text if re.match("[一二三四五六七]、", t)] == [
        *heads.split(),
        *annex.split(),
    ]
    for words in ("附件1", "绩效评估意见书", "附件2", "送达回证", "附件：1.绩效评估意见书"):
        assert words in text
    assert "10日内" in whole and "书面申请复核" in whole and "联系电话：" in whole
    assert "2027年2月5日" in text


def test_a_draft_is_marked_and_a_published_one_is_not(
    sample: Sample, letters: list[Path], tmp_path: Path, paragraphs: Texts
) -> None:
    snapshot, result = sample
    assert "（征求意见稿）" in paragraphs(letters[0])
    assert paragraphs(letters[0], "word/header2.xml") == ["征求意见稿"]
    frozen = replace(snapshot, published=True)
    (final,) = write_letters(frozen, result, tmp_path, [snapshot.units[0].code])
    everything = "".join(paragraphs(final) + paragraphs(final, "word/header2.xml"))
    assert "征求意见稿" not in everything
    assert "清绩办〔2027〕　号" in paragraphs(final)


def test_the_title_is_a_trapezoid(letters: list[Path], paragraphs: Texts) -> None:
    title = "清岚县绩效管理工作领导小组\n办公室关于反馈2026年度绩效考核结果的函"
    assert title in paragraphs(letters[0])


def test_the_rectification_stands_only_in_the_letters_it_concerns(
    sample: Sample, letters: list[Path], paragraphs: Texts
) -> None:
    snapshot, result = sample
    for unit, path in zip(snapshot.units, letters, strict=True):
        asked = any("整改报告" in t for t in paragraphs(path))
        assert asked == (result.of(unit.code).grade == "不合格")


def test_bonus_and_veto_items_have_their_table(
    sample: Sample, letters: list[Path], paragraphs: Texts
) -> None:
    snapshot, _result = sample
    concerned = {a.unit for a in snapshot.adjustments} | {v.unit for v in snapshot.vetoes}
    for unit, path in zip(snapshot.units, letters, strict=True):
        text = paragraphs(path)
        assert ("表2　加分、扣分和否决事项" in text) == (unit.code in concerned)
    veto = snapshot.vetoes[0]
    text = paragraphs(letters[snapshot.unit_position[veto.unit]])
    assert veto.item in text and "等次不高于合格" in text


def test_word_opens_it(letters: list[Path]) -> None:
    document = Document(str(letters[0]))
    assert document.core_properties.author == "考评"
    page = document.sections[0]
    assert [round(x.mm) for x in (page.page_width, page.page_height)] == [210, 297]
    edges = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(x.mm) for x in edges] == [37, 35, 28, 26]
    first, facts, leaves, _receipt = document.tables
    assert "tblHeader" in first._tbl.xml and "tblHeader" in leaves._tbl.xml
    assert all("cantSplit" in t._tbl.xml for t in (first, facts, leaves))


def test_the_same_input_gives_the_same_files(
    sample: Sample, letters: list[Path], tmp_path: Path
) -> None:
    snapshot, result = sample
    (again,) = write_letters(snapshot, result, tmp_path, [snapshot.units[7].code])
    assert again.name == letters[7].name
    assert digest(again) == digest(letters[7])


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def gap(county: Make, rated: Callable[..., Indicator]) -> Snapshot:
    """U1 lacks leaf 2; U2 is complete."""
    return county(
        [("U1", "1", "E1", 1, 4), ("U2", "1", "E1", 1, 4), ("U2", "2", "E1", 1, 4)],
        indicators=(rated("1", "5"), rated("2", "5")),
    )


def test_an_incomplete_unit_gets_no_letter(gap: Snapshot, tmp_path: Path) -> None:
    result = score(gap)
    with pytest.raises(Refused, match=r"甲乡.*缺：2"):
        write_letters(gap, result, tmp_path / "out", ["U1", "U2"])
    assert not (tmp_path / "out").exists()
    written = write_letters(gap, result, tmp_path / "out")
    assert [p.name for p in written] == ["002_乙乡_结果通知.docx"]
    (notice,) = left_out(result)
    assert notice.code == "letter_left_out" and "甲乡" in notice.text and "2" in notice.text


def test_where_nobody_is_complete_nothing_is_written(county: Make, tmp_path: Path) -> None:
    empty = county()
    with pytest.raises(Refused) as refused:
        write_letters(empty, score(empty), tmp_path / "out")
    assert len(refused.value.problems) == 2
    nobody = county(units=())
    with pytest.raises(UserError, match="没有被考核单位"):
        write_letters(nobody, score(nobody), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_unknown_units_are_all_named(gap: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_letters(gap, score(gap), tmp_path, ["U2", "X8", "X9"])
    assert [str(p) for p in refused.value.problems] == [
        "没有编码为“X8”的单位",
        "没有编码为“X9”的单位",
    ]


def test_stopping_half_way_leaves_the_folder_as_it_was(sample: Sample, tmp_path: Path) -> None:
    snapshot, result = sample
    calls: list[tuple[int, int, str]] = []

    def report(done: int, total: int, note: str) -> None:
        calls.append((done, total, note))
        if done == 3:
            raise KeyboardInterrupt

    out = tmp_path / "out"
    out.mkdir()
    (out / "001_临岚镇_结果通知.docx").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        write_letters(snapshot, result, out, report=report)
    assert [(c[0], c[1]) for c in calls] == [(n, 48) for n in range(4)]
    assert calls[0][2] == snapshot.units[0].name
    assert [p.read_text() for p in out.iterdir()] == ["old"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_names_that_windows_forbids_stay_inside_the_folder(county: Make, tmp_path: Path) -> None:
    names = ["../../etc/passwd", "CON", 'a<b>:"|?*', "长" * 300, "甲\n乙", "."]
    units = tuple(Unit(f"U{n}", name, "乡镇") for n, name in enumerate(names))
    snapshot = county([(u.code, "1", "E1", 1, 9) for u in units], units=units)
    written = write_letters(snapshot, score(snapshot), tmp_path / "out")
    assert len(written) == len(names)
    assert {p.parent for p in written} == {tmp_path / "out"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert written[1].name == "002_CON_结果通知.docx"
    assert letter_name(snapshot, "U5") == "006___结果通知.docx"


def test_a_thousand_units_have_four_digits(county: Make) -> None:
    units = tuple(Unit(f"U{n}", "乡", "乡镇") for n in range(1000))
    assert letter_name(county(units=units), "U4") == "0005_乡_结果通知.docx"


def test_one_unit_one_indicator_no_decimals(
    county: Make, tmp_path: Path, paragraphs: Texts
) -> None:
    plan = Settings(full_points=Decimal(10), decimals=0, issue_date=date(2026, 1, 8))
    units = (Unit("U1", "甲乡", "乡镇"),)
    snapshot = county([("U1", "1", "E1", 1, 9)], settings=plan, units=units)
    (path,) = write_letters(snapshot, score(snapshot), tmp_path)
    text = "\n".join(paragraphs(path))
    assert "你单位总分9分（满分10分），在“乡镇”类1个单位中列第1名，考核等次为“优秀”" in text


def test_a_template_with_mistakes_writes_nothing(sample: Sample, tmp_path: Path) -> None:
    snapshot, result = sample
    document = Document()
    document.add_paragraph("致{{ 单位名称 }}")
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(UserError, match=r"致\{\{ 单位名称 \}\}.*没有“单位名称”这个字段"):
        write_letters(snapshot, result, tmp_path / "out", template=tmp_path / "t.docx")
    assert not (tmp_path / "out").exists()
