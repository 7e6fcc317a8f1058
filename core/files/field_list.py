"""Every field that a template of the 结果通知 may use, with an example: the one page that a
secretary needs (`field_page`, also kept as docs/letter-fields.md), and the measure that a
template is checked against before it is used (`example`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A field. With `items` it is a list, and they are the fields of one of its entries;
    an example that is a bool makes it a condition, to be used in `if` only."""

    name: str
    example: str | bool | int
    meaning: str
    items: tuple[Field, ...] = ()


def _facts() -> tuple[Field, ...]:
    return (
        Field("目标值", "95%", "定量指标的目标值；没有则为空"),
        Field("基期值", "90%", "定量指标的基期值；没有则为空"),
        Field("完成值", "92.4%", "定量指标的完成值；评分指标为空"),
        Field("核定值", "91%", "核验后改定的完成值；没有改定则为空"),
        Field("说明", "两个项目未按期开工", "核验说明，没有核验说明则为完成值的说明"),
    )


def _adjustments(item: str, basis: str) -> tuple[Field, ...]:
    return (
        Field("事项", item, "事项"),
        Field("分值", "2.00", "分值，一律为正数"),
        Field("依据", basis, "依据"),
    )


def _findings() -> tuple[Field, ...]:
    return (
        Field("序号", "一", "中文序号"),
        Field("编码", "2.1", "指标编码"),
        Field("名称", "固定资产投资完成率", "指标名称"),
        Field("一级指标", "年度工作任务", "所属一级指标"),
        Field("满分", "8.00", "满分"),
        Field("得分", "6.40", "得分"),
        Field("失分", "1.60", "满分减得分"),
        Field("得分率", "80.0%", "得分除以满分"),
        Field("类别平均", "7.10", "同类单位该指标的平均分"),
        Field("高于平均", True, "得分高于类别平均"),
        Field("评分标准", "每低1个百分点扣0.5分", "指标的评分标准"),
        Field("评审意见", "台账不全", "评委对低于得分的评分写的理由，至多两条，不署名"),
        *_facts(),
    )


def _leaves() -> tuple[Field, ...]:
    return (
        Field("编码", "2.1", "指标编码"),
        Field("名称", "固定资产投资完成率", "指标名称"),
        Field("类型", "定量", "定量或评分"),
        Field("满分", "8.00", "满分"),
        Field("不适用", False, "对本单位不适用，不计分"),
        Field("得分", "6.40", "得分；不适用的为空"),
        Field("类别平均", "7.10", "同类单位该指标的平均分"),
        *_facts(),
    )


def _tops() -> tuple[Field, ...]:
    return (
        Field("序号", "1", "序号"),
        Field("名称", "年度工作任务", "一级指标名称"),
        Field("满分", "40.00", "对本单位适用的末级指标满分之和"),
        Field("得分", "35.20", "末级指标得分之和"),
        Field("得分率", "88.0%", "得分除以满分"),
        Field("类别平均", "34.10", "同类单位该一级指标的平均分"),
        Field("指标", "", "其下的末级指标，逐项", _leaves()),
    )


SECTIONS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (
        "文件",
        (
            Field(
                "机关", "青屏县绩效管理工作领导小组办公室", "发文机关：考核机构，未填则为主办单位"
            ),
            Field("主办单位", "青屏县人民政府", "主办单位"),
            Field("发文字号", "青绩办函〔2026〕　号", "代字、年份，序号待编"),
            Field("成文日期", "2026年1月8日", "成文日期"),
            Field("征求意见稿", True, "结果尚未公布"),
            Field("考核名称", "青屏县2025年度绩效考核", "考核名称"),
            Field("年度", "2025", "考核年度"),
            Field(
                "依据", "《青屏县2025年度绩效考核方案》（青政办发〔2025〕3号）", "方案名称和文号"
            ),
            Field("方案名称", "青屏县2025年度绩效考核方案", "方案名称；未填则为空"),
            Field("方案文号", "青政办发〔2025〕3号", "方案文号；未填则为空"),
            Field("复核期限", "10", "申请复核的天数"),
            Field("整改期限", "30", "提交整改报告的天数"),
            Field("联系人", "李敏", "联系人；未填则为空"),
            Field("联系电话", "0000-1234567", "联系电话；未填则为空"),
            Field("通讯地址", "青屏县人民路1号", "通讯地址；未填则为空"),
        ),
    ),
    (
        "结果",
        (
            Field("单位", "南牛乡人民政府", "单位名称"),
            Field("单位简称", "南牛乡", "简称；未填则为单位名称"),
            Field("单位编码", "X01", "单位编码"),
            Field("类别", "乡镇", "单位类别"),
            Field("单位数", "7", "同类单位的个数"),
            Field("总分", "87.35", "总分"),
            Field("类别平均总分", "84.41", "同类单位总分的平均"),
            Field("名次", "2", "在同类单位中的名次"),
            Field("并列", False, "名次与别的单位相同"),
            Field("等次", "优秀", "等次"),
            Field("整改", False, "等次为本类别的最低等次"),
            Field("满分", "100.00", "方案的满分"),
            Field("指标得分", "85.35", "末级指标得分之和"),
            Field("适用满分", "98.00", "对本单位适用的末级指标满分之和"),
            Field("折算", False, "因有不适用指标，基础得分经过折算"),
            Field("基础得分", "85.35", "折算后的指标得分"),
            Field("一级指标", "", "一级指标，逐项", _tops()),
            Field(
                "不适用指标",
                "",
                "对本单位不适用的指标，逐项",
                (Field("名称", "粮食播种面积", "指标名称"), Field("满分", "2.00", "满分")),
            ),
        ),
    ),
    (
        "加分、扣分和否决",
        (
            Field("加分", "2.00", "计入总分的加分"),
            Field("加分合计", "2.00", "封顶之前的加分合计"),
            Field("加分封顶", False, "加分合计超过上限"),
            Field("加分事项", "", "加分事项，逐项", _adjustments("省级试点", "省农〔2025〕8号")),
            Field("扣分", "0.50", "计入总分的扣分，正数"),
            Field("扣分合计", "0.50", "封顶之前的扣分合计，正数"),
            Field("扣分封顶", False, "扣分合计超过上限"),
            Field("扣分事项", "", "扣分事项，逐项", _adjustments("通报批评", "县督〔2025〕2号")),
            Field(
                "否决事项",
                "",
                "否决事项，逐项",
                (Field("事项", "较大安全事故", "事项"), Field("处理", "定为最低等次", "处理")),
            ),
        ),
    ),
    (
        "成绩、问题和建议",
        (
            Field("主要成绩", "", "得分率不低于同类上四分位数的指标，领先最多的5项", _findings()),
            Field("全部成绩", "", "同上，不限项数", _findings()),
            Field("存在问题", "", "得分率低于同类下四分位数的指标，失分最多的8项", _findings()),
            Field("全部问题", "", "同上，不限项数", _findings()),
            Field("未列问题数", 0, "“全部问题”比“存在问题”多出的项数"),
            Field(
                "改进建议",
                "",
                "全部问题按一级指标归并，逐项",
                (
                    Field("序号", "一", "中文序号"),
                    Field("一级指标", "年度工作任务", "一级指标名称"),
                    Field(
                        "指标",
                        "固定资产投资完成率、项目开工率",
                        "有问题的指标名称，失分最多的5项，其余写成“等几项指标”",
                    ),
                    Field("失分", "2.10", "这些指标的失分之和"),
                ),
            ),
        ),
    ),
    (
        "方法",
        (
            Field("指标数", "45", "对本单位适用的末级指标个数"),
            Field("定量数", "28", "其中定量指标个数"),
            Field("评分数", "17", "其中评分指标个数"),
            Field("评委人数", "14", "对本单位给出有效评分的人数"),
            Field("轮次", "2", "最后一轮评审的轮次；没有评审则为空"),
            Field("汇总方法", "取平均值", "评分的汇总方法"),
            Field("折算规则", True, "方案规定不适用指标按满分折算"),
            Field("小数位", "2", "保留的小数位"),
        ),
    ),
)


def example() -> dict[str, Any]:
    """Every field with a value of its kind; each list has one entry."""
    return _values([field for _title, fields in SECTIONS for field in fields])


def _values(fields: Sequence[Field]) -> dict[str, Any]:
    return {f.name: [_values(f.items)] if f.items else f.example for f in fields}


INTRODUCTION = """# 结果通知模板的字段

模板是普通的Word文档，用WPS或Word打开就能改文字、字体和版式。花括号里的是字段，
出文书时换成每个单位的内容。

- `{{ 单位 }}` 取一个字段；`{{ 项.名称 }}` 取列表里一项的字段。
- `{%p if 整改 %}` 与 `{%p endif %}` 各占一段，中间的段落只在条件成立时出现；
  也可用 `{%p else %}`。段内的条件写成 `{% if 并列 %}（并列）{% endif %}`。
  条件可以用 `and`、`or`、`not`、`==`、`<`、`>`。
- `{%p for 项 in 存在问题 %}` 与 `{%p endfor %}` 各占一段，中间的段落每项一遍。
  表格里的行写成 `{%tr for 行 in 一级指标 %}` 与 `{%tr endfor %}`，各占一行。
  循环里可用 `loop.index`（第几项）、`loop.first`、`loop.last`。
- `{{ 存在问题|length }}` 是列表的项数。
- 分值都是文字，带方案规定的小数位，可直接印出；要判断有无加分，用 `{%p if 加分事项 %}`。
- 除此以外的写法（计算、调用、引用别的文件）一律不接受。字段写错时，程序会指出在哪一段。
- 样张雷达图的替代文字是“雷达图”，出文书时换成本单位的图，大小和位置照样张。
  没有这张图就不放图。
- 名为“发文机关标志”的样式，机关名称过长时自动缩放到一行；“公文标题”自动按词意回行成梯形
  （自己用Shift+Enter分了行的不动）；“署名”和“成文日期”自动对中。
"""


def field_page() -> str:
    """The page, in Markdown."""
    return "\n".join(
        [INTRODUCTION, *(line for title, fields in SECTIONS for line in _section(title, fields))]
    )


def _section(title: str, fields: Sequence[Field]) -> Iterator[str]:
    yield from (f"## {title}", "", "| 字段 | 例 | 说明 |", "|---|---|---|")
    for field in fields:
        yield from _rows(field, "")
    yield ""


def _rows(field: Field, holder: str) -> Iterator[str]:
    shown = f"{holder}{field.name}"
    yield f"| {shown} | {_shown(field)} | {field.meaning} |"
    for item in field.items:
        yield from _rows(item, f"{shown} › ")


def _shown(field: Field) -> str:
    if field.items:
        return "（列表）"
    return (
        ("是" if field.example else "否") if isinstance(field.example, bool) else str(field.example)
    )


if __name__ == "__main__":
    print(field_page(), end="")
