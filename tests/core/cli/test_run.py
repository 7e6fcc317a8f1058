from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core import faults
from core.cli import run as door
from core.errors import Refused, UserError, reason_of
from core.model.problem import Place, Problem

ROOT = Path(__file__).parents[3]


def failing(error: BaseException):
    def open_window(_path: Path | None) -> int:
        raise error

    return open_window


def test_no_words_open_the_start_page(kaoping):
    assert kaoping().opened == [None]


def test_an_existing_file_opens_in_the_window(kaoping, tmp_path):
    file = tmp_path / "考评 2026.kaoping"
    file.write_bytes(b"")
    outcome = kaoping(file)
    assert (outcome.code, outcome.opened) == (0, [file])


@pytest.mark.parametrize("word", ["resluts", "", "没有的文件.kaoping", "x" * 5000, "\udcff"])
def test_a_word_that_is_neither_command_nor_file_is_usage(kaoping, word):
    outcome = kaoping(word)
    assert (outcome.code, outcome.opened, outcome.out) == (2, [], "")
    assert "既不是命令，也不是已有的文件" in outcome.err


def test_a_folder_is_no_file(kaoping, tmp_path):
    assert kaoping(tmp_path).code == 2


def test_the_window_takes_one_file(kaoping, tmp_path):
    file = tmp_path / "a.kaoping"
    file.touch()
    outcome = kaoping(file, "b.kaoping")
    assert (outcome.code, outcome.opened) == (2, [])
    assert "b.kaoping" in outcome.err


def test_the_code_of_the_window_is_the_code(capsys):
    assert door.run([], lambda path: 7) == 7


@pytest.mark.parametrize(
    ("words", "language", "rest"),
    [
        (["results", "f"], "zh", ["results", "f"]),
        (["--lang", "en", "results", "f"], "en", ["results", "f"]),
        (["results", "f", "--lang", "en"], "en", ["results", "f"]),
        (["results", "--lang=en", "f"], "en", ["results", "f"]),
        (["new", "--", "--lang", "x"], "zh", ["new", "--", "--lang", "x"]),
        ([], "zh", []),
    ],
)
def test_the_language_may_stand_anywhere(words, language, rest, monkeypatch):
    monkeypatch.delenv("KAOPING_LANG", raising=False)
    assert door.take_language(words) == (language, rest)


def test_the_word_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("KAOPING_LANG", "en")
    assert door.take_language(["x"])[0] == "en"
    assert door.take_language(["x", "--lang", "zh"])[0] == "zh"


@pytest.mark.parametrize("words", [["--lang"], ["--lang", "fr"], ["--lang="], ["new", "--lang"]])
def test_an_unknown_language_is_usage(kaoping, words):
    outcome = kaoping(*words)
    assert outcome.code == 2
    assert "--lang" in outcome.err


def test_each_problem_is_a_line(capsys):
    problems = [Problem("应为数字", Place("指标", 3, "分值"), "十分"), Problem("缺少工作表")]
    assert door.run([], failing(Refused(problems))) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["指标 第3行 分值：“十分”：应为数字", "缺少工作表"]


def test_a_refusal_is_its_own_words(capsys):
    assert door.run([], failing(UserError("文件已存在"))) == 1
    assert capsys.readouterr().err == "文件已存在\n"


def test_stopping_is_no_fault(capsys):
    assert door.run([], failing(KeyboardInterrupt())) == 130
    assert "已停止" in capsys.readouterr().err


def test_what_the_system_refuses_is_said_plainly(capsys):
    error = PermissionError(errno.EACCES, "Permission denied", "甲/乙.xlsx")
    assert door.run([], failing(error)) == 1
    assert capsys.readouterr().err == f"甲/乙.xlsx：{reason_of(error)}\n"


@pytest.mark.parametrize("error", [ZeroDivisionError("division"), OSError("no number")])
def test_a_fault_is_one_line_and_a_log(capsys, tmp_path, monkeypatch, error):
    monkeypatch.setattr(faults, "log_folder", lambda: tmp_path)
    assert door.run([], failing(error)) == 1
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and "Traceback" not in err
    log = Path(re.search(r"\S+\.log", err).group())
    assert log.parent == tmp_path
    assert type(error).__name__ in log.read_text(encoding="utf-8")


def test_a_fault_without_a_place_for_the_log_still_speaks(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "log_folder", lambda: tmp_path / "gone")
    assert door.run([], failing(ZeroDivisionError("division"))) == 1
    assert "ZeroDivisionError: division" in capsys.readouterr().err


def python(*words: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        capture_output=True,
        timeout=60,
        env={**os.environ, **surroundings},
    )


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_streams_speak_utf8_in_any_locale(locale):
    done = python("--help", **locale)
    assert done.returncode == 0 and "用法" in done.stdout.decode("utf-8")
    assert "既不是命令" in python("无", **locale).stderr.decode("utf-8")


def test_a_reader_that_leaves_gets_no_complaint():
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "--help"],
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_behind_the_output_is_one_line():
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("needs a device that is always full")
    with full.open("w") as out:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "--help"],
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (done.returncode, done.stderr.decode()) == (1, "磁盘已满，没有写完\n")


def test_the_window_is_not_imported_for_a_command():
    code = (
        "import sys, core.cli.run as r\n"
        "assert r.run(['--version'], None) == 0\n"
        "heavy = {'PySide6', 'matplotlib', 'scipy', 'openpyxl', 'docx', 'sqlite3'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
