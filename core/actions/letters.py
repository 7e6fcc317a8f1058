"""Writing the official papers of an assessment into a folder, as Word files and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core.files.folder import written_whole
from core.files.papers import write_letters
from core.files.pdf import find_office, write_pdfs
from core.model.result import Result
from core.model.snapshot import Snapshot

Report = Callable[[int, int, str], None]


def write_papers(
    snapshot: Snapshot,
    result: Result,
    folder: Path,
    units: Sequence[str] | None = None,
    template: Path | None = None,
    pdf: bool = False,
    report: Report | None = None,
) -> list[Path]:
    """The 结果通知 of the units (all complete ones without), each with a PDF beside it where that
    is asked for; returns the Word files. The folder gets all of them or stays as it was.
    Refused as `write_letters` does, UserError where nothing here makes PDFs."""
    if not pdf:
        return write_letters(snapshot, result, folder, units, template, report)
    find_office()  # before any work
    with written_whole(folder) as stage:
        written = write_letters(snapshot, result, stage, units, template, report)
        write_pdfs(written, report)
    return [folder / path.name for path in written]
