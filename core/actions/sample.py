"""`sample`: a fictional county to try things on, as a committee would have it on its disk.

The books are written from the sample's snapshot, and the assessment file is made from the books
in the way a person would: `new --from`, then `import` of the ratings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from core.actions.assessment import create, opened
from core.actions.workbook import import_books
from core.errors import UserError
from core.files.folder import written_whole
from core.files.workbook_out import write_book, write_ratings
from core.model.marks import NO_MARKS
from core.model.snapshot import Snapshot
from core.sample.county import EXPERTS, INDICATORS, UNITS, sample_snapshot
from core.text import _

MOST_ROWS = 1_048_576 - 1  # of a sheet, less its header
SUFFIX = ".kaoping"


def write_sample(
    folder: Path,
    units: int = UNITS,
    indicators: int = INDICATORS,
    experts: int = EXPERTS,
    rounds: int = 1,
    seed: int = 0,
) -> list[Path]:
    """Write a county into `folder` (made where it is missing): its workbook, the ratings (a
    book for each round), the assessment file made from them, and a text that says what is what.

    Returns the paths. All of it is written or nothing; `UserError` where one of the files is
    there already. Ratings beyond the rows of a sheet get no book, and the text says so.
    """
    snapshot = sample_snapshot(units, indicators, experts, rounds, seed)
    ratings = _books_of_ratings(snapshot)
    name = snapshot.settings.name
    names = [f"{name}.xlsx", *ratings, f"{name}{SUFFIX}", _("说明.txt")]
    _refuse_present(folder, names)
    with written_whole(folder) as stage:
        write_book(without_ratings(snapshot), stage / names[0])
        for book, part in ratings.items():
            write_ratings(part, stage / book)
        _make_file(snapshot, stage / f"{name}{SUFFIX}", stage / names[0], ratings)
        (stage / names[-1]).write_text(_explanation(snapshot, names, ratings), "utf-8")
    return [folder / name for name in names]


def without_ratings(snapshot: Snapshot) -> Snapshot:
    """Everything but the ratings, as it is before the experts begin."""
    return replace(snapshot, marks=NO_MARKS, reasons={}, rounds=())


def ratings_of(snapshot: Snapshot, number: int) -> Snapshot:
    """With the ratings of one round only."""
    return replace(snapshot, marks=snapshot.marks.take(snapshot.marks.round == number))


def _books_of_ratings(snapshot: Snapshot) -> dict[str, Snapshot]:
    """Name of the book → its ratings; none where a round has more than a sheet has rows."""
    one = len(snapshot.rounds) == 1
    name = _("评分.xlsx") if one else _("评分_第{n}轮.xlsx")
    parts = {name.format(n=r.number): ratings_of(snapshot, r.number) for r in snapshot.rounds}
    fits = all(len(part.marks) <= MOST_ROWS for part in parts.values())
    return parts if fits else {}


def _refuse_present(folder: Path, names: Iterable[str]) -> None:
    present = [name for name in names if (folder / name).exists()]
    if present:
        text = _("文件夹“{folder}”里已有{names}，没有改动任何文件。请换一个文件夹，或先移走它们。")
        raise UserError(text.format(folder=folder, names=_("、").join(present)))


def _make_file(snapshot: Snapshot, path: Path, book: Path, ratings: Iterable[str]) -> None:
    create(path, book)
    books = [path.parent / name for name in ratings]
    with opened(path) as store:
        if books:
            # `fresh` makes the rounds that the books name, all closed but the last.
            import_books(store, books, fresh=True)
            return
        with store.edit(_("导入示例评分")) as edit:
            edit.put(*snapshot.rounds)
            edit.put_marks(snapshot, snapshot.marks, snapshot.reasons)


def _explanation(snapshot: Snapshot, names: list[str], ratings: dict[str, Snapshot]) -> str:
    sizes = _("{units}个单位，{leaves}项末级指标，{experts}名评分人，{marks}条评分。").format(
        units=len(snapshot.units),
        leaves=len(snapshot.tree.leaves),
        experts=len(snapshot.experts),
        marks=len(snapshot.marks),
    )
    lines = [
        _("这是一个虚构的县，供试用和练习；单位、人名、文号和数据都不是真的。"),
        sizes,
        "",
        _("{file}：方案、指标、单位、专家和全年数据").format(file=names[0]),
        *(_("{file}：填好的评分，用“导入”收进来").format(file=book) for book in ratings),
        _("{file}：由上面的工作簿做成的考评文件，可以直接打开").format(file=names[-2]),
    ]
    if not ratings:
        lines.append(
            _("评分超过一张工作表的 {most} 行，没有写成工作簿，都在考评文件里。").format(
                most=MOST_ROWS + 1
            )
        )
    return "\n".join([*lines, ""])
