"""Files into a folder, all of them or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserError, reason_of
from core.text import _


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """A staging folder beside `folder`; its files are moved in when the block ends well. On any
    exception the folder is as it was before, and it is not made where it was not there.
    UserError where the disk or a program that holds a file open refuses."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".kaoping-", dir=folder.parent))
    except OSError as wrong:
        raise _refusal(folder, wrong) from wrong
    try:
        new, old = stage / "new", stage / "old"
        new.mkdir()
        old.mkdir()
        try:
            yield new
            _move_in(new, folder, old)
        except OSError as wrong:
            raise _refusal(folder, wrong) from wrong
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move_in(new: Path, folder: Path, old: Path) -> None:
    """Moves every file of `new` into `folder`, those in the way into `old`; back on failure."""
    made = not folder.exists()
    if made:
        new.rename(folder)
        return
    if not folder.is_dir():
        raise NotADirectoryError(20, _("那里有一个同名的文件"), str(folder))
    moved: list[Path] = []
    try:
        for source in sorted(new.iterdir()):
            target = folder / source.name
            if target.is_symlink() or target.exists():
                target.rename(old / source.name)
            moved.append(target)
            source.rename(target)
    except BaseException:
        for target in moved:
            _put_back(target, old / target.name)
        raise


def _put_back(target: Path, kept: Path) -> None:
    target.unlink(missing_ok=True)
    if kept.is_symlink() or kept.exists():
        kept.rename(target)


def _refusal(folder: Path, wrong: OSError) -> UserError:
    text = _(
        "写不进文件夹“{folder}”（{file}：{why}）。原有文件没有改动。文件如在WPS或Word中打开，请先关闭。"
    )
    file = Path(str(wrong.filename)).name if wrong.filename else ""
    return UserError(text.format(folder=folder, file=file, why=reason_of(wrong)))
