"""Where long names and titles break, as GB/T 9704-2012 wants it.

A title breaks by meaning, its lines centred in a trapezoid or a lozenge (7.3.1); the issuing
body's name in the letterhead stays on one line and is condensed to fit.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from core.files.wording import width

# Where a title may break, and how much it hurts there (0 is best): before and after words.
_BEFORE = ((re.compile("关于"), 0.0), (re.compile(r"(?<=\D)\d{4}年"), 1.5))
_AFTER = (
    (re.compile("反馈|印发|公布|通报|下达|开展|做好"), 1.5),
    (re.compile("领导小组|委员会|指挥部"), 1.5),
    (re.compile("年度|工作"), 2.0),
    (re.compile("考核|评估|评价"), 2.5),
    (re.compile("[省市县区旗州盟]"), 2.5),
)
_NEVER = re.compile(r"的|年|[）》”、，。]")


def title_lines(title: str, limit: float = 19) -> list[str]:
    """The title in lines no wider than `limit` Chinese characters, in the best shape and as few
    as may be; cut evenly where meaning offers no place."""
    if width(title) <= limit:
        return [title]
    places = _places(title)
    fitting = []
    for breaks in range(1, 4):
        for chosen in combinations(sorted(places), breaks):
            lines = _cut(title, chosen)
            if max(map(width, lines)) <= limit:
                fitting.append((_cost(lines, sum(places[c] for c in chosen)), lines))
    return min(fitting)[1] if fitting else _hard(title, limit)


def _places(title: str) -> dict[int, float]:
    found: dict[int, float] = {}
    offers = [(m.start(), hurt) for word, hurt in _BEFORE for m in word.finditer(title)]
    offers += [(m.end(), hurt) for word, hurt in _AFTER for m in word.finditer(title)]
    for place, hurt in offers:
        if 0 < place < len(title) and not _NEVER.match(title[place:]):
            found[place] = min(hurt, found.get(place, hurt))
    # So that a hostile title cannot make the search long.
    return dict(sorted(found.items(), key=lambda item: item[1])[:12])


def _cut(title: str, places: tuple[int, ...]) -> list[str]:
    edges = [0, *places, len(title)]
    return [title[a:b] for a, b in pairwise(edges)]


def _cost(lines: list[str], hurt: float) -> float:
    """Small for lines that grow or shrink by a step or two; large for a block (the standard
    wants none), a waist and a stub of a line."""
    widths = [width(line) for line in lines]
    steps = [b - a for a, b in pairwise(widths)]
    waist = any(a < 0 < b for a, b in pairwise(steps))
    block = all(abs(step) < 1 for step in steps)
    stub = min(widths) < max(widths) * 0.45
    shape = sum(abs(abs(s) - 2) for s in steps) * 0.5 + 4 * block + 8 * stub + 12 * waist
    return hurt + shape + 2.5 * len(lines)


def _hard(title: str, limit: float) -> list[str]:
    """Even lines, cut between any two characters."""
    count = int(-(-width(title) // limit))
    size = -(-len(title) // count)
    return [title[n : n + size] for n in range(0, len(title), size)]


def condensed(text: str, size: float, room: float) -> int:
    """The character scale in percent (Word's 字符缩放) at which `text` of `size` points fits
    into `room` points on one line; 100 where it fits as it is, never below 40."""
    return max(40, min(100, int(100 * room / (width(text) * size)))) if text else 100
