from __future__ import annotations

import tomllib
from pathlib import Path

from core.version import VERSION


def test_it_is_the_version_of_the_project():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
