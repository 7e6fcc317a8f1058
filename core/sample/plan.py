"""The plan at any size: the 45 leaves written by hand, fewer of them, or copies of them under
further 二级指标, their points divided again so that every category sums to 满分 exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from core.model.plan import Indicator, LeafKind, Tree, build_tree
from core.sample.shares import apportion, divide_points, plain
from core.sample.source import Template

Key = tuple[str, int]  # a template's code, and which copy of it (0 is the original)
Group = tuple[str, ...]  # the categories that a leaf applies to; () for 共性指标

_POINTS_IN_TEXT = re.compile(r"<([\d.]+)>")
_UNITS_PER_LEAF = 10  # so fine are points divided: a leaf gets about ten steps or more


@dataclass(frozen=True)
class Plan:
    """Indicators in row order; the template that each leaf was made from, by leaf code;
    `decimals` that the points need (and the step of a mark has)."""

    indicators: tuple[Indicator, ...]
    templates: dict[str, Template]
    decimals: int


def grow_plan(
    templates: Sequence[Template],
    leaves: int,
    full_points: Decimal,
    categories: Sequence[str],
    rated_only: bool = False,
) -> Plan:
    """A plan of `leaves` leaves; with `rated_only` all of them 评分 and 共性.

    With too few leaves to give each category its own, all are 共性.
    """
    if rated_only:
        templates = _rated_for_all(templates)
    tree = build_tree([t.indicator for t in templates])
    by_code = {t.indicator.code: t for t in templates}
    groups = _shares_of_groups(tree, leaves, full_points)
    points: dict[Key, Decimal] = {}
    finest = 1
    for codes, count, total in groups:
        keys = _pick(codes, count)
        weights = [_points(tree, code) for code, _ in keys]
        decimals = _decimals_for(count, total)
        points.update(zip(keys, divide_points(total, weights, decimals), strict=True))
        finest = max(finest, decimals)
    rows, origins = _grow_tree(tree, by_code, points)
    return Plan(_with_parent_points(rows, categories), origins, finest)


def _rated_for_all(templates: Sequence[Template]) -> list[Template]:
    """The rated leaves and all parents, for every category."""
    return [
        replace(t, indicator=replace(t.indicator, categories=()))
        for t in templates
        if t.indicator.kind is not LeafKind.QUANTITATIVE
    ]


def _points(tree: Tree, code: str) -> Decimal:
    points = tree.by_code[code].points
    assert points is not None, f"{code} is a leaf without points"
    return points


def _group_of(tree: Tree, leaf: Indicator) -> Group:
    chain = (leaf, *tree.ancestors(leaf.code))
    return next((i.categories for i in chain if i.categories), ())


def _shares_of_groups(
    tree: Tree, leaves: int, full_points: Decimal
) -> list[tuple[list[str], int, Decimal]]:
    """For 共性 and each group of 个性 leaves: its codes, how many to make, and their points."""
    groups: dict[Group, list[str]] = {}
    for leaf in tree.leaves:
        if leaf.kind is not None:
            groups.setdefault(_group_of(tree, leaf), []).append(leaf.code)
    counts = apportion(leaves, [len(codes) for codes in groups.values()])
    if min(counts) == 0 or len(groups) == 1:
        return [(groups[()], leaves, full_points)]
    common = sum((_points(tree, code) for code in groups[()]), Decimal(0))
    return [
        (codes, count, full_points - common if group else common)
        for (group, codes), count in zip(groups.items(), counts, strict=True)
    ]


def _pick(codes: Sequence[str], count: int) -> list[Key]:
    """`count` keys: an even choice where there are more codes, copies where there are fewer."""
    if count <= len(codes):
        return [(codes[n * len(codes) // count], 0) for n in range(count)]
    return [(codes[n % len(codes)], n // len(codes)) for n in range(count)]


def _decimals_for(count: int, total: Decimal) -> int:
    enough = (d for d in (1, 2, 3) if total.scaleb(d) >= _UNITS_PER_LEAF * count)
    return next(enough, 4)


def _grow_tree(
    tree: Tree, by_code: dict[str, Template], points: dict[Key, Decimal]
) -> tuple[list[Indicator], dict[str, Template]]:
    """The rows in tree order, and the template of each leaf; levels left empty are left out."""
    rows: list[Indicator] = []
    origins: dict[str, Template] = {}
    for top in tree.children[""]:
        grown = _grow_branch(tree, by_code, points, top)
        if grown:
            rows.append(top)
        for row, origin in grown:
            rows.append(row)
            if origin is not None:
                origins[row.code] = origin
    return rows, origins


def _grow_branch(
    tree: Tree, by_code: dict[str, Template], points: dict[Key, Decimal], top: Indicator
) -> list[tuple[Indicator, Template | None]]:
    """Below one 一级指标: each 二级 with its leaves, originals first, then the copies."""
    seconds = tree.children.get(top.code, ())
    copies = 1 + max(copy for _, copy in points)
    grown: list[tuple[Indicator, Template | None]] = []
    for copy in range(copies):
        for second in seconds:
            kept = [c for c in tree.children.get(second.code, ()) if (c.code, copy) in points]
            if kept:
                parent = _copy_second(second, copy, len(seconds))
                grown.append((parent, None))
            for leaf in kept:
                template = by_code[leaf.code]
                grown.append((_copy_leaf(template, parent, copy, points), template))
    return grown


def _copy_second(second: Indicator, copy: int, siblings: int) -> Indicator:
    if copy == 0:
        return second
    top, number = second.code.rsplit(".", 1)
    code = f"{top}.{int(number) + copy * siblings}"
    return replace(second, code=code, name=f"{second.name}（{copy + 1}）")


def _copy_leaf(
    template: Template, parent: Indicator, copy: int, points: dict[Key, Decimal]
) -> Indicator:
    leaf = template.indicator
    new = points[leaf.code, copy]
    assert leaf.points is not None
    factor = Fraction(new) / Fraction(leaf.points)
    return replace(
        leaf,
        code=f"{parent.code}.{leaf.code.rsplit('.', 1)[1]}",
        parent=parent.code,
        name=leaf.name if copy == 0 else f"{leaf.name}（{copy + 1}）",
        points=new,
        criteria=scale_points(leaf.criteria, factor),
        parameters=scale_points(leaf.parameters, factor),
    )


def scale_points(text: str, factor: Fraction) -> str:
    """The text with every <number> times `factor`, cut to four decimals but never to nothing."""

    def scaled(found: re.Match[str]) -> str:
        exact = Fraction(Decimal(found[1])) * factor
        cut = (Decimal(exact.numerator) / exact.denominator).quantize(
            Decimal("0.0001"), rounding=ROUND_DOWN
        )
        return str(plain(max(cut, Decimal("0.0001"))))

    return _POINTS_IN_TEXT.sub(scaled, text)


def _with_parent_points(
    rows: Iterable[Indicator], categories: Sequence[str]
) -> tuple[Indicator, ...]:
    """Parents get the sum of their leaves, where it is one for every category they apply to."""
    tree = build_tree(list(rows))
    filled = []
    for row in tree.indicators:
        sums = {
            sum((leaf.points or Decimal(0) for leaf in applying), Decimal(0))
            for category in categories
            if tree.applies(row.code, category)
            for applying in [
                [i for i in tree.leaves_under(row.code) if tree.applies(i.code, category)]
            ]
        }
        same = row.kind is None and len(sums) == 1
        filled.append(replace(row, points=plain(sums.pop())) if same else row)
    return tuple(filled)
