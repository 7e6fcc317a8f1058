from __future__ import annotations

import errno
import os

import pytest

from core.errors import Refused, UserError, reason_of
from core.model.problem import Place, Problem


def test_a_refusal_is_all_its_problems_a_line_each():
    problems = (Problem("应为数字", Place("指标", 3, "分值")), Problem("缺少工作表"))
    refusal = Refused(iter(problems))
    assert isinstance(refusal, UserError)
    assert refusal.problems == problems
    assert str(refusal).splitlines() == [str(p) for p in problems]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "找不到这个文件或文件夹"),
        (errno.EACCES, "没有权限，或文件正被其他程序打开"),
        (errno.EEXIST, "已有同名的文件或文件夹"),
        (errno.EISDIR, "这是一个文件夹，不是文件"),
        (errno.ENOTDIR, "路径中有一段不是文件夹"),
        (errno.ENOSPC, "磁盘已满，没有写完"),
        (errno.EIO, "读写出错，优盘可能已拔出"),
        (errno.E2BIG, f"系统拒绝读写（{os.strerror(errno.E2BIG)}）"),
    ],
)
def test_what_the_system_refuses_has_a_reason_for_people(number, words):
    assert reason_of(OSError(number, os.strerror(number), "甲.xlsx")) == words


def test_an_error_without_a_number_gives_its_own_words():
    assert reason_of(OSError("broken")) == "系统拒绝读写（broken）"
