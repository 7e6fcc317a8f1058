"""The raw data of the audit book: what the computation starts from, a sheet a noun.

Sheet and column names are those of the interchange workbook. Every sheet comes with the rows
where its nouns stand, so that formulas can name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.files.audit_sheet import Column, Page, Value
from core.files.results_figures import plain
from core.files.sheets import NOT_APPLICABLE
from core.model.marks import ABSTAINED, MARK_DECIMALS
from core.model.plan import LeafKind, RatingMode
from core.model.snapshot import Snapshot
from core.scoring.mark_rules import ABSTAIN
from core.scoring.numbers import plain as exact
from core.scoring.numbers import unscale
from core.scoring.ratings import kind_weights, kinds_of, methods_of
from core.scoring.rule import Rule
from core.scoring.rules import compile_rule
from core.text import _

GUARD = "防护位数"
UNLIMITED = "无"
Key = tuple[str, str]


@dataclass(frozen=True)
class Raw:
    """The sheets, and the row of each noun on its sheet: settings, leaves, experts, 主体 by
    name, 完成值 and 核验 by (unit, leaf), 申诉 by 编号, the parameters of a leaf by (leaf, 参数)
    as (first, last). `marks` lists (unit, leaf, kind, expert, round) in the order of 评分."""

    settings: Page
    leaves: Page
    parameters: Page
    units: Page
    kinds: Page
    experts: Page
    words: Page
    recusals: Page
    actuals: Page
    verifications: Page
    appeals: Page
    adjustments: Page
    marks: Page
    row: dict[str, int]
    leaf: dict[str, int]
    expert: dict[str, int]
    kind: dict[str, int]
    actual: dict[Key, int]
    verified: dict[Key, int]
    appeal: dict[str, int]
    parameter: dict[Key, tuple[int, int]]
    ratings: tuple[Rating, ...]
    rules: dict[str, Rule]

    @property
    def pages(self) -> tuple[Page, ...]:
        return (
            self.settings, self.leaves, self.parameters, self.units, self.kinds, self.experts,
            self.words, self.recusals, self.marks, self.actuals, self.verifications,
            self.adjustments, self.appeals,
        )  # fmt: skip

    def setting(self, item: str) -> str:
        """The cell of a setting."""
        return self.settings.at("内容", self.row[item])

    def points(self, leaf: str) -> str:
        """The cell of a leaf's 分值."""
        return self.leaves.at("分值", self.leaf[leaf])

    def rounded(self, value: str) -> str:
        """`value` half up at 小数位. The inner rounding takes away what binary arithmetic adds
        or loses, so that a half is a half."""
        return f"ROUND(ROUND({value},{self.setting(GUARD)}),{self.setting('小数位')})"

    def one(self, leaf: str, parameter: str) -> str:
        """The cell of a parameter that is one number."""
        return self.parameters.at("值", self.parameter[leaf, parameter][0])

    def all(self, leaf: str, parameter: str, column: str = "值") -> str:
        """The cells of a parameter that is a list."""
        return self.parameters.span(column, *self.parameter[leaf, parameter])


@dataclass(frozen=True, slots=True)
class Rating:
    """Positions of a mark's unit, leaf and expert, its 主体, round and value, and its row."""

    unit: int
    leaf: int
    kind: str
    expert: int
    round: int
    value: Value
    row: int


def raw_pages(snapshot: Snapshot) -> Raw:
    """Every sheet of raw data."""
    settings, row = _settings(snapshot)
    rules = {
        leaf.code: compile_rule(leaf)
        for leaf in snapshot.tree.leaves
        if leaf.kind is LeafKind.QUANTITATIVE
    }
    leaves, leaf_rows = _leaves(snapshot)
    parameters, parameter_rows = _parameters(rules)
    kinds, kind_rows = _kinds(snapshot)
    experts, expert_rows = _experts(snapshot)
    actuals, actual_rows = _actuals(snapshot)
    verifications, verified_rows = _verifications(snapshot)
    appeals, appeal_rows = _appeals(snapshot)
    marks, ratings = _marks(snapshot)
    return Raw(
        settings, leaves, parameters, _units(snapshot), kinds, experts, _words(snapshot),
        _recusals(snapshot), actuals, verifications, appeals, _adjustments(snapshot), marks,
        row, leaf_rows, expert_rows, kind_rows, actual_rows, verified_rows, appeal_rows,
        parameter_rows, ratings, rules,
    )  # fmt: skip


def guard_digits(snapshot: Snapshot) -> int:
    """Decimals that survive binary arithmetic on scores: thirteen significant digits (a double
    has over fifteen), but never fewer than two beyond 小数位."""
    settings = snapshot.settings
    return max(settings.decimals + 2, 13 - len(str(int(settings.full_points))))


def _settings(snapshot: Snapshot) -> tuple[Page, dict[str, int]]:
    page = Page(
        "方案",
        _("方案"),
        _("计算用到的规定。后面各表的公式都从这里取数，改动这里，全书随之重算。"),
        (Column("项目", 18), Column("内容", 40), Column("说明", 70)),
    )
    s = snapshot.settings
    guard = _(
        "表格用二进制小数运算，恰在一半的数可能差在第十六位上。取整前先在这一位取整一次，"
        "使五入不因此出错。这个数由满分的位数定，与结果无关。"
    )
    rows: list[tuple[str, Value, str]] = [
        ("考核名称", s.name, ""),
        ("年度", s.year, ""),
        ("满分", s.full_points, ""),
        ("小数位", s.decimals, _("得分、基本分、总分都按这个位数四舍五入")),
        ("评分方式", s.rating_mode.value, ""),
        ("汇总方法", s.aggregation.value, _("指标另有规定的，以“指标”表为准")),
        ("去极值个数", s.trim_count, _("两端各去掉的人数")),
        ("去极值起算人数", s.trim_from, _("有效人数不少于这个数、且多于去掉的人数时才去极值")),
        ("加分上限", UNLIMITED if s.bonus_cap is None else s.bonus_cap, ""),
        ("扣分上限", UNLIMITED if s.deduction_cap is None else s.deduction_cap, ""),
        ("并列处理", s.tie_rule.value, ""),
        ("名额取整", s.quota_rounding.value, ""),
        ("名额并列", s.quota_ties.value, ""),
        ("不适用折算", "是" if s.rescale else "否", ""),
        (GUARD, guard_digits(snapshot), guard),
    ]
    return page, {row[0]: page.add(*row) for row in rows}


def _leaves(snapshot: Snapshot) -> tuple[Page, dict[str, int]]:
    page = Page(
        "指标",
        _("指标"),
        _("末级指标，一行一项。父级指标的分值是下级之和，不参与计算。"),
        (
            Column("编码"), Column("名称", 30), Column("分值", 8), Column("类型", 8),
            Column("计分规则"), Column("参数", 40), Column("汇总方法", 10), Column("适用类别", 24),
        ),
    )  # fmt: skip
    rows = {}
    for leaf, method in zip(snapshot.tree.leaves, methods_of(snapshot), strict=True):
        kind = leaf.kind.value if leaf.kind else ""
        used = [c for c in snapshot.categories if snapshot.tree.applies(leaf.code, c)]
        rows[leaf.code] = page.add(
            leaf.code, leaf.name, leaf.points, kind, leaf.rule, leaf.parameters,
            method.value if leaf.kind is LeafKind.RATED else "", "、".join(used),
        )  # fmt: skip
    return page, rows


def _parameters(rules: dict[str, Rule]) -> tuple[Page, dict[Key, tuple[int, int]]]:
    page = Page(
        "参数",
        _("计分规则的参数"),
        _("“指标”表的参数拆成一行一个数，没有写明的用规定的默认值；成对的写成值和比例。"),
        (Column("指标"), Column("计分规则"), Column("参数"), Column("序"), Column("值", 16),
         Column("比例")),
    )  # fmt: skip
    rows: dict[Key, tuple[int, int]] = {}
    for code, rule in rules.items():
        for name, value in rule.values.items():
            entries = _entries(value)
            first = page.next
            for n, (number, share) in enumerate(entries, start=1):
                page.add(code, rule.name, name, n, number, share)
            rows[code, name] = (first, page.next - 1)
    return page, rows


def _entries(value: Any) -> Iterator[tuple[Value, Value]]:
    """The rows that a parsed 参数 takes: none where it is not given."""
    if isinstance(value, str):
        yield value, None
    elif isinstance(value, tuple):
        for entry in value:
            yield (float(entry[0]), float(entry[1])) if isinstance(entry, tuple) else (
                float(entry), None
            )  # fmt: skip
    elif value is not None:
        yield float(value), None


def _units(snapshot: Snapshot) -> Page:
    page = Page(
        "单位", _("单位"), _("被考核单位。"),
        (Column("编码"), Column("名称", 36), Column("类别", 20)),
    )  # fmt: skip
    for unit in snapshot.units:
        page.add(unit.code, unit.name, unit.category)
    return page


def _kinds(snapshot: Snapshot) -> tuple[Page, dict[str, int]]:
    page = Page(
        "主体", _("主体"), _("各类评分主体的权重；方案没有规定时各类相同。"),
        (Column("主体"), Column("权重")),
    )  # fmt: skip
    given = {kind.name: kind.weight for kind in snapshot.kinds}
    weights = {k: given.get(k, w) for k, w in kind_weights(snapshot).items()}
    return page, {kind: page.add(kind, weight) for kind, weight in weights.items()}


def _experts(snapshot: Snapshot) -> tuple[Page, dict[str, int]]:
    page = Page(
        "专家", _("专家"), _("评分人，按编码排列；去极值时同分者也按这个次序。"),
        (Column("编码"), Column("姓名"), Column("工作单位", 30), Column("主体"), Column("权重")),
    )  # fmt: skip
    return page, {
        e.code: page.add(e.code, e.name, e.employer, e.kind, e.weight) for e in snapshot.experts
    }


def _words(snapshot: Snapshot) -> Page:
    page = Page(
        "等级系数", _("等级系数"), _("按等级评分时，一个等级值该项分值的几成。"),
        (Column("等级"), Column("系数")),
    )  # fmt: skip
    for word, share in snapshot.settings.grade_words:
        page.add(word, share)
    return page


def _recusals(snapshot: Snapshot) -> Page:
    page = Page(
        "回避", _("回避"), _("专家对应回避的单位所评的分不计入。"),
        (Column("专家"), Column("单位"), Column("事由", 40)),
    )  # fmt: skip
    for row in snapshot.recusals:
        page.add(row.expert, row.unit, row.reason)
    return page


def _value(value: Any) -> Value:
    return ", ".join(map(plain, value)) if isinstance(value, tuple) else value


def _actuals(snapshot: Snapshot) -> tuple[Page, dict[Key, int]]:
    page = Page(
        "完成值", _("完成值"), _("各单位的目标值、基期值和完成值；“不适用”的指标不计入该单位。"),
        (Column("单位"), Column("指标"), Column("目标值", 14), Column("基期值", 14),
         Column("完成值", 18), Column("说明", 40)),
    )  # fmt: skip
    rows = {}
    for row in snapshot.actuals:
        value = _value(row.value) if row.applies else NOT_APPLICABLE
        numbers = (row.target, row.base, value)
        rows[row.unit, row.indicator] = page.add(row.unit, row.indicator, *numbers, row.note)
    return page, rows


def _verifications(snapshot: Snapshot) -> tuple[Page, dict[Key, int]]:
    page = Page(
        "核验", _("核验"), _("有核定值的，以核定值代替完成值计分。"),
        (Column("单位"), Column("指标"), Column("结论", 10), Column("核定值", 18),
         Column("说明", 40)),
    )  # fmt: skip
    rows = {}
    for row in snapshot.verifications:
        values = (row.finding.value, _value(row.value), row.note)
        number = page.add(row.unit, row.indicator, *values)
        if row.value is not None:
            rows[row.unit, row.indicator] = number
    return page, rows


def _appeals(snapshot: Snapshot) -> tuple[Page, dict[str, int]]:
    page = Page(
        "申诉", _("申诉"), _("决定为支持或部分支持的，以核定分代替该项得分。"),
        (Column("编号"), Column("单位"), Column("指标"), Column("诉求", 40), Column("决定", 10),
         Column("核定分", 10), Column("决定日期", 12), Column("理由", 40)),
    )  # fmt: skip
    rows = {}
    for row in snapshot.appeals:
        day = row.decided.isoformat() if row.decided else ""
        rows[row.code] = page.add(
            row.code, row.unit, row.indicator, row.claim, row.decision.value, row.points, day,
            row.reason,
        )  # fmt: skip
    return page, rows


def _adjustments(snapshot: Snapshot) -> Page:
    page = Page(
        "加减分", _("加减分"), _("正数是加分，负数是扣分。"),
        (Column("单位"), Column("事项", 40), Column("分值"), Column("依据", 40)),
    )  # fmt: skip
    for row in snapshot.adjustments:
        page.add(row.unit, row.item, row.points, row.basis)
    return page


def _marks(snapshot: Snapshot) -> tuple[Page, tuple[Rating, ...]]:
    page = Page(
        "评分", _("评分"),
        _("收到的全部评分，计入的和不计入的都在；按单位、指标、主体、专家编码、轮次排列。"),
        (Column("轮次", 6), Column("专家"), Column("单位"), Column("指标"), Column("得分", 10),
         Column("理由", 50)),
    )  # fmt: skip
    ratings = []
    for unit, leaf, kind, expert, number, value in sorted(_rating_rows(snapshot)):
        kind_name = kinds_of(snapshot)[kind]
        codes = (
            snapshot.experts[expert].code,
            snapshot.units[unit].code,
            snapshot.tree.leaves[leaf].code,
        )
        given = _mark(snapshot, value)
        row = page.add(number, *codes, given, snapshot.reasons.get((number, *codes), ""))
        ratings.append(Rating(unit, leaf, kind_name, expert, number, given, row))
    return page, tuple(ratings)


def _rating_rows(snapshot: Snapshot) -> Iterable[tuple[int, int, int, int, int, int]]:
    marks, order = snapshot.marks, kinds_of(snapshot)
    kinds = [order.index(e.kind) for e in snapshot.experts]
    columns = (marks.unit, marks.leaf, marks.expert, marks.round, marks.value)
    for unit, leaf, expert, number, value in zip(*(c.tolist() for c in columns), strict=True):
        yield unit, leaf, kinds[expert], expert, number, value


def _mark(snapshot: Snapshot, value: int) -> Value:
    if value == ABSTAINED:
        return ABSTAIN
    if snapshot.settings.rating_mode is RatingMode.WORDS:
        return snapshot.words[value]
    return float(exact(unscale(value, MARK_DECIMALS)))
