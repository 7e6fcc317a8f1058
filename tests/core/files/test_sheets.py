"""The declaration of the sheets, held against the contract and the model."""

from __future__ import annotations

from dataclasses import fields

import pytest

from core.files.sheets import SHEET_OF, SHEETS, Sheet, choices_of, sheet_named
from core.model.snapshot import Snapshot
from core.store.rows import TABLE_OF

# From the workbook contract: required columns are marked with *
CONTRACT = {
    "方案": "项目*, 内容*",
    "指标": "编码*, 上级, 名称*, 分值, 类型, 维度, 层级, 计分规则, 参数, "
    "汇总方法, 评分标准, 数据来源, 适用类别",
    "单位": "编码*, 名称*, 简称, 类别*, 备注",
    "专家": "编码*, 姓名*, 工作单位, 职务, 专业, 主体, 权重",
    "主体": "主体*, 权重*",
    "分工": "专家, 主体, 类别, 指标",
    "回避": "专家*, 单位*, 事由",
    "完成值": "单位*, 指标*, 目标值, 基期值, 完成值*, 说明",
    "评分": "轮次, 专家*, 单位*, 指标*, 得分*, 理由",
    "加减分": "单位*, 事项*, 分值*, 依据",
    "否决": "单位*, 事项*, 最高等次",
    "等次": "类别, 等次*, 最低分*, 比例上限",
    "领导小组": "姓名*, 职务*, 工作单位, 组内职务, 顺序",
    "意见征集": "单位*, 意见*, 采纳, 说明",
    "监控": "单位*, 指标*, 期间*, 累计值, 说明",
    "自评": "单位*, 指标*, 自评分, 自评说明",
    "核验": "单位*, 指标*, 结论*, 核定值, 方式, 核验人, 说明",
    "申诉": "编号*, 单位*, 指标, 诉求, 受理日期, 决定, 核定分, 理由, 决定日期",
    "结果运用": "单位*, 方式*, 说明",
    "整改": "编号*, 单位*, 指标, 问题*, 要求, 责任人, 期限, 回复, 验收",
    "结果": "单位*, 总分, 名次, 等次",
}


def test_sheets_and_columns_are_those_of_the_contract() -> None:
    told = {
        sheet.name: ", ".join(c.header + "*" * c.required for c in sheet.columns)
        for sheet in SHEETS
    }
    assert told == CONTRACT


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.noun], ids=lambda s: s.name)
def test_columns_are_the_fields_of_the_noun(sheet: Sheet) -> None:
    assert sheet.noun is not None
    missing = {f.name for f in fields(sheet.noun)} - {c.field for c in sheet.columns}
    assert missing <= {"applies"}  # 不适用 is a word in 完成值
    assert set(sheet.key) <= {c.field for c in sheet.columns}
    assert sheet.rows in Snapshot.__dataclass_fields__
    table = TABLE_OF[sheet.noun]
    assert (table.name, table.sheet, table.key) == (sheet.rows, sheet.name, sheet.key)


def test_sheets_are_found_by_name() -> None:
    assert sheet_named(" 评分\u3000") is SHEET_OF["评分"]
    assert sheet_named("Sheet1") is None
    assert SHEET_OF["评分"].header_of("value") == "得分"


def test_drop_downs() -> None:
    by_header = {c.header: c for c in SHEET_OF["指标"].columns}
    assert choices_of(by_header["类型"]) == (("定量", "评分"), True)
    assert choices_of(by_header["层级"]) == (("宏观", "中观", "微观"), False)
    assert choices_of(by_header["名称"]) == ((), False)
