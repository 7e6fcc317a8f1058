"""import and export: the interchange workbook, in and out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from core.actions.assessment import opened
from core.actions.workbook import BookReport, ImportReport, export_book, import_books
from core.cli.arguments import PATH, book_to_write, file_argument, one_of
from core.cli.output import print_notices
from core.cli.progress import busy
from core.cli.spoken import command
from core.text import _


@command("import", help=_("读入工作簿或填好的评分表；有一处不对则全部不收"))
@file_argument()
@click.argument("books", metavar="BOOK.xlsx...", type=PATH, nargs=-1, required=True)
def import_(file: Path, books: tuple[Path, ...]) -> None:
    with busy(_("正在读入{n}本工作簿 …").format(n=len(books))), opened(file) as store:
        report = import_books(store, books)
    print_import(report)
    if not report.changed:
        print(_("与已存的完全相同，没有改动"))


def print_import(report: ImportReport) -> None:
    """What each book brought, and besides, what a person should know."""
    for book in report.books:
        print("\n".join(_lines(book)))
        print_notices(book.notices)
    print_notices(report.notices)


def _lines(book: BookReport) -> Iterator[str]:
    yield _("{book}：").format(book=book.book)
    for sheet, count in book.counts.items():
        parts = (
            (_("新增{n}行"), count.new),
            (_("修改{n}行"), count.changed),
            (_("未变{n}行"), count.unchanged),
        )
        said = _("，").join(text.format(n=n) for text, n in parts if n)
        if said:
            yield f"  {sheet} {said}"


@command("export", help=_("写出工作簿；给 --unit 则写该单位要填报的一本"))
@file_argument()
@click.argument("book", metavar="BOOK.xlsx", type=PATH)
@click.option("--unit", metavar="U", help=_("单位编码"))
def export(file: Path, book: Path, unit: str | None) -> None:
    with busy(_("正在写出 {book} …").format(book=book.name)), opened(file, write=False) as store:
        snapshot = store.read()
        if unit is not None:
            one_of(unit, list(snapshot.unit_position), _("没有编码为“{code}”的单位"))
        export_book(snapshot, book_to_write(book), unit)
    print(_("已写入 {book}").format(book=book))
