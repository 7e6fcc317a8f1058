"""Copies of an assessment file: made through SQLite, checked after writing, moved in whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from core.errors import Refused
from core.model.problem import Problem
from core.store.connection import Damaged, plain_words
from core.store.files import discard, move_in, refuse_existing, temporary
from core.store.opening import copy_into, open_reader
from core.store.tables import database
from core.store.verify import verify


def backup(store_path: Path, target_path: Path) -> None:
    """Copy an assessment, which may be open, to a path that must not exist.

    Refused with what `verify` finds in the copy; UserError for a file that is no assessment.
    """
    source, target = Path(store_path), Path(target_path)
    refuse_existing(target)
    with closing(open_reader(source)) as connection:
        place = temporary(target)
        try:
            with plain_words(source):
                copy_into(connection, place)
            _require_sound(place)
            move_in(place, target)
        except BaseException:
            discard(place)
            raise


def restore(backup_path: Path, path: Path) -> None:
    """Make the assessment at `path`, which must not exist, from a backup that is sound."""
    backup(backup_path, path)


def _require_sound(place: Path) -> None:
    problems = verify_file(place)
    if problems:
        raise Refused(problems)


def verify_file(path: Path) -> list[Problem]:
    """What is wrong with an assessment file, also with one too damaged to be opened.

    UserError for a file that is no assessment, or one that a newer program made.
    """
    path = Path(path)
    try:
        with closing(open_reader(path)) as connection, plain_words(path):
            return _verified(connection)
    except Damaged as error:
        return [Problem(str(error))]


def _verified(connection: sqlite3.Connection) -> list[Problem]:
    """All checks on one state of the file."""
    connection.execute("BEGIN")
    try:
        return verify(database(connection))
    finally:
        connection.execute("ROLLBACK")
