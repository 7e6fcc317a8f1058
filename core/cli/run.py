"""The one door from outside: what `main.py` does with its arguments, and the one hook that every
failure reaches.

Exit codes: 0 done, 1 refused or an unforeseen fault, 2 usage, 3 `verify` found something wrong,
130 stopped by the person, 141 nobody reads the output any more (both as a shell counts them).
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from core.cli.commands import COMMANDS
from core.errors import UserError, reason_of
from core.faults import write_fault
from core.paths import cache_folder
from core.text import LANGUAGES, _, set_language

REFUSED, USAGE, STOPPED, UNREAD = 1, 2, 130, 141
Opener = Callable[[Path | None], int]


class Misused(UserError):
    """The command line cannot be understood (exit code 2)."""


def run(arguments: Sequence[str], open_window: Opener) -> int:
    """Do what the arguments say and return the exit code. `open_window` gets the file to open,
    or None for the start page, and returns an exit code of its own."""
    _speak_utf8()
    try:
        code = _begin(arguments, open_window)
        _flush()
    except Misused as misuse:
        return _say(str(misuse), USAGE)
    except UserError as refusal:
        return _say(str(refusal), REFUSED)
    except KeyboardInterrupt:
        return _say(_("已停止；没有做完的部分不会留下。"), STOPPED)
    except BrokenPipeError:
        _hush(sys.stdout)
        return UNREAD
    except OSError as error:
        words = _in_words(error)
        if error.errno == errno.ENOSPC:
            _hush(sys.stdout)  # what is still in its buffer has no place either
        return _say(words, REFUSED) if words else _fault(error, arguments)
    except Exception as error:
        return _fault(error, arguments)
    return code


def _begin(arguments: Sequence[str], open_window: Opener) -> int:
    language, words = take_language(arguments)
    set_language(language)
    if not words:
        return open_window(None)
    if words[0] in COMMANDS or words[0].startswith("-"):
        return _command(words)
    return open_window(_file(words))


def take_language(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The language asked for by `--lang` anywhere (else KAOPING_LANG, else Chinese), and the
    arguments without it."""
    words, rest = list(arguments), []
    language = os.environ.get("KAOPING_LANG", "")
    while words:
        word = words.pop(0)
        if word == "--":
            rest += [word, *words]
            break
        if word == "--lang" or word.startswith("--lang="):
            language = _known_language(word, words)
        else:
            rest.append(word)
    return language or "zh", rest


def _known_language(word: str, words: list[str]) -> str:
    value = word.partition("=")[2] if "=" in word else (words.pop(0) if words else "")
    if value not in LANGUAGES:
        known = " · ".join(LANGUAGES)
        raise Misused(
            _("--lang 的值“{value}”不对，可写 {known}。").format(value=value, known=known)
        )
    return value


def _command(words: list[str]) -> int:
    # matplotlib writes a font list on its first import, wherever this says
    os.environ.setdefault("MPLCONFIGDIR", str(cache_folder() / "matplotlib"))
    import click

    from core.cli.commands import group
    from core.cli.spoken import usage_error

    try:
        with group().make_context("main.py", words) as context:
            return int(context.command.invoke(context) or 0)
    except click.exceptions.Exit as finished:
        return finished.exit_code
    except click.UsageError as error:
        raise Misused(usage_error(error)) from error


def _file(words: list[str]) -> Path:
    """The one file to open; Misused where the words are neither a command nor a file."""
    if not _is_file(words[0]):
        raise Misused(
            _("“{word}”既不是命令，也不是已有的文件；用 main.py --help 查看全部命令。").format(
                word=words[0]
            )
        )
    if len(words) > 1:
        raise Misused(
            _("打开窗口时只能给一个文件，多了：{words}").format(words=" ".join(words[1:]))
        )
    return Path(words[0])


def _is_file(word: str) -> bool:
    try:
        return Path(word).is_file()
    except OSError:  # longer than a name can be, or a drive that is not there
        return False


def _speak_utf8() -> None:
    """UTF-8 on both streams whatever the console or the locale says; a file name that is no text
    is shown with its bytes. A windowed program on Windows has no streams at all."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _say(text: str, code: int) -> int:
    stream: TextIO | None = sys.stderr
    if stream is not None:
        with contextlib.suppress(BrokenPipeError):
            print(text, file=stream, flush=True)
    return code


def _hush(stream: TextIO) -> None:
    """Send the rest of a stream nowhere, so that the interpreter does not complain at its end:
    whoever read it has left, or its disk is full."""
    with contextlib.suppress(io.UnsupportedOperation):  # no file behind it
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _in_words(error: OSError) -> str:
    """What the system refused, for a person; "" where it is no affair of theirs."""
    if error.filename is not None and error.errno is not None:
        what = os.fsdecode(error.filename)
        return _("{what}：{why}").format(what=what, why=reason_of(error))
    return reason_of(error) if error.errno == errno.ENOSPC else ""


def _fault(error: Exception, arguments: Sequence[str]) -> int:
    """One line for the person, everything else for whoever mends it."""
    try:
        path = write_fault(error, arguments)
    except OSError:
        last = traceback.format_exception_only(error)[-1].strip()
        return _say(_("程序出错，也写不了日志：{error}").format(error=last), REFUSED)
    return _say(_("程序出错了，详情已写入日志 {path}").format(path=path), REFUSED)
