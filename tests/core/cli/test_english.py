"""The command line in English: nothing Chinese but what people wrote and what the workbook
calls its sheets, columns and keywords."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.files.fonts import CHAINS
from core.files.settings_sheet import ITEMS
from core.files.sheets import SHEETS
from core.model import data, plan

ROOT = Path(__file__).parents[3]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
# A process of its own: the texts of help pages are chosen once, as a command is imported
SPEAK = """
import json, sys
import click
from core.text import set_language
set_language("en")
from core.cli.commands import COMMANDS, load
from core.cli.run import run
paths = [[]]
for name in COMMANDS:
    command = load(name)
    paths += [[name], *([name, verb] for verb in getattr(command, "commands", ()))]
for path in paths:
    print("\\f" + " ".join(path))
    code = run(["--lang", "en", *path, "--help"], lambda _path: 9)
    assert code == 0, (path, code)
"""


@pytest.fixture(scope="module")
def help_pages() -> dict[str, str]:
    """What `--help` says, by command and verb."""
    done = subprocess.run(
        [sys.executable, "-c", SPEAK], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    pages = done.stdout.split("\f")[1:]
    return dict(page.split("\n", 1) for page in pages)


def test_help_is_english(help_pages):
    assert len(help_pages) > 20
    for name, page in help_pages.items():
        assert page.startswith(f"Usage: main.py {name}".rstrip())
        assert CHINESE.findall(re.sub(r"“[^”]*”", "", page)) == [], name


def words_of_the_workbook() -> set[str]:
    """Names of sheets, columns, settings and keywords."""
    enums = [e for m in (plan, data) for e in vars(m).values() if hasattr(e, "__members__")]
    return {
        *(sheet.name for sheet in SHEETS),
        *(column.header for sheet in SHEETS for column in sheet.columns),
        *(item.name for item in ITEMS),
        *(str(member.value) for e in enums for member in e.__members__.values()),
        *(name for name, _share in plan.DEFAULT_GRADES),
    }


def words_written(book: Path) -> set[str]:
    """Every text in a cell of the book."""
    import openpyxl

    sheets = openpyxl.load_workbook(book).worksheets
    cells = {c for s in sheets for row in s.iter_rows(values_only=True) for c in row}
    return {str(cell) for cell in cells if cell is not None}


def program_chinese(text: str, known: set[str]) -> list[str]:
    """What is left of the Chinese in a text without what is quoted and the words of people."""
    text = re.sub(r"“[^”]*”", "", text)
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, "")
    return CHINESE.findall(text)


@pytest.fixture
def said_in_english(kaoping, county_book):
    # besides: names of files, kinds of papers, and what the journal recorded in Chinese
    names = {"考评", "别处", "导入", "结果通知"}
    fonts = {part for font in CHAINS for part in font.split("_")}
    known = words_of_the_workbook() | words_written(county_book) | names | fonts

    def say(*words: object, code: int = 0) -> str:
        outcome = kaoping("--lang", "en", *words)
        said = outcome.out + outcome.err
        assert outcome.code == code, said
        assert program_chinese(said, known) == [], said
        return said

    return say


def test_results_are_english(said_in_english, file):
    said = said_in_english("results", file)
    assert re.search(r"^Rank +Code +Unit +Total .*Grade", said, re.M)
    assert "[乡镇] units: 2" in said


def test_an_explanation_is_english(said_in_english, file):
    said = said_in_english("explain", file, "--unit", "X01")
    assert "by the rule “比例”: 95 ÷ 100" in said and "rounded half up" in said


def test_verify_and_the_journal_are_english(said_in_english, file, tmp_path):
    assert said_in_english("verify", file).startswith("Verified, no fault found:")
    assert "Operator" in said_in_english("journal", file)
    assert said_in_english("backup", file, tmp_path / "别处").startswith("Backed up to")


def test_a_whole_year_is_english(said_in_english, file, tmp_path):
    """The commands in the order of the work; what each says is looked at as it is said."""
    said_in_english("robustness", file, "--runs", "20")
    said_in_english("draw", file, "--count", 2, "--seed", "seed")
    said_in_english("round", "status", file)
    said_in_english("round", "close", file)
    said_in_english("whatif", file, "--appeal", "X01:2=40")
    said_in_english("publish", file)
    said_in_english("import", file, tmp_path / "none.xlsx", code=1)
    said_in_english("letters", file, "--out", tmp_path / "letters")
    said_in_english("archive", file, tmp_path / "year.zip")
    said_in_english("next", file, tmp_path / "next.kaoping")
    said_in_english("compare", tmp_path / "next.kaoping", file)
    said_in_english("reopen", file, "--why", "an appeal")
    said_in_english("round", "open", file)
    said_in_english("ballot", "sheet", file, "--out", tmp_path / "sheets")
    said_in_english("round", "open", file, code=1)
    said_in_english("undo", file)


def test_refusals_are_english(said_in_english, write_book, file, tmp_path):
    bad = write_book(
        tmp_path / "bad.xlsx",
        {
            "完成值": [("单位", "指标", "完成值"), ("X01", "1.1", "多"), ("X99", "1.1", 3)],
            "评分": [("专家", "单位", "指标", "得分"), ("E1", "X01", "2", 61)],
        },
    )
    said = said_in_english("import", file, bad, code=1)
    assert "bad.xlsx 完成值 row 2 完成值: “多”: expected a number" in said
    assert len(said.splitlines()) > 1
    said_in_english("new", file, "--from", bad, code=1)
    said_in_english("explain", file, "--unit", "X77", code=1)
    said_in_english("results", tmp_path / "nothing.kaoping", code=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nonsense"], "There is no option --nonsense"),
        (["results"], "Missing argument FILE"),
        (["results", "f", "--jsno"], "There is no option --jsno; did you mean --json?"),
        (["nonsense"], "“nonsense” is neither a command nor an existing file"),
        (["sample", "d", "--units", "0"], "option --units: at least 1"),
    ],
)
def test_misuse_is_english(said_in_english, words, said):
    assert said in said_in_english(*words, code=2)


def test_json_says_its_warnings_in_english(kaoping, file):
    outcome = kaoping("--lang", "en", "results", file, "--json")
    for warning in json.loads(outcome.out)["warnings"]:
        assert CHINESE.sub("", warning["text"]).strip(), warning


def test_the_language_may_come_from_the_environment(kaoping, file, monkeypatch):
    monkeypatch.setenv("KAOPING_LANG", "en")
    assert "Grade" in kaoping("results", file).out
    assert "等次" in kaoping("results", file, "--lang", "zh").out
