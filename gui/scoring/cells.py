"""A block of cells as a spreadsheet hands it over, held against the ballot cell by cell. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.exchange.ballot_content import Pair
from core.exchange.marks import Change
from core.scoring.mark_rules import MarkRules
from gui.scoring.typed import read

MOST_CELLS = 200_000  # of one paste
Block = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """`refused` are texts that stay as drafts; `skipped` counts cells where nothing is asked or
    the text is blank, `outside` those beyond the edge."""

    changes: tuple[Change, ...]
    refused: tuple[tuple[Pair, str], ...]
    skipped: int
    outside: int


def block_of(text: str) -> Block:
    """Lines of cells between tabs, quoted as Excel and WPS quote a cell that holds lines."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    rows = [tuple(cell.strip() for cell in row) for row in lines]
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def text_of_block(block: Sequence[Sequence[str]]) -> str:
    """The block for the clipboard."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in block)


def spread(block: Block, cells: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each text goes: a block from the upper left of the selection on; a single cell into
    all that are selected."""
    if not block or not cells:
        return
    if len(block) == 1 and len(block[0]) == 1:
        yield from ((cell, block[0][0]) for cell in cells)
        return
    top, left = min(row for row, _c in cells), min(column for _r, column in cells)
    for n, row in enumerate(block):
        for m, text in enumerate(row):
            yield (top + n, left + m), text


def take(
    places: Iterator[tuple[tuple[int, int], str]],
    pair_at: Callable[[int, int], Pair | None],
    rules: Callable[[Pair], MarkRules],
    inside: Callable[[int, int], bool],
    reason: Callable[[Pair], str],
) -> Taken:
    """Hold each text against the rule of its cell. The last text for a cell counts."""
    changes: dict[Pair, Change] = {}
    refused: dict[Pair, str] = {}
    skipped = outside = 0
    for (row, column), text in places:
        pair = pair_at(row, column)
        if not inside(row, column):
            outside += bool(text)
        elif pair is None or not text:
            skipped += 1
        elif (typed := read(rules(pair), text)).value is None:
            refused[pair] = text
        else:
            changes[pair] = Change(*pair, typed.value, reason(pair))
    return Taken(tuple(changes.values()), tuple(refused.items()), skipped, outside)
