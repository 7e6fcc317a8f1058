"""`archive`: everything of an assessment in one package, for the files room."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.actions.assessment import verify
from core.actions.moment import now
from core.actions.results import compute
from core.errors import UserError, worded
from core.files.results_book import write_results
from core.files.results_json import results_json
from core.files.whole_file import whole_file
from core.files.workbook_out import write_book
from core.model.problem import Problem
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.store import backup
from core.store.journal import Entry
from core.store.store import Store
from core.text import _

SUMS = "SHA256SUMS"
Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the package: its name there, what it is, its size in bytes and SHA-256."""

    name: str
    told: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archived:
    """What the package holds, and what `verify` found in the publication (told in its report)."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def archive(path: Path, target: Path, report: Report | None = None) -> Archived:
    """Write the package of the assessment to `target`, whole or not at all.

    Everything in it comes from one checked copy, so that it fits together. UserError where
    `target` exists or cannot be written or `path` is no assessment; Refused where it is damaged.
    """
    if target.exists() or target.is_symlink():
        text = _("文件{name}已经存在，不会覆盖它。请换一个文件名。")
        raise UserError(text.format(name=target.name))
    with tempfile.TemporaryDirectory(prefix="kaoping-archive-") as folder:
        stage = Path(folder)
        (report or _unwatched)(0, len(_parts()) + 1, _("备份并核对"))
        year = _copied(path, stage / path.name)
        told = _fill(year, stage, report or _unwatched)
        items = tuple(_item(stage, name, text) for name, text in told)
        with whole_file(target) as beside:
            _pack(stage, items, beside)
    return Archived(items, year.problems)


@dataclass(frozen=True, eq=False)
class _Year:
    """All that the parts of the package are made of, out of the copy."""

    copy: Path
    snapshot: Snapshot
    result: Result
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def _copied(path: Path, copy: Path) -> _Year:
    """A sound copy of the assessment at `copy`, and what it holds."""
    backup.backup(path, copy)
    snapshot, result = compute(copy)
    with Store.open(copy, write=False) as store:
        entries = store.journal()
    return _Year(copy, snapshot, result, entries, tuple(verify(copy)))


def _unwatched(done: int, total: int, note: str) -> None:
    """Progress that nobody looks at."""


Write = Callable[[_Year, Path], object]


def _parts() -> tuple[tuple[str, str, Write], ...]:
    """The files made beside the copy: name, what it is, how it is written."""
    return (
        (_("数据.xlsx"), _("全部数据的交换工作簿，可以重新导入"),
         lambda year, place: write_book(year.snapshot, place)),
        (_("结果册.xlsx"), _("结果册"),
         lambda year, place: write_results(year.snapshot, year.result, place)),
        ("results.json", _("结果，供其他程序读取"),
         lambda year, place: _write_json(results_json(year.snapshot, year.result), place)),
        (_("操作日志.csv"), _("操作日志：谁在什么时候改了什么"),
         lambda year, place: place.write_bytes(_journal_csv(year.entries))),
        (_("操作日志.json"), _("操作日志，供其他程序读取"),
         lambda year, place: _write_json(_journal_json(year.entries), place)),
        (_("核对报告.txt"), _("归档时对备份的核对"),
         lambda year, place: place.write_text(_verified(year), "utf-8")),
    )  # fmt: skip


def _fill(year: _Year, stage: Path, report: Report) -> list[tuple[str, str]]:
    """The parts beside the copy in `stage`; name of each file there, and what it is."""
    found = [(year.copy.name, _("考评文件的备份，可以用 restore 恢复"))]
    parts = _parts()
    for n, (name, told, write) in enumerate(parts, start=1):
        report(n, len(parts) + 1, name)
        write(year, stage / name)
        found.append((name, told))
    return found


def _write_json(value: Any, place: Path) -> None:
    place.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _journal_json(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "seq": e.seq,
            "at": e.at.isoformat(),
            "actor": e.actor,
            "label": e.label,
            "kind": e.kind.value,
            "target": e.target,
            "summary": dict(e.summary),
            "hash": e.hash,
        }
        for e in entries
    ]


def _journal_csv(entries: Sequence[Entry]) -> bytes:
    head = (_("序号"), _("时间"), _("操作人"), _("种类"), _("操作"), _("改动行数"), _("哈希"))
    rows = (
        (e.seq, e.at.isoformat(), e.actor, e.kind.value, e.label, sum(e.summary.values()), e.hash)
        for e in entries
    )
    return _csv([head, *rows])


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    """With the mark by which Excel and WPS know UTF-8; a text that looks like a formula gets a
    quotation mark before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: object) -> object:
    risky = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@"))
    return f"'{cell}" if risky else cell


def _verified(year: _Year) -> str:
    """The report of the check: the file itself is sound, else there were no package."""
    last = year.entries[-1].hash if year.entries else _("无")
    lines = [
        _("核对时间：{at}").format(at=now()),
        _("考核名称：{name}").format(name=year.snapshot.settings.name),
        _("数据库、操作日志的哈希链、各行与日志的记录：核对无误。"),
        _("操作日志{n}条，最后一条的哈希：{hash}").format(n=len(year.entries), hash=last),
        _("单位{units}个，其中结果不完整的{lacking}个。").format(
            units=len(year.snapshot.units),
            lacking=sum(1 for line in year.result.units if not line.complete),
        ),
        _("结果已公布。") if year.snapshot.published else _("结果尚未公布。"),
        *(worded(problem) for problem in year.problems),
    ]
    return "\n".join([*lines, ""])


def _item(stage: Path, name: str, told: str) -> Item:
    with (stage / name).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Item(name, told, (stage / name).stat().st_size, digest)


def _pack(stage: Path, items: Sequence[Item], target: Path) -> None:
    """The files, and the directory of them last."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for item in items:
            package.write(stage / item.name, item.name)
        for name, content in _directory(items):
            package.writestr(name, content)


def _directory(items: Sequence[Item]) -> Iterator[tuple[str, bytes]]:
    head = (_("序号"), _("文件"), _("内容"), _("字节"), "SHA-256")
    rows = ((n, i.name, i.told, i.size, i.sha256) for n, i in enumerate(items, start=1))
    yield _("归档目录.csv"), _csv([head, *rows])
    # As `sha256sum -c` reads them
    sums = "".join(f"{item.sha256}  {item.name}\n" for item in items)
    yield SUMS, sums.encode()
