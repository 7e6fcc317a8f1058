"""Folders of the program on this machine: where it may write without being asked.

Assessment files never go here; a person says where those are.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import platformdirs

_NAME = "kaoping"


def log_folder() -> Path:
    """The folder for log files, made if it is missing; the folder for temporary files where
    the machine does not let us write in its usual place."""
    return _writable(platformdirs.user_log_path(_NAME, appauthor=False))


def cache_folder() -> Path:
    """The folder for what can be made again (matplotlib's font list), made if it is missing."""
    return _writable(platformdirs.user_cache_path(_NAME, appauthor=False))


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.gettempdir())
