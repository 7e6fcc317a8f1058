from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.errors import UserError
from core.files.whole_file import whole_file


def test_the_file_appears_when_it_is_done(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with whole_file(target) as beside:
        beside.write_text("one")
        assert not target.exists()
    assert target.read_text() == "one"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), whole_file(target) as beside:
        beside.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    target = tmp_path / "none" / "a.txt"
    with pytest.raises(UserError, match="写不进去"), whole_file(target) as beside:
        beside.write_text("one")


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "device"
    os.mkfifo(pipe)
    for target in (tmp_path, pipe):
        with pytest.raises(UserError, match="不是普通文件"), whole_file(target):
            raise AssertionError
    assert pipe.is_fifo()
