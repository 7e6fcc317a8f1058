from __future__ import annotations

import tempfile
from pathlib import Path

import platformdirs
import pytest

from core import paths


@pytest.mark.parametrize(
    ("folder", "origin"),
    [(paths.log_folder, "user_log_path"), (paths.cache_folder, "user_cache_path")],
)
def test_a_folder_is_made(folder, origin, tmp_path, monkeypatch):
    place = tmp_path / "深" / "处"
    monkeypatch.setattr(platformdirs, origin, lambda *_names, **_how: place)
    assert folder() == place
    assert place.is_dir() and not list(place.iterdir())


def test_where_nothing_may_be_written_temporary_files_go(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_n, **_h: tmp_path / "file" / "x")
    assert paths.log_folder() == Path(tempfile.gettempdir())
