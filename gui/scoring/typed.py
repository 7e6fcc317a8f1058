"""What a person types into the field of a mark, held against the rule while it is being typed.

Pure. The rule is `core.scoring.mark_rules`; here are only the plain words about it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.model.plan import RatingMode
from core.scoring.mark_rules import (
    ABSTAIN,
    Given,
    MarkRules,
    asking_words,
    asks_reason,
    bounds,
    expected_mark,
    is_legal,
)
from core.scoring.numbers import decimals_of, plain
from core.text import _

_NUMBER = re.compile(r"\d{0,9}(\.\d{0,9})?")
_ANY_STEP = Decimal("0.1")  # what the arrow keys do where the plan allows any number


@dataclass(frozen=True, slots=True)
class Typed:
    """`value` is the legal mark that the text stands for, None where it stands for none;
    `fault` says in a few words what is wrong. Neither: nothing, or not yet anything."""

    value: Given | None = None
    fault: str = ""


def tidy(text: str) -> str:
    """Full-width digits and Chinese full stops as a calculator would have them."""
    plain_text = unicodedata.normalize("NFKC", text).strip()
    return plain_text.replace("。", ".").replace("．", ".")


def read(rules: MarkRules, text: str) -> Typed:
    """What was typed so far."""
    bare = tidy(text)
    if not bare or bare in (".", ABSTAIN[0]):
        return Typed()
    if bare == ABSTAIN:
        return Typed(ABSTAIN)
    return _word(rules, bare) if rules.mode is RatingMode.WORDS else _number(rules, bare)


def _word(rules: MarkRules, bare: str) -> Typed:
    """A grade word, the beginning of one, or its number in the order of the plan."""
    words = [word for word, _share in rules.words]
    if bare in words:
        return Typed(bare)
    if bare.isdecimal() and 1 <= int(bare) <= len(words):
        return Typed(words[int(bare) - 1])
    if any(word.startswith(bare) for word in words):
        return Typed()
    return Typed(fault=expected_mark(rules))


def _number(rules: MarkRules, bare: str) -> Typed:
    if not _NUMBER.fullmatch(bare):
        wrong = _("不能小于 0") if bare.startswith("-") else _("请输入数字；不评按 F6 弃权")
        return Typed(fault=wrong)
    value = Decimal(bare)
    if value > rules.most:
        return Typed(fault=_("最高 {most} 分").format(most=plain(rules.most)))
    if not is_legal(rules, value):
        return Typed(fault=_off_step(rules, value))
    return Typed(value)


def _off_step(rules: MarkRules, value: Decimal) -> str:
    low, high = snap(rules, value, down=True), snap(rules, value, down=False)
    text = (
        _("每档 {step} 分：可填 {low} 或 {high}")
        if low != high
        else _("每档 {step} 分：可填 {low}")
    )
    return text.format(step=plain(rules.step), low=plain(low), high=plain(high))


def snap(rules: MarkRules, value: Decimal, *, down: bool) -> Decimal:
    """The legal number next to `value`, at or below it, or at or above it."""
    step = Fraction(step_of(rules))
    times = Fraction(value) / step
    whole = times.numerator // times.denominator
    if not down and times.denominator != 1:
        whole += 1
    most = Fraction(rules.most) / step
    whole = max(0, min(whole, most.numerator // most.denominator))
    return _decimal(whole, step_of(rules))


def nearest(rules: MarkRules, share: float) -> Decimal:
    """The legal number nearest to a share (0 to 1) of the most: where a person clicked."""
    step = step_of(rules)
    return snap(rules, _decimal(round(share * float(rules.most / step)), step), down=True)


def step_of(rules: MarkRules) -> Decimal:
    """What one press of an arrow key changes."""
    return rules.step if bounds(rules).step > 0 else _ANY_STEP


def stepped(rules: MarkRules, value: Given | None, times: int) -> Given:
    """The mark `times` steps away; from nothing, upwards from 0 and downwards from the most.
    Grade words stand best first, so upwards is towards the first."""
    if rules.mode is RatingMode.WORDS:
        return _stepped_word(rules, value, times)
    top = snap(rules, rules.most, down=True)
    if not isinstance(value, Decimal):
        return Decimal(0) if times > 0 else top
    return max(Decimal(0), min(value + times * step_of(rules), top))


def _stepped_word(rules: MarkRules, value: Given | None, times: int) -> str:
    words = [word for word, _share in rules.words]
    if value not in words:
        return words[-1] if times > 0 else words[0]
    return words[max(0, min(words.index(str(value)) - times, len(words) - 1))]


def shown(rules: MarkRules, value: Given) -> str:
    """A mark as a column of equal decimals has it."""
    if not isinstance(value, Decimal):
        return value
    places = max(decimals_of(step_of(rules)), decimals_of(value))
    return f"{value:.{places}f}"


def share_of(rules: MarkRules, value: Given) -> Fraction | None:
    """A mark as a share of the most; None for 弃权."""
    if isinstance(value, Decimal):
        return Fraction(value) / Fraction(rules.most) if rules.most else Fraction(0)
    found = dict(rules.words).get(value)
    return None if found is None else Fraction(found)


def why_reason(rules: MarkRules, value: Given) -> str:
    """Why a mark asks for a 理由; "" where it does not."""
    if not asks_reason(rules, value):
        return ""
    if value in asking_words(rules):
        return _("评“{word}”要写理由").format(word=value)
    number = value if isinstance(value, Decimal) else Decimal(0)
    if Fraction(number) < Fraction(rules.reason_below) * Fraction(rules.most):
        return _("低于满分的 {share} 要写理由").format(share=percent(rules.reason_below))
    return _("高于满分的 {share} 要写理由").format(share=percent(rules.reason_above))


def percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def _decimal(whole: int, step: Decimal) -> Decimal:
    return (Decimal(whole) * step).normalize() + Decimal(0) if whole else Decimal(0)
