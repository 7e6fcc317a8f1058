"""Every sheet of the interchange workbook, declared once for its reader and its writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.files.cells import (
    CODE,
    DATE,
    NAMES,
    NUMBER,
    OPEN,
    PAIRS,
    SHARE,
    TEXT,
    WEIGHT,
    WORD,
    YES_NO,
    Kind,
    choice,
    normalised,
    whole_number,
)
from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    CommitteeMember,
    Decision,
    Finding,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Verification,
    Veto,
)
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Aggregation, Assignment, Grade, Indicator, LeafKind, RaterKind
from core.text import _

NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, the field of the noun, how its cells read and write.

    `required`: the sheet must have it. `may_be_blank`: so may a row of such a column.
    `offered` are words for a drop-down that takes others too; `width` in characters."""

    header: str
    field: str
    kind: Kind = TEXT
    required: bool = False
    may_be_blank: bool = False
    width: int = 12
    offered: tuple[str, ...] = ()
    get: Callable[[Any], Any] | None = None

    def cell(self, row: Any) -> Any:
        """What the writer puts into the cell for this noun."""
        value = self.get(row) if self.get else getattr(row, self.field)
        return None if value is None else self.kind.write(value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `noun` is None where its rows are no nouns of the model. `rows` is the field of
    `Snapshot` that holds them; `key` the fields that name a row, of which there may be only one
    in a book where `unique`."""

    name: str
    columns: tuple[Column, ...]
    noun: type | None = None
    rows: str = ""
    key: tuple[str, ...] = ()
    unique: bool = True

    def header_of(self, field: str) -> str:
        return next(c.header for c in self.columns if c.field == field)


def _must(header: str, field: str, kind: Kind = CODE, width: int = 12, **more: Any) -> Column:
    return Column(header, field, kind, required=True, width=width, **more)


def _actual_cell(row: Actual) -> Any:
    return row.value if row.applies else NOT_APPLICABLE


_LEVELS = ("宏观", "中观", "微观")
_DIMENSIONS = ("经济", "效率", "效益", "公平")
_RULES = (
    "比例",
    "达标",
    "差额扣分",
    "分档",
    "插值",
    "功效系数",
    "计次扣分",
    "排名",
    "比最优",
    "比均值",
    "票数",
)
_ROUND = whole_number(1, 9999, lambda: _("应为轮次的序号，如 1"))
_ORDER = whole_number(-9999, 9_999_999, lambda: _("应为整数"))

SETTINGS_SHEET = "方案"
RATINGS_SHEET = "评分"
RESULTS_SHEET = "结果"
# Sheets and columns of the books that we write, for people to read: passed over without a word
GUIDE_SHEET = "填写说明"
COMPANIONS = ("指标名称", "指标分值", "评分标准")
EVIDENCE_SHEET = "佐证材料"

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        SETTINGS_SHEET,
        (
            _must("项目", "item", WORD, 18),
            _must("内容", "content", TEXT, 48, may_be_blank=True),
        ),
    ),
    Sheet(
        "指标",
        (
            _must("编码", "code"),
            Column("上级", "parent", CODE),
            _must("名称", "name", TEXT, 30),
            Column("分值", "points", NUMBER, width=8),
            Column("类型", "kind", choice(LeafKind), width=8),
            Column("维度", "dimension", WORD, width=8, offered=_DIMENSIONS),
            Column("层级", "level", WORD, width=8, offered=_LEVELS),
            Column("计分规则", "rule", WORD, offered=_RULES),
            Column("参数", "parameters", PAIRS, width=30),
            Column("汇总方法", "aggregation", choice(Aggregation), width=10),
            Column("评分标准", "criteria", width=50),
            Column("数据来源", "source", width=20),
            Column("适用类别", "categories", NAMES, width=20),
        ),
        Indicator,
        "indicators",
        ("code",),
    ),
    Sheet(
        "单位",
        (
            _must("编码", "code"),
            _must("名称", "name", TEXT, 30),
            Column("简称", "short", width=16),
            _must("类别", "category", WORD, 16),
            Column("备注", "note", width=24),
        ),
        Unit,
        "units",
        ("code",),
    ),
    Sheet(
        "专家",
        (
            _must("编码", "code"),
            _must("姓名", "name", TEXT),
            Column("工作单位", "employer", width=24),
            Column("职务", "post", width=16),
            Column("专业", "field", width=16),
            Column("主体", "kind", WORD),
            Column("权重", "weight", WEIGHT, width=8),
        ),
        Expert,
        "experts",
        ("code",),
    ),
    Sheet(
        "主体",
        (_must("主体", "name", WORD), _must("权重", "weight", WEIGHT, 8)),
        RaterKind,
        "kinds",
        ("name",),
    ),
    Sheet(
        "分工",
        (
            Column("专家", "expert", CODE),
            Column("主体", "kind", WORD),
            Column("类别", "category", WORD, width=16),
            Column("指标", "indicator", CODE),
        ),
        Assignment,
        "assignments",
        ("expert", "kind", "category", "indicator"),
        unique=False,  # all key: said twice, it says nothing new
    ),
    Sheet(
        "回避",
        (_must("专家", "expert"), _must("单位", "unit"), Column("事由", "reason", width=30)),
        Recusal,
        "recusals",
        ("expert", "unit"),
    ),
    Sheet(
        "完成值",
        (
            _must("单位", "unit"),
            _must("指标", "indicator"),
            Column("目标值", "target", NUMBER),
            Column("基期值", "base", NUMBER),
            _must("完成值", "value", OPEN, may_be_blank=True, get=_actual_cell),
            Column("说明", "note", width=30),
        ),
        Actual,
        "actuals",
        ("unit", "indicator"),
    ),
    Sheet(
        RATINGS_SHEET,
        (
            Column("轮次", "round", _ROUND, width=6),
            _must("专家", "expert"),
            _must("单位", "unit"),
            _must("指标", "indicator"),
            _must("得分", "value", OPEN, 8, may_be_blank=True),
            Column("理由", "reason", width=40),
        ),
    ),
    Sheet(
        "加减分",
        (
            _must("单位", "unit"),
            _must("事项", "item", TEXT, 30),
            _must("分值", "points", NUMBER, 8),
            Column("依据", "basis", width=30),
        ),
        Adjustment,
        "adjustments",
        ("unit", "item"),
    ),
    Sheet(
        "否决",
        (
            _must("单位", "unit"),
            _must("事项", "item", TEXT, 30),
            Column("最高等次", "ceiling", WORD),
        ),
        Veto,
        "vetoes",
        ("unit", "item"),
    ),
    Sheet(
        "等次",
        (
            Column("类别", "category", WORD, width=16),
            _must("等次", "name", WORD),
            _must("最低分", "floor", NUMBER, 10),
            Column("比例上限", "quota", SHARE, width=10),
        ),
        Grade,
        "grades",
        ("category", "name"),
    ),
    Sheet(
        "领导小组",
        (
            _must("姓名", "name", TEXT),
            _must("职务", "post", TEXT, 20),
            Column("工作单位", "employer", width=24),
            Column("组内职务", "role"),
            Column("顺序", "order", _ORDER, width=6),
        ),
        CommitteeMember,
        "committee",
        ("name",),
    ),
    Sheet(
        "意见征集",
        (
            _must("单位", "unit"),
            _must("意见", "text", TEXT, 50),
            Column("采纳", "adopted", YES_NO, width=8),
            Column("说明", "note", width=30),
        ),
        Opinion,
        "opinions",
        ("unit", "text"),
    ),
    Sheet(
        "监控",
        (
            _must("单位", "unit"),
            _must("指标", "indicator"),
            _must("期间", "period", WORD),
            Column("累计值", "value", NUMBER),
            Column("说明", "note", width=30),
        ),
        Monitoring,
        "monitoring",
        ("unit", "indicator", "period"),
    ),
    Sheet(
        "自评",
        (
            _must("单位", "unit"),
            _must("指标", "indicator"),
            Column("自评分", "points", NUMBER, width=8),
            Column("自评说明", "note", width=50),
        ),
        SelfAssessment,
        "self_assessments",
        ("unit", "indicator"),
    ),
    Sheet(
        "核验",
        (
            _must("单位", "unit"),
            _must("指标", "indicator"),
            _must("结论", "finding", choice(Finding), 10),
            Column("核定值", "value", OPEN),
            Column("方式", "method", width=16),
            Column("核验人", "verifier"),
            Column("说明", "note", width=30),
        ),
        Verification,
        "verifications",
        ("unit", "indicator"),
    ),
    Sheet(
        "申诉",
        (
            _must("编号", "code"),
            _must("单位", "unit"),
            Column("指标", "indicator", CODE),
            Column("诉求", "claim", width=40),
            Column("受理日期", "received", DATE),
            Column("决定", "decision", choice(Decision), width=10),
            Column("核定分", "points", NUMBER, width=8),
            Column("理由", "reason", width=40),
            Column("决定日期", "decided", DATE),
        ),
        Appeal,
        "appeals",
        ("code",),
    ),
    Sheet(
        "结果运用",
        (_must("单位", "unit"), _must("方式", "way", TEXT, 24), Column("说明", "note", width=40)),
        ResultUse,
        "result_uses",
        ("unit", "way"),
    ),
    Sheet(
        "整改",
        (
            _must("编号", "code"),
            _must("单位", "unit"),
            Column("指标", "indicator", CODE),
            _must("问题", "problem", TEXT, 40),
            Column("要求", "requirement", width=40),
            Column("责任人", "responsible"),
            Column("期限", "deadline", DATE),
            Column("回复", "reply", width=40),
            Column("验收", "accepted", YES_NO, width=8),
        ),
        Rectification,
        "rectifications",
        ("code",),
    ),
    Sheet(
        RESULTS_SHEET,
        (
            _must("单位", "unit"),
            Column("总分", "total", NUMBER),
            Column("名次", "rank", _ORDER, width=8),
            Column("等次", "grade", WORD),
        ),
        key=("unit",),
    ),
)

SHEET_OF = {sheet.name: sheet for sheet in SHEETS}


def sheet_named(name: str) -> Sheet | None:
    """The sheet that a tab of this name is, None for one of somebody's own."""
    return SHEET_OF.get(normalised(name))


def choices_of(column: Column) -> tuple[tuple[str, ...], bool]:
    """Words for a drop-down, and whether only these are right."""
    return (column.kind.choices, True) if column.kind.choices else (column.offered, False)
