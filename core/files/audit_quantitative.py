"""Quantitative leaves in the audit book: from 完成值 to a score, a row a unit and leaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from core.files.audit_rated import MISSING
from core.files.audit_raw import Raw
from core.files.audit_rules import SHARES, Cells, Shares, at_twelve
from core.files.audit_sheet import STEP, Column, Formula, Page
from core.files.sheets import NOT_APPLICABLE
from core.model.plan import Indicator
from core.model.snapshot import Snapshot
from core.scoring.rule import COMPLETION, GROWTH, Rule
from core.text import _


@dataclass(frozen=True)
class Quantitative:
    """The step, the sheet of tallies that goes before it, and the row of each (unit, leaf)."""

    tallies: Page
    page: Page
    scores: dict[tuple[int, int], int]

    @property
    def pages(self) -> tuple[Page, ...]:
        return (self.tallies, self.page) if self.tallies.rows else (self.page,)


def quantitative_pages(snapshot: Snapshot, raw: Raw) -> Quantitative:
    """The step for every quantitative leaf and unit that it applies to; the units that a rule
    compares stand in neighbouring rows."""
    found = Quantitative(_tallies_page(raw), _page(), {})
    for n, leaf in enumerate(snapshot.tree.leaves):
        rule = raw.rules.get(leaf.code)
        for category in snapshot.categories if rule else ():
            units = [p for p, u in enumerate(snapshot.units) if u.category == category]
            if rule and snapshot.tree.applies(leaf.code, category):
                first = found.page.next
                block = first, first + len(units) - 1
                for unit in units:
                    row = _write(snapshot, raw, found, (leaf, rule), unit, block)
                    found.scores[unit, n] = row
    return found


def _page() -> Page:
    return Page(
        "步骤4_定量指标",
        _("步骤4　定量指标的得分"),
        _(
            "有核定值用核定值；按“取值”换算后与目标、同类单位或参数比较，得出得分比例；"
            "得分＝分值×得分比例，四舍五入。缺数据的为“缺”。"
        ),
        (
            Column("单位"), Column("指标"), Column("类别", 26), Column("计分规则"),
            Column("目标值", 12, STEP), Column("基期值", 12, STEP), Column("完成值", 12, STEP),
            Column("核定值", 12, STEP), Column("计分用值", 14, STEP),
            Column("取值后", 14, STEP), Column("比较用值", 14, STEP),
            Column("对照目标", 12, STEP), Column("中间量", 14, STEP),
            Column("得分比例", 12, STEP, "0.000000"), Column("得分", 10, STEP),
        ),
    )  # fmt: skip


def _write(
    snapshot: Snapshot,
    raw: Raw,
    found: Quantitative,
    leaf_rule: tuple[Indicator, Rule],
    unit: int,
    block: tuple[int, int],
) -> int:
    """The row of one unit; `block` is the first and last row of those it is compared with."""
    leaf, rule = leaf_rule
    page, row = found.page, found.page.next
    who = snapshot.units[unit]
    value, x = page.here("计分用值", row), page.here("取值后", row)
    shares = _shares(raw, page, leaf.code, rule, block)
    worth = raw.rounded(f"{raw.points(leaf.code)}*{page.here('得分比例', row)}")
    score = f'IF({x}="","{MISSING}",{worth})'
    inputs = _inputs(raw, (who.code, leaf.code), page, row)
    measured = _measured(rule, page, row)
    if rule.takes_tally:
        measured = _write_tally(raw, found, who.code, leaf.code, row)
    return page.add(
        who.code, leaf.code, who.category, rule.name, *inputs,
        Formula(f"={measured}"),
        Formula(f'=IF({x}="","",{at_twelve(x)})'),
        _target(rule, page, row),
        Formula(f'=IF({x}="","",{shares.middle})') if shares.middle else "",
        Formula(f'=IF({x}="","",{shares.share})'),
        Formula(f'=IF({value}="{NOT_APPLICABLE}","{NOT_APPLICABLE}",{score})'),
    )  # fmt: skip


def _inputs(raw: Raw, key: tuple[str, str], page: Page, row: int) -> Sequence[Formula | str]:
    """Target, base, actual, verified value, and the one that counts; "" where there is none.
    A formula that names a blank cell would read 0, so blanks are asked for."""
    actual, verified = raw.actual.get(key), raw.verified.get(key)
    cells = [raw.actuals.at(c, actual) if actual else "" for c in ("目标值", "基期值", "完成值")]
    cells.append(raw.verifications.at("核定值", verified) if verified else "")
    shown = [Formula(f'=IF({cell}="","",{cell})') if cell else "" for cell in cells]
    value, instead = page.here("完成值", row), page.here("核定值", row)
    kept = f'IF(OR({value}="{NOT_APPLICABLE}",{instead}=""),{value},{instead})'
    return [*shown, Formula(f"={kept}")]


def _measured(rule: Rule, page: Page, row: int) -> str:
    """x as 取值 says, "" where a value that is needed is not there or breaks its condition."""
    value, target, base = (page.here(c, row) for c in ("计分用值", "目标值", "基期值"))
    needed = [f"ISNUMBER({value})"]
    if rule.needs_target:
        needed.append(f"ISNUMBER({target})")
    if rule.measure == COMPLETION or rule.name == "比例":
        needed.append(f"{target}>0")
    if rule.needs_base:
        needed += [f"ISNUMBER({base})", f"{base}<>0"]
    x = value
    if rule.measure == COMPLETION:
        x = f"{value}/{target}"
    elif rule.measure == GROWTH:
        x = f"({value}-{base})/ABS({base})"
    return f'IF(AND({",".join(needed)}),{x},"")'


def _target(rule: Rule, page: Page, row: int) -> Formula | int | str:
    if rule.measure == COMPLETION:
        return 1 if rule.needs_target and rule.spec.target else ""
    return Formula(f"={page.here('目标值', row)}") if rule.spec.target else ""


def _shares(raw: Raw, page: Page, leaf: str, rule: Rule, block: tuple[int, int]) -> Shares:
    """The rule's formulas for the row that is written next."""
    row = page.next
    cells = Cells(
        x=page.here("取值后", row),
        compared=page.here("比较用值", row),
        target=page.here("对照目标", row),
        middle=page.here("中间量", row),
        points=raw.points(leaf),
        group=page.block("取值后", *block),
        group_compared=page.block("比较用值", *block),
        one=partial(raw.one, leaf),
        all=partial(raw.all, leaf),
    )
    return SHARES[rule.name](rule, cells)


# Tallies


def _tallies_page(raw: Raw) -> Page:
    sizes = [len(rule.entries("系数")) for rule in raw.rules.values() if rule.takes_tally]
    answers = tuple(Column(f"票{n}", 8, STEP) for n in range(1, max(sizes, default=1) + 1))
    return Page(
        "步骤4_票数",
        _("步骤4之前　票数折成得分比例"),
        _("把一格里的各档票数拆开，得分比例＝Σ票数×系数÷Σ票数。"),
        (
            Column("单位"), Column("指标"), Column("票数", 20, STEP), *answers,
            Column("合计", 10, STEP), Column("加权票数", 10, STEP),
        ),
    )  # fmt: skip


def _write_tally(raw: Raw, found: Quantitative, unit: str, leaf: str, row: int) -> str:
    """A row of the tallies; the formula of x for the row of the step."""
    page, mine = found.tallies, found.tallies.next
    size = len(raw.rules[leaf].entries("系数"))
    most = sum(1 for c in page.columns if c.title.startswith("票") and c.title != "票数")
    tally = page.here("票数", mine)
    first = raw.parameter[leaf, "系数"][0]
    counted = [page.here(f"票{n}", mine) for n in range(1, size + 1)]
    weighed = "+".join(
        f"{cell}*{raw.parameters.at('值', first + n)}" for n, cell in enumerate(counted)
    )
    blank = f'OR({tally}="",{tally}="{NOT_APPLICABLE}")'
    page.add(
        unit, leaf, Formula(f"={found.page.at('计分用值', row)}"),
        *(_answer(tally, n, blank) if n <= size else "" for n in range(1, most + 1)),
        Formula(f'=IF({blank},"",{"+".join(counted)})'),
        Formula(f'=IF({blank},"",{weighed})'),
    )  # fmt: skip
    total, weight = page.at("合计", mine), page.at("加权票数", mine)
    return f'IF(ISNUMBER({total}),{weight}/{total},"")'


def _answer(tally: str, n: int, blank: str) -> Formula:
    """The n-th number of a tally: each piece is moved into a field of fifty characters."""
    plain = f'SUBSTITUTE(SUBSTITUTE({tally},"、",","),"/",",")'
    piece = f'TRIM(MID(SUBSTITUTE({plain},",",REPT(" ",50)),{50 * (n - 1) + 1},50))'
    return Formula(f'=IF({blank},"",VALUE({piece}))')
