"""undo, redo, journal: who changed what and when, and taking it back."""

from __future__ import annotations

from pathlib import Path

from core.actions.assessment import opened
from core.cli.arguments import file_argument, json_option
from core.cli.output import print_json
from core.cli.spoken import command
from core.cli.table import aligned
from core.text import _


@command("undo", help=_("撤销最近一次改动"))
@file_argument()
def undo(file: Path) -> None:
    with opened(file) as store:
        print(_("已撤销：{label}").format(label=store.undo()))


@command("redo", help=_("重做最近一次撤销"))
@file_argument()
def redo(file: Path) -> None:
    with opened(file) as store:
        print(_("已重做：{label}").format(label=store.redo()))


@command("journal", help=_("操作日志：谁在什么时候改了什么"))
@file_argument()
@json_option()
def journal(file: Path, as_json: bool) -> None:
    with opened(file, write=False) as store:
        entries = store.journal()
    if as_json:
        print_json(entries)
        return
    kinds = {"edit": "", "undo": _("撤销："), "redo": _("重做：")}
    header = (_("序号"), _("时间"), _("操作人"), _("操作"), _("改动"))
    rows = [
        (
            str(e.seq),
            f"{e.at:%Y-%m-%d %H:%M:%S}",
            e.actor,
            kinds[e.kind] + e.label,
            str(sum(e.summary.values())),
        )
        for e in entries
    ]
    print("\n".join(aligned([header, *rows], right=(0, 4))))
