"""letters: the official papers of the results."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.results import compute
from core.cli.arguments import PATH, OneOf, file_argument, one_of
from core.cli.progress import progress
from core.cli.spoken import command
from core.files.papers import write_letters
from core.files.pdf import find_office, write_pdfs
from core.text import _

KINDS = ("结果通知",)


@command("letters", help=_("写公文到文件夹 DIR；未发布的结果写成征求意见稿"))
@file_argument()
@click.option("--out", metavar="DIR", type=PATH, required=True, help=_("放公文的文件夹"))
@click.option(
    "--kind", metavar="KIND", type=OneOf(KINDS), default=KINDS[0], help=_("文种，默认结果通知")
)
@click.option("--unit", "units", metavar="U", multiple=True, help=_("单位编码，可重复；不给则全部"))
@click.option("--template", metavar="T.docx", type=PATH, help=_("自己的模板"))
@click.option("--pdf", is_flag=True, help=_("另转成 PDF（需要 LibreOffice）"))
def letters(
    file: Path, out: Path, kind: str, units: tuple[str, ...], template: Path | None, pdf: bool
) -> None:
    if pdf:
        find_office()  # before anything is written
    with progress() as report:
        snapshot, result = compute(file)
        for unit in units:
            one_of(unit, list(snapshot.unit_position), _("没有编码为“{code}”的单位"))
        written = write_letters(snapshot, result, out, units or None, template, report)
        if pdf:
            write_pdfs(written, report)
    text = _("已写{kind} {n} 份到 {out}")
    print(text.format(kind=kind, n=len(written), out=out))
