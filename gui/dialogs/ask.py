"""The one seam to dialogs: everything that is told to a person or asked of one goes through an
`Ask`, so that tests can answer in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.text import _
from gui.dialogs.notice import show_notice

FileKind = tuple[str, str]  # the words of the filter, and the ending


def assessments() -> FileKind:
    return _("考评文件 (*.kaoping)"), ".kaoping"


def openable() -> FileKind:
    return _("考评文件、评分包 (*.kaoping *.ballot)"), ".kaoping"


def books() -> FileKind:
    return _("工作簿 (*.xlsx)"), ".xlsx"


class Ask:
    """Dialogs over a window. A person who cancels answers None, or False."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def tell(self, title: str, text: str, lines: Sequence[str] = (), *, grave: bool = True) -> None:
        """Say what happened; `lines` are what is listed below it."""
        show_notice(self.parent, title, text, lines, grave=grave)

    def confirm(self, title: str, text: str, yes: str) -> bool:
        """Whether to go on; the button that goes on is called `yes`."""
        box = QMessageBox(self.parent)
        box.setWindowTitle(title)
        box.setText(text)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is accept

    def files(self, title: str, kind: FileKind, *, many: bool = False) -> list[Path]:
        """Existing files of a kind; none where the person cancels."""
        if many:
            found, _filter = QFileDialog.getOpenFileNames(self.parent, title, _last(), kind[0])
        else:
            one, _filter = QFileDialog.getOpenFileName(self.parent, title, _last(), kind[0])
            found = [one] if one else []
        return [_kept(Path(name)) for name in found]

    def new_file(self, title: str, kind: FileKind, name: str) -> Path | None:
        """A file to write, with the ending of its kind."""
        start = str(Path(_last()) / name)
        found, _filter = QFileDialog.getSaveFileName(self.parent, title, start, kind[0])
        if not found:
            return None
        path = Path(found)
        return _kept(
            path if path.suffix.lower() == kind[1] else path.with_name(path.name + kind[1])
        )

    def folder(self, title: str) -> Path | None:
        """An existing folder."""
        found = QFileDialog.getExistingDirectory(self.parent, title, _last())
        return _kept(Path(found), itself=True) if found else None


def _last() -> str:
    """The folder last chosen in."""
    return str(QSettings().value("folder", str(Path.home())))


def _kept(path: Path, *, itself: bool = False) -> Path:
    QSettings().setValue("folder", str(path if itself else path.parent))
    return path
