from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from core.errors import UserError
from core.store.files import discard, move_in, refuse_existing, temporary


def test_a_finished_file_is_moved_into_place(tmp_path: Path) -> None:
    place = temporary(tmp_path / "a.kaoping")
    place.write_text("done")
    move_in(place, tmp_path / "a.kaoping")
    assert [p.name for p in tmp_path.iterdir()] == ["a.kaoping"]
    assert (tmp_path / "a.kaoping").read_text() == "done"


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(Path, "hardlink_to", refuse)


def test_it_is_moved_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_links(monkeypatch)
    test_a_finished_file_is_moved_into_place(tmp_path)


@pytest.mark.parametrize("links", [True, False])
def test_nothing_is_ever_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        without_links(monkeypatch)
    place = temporary(tmp_path / "a.kaoping")
    (tmp_path / "a.kaoping").write_text("mine")
    with pytest.raises(UserError, match=r"a\.kaoping"):
        move_in(place, tmp_path / "a.kaoping")
    assert (tmp_path / "a.kaoping").read_text() == "mine"


def test_a_disk_fault_is_not_taken_for_a_lack_of_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError(errno.EIO, "disk")

    monkeypatch.setattr(Path, "hardlink_to", fail)
    place = temporary(tmp_path / "a.kaoping")
    with pytest.raises(OSError, match="disk"):
        move_in(place, tmp_path / "a.kaoping")
    assert not (tmp_path / "a.kaoping").exists()


def test_whatever_stands_there_is_in_the_way(tmp_path: Path) -> None:
    refuse_existing(tmp_path / "free")
    (tmp_path / "dangling").symlink_to(tmp_path / "free")
    for name in ("dangling", "."):
        with pytest.raises(UserError):
            refuse_existing(tmp_path / name)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        temporary(tmp_path / "nowhere" / "a.kaoping")


def test_what_is_discarded_leaves_no_journal_behind(tmp_path: Path) -> None:
    place = temporary(tmp_path / "a.kaoping")
    place.with_name(place.name + "-journal").touch()
    discard(place)
    discard(place)
    assert list(tmp_path.iterdir()) == []
