"""What a template of the 结果通知 can say about one unit.

Every number is the result's own, printed with its decimals; nothing is computed anew but means
of the category and shares. `core.files.field_list` documents the same fields with examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from core.files.comparison import Category, Part, compare, parts
from core.files.findings import Finding, problems, strengths
from core.files.wording import (
    chinese_date,
    chinese_number,
    is_rate,
    points_text,
    printable,
    share_text,
    value_text,
)
from core.model.data import ONE_GRADE_DOWN, Actual, Verification
from core.model.marks import Marks
from core.model.people import Unit
from core.model.plan import Indicator, LeafKind
from core.model.result import CellState, Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.explain_rated import worth
from core.scoring.ranking import grades_of
from core.scoring.ratings import cell_marks, effective
from core.text import _

MOST_STRENGTHS = 5  # shown in the letter itself; the annex has all
MOST_PROBLEMS = 8
MOST_NAMES = 5  # of indicators in one piece of advice
MOST_OPINIONS = 2  # of raters, on one problem

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Letters:
    """What all letters of one result share, looked up once."""

    snapshot: Snapshot
    result: Result

    @cached_property
    def categories(self) -> dict[str, Category]:
        return compare(self.snapshot, self.result)

    @cached_property
    def lines(self) -> dict[str, UnitResult]:
        return {line.unit.code: line for line in self.result.units}

    @cached_property
    def actuals(self) -> dict[tuple[str, str], Actual]:
        return {(a.unit, a.indicator): a for a in self.snapshot.actuals}

    @cached_property
    def verifications(self) -> dict[tuple[str, str], Verification]:
        return {(v.unit, v.indicator): v for v in self.snapshot.verifications}

    @cached_property
    def counting(self) -> Marks:
        """The ratings that count: of each expert the latest, no 弃权, nobody recused."""
        return effective(self.snapshot)

    @cached_property
    def reasoned(self) -> set[tuple[str, str]]:
        """The cells with a 理由 beside any of their marks."""
        return {(unit, leaf) for _round, _expert, unit, leaf in self.snapshot.reasons}

    @cached_property
    def raters(self) -> list[int]:
        """How many experts gave each unit a value that counts."""
        pairs = np.unique(np.stack([self.counting.unit, self.counting.expert]), axis=1)[0]
        return [int(n) for n in np.bincount(pairs, minlength=len(self.snapshot.units))]

    @cached_property
    def shared(self) -> Row:
        """The fields that are the same in every letter of the result."""
        return dict(_printable({**_plan_fields(self.snapshot), **_method_fields(self.snapshot)}))

    @cached_property
    def parts(self) -> list[list[Part]]:
        """The first-level indicators of each unit, in the order of `Snapshot.units`."""
        return [
            parts(self.snapshot, self.result, row, self.categories[unit.category])
            for row, unit in enumerate(self.snapshot.units)
        ]

    def points(self, value: Decimal | None) -> str:
        return "" if value is None else points_text(value, self.result.decimals)


def fields(snapshot: Snapshot, result: Result, unit: str) -> Row:
    """The fields of the letter to the unit with this 编码 (KeyError where there is none)."""
    return unit_fields(Letters(snapshot, result), unit)


def unit_fields(letters: Letters, code: str) -> Row:
    """The same for one of many letters."""
    line = letters.lines[code]
    row = letters.snapshot.unit_position[code]
    category = letters.categories[line.unit.category]
    own = {
        **_unit_fields(letters, line, row, category),
        **_adjustment_fields(letters, line),
        **_finding_fields(letters, line.unit, row, category),
    }
    return {**letters.shared, **_printable(own)}


def _printable(value: Any) -> Any:
    """The same fields without characters that a Word file cannot hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(v) for v in value]
    if isinstance(value, dict):
        return {key: _printable(v) for key, v in value.items()}
    return value


def _plan_fields(snapshot: Snapshot) -> Row:
    plan = snapshot.settings
    year = plan.year or (plan.issue_date.year if plan.issue_date else None)
    issued = plan.issue_date.year if plan.issue_date else year
    name = plan.name or (f"{year}年度绩效考核" if year else "绩效考核")
    number = f"（{plan.plan_number}）" if plan.plan_number else ""
    basis = f"《{plan.plan_title}》{number}" if plan.plan_title else f"{name}工作安排"
    return {
        "机关": issuer(snapshot),
        "主办单位": plan.host,
        "考核名称": name,
        "年度": str(year or "　　"),
        "方案名称": plan.plan_title,
        "方案文号": plan.plan_number,
        "依据": basis,
        "发文字号": f"{plan.issuer_code or '　　'}〔{issued or '　　'}〕　号",
        "成文日期": chinese_date(plan.issue_date),
        "征求意见稿": not snapshot.published,
        "复核期限": str(plan.review_days),
        "整改期限": str(plan.rectify_days),
        "联系人": plan.contact,
        "联系电话": plan.phone,
        "通讯地址": plan.address,
    }


def issuer(snapshot: Snapshot) -> str:
    """The body that sends the letters: 考核机构, else 主办单位, else room for it."""
    return snapshot.settings.office or snapshot.settings.host or "（考核机构）"


def _method_fields(snapshot: Snapshot) -> Row:
    plan = snapshot.settings
    trimmed = f"去掉{plan.trim_count}个最高分和{plan.trim_count}个最低分后平均"
    least = max(plan.trim_from, 2 * plan.trim_count + 1)
    return {
        "满分": points_text(plan.full_points, plan.decimals),
        "小数位": str(plan.decimals),
        "汇总方法": {
            "平均": "取平均值",
            "去极值": f"有效评分达到{least}人的，{trimmed}，不足的直接平均",
            "中位数": "取中位数",
        }[plan.aggregation.value],
        "折算规则": plan.rescale,
        "轮次": str(snapshot.latest_round or ""),
    }


def _unit_fields(letters: Letters, line: UnitResult, row: int, category: Category) -> Row:
    group = [o for o in letters.result.units if o.unit.category == line.unit.category]
    tops = letters.parts[row]
    leaves = letters.snapshot.tree.leaves
    applying = [
        leaf
        for leaf, state in zip(leaves, letters.result.states[row].tolist(), strict=True)
        if state in (CellState.SCORED, CellState.MISSING)
    ]
    measured = sum(leaf.kind is LeafKind.QUANTITATIVE for leaf in applying)
    return {
        "单位": line.unit.name,
        "单位编码": line.unit.code,
        "单位简称": line.unit.short or line.unit.name,
        "类别": line.unit.category,
        "单位数": str(len(group)),
        "名次": str(line.rank),
        "并列": sum(o.rank == line.rank for o in group) > 1,
        "等次": line.grade,
        "总分": letters.points(line.total),
        "类别平均总分": letters.points(category.total_mean),
        "指标得分": letters.points(line.raw),
        "适用满分": letters.points(line.applicable),
        "基础得分": letters.points(line.base),
        "折算": line.base != line.raw,
        "指标数": str(len(applying)),
        "定量数": str(measured),
        "评分数": str(len(applying) - measured),
        "评委人数": str(letters.raters[row]),
        "整改": line.grade == _lowest_grade(letters.snapshot, line.unit.category),
        "一级指标": [_top_row(letters, n, part, row, category) for n, part in enumerate(tops, 1)],
        "不适用指标": _excluded(letters, row),
    }


def _lowest_grade(snapshot: Snapshot, category: str) -> str:
    return grades_of(snapshot.grades, category, snapshot.settings)[-1].name


def _top_row(letters: Letters, number: int, part: Part, row: int, category: Category) -> Row:
    columns = category.columns[part.indicator.code]
    states = letters.result.states[row].tolist()
    asked = [c for c in columns if states[c] != CellState.NOT_ASKED]
    return {
        "序号": str(number),
        "名称": part.indicator.name,
        "满分": letters.points(part.points),
        "得分": letters.points(part.score),
        "得分率": share_text(part.score, part.points) if part.points else "",
        "类别平均": letters.points(part.mean),
        "指标": [_leaf_row(letters, c, row, category) for c in asked],
    }


def _leaf_row(letters: Letters, column: int, row: int, category: Category) -> Row:
    """A line of the annex's table; an excluded leaf has 不适用 and no score."""
    leaf = letters.snapshot.tree.leaves[column]
    excluded = int(letters.result.states[row, column]) == CellState.EXCLUDED
    figures = category.leaves.get(column)
    unit = letters.snapshot.units[row].code
    return {
        "编码": leaf.code,
        "名称": leaf.name,
        "类型": leaf.kind.value if leaf.kind else "",
        "满分": letters.points(leaf.points),
        "不适用": excluded,
        "得分": letters.points(letters.result.score(row, column)),
        "类别平均": letters.points(figures.mean) if figures else "",
        **_facts(letters, unit, leaf),
    }


def _facts(letters: Letters, unit: str, leaf: Indicator) -> Row:
    """What was measured: target and actual as people write them, "" for a rated leaf."""
    actual = letters.actuals.get((unit, leaf.code)) or Actual(unit, leaf.code)
    check = letters.verifications.get((unit, leaf.code))
    verified = check.value if check else None
    percent = is_rate(leaf.name, (actual.target, actual.base, actual.value, verified))
    # With 取值=增长率 the target is a rate of growth, whatever is measured.
    growth = "取值=增长率" in leaf.parameters.replace(" ", "")
    return {
        "目标值": value_text(actual.target, percent or growth),
        "基期值": value_text(actual.base, percent),
        "完成值": value_text(actual.value, percent),
        "核定值": value_text(verified, percent) if verified != actual.value else "",
        "说明": (check.note if check and check.note else actual.note).rstrip("。；，"),
    }


def _excluded(letters: Letters, row: int) -> list[Row]:
    states, leaves = letters.result.states[row].tolist(), letters.snapshot.tree.leaves
    found = [x for x, s in zip(leaves, states, strict=True) if s == CellState.EXCLUDED]
    return [{"名称": leaf.name, "满分": letters.points(leaf.points)} for leaf in found]


def _adjustment_fields(letters: Letters, line: UnitResult) -> Row:
    own = [a for a in letters.snapshot.adjustments if a.unit == line.unit.code]
    bonus = sum((a.points for a in own if a.points > 0), Decimal(0))
    deduction = -sum((a.points for a in own if a.points < 0), Decimal(0))
    return {
        "加分": letters.points(line.bonus),
        "扣分": letters.points(line.deduction),
        "加分合计": letters.points(bonus),
        "扣分合计": letters.points(deduction),
        "加分封顶": bonus > line.bonus,
        "扣分封顶": deduction > line.deduction,
        "加分事项": [_adjustment(letters, a.item, a.points, a.basis) for a in own if a.points > 0],
        "扣分事项": [_adjustment(letters, a.item, -a.points, a.basis) for a in own if a.points < 0],
        "否决事项": [
            {"事项": v.item, "处理": _consequence(v.ceiling)}
            for v in letters.snapshot.vetoes
            if v.unit == line.unit.code
        ],
    }


def _adjustment(letters: Letters, item: str, points: Decimal, basis: str) -> Row:
    return {"事项": item, "分值": letters.points(points), "依据": basis}


def _consequence(ceiling: str) -> str:
    if ceiling == ONE_GRADE_DOWN:
        return _("等次降低一等")
    return _("等次不高于{grade}").format(grade=ceiling) if ceiling else _("定为最低等次")


def _finding_fields(letters: Letters, unit: Unit, row: int, category: Category) -> Row:
    good = strengths(letters.snapshot, letters.result, row, category)
    bad = problems(letters.snapshot, letters.result, row, category)
    return {
        "主要成绩": _finding_rows(letters, unit, good[:MOST_STRENGTHS]),
        "全部成绩": _finding_rows(letters, unit, good),
        "存在问题": _finding_rows(letters, unit, bad[:MOST_PROBLEMS]),
        "全部问题": _finding_rows(letters, unit, bad),
        "未列问题数": len(bad[MOST_PROBLEMS:]),
        "改进建议": _advice(letters, bad),
    }


def _finding_rows(letters: Letters, unit: Unit, found: list[Finding]) -> list[Row]:
    return [_finding_row(letters, unit, n, finding) for n, finding in enumerate(found, 1)]


def _finding_row(letters: Letters, unit: Unit, number: int, finding: Finding) -> Row:
    return {
        "序号": chinese_number(number),
        "编码": finding.indicator.code,
        "名称": finding.indicator.name,
        "一级指标": letters.snapshot.tree.top_level(finding.indicator.code).name,
        "满分": letters.points(finding.points),
        "得分": letters.points(finding.score),
        "失分": letters.points(finding.lost),
        "得分率": share_text(finding.score, finding.points),
        "类别平均": letters.points(finding.mean),
        "高于平均": finding.score > finding.mean,
        "评分标准": finding.indicator.criteria.rstrip("。；，"),
        "评审意见": "；".join(_opinions(letters, unit.code, finding)),
        **_facts(letters, unit.code, finding.indicator),
    }


def _opinions(letters: Letters, unit: str, finding: Finding) -> list[str]:
    """What raters wrote beside counting marks below the leaf's score, the lowest mark first,
    without names."""
    if (unit, finding.indicator.code) not in letters.reasoned:
        return []
    snapshot = letters.snapshot
    found = []
    marks = cell_marks(letters.counting, [(snapshot.unit_position[unit], finding.leaf)])
    for number, expert, value in zip(marks.round, marks.expert, marks.value, strict=True):
        key = (int(number), snapshot.experts[int(expert)].code, unit, finding.indicator.code)
        points, reason = worth(snapshot, finding.indicator, int(value)), snapshot.reasons.get(key)
        if reason and points is not None and points < finding.score:
            found.append((points, reason.rstrip("。；，")))
    return list(dict.fromkeys(reason for _points, reason in sorted(found)))[:MOST_OPINIONS]


def _advice(letters: Letters, bad: list[Finding]) -> list[Row]:
    """The problems gathered under their first-level indicators, in the plan's order."""
    tree = letters.snapshot.tree
    ordered = sorted(bad, key=lambda f: f.leaf)
    groups = groupby(ordered, key=lambda f: tree.top_level(f.indicator.code).code)
    return [
        {
            "序号": chinese_number(number),
            "一级指标": tree.by_code[top].name,
            **_gap(letters, list(of)),
        }
        for number, (top, of) in enumerate(groups, 1)
    ]


def _gap(letters: Letters, of: list[Finding]) -> Mapping[str, Any]:
    """The names, those that lost most first and not more than a sentence holds, and the sum."""
    worst = sorted(of, key=lambda f: -f.lost)
    names = "、".join(f.indicator.name for f in worst[:MOST_NAMES])
    more = _("等{n}项指标").format(n=len(of)) if len(of) > MOST_NAMES else ""
    lost = sum((f.lost for f in of), Decimal(0))
    return {"指标": names + more, "失分": letters.points(lost)}
