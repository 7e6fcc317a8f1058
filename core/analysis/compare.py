"""One year against another: units and indicators matched, scores, ranks and grades side by side,
and for each indicator whether its scores may be compared at all.

同口径: 计分规则, 参数, 分值 and 评分标准 are the same, so scores are. 折算: the points differ and
nothing else, so shares of the points are. 不可比: anything else, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeVar

from core.model.people import Unit
from core.model.plan import Aggregation, Indicator, LeafKind, RatingMode, Settings
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.rules import RuleError, compile_rule
from core.text import _

# 参数 that are points themselves, so that a rule stays the same where they grow with the 分值
_IN_POINTS = ("扣", "每名扣", "阶梯")


class Comparable(StrEnum):
    SAME = "同口径"
    BY_SHARE = "折算"
    NOT = "不可比"


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's score on a leaf in both years (None: missing or not asked), this year's first."""

    unit: str
    score: Decimal | None
    earlier: Decimal | None


@dataclass(frozen=True, slots=True)
class LeafComparison:
    """A leaf of this year and the one of the earlier year it is matched with; `reason` says why
    it may be compared or not. `cells` are those of the matched units."""

    leaf: Indicator
    earlier: Indicator
    comparable: Comparable
    reason: str
    cells: tuple[Cell, ...]

    def change(self, cell: Cell) -> Fraction | None:
        """Of the score (同口径), of the share of the points (折算); None where there is none."""
        if cell.score is None or cell.earlier is None or self.comparable is Comparable.NOT:
            return None
        now, then = Fraction(cell.score), Fraction(cell.earlier)
        if self.comparable is Comparable.SAME:
            return now - then
        return now / Fraction(self.leaf.points or 1) - then / Fraction(self.earlier.points or 1)

    @property
    def mean_change(self) -> Fraction | None:
        """The mean change over the units that have one."""
        found = [c for cell in self.cells if (c := self.change(cell)) is not None]
        return sum(found, Fraction(0)) / len(found) if found else None


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """A unit's line this year and in the earlier one."""

    line: UnitResult
    earlier: UnitResult


@dataclass(frozen=True, eq=False)
class Comparison:
    """`units` in the order of this year's result; `new_` are this year's without a match, `gone_`
    the earlier year's."""

    units: tuple[UnitComparison, ...]
    leaves: tuple[LeafComparison, ...]
    new_units: tuple[Unit, ...]
    gone_units: tuple[Unit, ...]
    new_leaves: tuple[Indicator, ...]
    gone_leaves: tuple[Indicator, ...]


class _Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


def match(
    now: Sequence[T], then: Sequence[T], keys: Iterable[Callable[[T], object]]
) -> dict[str, T]:
    """Code of this year's → the one of then, by the first key that finds it; each is matched
    once, and only where the key is nobody else's."""
    found: dict[str, T] = {}
    for key in keys:
        taken = {row.code for row in found.values()}
        open_then = _unique([row for row in then if row.code not in taken], key)
        open_now = _unique([row for row in now if row.code not in found], key)
        found |= {row.code: open_then[k] for k, row in open_now.items() if k in open_then}
    return found


def _unique(rows: Iterable[T], key: Callable[[T], object]) -> dict[object, T]:
    groups: dict[object, list[T]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {k: group[0] for k, group in groups.items() if len(group) == 1}


def _code(row: _Named) -> object:
    return row.code


def _name(row: _Named) -> object:
    return row.name


def _both(row: _Named) -> object:
    return row.code, row.name


def compare_years(
    snapshot: Snapshot, result: Result, earlier: Snapshot, earlier_result: Result
) -> Comparison:
    """This year's snapshot and result against the earlier ones. Units are matched by 编码, else
    by exact name. Codes of indicators shift when a plan is rewritten: they are matched where
    both 编码 and name are the same, then by name, and by 编码 alone last."""
    units = match(snapshot.units, earlier.units, (_code, _name))
    leaves = match(snapshot.tree.leaves, earlier.tree.leaves, (_both, _name, _code))
    lines = {line.unit.code: line for line in earlier_result.units}
    return Comparison(
        units=tuple(
            UnitComparison(line, lines[units[line.unit.code].code])
            for line in result.units
            if line.unit.code in units
        ),
        leaves=tuple(
            LeafComparison(
                leaf,
                leaves[leaf.code],
                *judge(leaf, leaves[leaf.code], snapshot.settings, earlier.settings),
                tuple(_cells((snapshot, result), (earlier, earlier_result), units, leaf, leaves)),
            )
            for leaf in snapshot.tree.leaves
            if leaf.code in leaves
        ),
        new_units=_unmatched(snapshot.units, units),
        gone_units=_unmatched(earlier.units, {row.code for row in units.values()}),
        new_leaves=_unmatched(snapshot.tree.leaves, leaves),
        gone_leaves=_unmatched(earlier.tree.leaves, {row.code for row in leaves.values()}),
    )


def _unmatched(rows: Sequence[T], matched: Iterable[str]) -> tuple[T, ...]:
    known = set(matched)
    return tuple(row for row in rows if row.code not in known)


Year = tuple[Snapshot, Result]


def _cells(
    now: Year, then: Year, units: dict[str, Unit], leaf: Indicator, leaves: dict[str, Indicator]
) -> Iterator[Cell]:
    for line in now[1].units:
        code = line.unit.code
        if code in units:
            earlier = _score(then, units[code].code, leaves[leaf.code].code)
            yield Cell(code, _score(now, code, leaf.code), earlier)


def _score(year: Year, unit: str, leaf: str) -> Decimal | None:
    snapshot, result = year
    return result.score(snapshot.unit_position[unit], snapshot.tree.leaf_position[leaf])


def judge(
    leaf: Indicator, earlier: Indicator, settings: Settings, earlier_settings: Settings
) -> tuple[Comparable, str]:
    """Whether a leaf's scores may be compared with the earlier ones, and why."""
    reasons = list(_differences(leaf, earlier, settings, earlier_settings))
    if reasons:
        return Comparable.NOT, _("；").join(reasons)
    if leaf.points == earlier.points:
        return Comparable.SAME, _("计分规则、参数、分值、评分标准都相同")
    text = _("只有分值不同（{earlier} → {now}），按得分率比较")
    reason = text.format(earlier=_plain(earlier.points), now=_plain(leaf.points))
    if _fixed_deductions(leaf, earlier):
        reason += _("；参数里的扣分没有随分值改变")
    return Comparable.BY_SHARE, reason


def _differences(
    leaf: Indicator, earlier: Indicator, settings: Settings, earlier_settings: Settings
) -> Iterator[str]:
    """What rules a comparison out, in words."""
    changed = _("{what}不同（{earlier} → {now}）")
    pairs = [(_("名称"), earlier.name, leaf.name), (_("类型"), earlier.kind, leaf.kind)]
    if leaf.kind is LeafKind.QUANTITATIVE:
        pairs.append((_("计分规则"), earlier.rule, leaf.rule))
    else:
        ways = _way(earlier, earlier_settings), _way(leaf, settings)
        pairs.append((_("汇总方法"), *ways))
        pairs.append((_("评分方式"), _marking(earlier_settings), _marking(settings)))
    for what, before, after in pairs:
        if before != after:
            yield changed.format(what=what, earlier=before or _("无"), now=after or _("无"))
    quantitative = leaf.kind is earlier.kind is LeafKind.QUANTITATIVE
    if quantitative and leaf.rule == earlier.rule and not _same_parameters(leaf, earlier):
        texts = {"earlier": earlier.parameters or _("无"), "now": leaf.parameters or _("无")}
        yield changed.format(what=_("参数"), **texts)
    if "".join(leaf.criteria.split()) != "".join(earlier.criteria.split()):
        yield _("评分标准不同")


def _way(leaf: Indicator, settings: Settings) -> str:
    method = leaf.aggregation or settings.aggregation
    if method is not Aggregation.TRIMMED:
        return str(method.value)
    text = _("{method}，两端各去{n}个，满{start}人起算")
    return text.format(method=method.value, n=settings.trim_count, start=settings.trim_from)


def _marking(settings: Settings) -> str:
    if settings.rating_mode is not RatingMode.WORDS:
        return str(settings.rating_mode.value)
    words = sorted(settings.grade_words, key=lambda pair: pair[1], reverse=True)
    told = _("，").join(f"{word}={_plain(share)}" for word, share in words)
    return f"{settings.rating_mode.value} {told}"


def _same_parameters(leaf: Indicator, earlier: Indicator) -> bool:
    """As the rules read them: 0.60 is 0.6, and a default is what is not given. Points among the
    参数 may stay as they are or grow with the 分值."""
    try:
        now, then = compile_rule(leaf), compile_rule(earlier)
    except RuleError:
        return leaf.parameters == earlier.parameters
    scaled = {
        key: _over(value, now.points) if key in _IN_POINTS else value
        for key, value in now.values.items()
    }
    same_scaled = scaled == {
        key: _over(value, then.points) if key in _IN_POINTS else value
        for key, value in then.values.items()
    }
    return dict(now.values) == dict(then.values) or same_scaled


def _over(value: object, points: Fraction) -> object:
    if isinstance(value, tuple):
        return tuple(entry / points for entry in value)
    return value / points if isinstance(value, Fraction) else value


def _fixed_deductions(leaf: Indicator, earlier: Indicator) -> bool:
    """Whether 参数 that are points stayed as they were although the 分值 changed."""
    if leaf.kind is not LeafKind.QUANTITATIVE:
        return False
    try:
        now, then = compile_rule(leaf).values, compile_rule(earlier).values
    except RuleError:
        return False
    return any(now.get(k) is not None and now.get(k) == then.get(k) for k in _IN_POINTS)


def _plain(value: Decimal | None) -> str:
    if value is None:
        return _("无")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
