"""What one mark may be, and when it asks for a 理由: the one rule that books, stored ratings,
ballots and the scoring window are all held against.

A mark is given as a number (分值, 百分制), a grade word (等级), or 弃权. `bounds` puts the rule
of a leaf into integers of the `Marks` columns, so that a million marks can be held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from core.model.marks import MARK_SCALE
from core.model.plan import Indicator, RatingMode, Settings
from core.scoring.check_plan import LARGEST
from core.scoring.numbers import plain
from core.text import _

ABSTAIN = "弃权"
HUNDRED = Decimal(100)
MOST_EXPONENT = 30  # so that no number is blown up only to be refused
Given = Decimal | str


@dataclass(frozen=True, slots=True)
class MarkRules:
    """The rule of one leaf: `points` are its 分值, `words` the 等级系数, `reason_below` and
    `reason_above` shares of the most a mark can be."""

    mode: RatingMode
    points: Decimal
    step: Decimal
    words: tuple[tuple[str, Decimal], ...]
    reason_below: Decimal
    reason_above: Decimal

    @property
    def most(self) -> Decimal:
        """The largest number that a mark can be (分值 and 百分制)."""
        return HUNDRED if self.mode is RatingMode.PERCENT else self.points


@dataclass(frozen=True, slots=True)
class Bounds:
    """Times `MARK_SCALE`: a number is legal from 0 to `most` on whole steps (`step` 0: any), and
    asks for a 理由 below `low` or above `high`."""

    most: int
    step: int
    low: int
    high: int


def rules_of(settings: Settings, leaf: Indicator) -> MarkRules:
    """The rule of a leaf in the plan; a leaf without 分值 (a fault of its own) takes any mark."""
    return MarkRules(
        settings.rating_mode,
        LARGEST if leaf.points is None else leaf.points,
        settings.step,
        settings.grade_words,
        settings.reason_below,
        settings.reason_above,
    )


def bounds(rules: MarkRules) -> Bounds:
    """The rule for numbers, as integers that fit the columns (a plan beyond all measure is a
    fault of its own)."""
    top = Fraction(min(rules.most, LARGEST)) * MARK_SCALE
    return Bounds(
        floor(top),
        floor(min(rules.step, LARGEST) * MARK_SCALE),
        ceil(Fraction(rules.reason_below) * top),
        floor(Fraction(rules.reason_above) * top),
    )


def asking_words(rules: MarkRules) -> frozenset[str]:
    """The grade words that ask for a 理由, by their share of the largest coefficient."""
    most = max((share for _word, share in rules.words), default=Decimal(0))
    low, high = (Fraction(s) * Fraction(most) for s in (rules.reason_below, rules.reason_above))
    return frozenset(word for word, share in rules.words if not low <= Fraction(share) <= high)


def is_legal(rules: MarkRules, given: Given) -> bool:
    """Whether the leaf may be given this mark."""
    if given == ABSTAIN:
        return True
    if rules.mode is RatingMode.WORDS:
        return any(given == word for word, _share in rules.words)
    scaled = _scaled(given)
    limit = bounds(rules)
    if scaled is None or not 0 <= scaled <= limit.most:
        return False
    return limit.step <= 0 or scaled % limit.step == 0


def asks_reason(rules: MarkRules, given: Given) -> bool:
    """Whether a legal mark asks for a 理由; 弃权 never does."""
    if given == ABSTAIN:
        return False
    if rules.mode is RatingMode.WORDS:
        return given in asking_words(rules)
    scaled = _scaled(given)
    limit = bounds(rules)
    return scaled is not None and not limit.low <= scaled <= limit.high


def expected_mark(rules: MarkRules) -> str:
    """What a 得分 may be, in words."""
    if rules.mode is RatingMode.WORDS:
        words = _("、").join(word for word, _share in rules.words)
        return _("应为等级（{words}）或 弃权").format(words=words)
    text = _("应为 0 到 {most} 的数（步长 {step}）或 弃权")
    return text.format(most=plain(rules.most), step=plain(rules.step))


def _scaled(given: Given) -> int | None:
    """The number as the columns hold it; None where it is none, or too fine for them."""
    if not isinstance(given, Decimal) or not given.is_finite():
        return None
    if abs(int(given.as_tuple().exponent)) > MOST_EXPONENT:
        return None
    top, bottom = given.as_integer_ratio()
    whole, rest = divmod(top * MARK_SCALE, bottom)
    return None if rest else whole
