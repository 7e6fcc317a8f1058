"""What a compiled 计分规则 is made of; `rules` compiles it, `shares` holds one function a rule."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from core.scoring.parameters import Parser

ZERO, ONE = Fraction(0), Fraction(1)
HIGHER, LOWER = "越大越好", "越小越好"
AS_IS, COMPLETION, GROWTH = "原值", "完成率", "增长率"


@dataclass(frozen=True)
class Group:
    """The x of every unit that a unit is compared with, sorted upwards."""

    values: tuple[Fraction, ...]

    @cached_property
    def mean(self) -> Fraction:
        return sum(self.values, ZERO) / len(self.values)

    def best(self, lower: bool) -> Fraction:
        return self.values[0] if lower else self.values[-1]

    def rank(self, x: Fraction, lower: bool) -> int:
        """Competition rank: one more than the number of better values."""
        if lower:
            return 1 + bisect_left(self.values, x)
        return 1 + len(self.values) - bisect_right(self.values, x)


def make_group(values: Iterable[Fraction]) -> Group:
    return Group(tuple(sorted(values)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rule sees: x after 取值, the target it is held against, a tally of answers."""

    x: Fraction = ZERO
    target: Fraction = ZERO
    tally: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A compiled rule. `points` are the leaf's; `values` the parsed 参数 with defaults."""

    name: str
    points: Fraction
    values: Mapping[str, object]
    spec: Spec

    @property
    def lower(self) -> bool:
        return self.values["方向"] == LOWER

    @property
    def measure(self) -> object:
        return self.values["取值"]

    @property
    def takes_tally(self) -> bool:
        return self.spec.tally

    @property
    def grouped(self) -> bool:
        return self.spec.grouped

    @property
    def needs_target(self) -> bool:
        return self.spec.target or self.measure == COMPLETION

    @property
    def needs_base(self) -> bool:
        return self.measure == GROWTH

    def get(self, key: str) -> Fraction:
        """A parameter that is one number."""
        found = self.values[key]
        assert isinstance(found, Fraction)
        return found

    def entries(self, key: str) -> tuple[Fraction, ...]:
        """A parameter that is a list of numbers."""
        found = self.values[key]
        assert isinstance(found, tuple)
        return found

    def points_of_curve(self, key: str) -> tuple[tuple[Fraction, Fraction], ...]:
        """A parameter that is a list of value:share pairs."""
        found = self.values[key]
        assert isinstance(found, tuple)
        return found


@dataclass(frozen=True)
class Spec:
    """A kind of rule: its 参数, whether it needs a target, a group or a tally, and f."""

    parameters: Mapping[str, Parser]
    share: Callable[[Rule, Reading, Group], Fraction]
    target: bool = False
    grouped: bool = False
    tally: bool = False
    x_from_zero: bool = False
    x_whole: bool = False
    settle: Callable[[dict[str, object], Fraction], None] | None = None
