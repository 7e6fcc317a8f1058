from __future__ import annotations

import ast
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from core.store import migrations
from core.store.migrations import APPLICATION_ID, MIGRATIONS

# Of each released step; a new step adds a line, and no line ever changes.
SEALED = [
    "305c32da329899fea655fe8a3572d45d2d3f36b5a77513afd963a6c9e6793333",
    "20037d7ea3cc04bdceae5f6fd1e3c5b276567bf910c4ace6094b16802a3c3f70",
    "fc847f39eb845e54ea7be244e240ce1e64a5d669ac3efefe6709fa838367610a",
]


def test_a_released_step_is_never_edited() -> None:
    assert [hashlib.sha256(step.encode()).hexdigest() for step in MIGRATIONS] == SEALED


def test_it_imports_nothing_of_ours() -> None:
    tree = ast.parse(Path(migrations.__file__).read_text(encoding="utf-8"))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert [getattr(n, "module", None) for n in imports] == ["__future__"]


def test_every_table_is_strict_and_the_journal_is_guarded() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for step in MIGRATIONS:
            connection.executescript(step)
        tables = connection.execute("PRAGMA table_list").fetchall()
        loose = [t[1] for t in tables if t[2] == "table" and not t[5] and "sqlite_" not in t[1]]
        triggers = connection.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        assert loose == []
        assert triggers.fetchall() == [("journal",)] * 3


def test_the_mark_in_the_header_is_fixed() -> None:
    assert APPLICATION_ID.to_bytes(4, "big") == b"KAOP"
