"""The PINs of ballots just issued: shown once, kept as a list, printed as slips to cut.

They are stored nowhere; whoever loses one gets a new ballot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from core.actions.ballots import Issued, pin_list
from core.files.whole_file import whole_file
from core.text import _
from gui.dialogs.ask import Ask
from gui.jobs import complain
from gui.tables.columns import Column
from gui.tables.model import RowsModel
from gui.tables.view import TableView
from gui.widgets.boxes import Wrapped, across, button, down, label, margins

ACROSS, DOWN = 2, 6  # slips on a page
_MARGIN = 12.0  # mm around the page
_PT = 25.4 / 72  # mm


def columns() -> tuple[Column[Issued], ...]:
    return (
        Column(_("编码"), lambda x: x.expert, width=7),
        Column(_("姓名"), lambda x: x.name, width=12),
        Column("PIN", lambda x: x.pin, bold=True, width=18),
        Column(_("评分包"), lambda x: x.path.name, tip=lambda x: str(x.path)),
    )


class Slips(QDialog):
    """Leaving before the PINs are saved or printed asks once more."""

    def __init__(self, parent: QWidget | None, ask: Ask, issued: Sequence[Issued], number: int,
                 assessment: str) -> None:  # fmt: skip
        super().__init__(parent)
        self.ask, self.issued, self.number = ask, tuple(issued), number
        self.assessment, self.kept = assessment, False
        self.setWindowTitle(_("PIN 条"))
        self.setModal(True)
        self.table: TableView[Issued] = TableView(RowsModel(columns()), "slips")
        self.table.setAccessibleName(_("PIN 码表"))
        self.table.rows.source.show(self.issued)
        self.table.setMinimumHeight(min(self.table.natural_height(), 400))
        self.save = button(_("存为表格(&S)…"), self._save)
        self.pdf = button(_("存为 PDF 条(&F)…"), self._save_pdf)
        self.printer = button(_("打印 PIN 条(&P)…"), self._print, "primary")
        self.leave = button(_("关闭"), self.reject)
        self.done_words = Wrapped("good")
        self.done_words.hide()
        self._lay()

    def _lay(self) -> None:
        title = _("已发放 {n} 份评分包").format(n=len(self.issued))
        text = _("PIN 只显示这一次，考评文件里不存。请打印或保存后分发，每人只给自己的一条；"
                 "遗失了就重新发放。")  # fmt: skip
        words = Wrapped()
        words.setText(text)
        place = label(_("评分包在 {folder}").format(folder=self.issued[0].path.parent), "muted",
                      wrap=True)  # fmt: skip
        foot = across(self.save, self.pdf, None, self.leave, self.printer)
        body = down(
            label(title, "heading"), words, self.table, place, self.done_words, foot, gap=10
        )
        self.setLayout(margins(body, 22, 18, 22, 16))
        self.setMinimumWidth(720)

    def _save(self) -> None:
        name = _("第{n}轮 PIN 码表.csv").format(n=self.number)
        path = self.ask.new_file(_("PIN 码表存到哪里"), (_("表格 (*.csv)"), ".csv"), name)
        if path is not None:
            self._write(path, lambda at: _write_list(at, self.issued, self.number))

    def _save_pdf(self) -> None:
        name = _("第{n}轮 PIN 条.pdf").format(n=self.number)
        path = self.ask.new_file(_("PIN 条存到哪里"), (_("PDF (*.pdf)"), ".pdf"), name)
        if path is not None:
            self._write(path, lambda at: write_pdf(at, self.issued, self.number, self.assessment))

    def _write(self, path: Path, write: Callable[[Path], object]) -> None:
        from core.errors import UserError

        try:
            write(path)
        except (UserError, OSError) as error:
            complain(self.ask, _("没有存成"), error)
        else:
            self._done(_("已存到 {path}。分发以后请妥善保管或删除。").format(path=path))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            painter = QPainter(printer)
            draw_slips(painter, printer, self.issued, self.number, self.assessment)
            painter.end()
            self._done(_("已送去打印。"))

    def _done(self, words: str) -> None:
        self.kept = True
        self.done_words.setText(words)
        self.done_words.show()

    def reject(self) -> None:
        text = _("PIN 还没有打印或保存。关闭以后就看不到了，只能重新发放。")
        if self.kept or self.ask.confirm(_("PIN 条"), text, _("不保存，关闭")):
            super().reject()


def _write_list(path: Path, issued: Sequence[Issued], number: int) -> None:
    with whole_file(path) as beside:
        beside.write_bytes(pin_list(issued, number))


def write_pdf(path: Path, issued: Sequence[Issued], number: int, assessment: str) -> None:
    """The slips as pages of A4 to cut."""
    with whole_file(path) as beside:
        paper = QPdfWriter(str(beside))
        paper.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        paper.setPageMargins(QMarginsF(0, 0, 0, 0))
        paper.setTitle(_("第{n}轮 PIN 条").format(n=number))
        painter = QPainter(paper)
        draw_slips(painter, paper, issued, number, assessment)
        painter.end()


def draw_slips(
    painter: QPainter,
    paper: QPdfWriter | QPrinter,
    issued: Sequence[Issued],
    number: int,
    assessment: str,
) -> None:
    """Two across and six down, a dashed line between them to cut along."""
    dot = paper.logicalDpiX() / 25.4  # of the paper, a mm
    page = paper.pageLayout().fullRectPixels(paper.resolution())
    inner = QRectF(page).adjusted(*(dot * x for x in (_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)))
    wide, high = inner.width() / ACROSS, inner.height() / DOWN
    for n, one in enumerate(issued):
        place = n % (ACROSS * DOWN)
        if n and not place:
            paper.newPage()
        row, column = divmod(place, ACROSS)
        box = QRectF(inner.left() + column * wide, inner.top() + row * high, wide, high)
        _slip(painter, box, dot, one, number, assessment)


def _slip(
    painter: QPainter, box: QRectF, dot: float, one: Issued, number: int, assessment: str
) -> None:
    painter.setPen(QPen(Qt.GlobalColor.gray, dot * 0.15, Qt.PenStyle.DashLine))
    painter.drawRect(box)
    painter.setPen(Qt.GlobalColor.black)
    inside = box.adjusted(dot * 5, dot * 4, -dot * 5, -dot * 4)
    round_ = _("{name} 第{n}轮评分").format(name=assessment, n=number)
    lines = (
        (round_, 9, False, 5.5),
        (_("{name}（{code}）").format(name=one.name, code=one.expert), 13, True, 8.5),
        (f"PIN  {one.pin}", 17, True, 11),
        (_("评分包：{file}").format(file=one.path.name), 8, False, 5),
        (_("双击评分包，输入 PIN 即可评分。请勿转告他人。"), 8, False, 5),
    )
    top = inside.top()
    for text, points, bold, step in lines:
        _line(painter, QRectF(inside.left(), top, inside.width(), step * dot), dot, text,
              points, bold)  # fmt: skip
        top += step * dot


def _line(painter: QPainter, box: QRectF, dot: float, text: str, points: float, bold: bool) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(round(points * _PT * dot), 1))
    font.setBold(bold)
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
