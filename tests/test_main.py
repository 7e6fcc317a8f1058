from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path

import pytest

import main

ROOT = Path(__file__).parent.parent


def test_the_window_gets_the_file(monkeypatch):
    got: list[Path | None] = []
    window = types.ModuleType("gui.app")
    window.main = lambda path: got.append(path) or 0
    monkeypatch.setitem(sys.modules, "gui.app", window)
    assert main.open_window(Path("甲.kaoping")) == 0
    assert got == [Path("甲.kaoping")]


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["无此命令"], 2), (["new"], 2)])
def test_the_process_ends_with_the_code(words, code, tmp_path):
    """From another folder, as a shortcut on a desktop would."""
    command = [sys.executable, str(ROOT / "main.py"), *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
