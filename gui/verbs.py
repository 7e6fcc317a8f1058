"""What the menu and the buttons do: ask for files, let the actions work, tell what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication

from core.errors import worded
from core.model.problem import Problem
from core.text import _
from gui.desk import Desk
from gui.dialogs.ask import assessments, books, openable
from gui.jobs import Report
from gui.scoring.ballot_files import BALLOT, RETURN

if TYPE_CHECKING:
    from core.actions.workbook import BookReport, ImportReport
    from core.model.result import Result
    from core.model.snapshot import Snapshot
    from gui.scoring.window import ScoringWindow

TAKEN = (".kaoping", ".xlsx", ".ballot", ".return")  # what may be dropped, besides folders
RECENT = 8  # files that the start page remembers


def open_path(desk: Desk, path: Path) -> None:
    """Open an assessment or a ballot, or take a workbook into the open assessment (a new one
    where none is). Returns are for the page of the rounds; they need an open assessment."""
    if is_return(path):
        bring_returns(desk, [path])
    elif path.suffix.lower() == BALLOT:
        score_ballot(desk, path)
    elif path.suffix.lower() != ".xlsx":
        if desk.session.open(path):
            remember(desk.session.path or path)
    elif desk.session.path is not None:
        take_in(desk, [path])
    else:
        new_from(desk, path)


def score_ballot(desk: Desk, path: Path) -> ScoringWindow:
    """A ballot in a window of its own. Over an open assessment it is 现场评分: it covers the
    screen, and there is no way past it but its end."""
    from gui.scoring.window import ScoringWindow

    over = desk.session.path is not None
    window = ScoringWindow(path, desk.jobs.window, on_site=over)
    window.closed.connect(window.deleteLater)
    if over:
        window.setWindowModality(Qt.WindowModality.ApplicationModal)
        window.showFullScreen()
    else:
        remember(path)
        window.show()
    return window


def dropped(event: QDropEvent) -> list[Path]:
    """The files of a drop that the window can take."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in TAKEN or path.is_dir()]


def take_dropped(desk: Desk, paths: Sequence[Path]) -> None:
    """Whatever was dropped, to where it belongs; all returns together."""
    returns = [path for path in paths if is_return(path)]
    for path in paths:
        if path not in returns:
            open_path(desk, path)
    if returns:
        bring_returns(desk, returns)


def is_return(path: Path) -> bool:
    """A sealed return, or a folder that may hold some."""
    return path.suffix.lower() == RETURN or path.is_dir()


def bring_returns(desk: Desk, paths: Sequence[Path]) -> None:
    if desk.session.path is None:
        text = _("这是专家交回的评分。请先打开考评文件，再把它拖进来。")
        desk.ask.tell(_("收取"), text)
    else:
        desk.bringing.emit("rounds", list(paths))


def open_file(desk: Desk) -> None:
    for path in desk.ask.files(_("打开"), openable()):
        open_path(desk, path)


def new_file(desk: Desk) -> None:
    for book in desk.ask.files(_("选择方案工作簿"), books()):
        new_from(desk, book)


def new_from(desk: Desk, book: Path) -> None:
    """Make an assessment from a workbook, where the person says."""
    title = _("新建考评文件")
    path = desk.ask.new_file(title, assessments(), book.stem + ".kaoping")
    if path is None:
        return

    def work(report: Report) -> ImportReport:
        from core.actions.assessment import create

        report(0, 0, book.name)
        return create(path, book)

    def made(report: ImportReport) -> None:
        open_path(desk, path)
        tell_report(desk, title, report)

    desk.jobs.run(title, work, made)


def sample_county(desk: Desk) -> None:
    """The sample county, in a folder that the person chooses, opened."""
    folder = desk.ask.folder(_("示例县放在哪个文件夹"))
    if folder is None:
        return

    def work(report: Report) -> list[Path]:
        from core.actions.sample import write_sample

        report(0, 0, str(folder))
        return list(write_sample(folder))

    def made(paths: Sequence[Path]) -> None:
        open_path(desk, next(p for p in paths if p.suffix == ".kaoping"))

    desk.jobs.run(_("试用示例县"), work, made)


def import_books(desk: Desk) -> None:
    paths = desk.ask.files(_("导入工作簿"), books(), many=True)
    if paths:
        take_in(desk, paths)


def take_in(desk: Desk, paths: Sequence[Path]) -> None:
    """Take workbooks into the open assessment, all or none."""
    from core.actions.workbook import import_books

    title = _("导入工作簿")
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        report = desk.session.do(title, lambda store: import_books(store, paths))
    finally:
        QGuiApplication.restoreOverrideCursor()
    if report is not None:
        tell_report(desk, title, report, always=True)


def tell_report(desk: Desk, title: str, report: ImportReport, *, always: bool = False) -> None:
    """What the books brought, and what there is to know about it."""
    notices = [*(n for book in report.books for n in book.notices), *report.notices]
    lines = [line for book in report.books for line in _counted(book)]
    lines += [notice.text for notice in notices]
    text = _("已导入，可以撤销。") if report.changed else _("与已有的内容完全一样，没有改动。")
    if not always:
        text = _("已建立考评文件。读入时有几点需要知道：")
        lines = [notice.text for notice in notices]
    if always or notices:
        desk.ask.tell(title, text, lines, grave=False)


def _counted(book: BookReport) -> list[str]:
    text = _("{sheet}：新增 {new}，修改 {changed}，未变 {same}")
    return [
        text.format(sheet=sheet, new=c.new, changed=c.changed, same=c.unchanged)
        for sheet, c in book.counts.items()
    ]


def export_book(desk: Desk) -> None:
    from core.actions.workbook import export_book as write

    _write_book(desk, _("导出工作簿"), _("{name}.xlsx"), lambda s, _r, path: write(s, path))


def results_book(desk: Desk) -> None:
    def write(snapshot: Snapshot, result: Result, path: Path) -> None:
        from core.files.results_book import write_results

        write_results(snapshot, result, path)

    _write_book(desk, _("成绩册"), _("{name} 成绩册.xlsx"), write)


def _write_book(
    desk: Desk, title: str, name: str, write: Callable[[Snapshot, Result, Path], None]
) -> None:
    stem = desk.session.path.stem if desk.session.path else ""
    path = desk.ask.new_file(title, books(), name.format(name=stem))
    if path is None:
        return
    snapshot, result = desk.session.snapshot, desk.session.result

    def work(report: Report) -> Path:
        report(0, 0, path.name)
        write(snapshot, result, path)
        return path

    desk.jobs.run(title, work, lambda done: told_written(desk, title, done))


def told_written(desk: Desk, title: str, path: Path) -> None:
    desk.ask.tell(title, _("已写入 {path}").format(path=path), grave=False)


def back_up(desk: Desk) -> None:
    """A verified copy of the open file in a folder."""
    path, title = desk.session.path, _("备份")
    folder = desk.ask.folder(_("备份放在哪个文件夹"))
    if path is None or folder is None:
        return

    def work(report: Report) -> Path:
        from core.actions.assessment import back_up as copy

        report(0, 0, path.name)
        return copy(path, folder)

    done = _("已备份并核对：{path}")
    desk.jobs.run(
        title, work, lambda made: desk.ask.tell(title, done.format(path=made), grave=False)
    )


def restore(desk: Desk) -> None:
    """A backup, put back under a new name and opened."""
    title = _("恢复备份")
    for copy in desk.ask.files(_("选择备份"), assessments()):
        path = desk.ask.new_file(
            _("恢复为"), assessments(), copy.stem + _("（恢复）") + copy.suffix
        )
        if path is None:
            return
        _restore(desk, title, copy, path)


def _restore(desk: Desk, title: str, copy: Path, path: Path) -> None:
    def work(report: Report) -> None:
        from core.actions.assessment import restore as put_back

        report(0, 0, copy.name)
        put_back(copy, path)

    desk.jobs.run(title, work, lambda _none: open_path(desk, path))


def verify(desk: Desk) -> None:
    """Everything in the file that is not as it should be."""
    path, title = desk.session.path, _("核对")
    if path is None:
        return

    def work(report: Report) -> list[Problem]:
        from core.actions.assessment import verify as check

        report(0, 0, path.name)
        return list(check(path))

    def told(problems: list[Problem]) -> None:
        good = _("核对无误：数据库完好，操作日志首尾相接，每一行数据都与日志一致。")
        bad = _("核对发现{n}处不对：").format(n=len(problems))
        lines = [worded(problem) for problem in problems]
        desk.ask.tell(title, bad if problems else good, lines, grave=bool(problems))

    desk.jobs.run(title, work, told)


def show_folder(folder: Path) -> None:
    """Open a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def show_file(path: Path) -> None:
    """Open a file with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def recent() -> list[Path]:
    """Files opened lately that are still there, the last first."""
    kept = QSettings().value("recent", [])
    names = [kept] if isinstance(kept, str) else list(kept or [])  # type: ignore[call-overload]
    return [path for name in names if (path := Path(str(name))).is_file()]


def remember(path: Path) -> None:
    """Put the file first among the recent ones."""
    paths = [path, *(p for p in recent() if p != path)]
    QSettings().setValue("recent", [str(p) for p in paths[:RECENT]])
