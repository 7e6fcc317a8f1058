"""import and export: the interchange workbook, in and out."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.assessment import opened
from core.actions.workbook import export_book, import_books
from core.cli.arguments import PATH, file_argument
from core.cli.output import print_notices
from core.cli.progress import busy
from core.cli.spoken import command
from core.text import _


@command("import", help=_("读入工作簿或填好的评分表；有一处不对则全部不收"))
@file_argument()
@click.argument("books", metavar="BOOK.xlsx...", type=PATH, nargs=-1, required=True)
def import_(file: Path, books: tuple[Path, ...]) -> None:
    with busy(_("正在读入 {n} 本工作簿 …").format(n=len(books))), opened(file) as store:
        notices = import_books(store, books)
    print_notices(notices)


@command("export", help=_("写出工作簿；给 --unit 则写该单位要填报的一本"))
@file_argument()
@click.argument("book", metavar="BOOK.xlsx", type=PATH)
@click.option("--unit", metavar="U", help=_("单位编码"))
def export(file: Path, book: Path, unit: str | None) -> None:
    with busy(_("正在写出 {book} …").format(book=book.name)), opened(file, write=False) as store:
        export_book(store, book, unit)
    print(_("已写入 {book}").format(book=book))
