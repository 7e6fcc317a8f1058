"""Files that must not be lost: every way in which a disk can fail."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UserError
from core.exchange import disk
from core.exchange.disk import (
    append,
    cut_off,
    open_log,
    read_limited,
    read_log,
    swap,
    write_whole,
)


def names(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir()]


def full(*_args):
    raise OSError(errno.ENOSPC, "no space")


@pytest.fixture
def log(tmp_path: Path):
    path = tmp_path / "a.ballot"
    path.write_bytes(b"head")
    opened = open_log(path)
    yield opened
    os.close(opened.handle)


def test_written_whole_and_never_over_another_unless_asked(tmp_path):
    path = tmp_path / "x"
    write_whole(path, b"one")
    with pytest.raises(UserError, match="已经存在"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    write_whole(path, b"three", over=True)
    assert path.read_bytes() == b"three"
    assert names(tmp_path) == ["x"]


def test_one_that_appears_meanwhile_is_not_written_over(tmp_path, monkeypatch):
    path = tmp_path / "x"
    monkeypatch.setattr(
        disk, "_fill", lambda place, data: path.write_bytes(b"theirs") and place.touch()
    )
    with pytest.raises(UserError, match="已经存在"):
        write_whole(path, b"ours")
    assert path.read_bytes() == b"theirs"


def test_a_file_system_without_links_is_served(tmp_path, monkeypatch):
    def no_links(*_args):
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    write_whole(tmp_path / "x", b"one")
    assert (tmp_path / "x").read_bytes() == b"one"
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("over", [True, False])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path, monkeypatch, over):
    path = tmp_path / "x"
    if over:
        path.write_bytes(b"old")
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UserError, match="磁盘已满"):
        write_whole(path, b"new", over=over)
    assert names(tmp_path) == (["x"] if over else [])
    assert not over or path.read_bytes() == b"old"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="找不到"):
        write_whole(tmp_path / "no" / "x", b"new")
    with pytest.raises(UserError, match="找不到"):
        read_limited(tmp_path / "no", 10)
    with pytest.raises(UserError, match="找不到"):
        open_log(tmp_path / "no")


def test_reading_stops_at_the_limit(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    assert read_limited(path, 5) == b"12345"
    with pytest.raises(UserError, match="太大"):
        read_limited(path, 4)
    log = open_log(path)
    with pytest.raises(UserError, match="太大"):
        read_log(log, 4)
    os.close(log.handle)


def test_what_is_appended_is_there(log):
    append(log, 4, b"-one")
    append(log, 8, b"-two")
    assert log.path.read_bytes() == b"head-one-two" == read_log(log, 100)


def test_a_second_program_is_turned_away(log):
    with pytest.raises(UserError, match="另一个程序"):
        open_log(log.path)
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path; from core.exchange.disk import open_log\n"
        "open_log(Path(sys.argv[1]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, log.path], capture_output=True, text=True, encoding="utf-8"
    )
    assert found.returncode == 1 and "UserError" in found.stderr


def test_an_unfinished_end_is_cut_off(log):
    os.pwrite(log.handle, b"-torn record that is long", 4)
    log.size = os.fstat(log.handle).st_size
    append(log, 4, b"-one")
    assert log.path.read_bytes() == b"head-one"


def test_cutting_off_that_fails_is_done_later(log, monkeypatch):
    os.pwrite(log.handle, b"-torn", 4)
    log.size = 9
    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", full)
        cut_off(log, 4)
    assert (log.size, log.path.read_bytes()) == (9, b"head-torn")
    cut_off(log, 4)
    assert (log.size, log.path.read_bytes()) == (4, b"head")


def test_a_full_disk_half_way_leaves_the_file_good(log, monkeypatch):
    real = os.write
    calls = []

    def half(handle, data):
        calls.append(1)
        return real(handle, bytes(data[:2])) if len(calls) == 1 else full()

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(UserError, match=r"没有保存.*磁盘已满"):
        append(log, 4, b"-one")
    assert log.path.read_bytes() == b"head"
    monkeypatch.setattr(os, "write", real)
    append(log, 4, b"-two")
    assert log.path.read_bytes() == b"head-two"


@pytest.mark.parametrize("failing", ["_sync", "is_same"])
def test_what_cannot_be_taken_back_is_cut_off_next_time(log, monkeypatch, failing):
    seen = []

    def fails(*_args):
        seen.append(1)
        return True if failing == "is_same" and len(seen) == 1 else full()

    with monkeypatch.context() as patch:
        patch.setattr(disk, failing, fails)
        patch.setattr(os, "ftruncate", full)
        with pytest.raises(UserError, match="没有保存"):
            append(log, 4, b"-long unfinished")
    assert log.path.read_bytes() != b"head" and log.size is None
    append(log, 4, b"-two")
    assert log.path.read_bytes() == b"head-two"


def test_an_interruption_half_way_is_cut_off_next_time(log, monkeypatch):
    def stopped(_handle):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(disk, "_sync", stopped)
        with pytest.raises(KeyboardInterrupt):
            append(log, 4, b"-long unfinished")
    append(log, 4, b"-two")
    assert log.path.read_bytes() == b"head-two"


def test_one_altered_by_another_program_is_left_alone(log):
    with log.path.open("ab") as other:
        other.write(b"theirs")
    with pytest.raises(UserError, match="改动过"):
        append(log, 4, b"-one")
    assert log.path.read_bytes() == b"headtheirs"


def test_a_folder_removed_or_a_file_replaced_is_noticed_before_anything_is_said(log, tmp_path):
    Path(shutil.copy(log.path, tmp_path / "copy")).replace(log.path)
    with pytest.raises(UserError, match="没有保存"):
        append(log, 4, b"-one")
    assert log.path.read_bytes() == b"head"
    log.path.unlink()
    with pytest.raises(UserError, match="找不到"):
        append(log, 4, b"-one")


def test_a_folder_removed_while_writing_is_noticed(tmp_path, monkeypatch):
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "a").write_bytes(b"head")
    log = open_log(folder / "a")
    monkeypatch.setattr(disk, "_sync", lambda _handle: shutil.rmtree(folder))
    with pytest.raises(UserError, match="找不到"):
        append(log, 4, b"-one")
    os.close(log.handle)


def test_swapped_whole_and_locked_still(log):
    swap(log, b"short")
    assert log.path.read_bytes() == b"short"
    with pytest.raises(UserError, match="另一个程序"):
        open_log(log.path)
    append(log, 5, b"-one")
    assert log.path.read_bytes() == b"short-one"
    assert names(log.path.parent) == ["a.ballot"]


def test_windows_swaps_by_closing_first(log, monkeypatch):
    place = log.path.with_name("place")
    place.write_bytes(b"short")
    monkeypatch.setattr(os, "name", "nt")
    disk._swap_in(log, place)
    assert read_log(log, 10) == b"short"


@pytest.mark.parametrize("failing", ["write", "replace"])
def test_a_swap_that_fails_leaves_the_old_file_locked(log, monkeypatch, failing):
    target = (os, "write") if failing == "write" else (Path, "replace")
    with monkeypatch.context() as patch:
        patch.setattr(*target, full)
        with pytest.raises(OSError):
            swap(log, b"short")
    assert log.path.read_bytes() == b"head"
    assert names(log.path.parent) == ["a.ballot"]
    append(log, 4, b"-one")
    assert log.path.read_bytes() == b"head-one"


def test_a_lock_taken_on_a_file_that_was_replaced_is_not_kept(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    real, seen = disk.try_lock, []

    def lock(handle):
        if not seen:
            seen.append(1)
            (tmp_path / "b").write_bytes(b"new")
            (tmp_path / "b").replace(path)
        return real(handle)

    monkeypatch.setattr(disk, "try_lock", lock)
    log = open_log(path)
    assert read_log(log, 10) == b"new"
    os.close(log.handle)


def test_a_file_system_without_locks_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def no_locks(*_args):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(UserError, match="文件锁"):
        open_log(path)
