"""letters: the official papers of the results."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions.letters import write_papers
from core.actions.results import compute
from core.cli.arguments import PATH, file_argument, one_of, word_of
from core.cli.output import print_notices
from core.cli.progress import progress
from core.cli.spoken import command
from core.files.fonts import font_notices
from core.files.papers import KIND, left_out
from core.text import _

KINDS = (KIND,)


@command("letters", help=_("写公文到文件夹 DIR；未发布的结果写成征求意见稿"))
@file_argument()
@click.option("--out", metavar="DIR", type=PATH, required=True, help=_("放公文的文件夹"))
@click.option(
    "--kind", metavar="KIND", type=word_of(KINDS), default=KIND, help=_("文种，默认结果通知")
)
@click.option("--unit", "units", metavar="U", multiple=True, help=_("单位编码，可重复；不给则全部"))
@click.option("--template", metavar="T.docx", type=PATH, help=_("自己的模板"))
@click.option("--pdf", is_flag=True, help=_("另转成 PDF（需要 LibreOffice）"))
def letters(
    file: Path, out: Path, kind: str, units: tuple[str, ...], template: Path | None, pdf: bool
) -> None:
    with progress() as report:
        snapshot, result = compute(file)
        for unit in units:
            one_of(unit, list(snapshot.unit_position), _("没有编码为“{code}”的单位"))
        written = write_papers(snapshot, result, out, units or None, template, pdf, report)
    text = _("已写{kind}{n}份，在 {out}")
    print(text.format(kind=kind, n=len(written), out=out))
    print_notices(font_notices())
    if not units:
        print_notices(left_out(result))
