"""What the documents and lists at the top of the project promise, held against the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from core.cli.commands import COMMANDS, load

ROOT = Path(__file__).parent.parent
GUIDES = ("README.md", "README.en.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(text: str) -> list[list[str]]:
    """The words after `python main.py` of every line that shows a command."""
    lines = re.findall(r"^python main\.py (.*)$", text, re.M)
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_shown_can_be_typed(name):
    shown = commands(read(name))
    assert len(shown) >= 7
    for command, *words in shown:
        load(command).make_context(command, words)


def test_both_guides_show_the_same_commands():
    chinese, english = (
        [[command, *(w for w in words if w.startswith("-"))] for command, *words in commands(text)]
        for text in map(read, GUIDES)
    )
    assert chinese == english


@pytest.mark.parametrize("command", COMMANDS)
def test_the_changes_name_every_command(command):
    assert f"`{command}`" in read("CHANGELOG.md")


def test_make_targets_are_explained():
    makefile = read("Makefile")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    for target in phony.split():
        assert re.search(rf"^{target}:", makefile, re.M)
        assert target == "help" or f"make {target}" in read("CONTRIBUTING.md")


def test_every_system_package_says_why():
    lines = [li for li in read("installers/debian-packages.txt").splitlines() if li[:1] != "#"]
    packages = [[part.strip() for part in line.split("|")] for line in lines]
    assert all(len(p) == 3 and p[1] in ("setup", "tests") and p[2] for p in packages)
    assert len({p[0] for p in packages}) == len(packages)


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda p: p.name)
def test_requirements_are_hashed_and_hold_no_address(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text
    named = re.findall(r"^[A-Za-z0-9].*==.*$", text, re.M)
    assert named and all(line.endswith("\\") for line in named)
