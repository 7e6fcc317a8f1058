"""click in our words: its own texts are English and padded for Latin letters.

Commands are `@command(...)`; help pages and usage errors come out in the language of the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from core.cli.table import padded, width
from core.text import _
from core.version import VERSION

_EXTRA = "Got unexpected extra argument"


class Spoken(click.Command):
    """A command whose help page is ours."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("显示这一页")
        return option

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx)

    def get_usage(self, ctx: click.Context) -> str:
        return " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])


class Roof(Spoken, click.Group):
    """The program itself: its commands are imported when they are asked for."""

    def __init__(self, names: Sequence[str], load: Callable[[str], click.Command]) -> None:
        self._names, self._load = names, load
        super().__init__(
            "main.py",
            help=_("考评：县级绩效考核的离线程序。不带参数，或只给一个文件，打开窗口。"),
            params=[_version_option(), _language_option()],
            options_metavar=_("[选项]"),
            subcommand_metavar=_("命令 …"),
            no_args_is_help=False,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._load(cmd_name) if cmd_name in self._names else None


def command(name: str, help: str) -> Callable[[Callable[..., Any]], Spoken]:
    """Decorator: the function becomes the command `name`, explained by `help`."""
    return click.command(name, cls=Spoken, help=help, options_metavar=_("[选项]"))


class Branch(Spoken, click.Group):
    """A noun with its verbs, in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def branch(name: str, help: str, *commands: click.Command) -> Branch:
    """The group `name` of the commands, in this order."""
    return Branch(
        name,
        commands={str(command.name): command for command in commands},
        help=help,
        options_metavar=_("[选项]"),
        subcommand_metavar=_("命令 …"),
        no_args_is_help=False,
    )


def _version_option() -> click.Option:
    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(_("考评 {version}").format(version=VERSION))
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show,
        help=_("显示版本"),
    )  # fmt: skip


def _language_option() -> click.Option:
    """For the help page only: `core.cli.run` takes --lang out wherever it stands."""
    return click.Option(
        ["--lang"], metavar="zh|en", expose_value=False, help=_("语言，可写在任何位置")
    )


def help_page(command: click.Command, ctx: click.Context) -> str:
    """Usage, purpose, options, and the commands below where there are some."""
    parts = [_("用法：{usage}").format(usage=command.get_usage(ctx)), command.help or ""]
    records = [r for p in command.get_params(ctx) if (r := _record(p, ctx)) is not None]
    parts.append("\n".join([_("选项："), *_columns(records)]))
    if isinstance(command, click.Group):
        below = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        rows = [(name, sub.help or "") for name, sub in below if sub is not None]
        parts.append("\n".join([_("命令："), *_columns(rows)]))
        text = _("每个命令的用法：{path} 命令 --help")
        parts.append(text.format(path=ctx.command_path))
    return "\n\n".join(part for part in parts if part)


def _record(parameter: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    if not isinstance(parameter, click.Option) or parameter.hidden:
        return None
    names = ", ".join(parameter.opts)
    shown = names if parameter.is_flag else f"{names} {parameter.make_metavar(ctx)}"
    return shown, parameter.help or ""


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    widest = max((width(left) for left, _right in rows), default=0)
    return [f"  {padded(left, widest)}  {right}".rstrip() for left, right in rows]


def usage_error(error: click.UsageError) -> str:
    """What was wrong with the command line, and where to read about the right one."""
    path = error.ctx.command_path if error.ctx else "main.py"
    return "\n".join([_what(error), _("用法见：{path} --help").format(path=path)])


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        text = _("没有选项 {name}").format(name=error.option_name)
        return text + _perhaps(error.possibilities)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("没有命令 {name}").format(name=error.command_name) + _perhaps(error.possibilities)
    if isinstance(error, click.MissingParameter):
        return _("缺少{what}").format(what=_named(error.param))
    if isinstance(error, click.BadParameter):
        return _("{what}：{why}").format(what=_named(error.param), why=error.message)
    if isinstance(error, click.BadOptionUsage):
        return _("选项 {name} 的写法不对：有的选项后面要有值，有的不能有值").format(
            name=error.option_name
        )
    if error.message.startswith(_EXTRA):
        return _("参数太多：{words}").format(words=error.message.partition("(")[2].rstrip(")."))
    return _("命令写得不完整或不对")


def _named(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return _("选项 {name}").format(name=parameter.opts[0])
    if parameter is not None:
        return _("参数 {name}").format(name=parameter.human_readable_name)
    return _("参数")


def _perhaps(names: Sequence[str] | None) -> str:
    return _("，也许是 {names}？").format(names=_("、").join(names)) if names else ""
