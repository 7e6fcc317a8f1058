from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UserError
from core.store.lock import acquire, lock_path, release, user_name

HOLD = """
import sys
from pathlib import Path
from core.store.lock import acquire
acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_the_side_file_says_who_holds_it(tmp_path: Path) -> None:
    lock = acquire(tmp_path / "a.kaoping")
    holder = json.loads(lock_path(tmp_path / "a.kaoping").read_text(encoding="utf-8"))
    release(lock)
    assert holder["pid"] == os.getpid()
    assert holder["user"] == user_name()
    assert set(holder) == {"user", "host", "pid", "since"}


def test_a_second_holder_is_told_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    lock = acquire(path)
    since = json.loads(lock_path(path).read_text(encoding="utf-8"))["since"]
    with pytest.raises(UserError) as refusal:
        acquire(path)
    release(lock)
    assert str(os.getpid()) in str(refusal.value)
    assert since in str(refusal.value)
    assert user_name() in str(refusal.value)


def test_released_it_leaves_nothing_and_can_be_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    release(acquire(path))
    assert list(tmp_path.iterdir()) == []
    release(acquire(path))


def test_a_side_file_that_nobody_holds_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    lock_path(path).write_text("x" * 5000)
    lock = acquire(path)
    assert json.loads(lock_path(path).read_text(encoding="utf-8"))["pid"] == os.getpid()
    release(lock)


def test_a_holder_who_cannot_be_read_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    lock = acquire(path)
    lock_path(path).write_text("[1]")
    with pytest.raises(UserError, match=r"a\.kaoping"):
        acquire(path)
    release(lock)


def test_a_killed_holder_holds_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "a.kaoping"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(UserError, match=str(holder.pid)):
            acquire(path)
        holder.kill()
        holder.wait()
    assert lock_path(path).exists()
    release(acquire(path))
    assert not lock_path(path).exists()


def test_a_removed_side_file_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its holder removed it between our opening and our locking: lock the new one instead."""
    from core.store import lock as module

    path = tmp_path / "a.kaoping"
    tried: list[int] = []
    real = module.try_lock

    def slow(handle: int) -> bool:
        if not tried:
            lock_path(path).unlink()
        tried.append(handle)
        return real(handle)

    monkeypatch.setattr(module, "try_lock", slow)
    lock = acquire(path)
    assert len(tried) == 2
    with pytest.raises(UserError):
        acquire(path)
    release(lock)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        acquire(tmp_path / "nowhere" / "a.kaoping")


def test_a_full_disk_does_not_keep_the_lock_from_holding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.kaoping"
    with monkeypatch.context() as patch:
        patch.setattr("core.store.lock.os.write", full)
        lock = acquire(path)
    with pytest.raises(UserError, match="另一个程序打开"):
        acquire(path)
    release(lock)
