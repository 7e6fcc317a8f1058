"""Word documents as PDF, by the LibreOffice that is installed here, if one is.

One call converts many: starting LibreOffice costs more than a letter. It gets a profile of its
own, so that one that a person has open does not swallow the job.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from core.errors import UserError
from core.text import _

Report = Callable[[int, int, str], None]
BATCH = 20  # documents a call: few enough to show progress, enough to hide the start
PATIENCE = 120  # seconds a call may take

# Where installers put it without telling PATH
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)


def find_office() -> str:
    """The program that converts; UserError where none is installed."""
    for name in ("soffice", "libreoffice", *_PLACES):
        found = shutil.which(name)
        if found:
            return found
    raise UserError(
        _("这台电脑上没有 LibreOffice，不能转成 PDF；请安装后再试，或在 WPS、Word 中另存为 PDF。")
    )


def write_pdfs(documents: Sequence[Path], report: Report | None = None) -> list[Path]:
    """A PDF beside each document (names all different), an older one of the same name replaced;
    all of them or, with a UserError, none."""
    office = find_office()
    with tempfile.TemporaryDirectory(prefix="kaoping-pdf-") as place:
        made: list[Path] = []
        for start in range(0, len(documents), BATCH):
            if report is not None:
                report(start, len(documents), _("转成 PDF"))
            made += _convert(office, documents[start : start + BATCH], Path(place))
        targets = [document.with_suffix(".pdf") for document in documents]
        for pdf, target in zip(made, targets, strict=True):
            shutil.move(pdf, target)
    return targets


def _convert(office: str, documents: Sequence[Path], place: Path) -> list[Path]:
    profile, out = place / "profile", place / "out"
    command = [
        office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf", "--outdir", str(out), *(str(d.resolve()) for d in documents),
    ]  # fmt: skip
    # LibreOffice reads file names in the encoding of the locale; under C it finds no Chinese one
    surroundings = {**os.environ, "LC_ALL": os.environ.get("LC_ALL") or "C.UTF-8"}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE, check=False, env=surroundings
        )
    except subprocess.TimeoutExpired as late:
        raise UserError(_("LibreOffice {n} 秒没有转完，已停止。").format(n=PATIENCE)) from late
    made = [out / document.with_suffix(".pdf").name for document in documents]
    if done.returncode or not all(pdf.is_file() for pdf in made):
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        last = words.splitlines()[-1] if words else _("没有说明原因")
        raise UserError(_("LibreOffice 没有转成 PDF：{why}").format(why=last))
    return made
