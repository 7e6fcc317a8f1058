import os
from pathlib import Path

import pytest

from core.disk import is_same, move_new, sync_folder, try_lock


def test_a_move_never_overwrites(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_bytes(b"new")
    move_new(place, tmp_path / "x")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    place.write_bytes(b"newer")
    with pytest.raises(FileExistsError):
        move_new(place, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"new"
    assert place.exists()


def test_windows_renames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "place"
    place.write_bytes(b"one")
    monkeypatch.setattr(os, "name", "nt")
    move_new(place, tmp_path / "x")
    sync_folder(tmp_path / "nowhere")  # has no such call there
    assert (tmp_path / "x").read_bytes() == b"one"


def test_one_lock_at_a_time_and_on_the_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"")
    first, second = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
    assert try_lock(first)
    assert not try_lock(second)
    assert is_same(path, first)
    os.close(first)
    assert try_lock(second)
    path.unlink()
    assert not is_same(path, second)
    os.close(second)
