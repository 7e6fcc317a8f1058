"""The house rules that a machine can check: who may import whom, a mirror test for every module,
and how long a function or a file may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("core", "gui")
SPEECH = {"core.text", "core.errors"}
DISK = "core.disk"
# What one mark may be is the same for books, ballots and the window, so it is a room by itself
MARK = "core.scoring.mark_rules"
COMPUTING = {"core.scoring", MARK, "core.analysis", "core.model"}
# What the two faces of the program may use: verbs, readers and writers of documents, and what
# is computed from a snapshot. Neither knows where anything is stored.
FACE = (
    SPEECH | COMPUTING | {"core.actions", "core.files", "core.paths", "core.faults", "core.version"}
)
WINDOW = FACE | {"core.guide", "core.settings"}

# A room, and the rooms it may know besides itself. A longer name wins over a shorter one.
MAY_KNOW: dict[str, set[str]] = {
    "main": {"core.cli", "gui"},
    "gui": WINDOW | {"gui.session", "gui.widgets", "gui.scoring"},
    # An open ballot is a store of its own; the expert's view is the one page that works on it
    "gui.scoring": WINDOW | {"core.exchange", "gui", "gui.widgets"},
    "gui.session": WINDOW | {"core.store", "gui"},
    "gui.widgets": {"core.text"},
    "core.cli": FACE,
    "core.actions": SPEECH
    | COMPUTING
    | {"core.store", "core.exchange", "core.files", "core.sample", "core.version"},
    "core.store": SPEECH | {"core.model", "core.version", DISK},
    "core.exchange": SPEECH | {"core.model", MARK, DISK},
    "core.files": SPEECH | COMPUTING,
    "core.analysis": SPEECH | {"core.scoring", "core.model"},
    "core.scoring": SPEECH | {"core.model", MARK},
    MARK: SPEECH | {"core.model", "core.scoring"},
    "core.model": set(),
    "core.sample": SPEECH | {"core.scoring", "core.model"},
    "core.guide": SPEECH | COMPUTING,
    "core.settings": SPEECH | {"core.paths"},
    "core.errors": {"core.model", "core.text"},
    "core.faults": {"core.paths", "core.version"},
    "core.text": set(),
    DISK: SPEECH,
    "core.paths": set(),
    "core.version": set(),
}
# Packages from outside that only one room knows; everything else from outside is free, except
# that the model keeps to the standard library and numpy.
ONLY_IN = {
    "sqlite3": "core.store",
    "sqlite_utils": "core.store",
    "PySide6": "gui",
    "click": "core.cli",
    "nacl": "core.exchange",
}
# Slow to import, and never needed for the first window: imported inside the function at work
LATE = {"matplotlib", "scipy", "openpyxl", "docx", "docxtpl", "sqlite_utils", "python_calamine"}
LONGEST_FUNCTION, LONGEST_FILE = 60, 400

MODULES = sorted(p for p in (ROOT / "core").rglob("*.py")) + sorted((ROOT / "gui").rglob("*.py"))
MODULES.append(ROOT / "main.py")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room_of(module: str) -> str:
    """The longest name in the map that the module lies in; "core" for the empty roof itself."""
    found = [room for room in MAY_KNOW if module == room or module.startswith(room + ".")]
    return max(found, key=len, default=module)


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that the file imports, and whether that happens as the file is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {id(n) for f in ast.walk(tree) if isinstance(f, FUNCTION) for n in ast.walk(f)}
    late |= {id(n) for i in ast.walk(tree) if for_types(i) for n in ast.walk(i)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "", id(node) not in late)


FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[name_of(p) or "core" for p in paths])


@each(MODULES)
def test_a_module_knows_only_the_rooms_it_may(path: Path) -> None:
    room = room_of(name_of(path))
    allowed = MAY_KNOW.get(room, set()) | {room}
    strangers = {
        name
        for name, _at_import in imports(path)
        if name.split(".")[0] in OURS and room_of(name) not in allowed
    }
    assert not strangers, f"{room} must not import {sorted(strangers)}"


@each(MODULES)
def test_a_package_from_outside_stays_in_its_room(path: Path) -> None:
    module = name_of(path)
    strangers = {
        name
        for name, _at_import in imports(path)
        if (room := ONLY_IN.get(name.split(".")[0])) and not f"{module}.".startswith(f"{room}.")
    }
    assert not strangers


@each([p for p in MODULES if name_of(p).startswith("core.model")])
def test_the_model_keeps_to_the_standard_library_and_numpy(path: Path) -> None:
    import sys

    known = set(sys.stdlib_module_names) | {"numpy", "core"}
    assert {name for name, _at_import in imports(path) if name.split(".")[0] not in known} == set()


@each(MODULES)
def test_what_is_slow_to_import_is_imported_at_work(path: Path) -> None:
    early = {name for name, at_import in imports(path) if at_import and name.split(".")[0] in LATE}
    assert not early


@each([p for p in MODULES if p.name != "__init__.py"])
def test_a_module_has_its_mirror_test(path: Path) -> None:
    place = path.relative_to(ROOT)
    mirror = ROOT / "tests" / place.parent / f"test_{place.name}"
    assert mirror.is_file(), f"{mirror.relative_to(ROOT)} is missing"


@each(MODULES)
def test_functions_and_files_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTION):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@each(MODULES)
def test_a_module_opens_with_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_main_only_hands_over() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 30


def test_the_map_names_rooms_that_know_only_rooms() -> None:
    named = set().union(*MAY_KNOW.values())
    assert {room for room in named if room_of(room) != room} == set()
