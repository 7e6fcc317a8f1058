"""The assessment file as a whole: made from a workbook, opened, verified, copied, put back."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path

from core.actions.publication import publication_problems
from core.actions.workbook import ImportReport, import_books
from core.model.problem import Problem
from core.store import backup
from core.store.store import Store


def opened(path: Path, *, write: bool = True) -> Store:
    """The assessment, open until its `with` block ends; UserError where the file is none."""
    return Store.open(path, write=write)


def create(path: Path, book: Path | None = None) -> ImportReport:
    """Make the assessment file `path`, empty or from a workbook, and return what the book
    brought. UserError where `path` exists, Refused for a book with problems; a refused or killed
    making leaves no file at `path`."""
    with Store.create(path) as store:
        return import_books(store, [book] if book is not None else [], fresh=True)


def verify(path: Path) -> list[Problem]:
    """Everything about the file that is not as it should be; [] where all is well. UserError
    where the file is no assessment."""
    problems = backup.verify_file(path)
    if problems:
        return problems
    with Store.open(path, write=False) as store:
        return publication_problems(store)


def back_up(path: Path, folder: Path) -> Path:
    """Copy the assessment into `folder` (made where it is missing) under its name and the time,
    and verify the copy; returns it. Nothing is overwritten. Refused where the file is damaged."""
    with Store.open(path, write=False):  # so that no folder is made for what is no assessment
        folder.mkdir(parents=True, exist_ok=True)
    target = _unused(folder, f"{path.stem}_{datetime.now():%Y%m%d-%H%M%S}", path.suffix)
    backup.backup(path, target)
    return target


def restore(copy: Path, path: Path) -> None:
    """Put a verified copy of the backup at `path`. UserError where `path` exists or `copy` is no
    assessment, Refused where it is damaged."""
    backup.restore(copy, path)


def _unused(folder: Path, stem: str, suffix: str) -> Path:
    names = (f"{stem}{f'-{n}' if n > 1 else ''}{suffix}" for n in count(1))
    return next(folder / name for name in names if not (folder / name).exists())
