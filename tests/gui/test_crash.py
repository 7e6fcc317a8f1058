from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core import faults
from gui import crash


@pytest.fixture(autouse=True)
def _logs_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "log_folder", lambda: tmp_path)


def fault() -> BaseException:
    try:
        {}["absent"]
    except KeyError as error:
        return error
    raise AssertionError


def test_a_fault_is_told_and_its_details_are_in_the_log(answers: Any, tmp_path: Path) -> None:
    error = fault()
    crash.make_hook(answers)(type(error), error, error.__traceback__)
    (log,) = tmp_path.glob("fault-*.log")
    assert "KeyError: 'absent'" in log.read_text(encoding="utf-8")
    assert "都已保存" in answers.told[0].text
    assert str(log) in answers.told[0].text


def test_a_fault_while_telling_is_only_written(answers: Any, tmp_path: Path) -> None:
    error = fault()
    hook = crash.make_hook(answers)
    calls: list[str] = []

    def tell(*_words: Any, **_more: Any) -> None:
        calls.append("told")
        hook(type(error), error, error.__traceback__)

    answers.tell = tell
    hook(type(error), error, error.__traceback__)
    assert calls == ["told"]
    assert list(tmp_path.glob("fault-*.log"))


def test_a_fault_is_told_where_no_log_can_be_written(
    answers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "log_folder", lambda: tmp_path / "nowhere")
    error = fault()
    crash.make_hook(answers)(type(error), error, error.__traceback__)
    assert "日志写不进去：找不到这个文件或文件夹" in answers.told[0].text
