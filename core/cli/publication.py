"""publish and reopen: the results made known, and taken back with a reason."""

from __future__ import annotations

from pathlib import Path

import click

from core.actions import publication
from core.actions.assessment import opened
from core.cli.arguments import file_argument
from core.cli.progress import busy
from core.cli.spoken import command
from core.text import _


def _written(text: str) -> str:
    """Reads a text that says something."""
    if not text.strip():
        raise click.BadParameter(_("应写明理由"))
    return text


@command("publish", help=_("公布结果：此后不能改动，直到撤回公布"))
@file_argument()
@click.option("--accept-gaps", is_flag=True, help=_("接受有人没有评完（须写 --why）"))
@click.option("--why", metavar="TEXT", type=_written, help=_("为什么接受"))
def publish(file: Path, accept_gaps: bool, why: str | None) -> None:
    if accept_gaps != (why is not None):
        raise click.BadParameter(_("--accept-gaps 和 --why 要一起写"))
    with busy(_("正在计算 {file} …").format(file=file.name)), opened(file) as store:
        published = publication.publish(store, why or "")
    text = _("已公布（第{n}次），依据指纹 {digest}…")
    print(text.format(n=published.number, digest=published.digest[:16]))


@command("reopen", help=_("撤回公布，可以重新改动；原来公布的结果留存备查"))
@file_argument()
@click.option("--why", metavar="TEXT", type=_written, required=True, help=_("撤回的理由"))
def reopen(file: Path, why: str) -> None:
    with opened(file) as store:
        taken_back = publication.reopen(store, why)
    print(_("已撤回第{n}次公布").format(n=taken_back.number))
