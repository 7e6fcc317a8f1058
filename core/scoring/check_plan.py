"""Whether the plan holds together: settings, indicator tree and its sums, rules, grades, 主体.

Each function looks at the whole snapshot and names every fault with sheet, key and column, as
values; nothing is raised (contract: the notes to the interchange workbook).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from core.model.plan import Grade, Indicator, LeafKind, Settings, Tree
from core.model.problem import Place, Problem
from core.model.snapshot import Snapshot
from core.scoring.numbers import decimals_of, plain
from core.scoring.rules import RuleError, compile_rule
from core.scoring.shares import SPECS
from core.text import _

POINT_DECIMALS = 4  # of an indicator's 分值
STEP_DECIMALS = 6  # what a stored mark can hold
LARGEST = Decimal(10**9)  # 满分, so that scaled points stay well within 64 bits
GENERAL = ("", "*")  # 类别 of the grades that hold for every category without its own


def at(sheet: str, column: str, *key: str) -> Place:
    """The place of stored data: an import finds the row of its book by the key."""
    return Place(sheet=sheet, column=column, key=key)


def shown(value: object) -> str:
    """A value as a person reads it."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return ", ".join(shown(v) for v in value)
    return "" if value is None else str(value)


def plan_problems(snapshot: Snapshot) -> list[Problem]:
    """Every fault of the plan."""
    return [
        *setting_problems(snapshot.settings),
        *_repeated_codes(snapshot),
        *_parent_problems(snapshot),
        *_leaf_problems(snapshot),
        *_points_problems(snapshot),
        *_sum_problems(snapshot),
        *_full_points_problems(snapshot),
        *_grade_problems(snapshot),
        *_kind_problems(snapshot),
    ]


# Settings


def setting_problems(settings: Settings) -> list[Problem]:
    """What the settings may not say, each alone and together."""
    places = settings.decimals
    rules = [
        ("年度", settings.year, _four_digits(settings.year), _("应为四位数的年份")),
        ("小数位", places, 0 <= places <= 4, _("应为 0 到 4 的整数")),
        ("评分步长", settings.step, _is_step(settings.step), _("应为大于 0、至多 6 位小数的数")),
        ("去极值个数", settings.trim_count, settings.trim_count >= 0, _("应为不小于 0 的整数")),
        ("去极值起算人数", settings.trim_from, settings.trim_from >= 0, _("应为不小于 0 的整数")),
        ("复核期限", settings.review_days, settings.review_days > 0, _("应为大于 0 的天数")),
        ("整改期限", settings.rectify_days, settings.rectify_days > 0, _("应为大于 0 的天数")),
        ("理由低于", settings.reason_below, 0 <= settings.reason_below <= 1, _("应为 0 到 1 的数")),
        ("理由高于", settings.reason_above, 0 <= settings.reason_above <= 1, _("应为 0 到 1 的数")),
        *_amounts(settings),
    ]
    found = [
        Problem(expected, at("方案", "内容", item), shown(value))
        for item, value, right, expected in rules
        if not right
    ]
    return found + _word_problems(settings)


def _four_digits(year: int | None) -> bool:
    return year is None or 1000 <= year <= 9999


def _is_step(step: Decimal) -> bool:
    return 0 < step <= LARGEST and decimals_of(step) <= STEP_DECIMALS


def _amounts(settings: Settings) -> Iterator[tuple[str, Decimal, bool, str]]:
    """满分 above 0; a cap may be 0, which allows nothing."""
    amounts = (
        ("满分", settings.full_points, _("应为大于 0、不超过 {most}、至多{n}位小数的数")),
        ("加分上限", settings.bonus_cap, _("应为 0 或正数，不超过 {most}、至多{n}位小数")),
        ("扣分上限", settings.deduction_cap, _("应为 0 或正数，不超过 {most}、至多{n}位小数")),
    )
    for item, amount, text in amounts:
        if amount is not None:
            right = 0 <= amount <= LARGEST and decimals_of(amount) <= settings.decimals
            right = right and (amount > 0 or item != "满分")
            yield item, amount, right, text.format(most=shown(LARGEST), n=settings.decimals)


def _word_problems(settings: Settings) -> list[Problem]:
    place = at("方案", "内容", "等级系数")
    words = Counter(word for word, _share in settings.grade_words)
    found = [Problem(_("等级重复"), place, word) for word, n in words.items() if n > 1]
    found += [
        Problem(_("系数应为 0 到 1 的数"), place, f"{word}={shown(share)}")
        for word, share in settings.grade_words
        if not 0 <= share <= 1
    ]
    if not settings.grade_words:
        found.append(Problem(_("应至少有一个等级，写成 键=值；键=值"), place))
    return found


# The tree


def _repeated_codes(snapshot: Snapshot) -> Iterator[Problem]:
    sheets = (("指标", snapshot.indicators), ("单位", snapshot.units), ("专家", snapshot.experts))
    for sheet, rows in sheets:
        codes = Counter(row.code for row in rows)
        for code, count in codes.items():
            if count > 1:
                yield Problem(_("编码重复，应各不相同"), at(sheet, "编码", code), code)


def _parent_problems(snapshot: Snapshot) -> Iterator[Problem]:
    tree = snapshot.tree
    for row in snapshot.indicators:
        if row.parent and row.parent not in tree.by_code:
            text = _("上级应为本表中某个指标的编码")
            yield Problem(text, at("指标", "上级", row.code), row.parent)
    for ring in rings(tree):
        path = " → ".join((*ring, ring[0]))
        yield Problem(
            _("上级成环：{path}").format(path=path),
            at("指标", "上级", ring[0]),
            ring[1 % len(ring)],
        )


def rings(tree: Tree) -> list[tuple[str, ...]]:
    """Codes that lead back to themselves by 上级, each ring once, in the order of 上级."""
    found: list[tuple[str, ...]] = []
    settled: set[str] = set()
    for start in tree.by_code:
        path: dict[str, None] = {}
        code = start
        while code in tree.by_code and code not in settled and code not in path:
            path[code] = None
            code = tree.by_code[code].parent
        if code in path:
            members = list(path)
            found.append(tuple(members[members.index(code) :]))
        settled.update(path)
    return found


def leaf_rows(snapshot: Snapshot) -> list[Indicator]:
    """The rows that nobody names as 上级, those that hang nowhere included."""
    return [i for i in snapshot.indicators if i.code not in snapshot.tree.children]


def _leaf_problems(snapshot: Snapshot) -> Iterator[Problem]:
    for leaf in leaf_rows(snapshot):
        if leaf.points is None:
            yield Problem(_("末级指标应有分值"), at("指标", "分值", leaf.code))
        if leaf.kind is None:
            yield Problem(_("末级指标的类型应为 定量 或 评分"), at("指标", "类型", leaf.code))
        if leaf.kind is LeafKind.QUANTITATIVE:
            yield from _rule_problems(leaf)


def _rule_problems(leaf: Indicator) -> Iterator[Problem]:
    if not leaf.rule:
        yield Problem(_("定量指标应有计分规则"), at("指标", "计分规则", leaf.code))
    elif _has_points(leaf):
        try:
            compile_rule(leaf)
        except RuleError as error:
            yield Problem(str(error), *_faulty_cell(leaf))


def _faulty_cell(leaf: Indicator) -> tuple[Place, str]:
    """Where a rule that does not compile is to be mended: its name, else its 参数."""
    if leaf.rule not in SPECS:
        return at("指标", "计分规则", leaf.code), leaf.rule
    return at("指标", "参数", leaf.code), leaf.parameters


def _has_points(row: Indicator) -> bool:
    return row.points is not None and row.points > 0 and decimals_of(row.points) <= POINT_DECIMALS


def _points_problems(snapshot: Snapshot) -> Iterator[Problem]:
    for row in snapshot.indicators:
        if row.points is not None and not _has_points(row):
            text = _("分值应大于 0，至多{n}位小数").format(n=POINT_DECIMALS)
            yield Problem(text, at("指标", "分值", row.code), shown(row.points))


# The sums


def categories_to_check(snapshot: Snapshot) -> tuple[str, ...]:
    """Those of the units; without units those that 适用类别 names; else "", for all leaves."""
    named = (c for row in snapshot.indicators for c in row.categories)
    # A unit without 类别 is named itself.
    of_units = tuple(c for c in snapshot.categories if c)
    return of_units or tuple(dict.fromkeys(named)) or ("",)


def _sum_problems(snapshot: Snapshot) -> Iterator[Problem]:
    """A parent with 分值 equals, for each category, its children that apply there."""
    tree = snapshot.tree
    ringed = {code for ring in rings(tree) for code in ring}
    for row in snapshot.indicators:
        if row.points is None or row.code not in tree.children or row.code in ringed:
            continue
        wrong: dict[Decimal, list[str]] = {}
        for category in categories_to_check(snapshot):
            total = _children_sum(tree, row.code, category, ringed)
            if tree.applies(row.code, category) and total not in (None, row.points):
                wrong.setdefault(total or Decimal(0), []).append(category)
        for total, categories in wrong.items():
            yield Problem(
                _told_sum(total, categories), at("指标", "分值", row.code), shown(row.points)
            )


def _told_sum(total: Decimal, categories: list[str]) -> str:
    if categories == [""]:
        return _("应等于下级指标分值之和 {total}").format(total=shown(total))
    text = _("对类别“{categories}”，应等于适用的下级指标分值之和 {total}")
    return text.format(categories=_("、").join(categories), total=shown(total))


def _children_sum(tree: Tree, code: str, category: str, ringed: set[str]) -> Decimal | None:
    """Points of the children of `code` that apply to the category; None where a leaf has none."""
    total = Decimal(0)
    for child in tree.children[code]:
        if child.code in ringed or (child.categories and category not in child.categories):
            continue
        worth = child.points
        if worth is None and child.code in tree.children:
            worth = _children_sum(tree, child.code, category, ringed)
        if worth is None:
            return None
        total += worth
    return total


def _full_points_problems(snapshot: Snapshot) -> Iterator[Problem]:
    """For every category the leaves that apply sum to 满分."""
    if not snapshot.indicators:
        return
    full = snapshot.settings.full_points
    for category in categories_to_check(snapshot):
        leaves = [x for x in leaf_rows(snapshot) if snapshot.tree.applies(x.code, category)]
        total = sum((x.points or Decimal(0) for x in leaves), Decimal(0))
        # A leaf without 分值 is named itself.
        if total != full and all(x.points is not None for x in leaves):
            text = (
                _("类别“{category}”适用的末级指标分值之和应等于满分 {full}，现为 {total}")
                if category
                else _("末级指标分值之和应等于满分 {full}，现为 {total}")
            )
            text = text.format(category=category, full=shown(full), total=shown(total))
            yield Problem(text, at("指标", "分值"), shown(total))


# Grades and 主体


def _grade_problems(snapshot: Snapshot) -> Iterator[Problem]:
    decimals = snapshot.settings.decimals
    for grade in snapshot.grades:
        if grade.floor < 0 or decimals_of(grade.floor) > decimals:
            text = _("最低分应不小于 0，至多{n}位小数").format(n=decimals)
            yield Problem(text, _at_grade(grade, "最低分"), shown(grade.floor))
        if grade.quota is not None and not 0 <= grade.quota <= 1:
            text = _("比例上限应在 0 到 1 之间（或 0% 到 100%）")
            yield Problem(text, _at_grade(grade, "比例上限"), shown(grade.quota))
    yield from _repeated(snapshot.grades, "floor", "最低分", _("同一类别的两个等次最低分不能相同"))
    yield from _repeated(snapshot.grades, "name", "等次", _("同一类别的等次不能重名"))


def _at_grade(grade: Grade, column: str) -> Place:
    return at("等次", column, grade.category, grade.name)


def _repeated(grades: Iterable[Grade], name: str, column: str, text: str) -> Iterator[Problem]:
    seen: set[tuple[str, Any]] = set()
    for grade in grades:
        category = "" if grade.category in GENERAL else grade.category
        key = (category, getattr(grade, name))
        if key in seen:
            yield Problem(text, _at_grade(grade, column), shown(key[1]))
        seen.add(key)


def _kind_problems(snapshot: Snapshot) -> Iterator[Problem]:
    weight = _("权重应大于 0")
    for kind in snapshot.kinds:
        if kind.weight <= 0:
            yield Problem(weight, at("主体", "权重", kind.name), shown(kind.weight))
    for expert in snapshot.experts:
        if expert.weight <= 0:
            yield Problem(weight, at("专家", "权重", expert.code), shown(expert.weight))
    if snapshot.kinds:
        yield from _unnamed_kinds(snapshot)


def _unnamed_kinds(snapshot: Snapshot) -> Iterator[Problem]:
    named = {kind.name for kind in snapshot.kinds}
    text = _("主体表中没有这一主体，应为{names}之一").format(names=_("、").join(named_in(snapshot)))
    for expert in snapshot.experts:
        if expert.kind not in named:
            yield Problem(text, at("专家", "主体", expert.code), expert.kind)
    for row in snapshot.assignments:
        if row.kind and row.kind not in named:
            key = (row.expert, row.kind, row.category, row.indicator)
            yield Problem(text, at("分工", "主体", *key), row.kind)


def named_in(snapshot: Snapshot) -> list[str]:
    """The names of the 主体 sheet, in its order."""
    return [kind.name for kind in snapshot.kinds]
