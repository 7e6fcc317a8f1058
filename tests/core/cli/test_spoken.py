from __future__ import annotations

import re

import pytest

from core.cli.commands import COMMANDS


def test_the_help_page_lists_every_command_in_chinese(kaoping):
    outcome = kaoping("--help")
    assert outcome.code == 0 and outcome.err == ""
    assert outcome.out.startswith("用法：main.py [选项] 命令 …")
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S*[\u4e00-\u9fff]", outcome.out, re.M), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(kaoping, name):
    outcome = kaoping(name, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"用法：main.py {name} [选项]")
    english = re.findall(r"[a-z]{3,} [a-z]{3,}", outcome.out.replace("main.py", ""))
    assert english == [], "click's own English"
    for line in re.findall(r"^  --\S+.*$", outcome.out, re.M):
        assert re.search(r"[\u4e00-\u9fff]", line), line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nonsense"], "没有选项 --nonsense"),
        (["results"], "缺少参数 FILE"),
        (["results", "f", "--jsno"], "没有选项 --jsno，也许是 --json？"),
        (["results", "f", "g"], "参数太多：g"),
        (["results", "f", "--xlsx"], "选项 --xlsx 的写法不对"),
        (["results", "f", "--json=1"], "选项 --json 的写法不对"),
        (["new", "f"], "缺少选项 --from"),
        (["letters", "f"], "缺少选项 --out"),
        (["letters", "f", "--out", "d", "--kind", "情书"], "没有“情书”，可选 结果通知"),
        (["sample", "d", "--units", "多"], "选项 --units：“多”不是整数"),
        (["sample", "d", "--units", "0"], "至少为 1"),
        (["--lang", "zh", "--", "nonsense"], "没有命令 nonsense"),
        (["--"], "命令写得不完整"),
    ],
)
def test_misuse_is_two_chinese_lines(kaoping, words, said):
    outcome = kaoping(*words)
    assert (outcome.code, outcome.out) == (2, "")
    first, second = outcome.err.splitlines()
    assert said in first
    assert second.startswith("用法见：main.py") and second.endswith("--help")


def test_the_version_is_said(kaoping):
    assert kaoping("--version").out == "考评 0.1.0\n"
