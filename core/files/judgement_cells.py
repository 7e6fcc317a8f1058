"""What a cell of a judgement matrix says, and whether the two sides of the diagonal agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from core.analysis.ahp import LARGEST, Floats
from core.files.cells import NUMBER, CellError, Raw, normalised, parse_number
from core.model.problem import Place, Problem
from core.scoring.numbers import decimals_of
from core.text import _

MOST = Fraction(int(LARGEST))
_RATIO = re.compile(r"([^/]+)/([^/]+)")
_SLACK = Decimal("1e-12")  # of a binary number that stands for a fraction


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many times as important `row` is as `column`; `number` is the row of the sheet, `text`
    the cell as the person sees it."""

    row: str
    column: str
    value: Fraction
    number: int
    text: str


def read_judgement(raw: Raw) -> Fraction:
    """A number, or a fraction as text (1/3), from 1/9 to 9. A decimal of two places or more that
    is a reciprocal 1/2 … 1/9 rounded stands for it: 0.33 is 1/3."""
    if isinstance(raw, date | time | timedelta):
        text = _("电子表格把它当成了日期或时间；请把单元格设为文本格式再填 1/3，或填 =1/3")
        raise CellError(text)
    value = _fraction(raw)
    if value is None or not 1 / MOST <= value <= MOST:
        raise CellError(_("应为 1/9 到 9 之间的数，可写成 1/3；没有判断就留空"))
    return value


def _fraction(raw: Any) -> Fraction | None:
    if isinstance(raw, str):
        match = _RATIO.fullmatch(normalised(raw).replace("／", "/"))
        sides = [parse_number(side) for side in match.groups()] if match else []
        if match:
            top, bottom = sides
            return Fraction(top) / Fraction(bottom) if top is not None and bottom else None
    number: Decimal = NUMBER.read(raw)
    return _meant(number)


def _meant(number: Decimal) -> Fraction:
    places = decimals_of(number)
    for n in range(2, int(LARGEST) + 1):
        off = abs(Fraction(number) - Fraction(1, n))
        if places >= 2 and off <= max(Fraction(1, 2 * 10**places), Fraction(_SLACK)):
            return Fraction(1, n)
    return Fraction(number)


def agree(
    children: Sequence[str],
    given: Sequence[Judgement],
    problems: list[Problem],
    place: Callable[[int, str], Place],
) -> Floats:
    """The matrix of the judgements in the order of `children`, NaN for gaps, reciprocal. What
    contradicts itself goes to `problems`."""
    at = {code: n for n, code in enumerate(children)}
    values = np.full((len(at), len(at)), np.nan)
    np.fill_diagonal(values, 1.0)
    by_pair = {(g.row, g.column): g for g in given}
    for one in given:
        mirror = by_pair.get((one.column, one.row))
        if one.row == one.column:
            if one.value != 1:
                text = _("指标与自己相比应为 1，或留空")
                problems.append(Problem(text, place(one.number, one.column), one.text))
            continue
        if mirror is not None and not _reciprocal(one, mirror):
            if at[one.row] > at[one.column]:
                problems.append(_contradicts(one, mirror, place))
            continue
        # Of two sides the one that is no fraction is what the person meant exactly.
        value = one.value if mirror is None or one.value >= 1 else 1 / mirror.value
        values[at[one.row], at[one.column]] = float(value)
        values[at[one.column], at[one.row]] = float(1 / value)
    return values


def _reciprocal(one: Judgement, mirror: Judgement) -> bool:
    """Whether two sides say the same, the smaller one rounded to the decimals it shows (two at
    least)."""
    large, small = sorted((one, mirror), key=lambda j: j.value, reverse=True)
    exact = 1 / large.value
    return abs(small.value - exact) <= Fraction(1, 2 * 10 ** max(2, _places(small.text)))


def _places(text: str) -> int:
    """Decimals that the cell shows; many where it is written as a fraction."""
    number = parse_number(text)
    return 12 if number is None else min(12, decimals_of(number))


def _contradicts(one: Judgement, mirror: Judgement, place: Callable[[int, str], Place]) -> Problem:
    text = _("应为“{row}”比“{column}”的 {value} 的倒数（第{n}行），两处只需填一处")
    told = text.format(row=mirror.row, column=mirror.column, value=mirror.text, n=mirror.number)
    return Problem(told, place(one.number, one.column), one.text)
