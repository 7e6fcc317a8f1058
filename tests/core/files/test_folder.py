from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UserError
from core.files.folder import written_whole


def test_a_new_folder_is_made_with_its_files(tmp_path: Path) -> None:
    with written_whole(tmp_path / "out") as stage:
        (stage / "a").write_text("1")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "a").read_text() == "1"


def test_files_of_the_same_name_are_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").write_text("mine")
    with written_whole(tmp_path) as stage:
        (stage / "a").write_text("new")
    assert (tmp_path / "a").read_text() == "new"
    assert (tmp_path / "b").read_text() == "mine"


def test_an_exception_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("old")
    with pytest.raises(KeyboardInterrupt), written_whole(tmp_path / "out") as stage:
        (stage / "a").write_text("new")
        raise KeyboardInterrupt
    with pytest.raises(ValueError, match="x"), written_whole(tmp_path / "other"):
        raise ValueError("x")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "a").read_text() == "old"


def test_a_failure_half_way_puts_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a").write_text("old a")
    (out / "b").write_text("old b")
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == "b" and self.parent.name == "new":
            raise PermissionError(13, "in use", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with (
        pytest.raises(UserError, match="b：没有权限，或文件正被其他程序打开"),
        written_whole(out) as stage,
    ):
        for name in "abc":
            (stage / name).write_text("new")
    assert {p.name: p.read_text() for p in out.iterdir()} == {"a": "old a", "b": "old b"}


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UserError, match="写不进文件夹"), written_whole(tmp_path / "out") as stage:
        (stage / "a").write_text("1")
    with pytest.raises(UserError, match="写不进文件夹"), written_whole(tmp_path / "out" / "deep"):
        raise AssertionError("never reached")


def test_a_link_in_the_way_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("keep")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a").symlink_to(outside)
    with written_whole(out) as stage:
        (stage / "a").write_text("new")
    assert outside.read_text() == "keep"
    assert (out / "a").read_text() == "new" and not (out / "a").is_symlink()
