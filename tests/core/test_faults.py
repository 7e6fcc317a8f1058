from __future__ import annotations

import pytest

from core import faults
from core.version import VERSION


@pytest.fixture
def raised():
    try:
        return 1 // 0
    except ZeroDivisionError as error:
        return error


def test_the_log_says_where_and_with_what_it_happened(raised, tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "log_folder", lambda: tmp_path)
    path = faults.write_fault(raised, ["results", "甲\udcff.kaoping"])
    text = path.read_text(encoding="utf-8")
    assert path.parent == tmp_path and path.suffix == ".log"
    assert f"kaoping {VERSION}" in text and "results" in text
    assert "1 // 0" in text
    assert text.splitlines()[-1].startswith("ZeroDivisionError: ")


def test_where_nothing_can_be_written_it_is_an_oserror(raised, tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "log_folder", lambda: tmp_path / "gone")
    with pytest.raises(OSError):
        faults.write_fault(raised)
