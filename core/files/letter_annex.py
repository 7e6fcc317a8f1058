"""The annexes of the 结果通知 template: 绩效评估意见书 and 送达回证."""

from __future__ import annotations

from core.files.letter_package import LINE
from core.files.letter_phrases import BODY, GAP, NEXT, PROBLEM, choice, each, item, when
from core.files.word_xml import cell, cells, row, table, tag_row, text

_NEW_PAGE = "<w:pageBreakBefore/>"


def opinion() -> str:
    method = (
        "本次评估依据{{ 依据 }}进行。对你单位适用的末级指标共{{ 指标数 }}项、{{ 适用满分 }}"
        "分，其中定量指标{{ 定量数 }}项，"
        "按计分规则由完成值计分；评分指标{{ 评分数 }}项，由评委独立评分"
        "{% if 轮次 %}，经{{ 轮次 }}轮评审，{{ 评委人数 }}人对你单位给出有效评分，"
        "{{ 汇总方法 }}{% endif %}。"
        "各项得分四舍五入保留{{ 小数位 }}位小数。"
    )
    conclusion = (
        "总分{{ 总分 }}分，在“{{ 类别 }}”类{{ 单位数 }}个单位中列第{{ 名次 }}名{% if 并列 %}"
        "（并列）{% endif %}，"
        "等次为“{{ 等次 }}”。各项指标得分见表3。"
    )
    advice = "改进{{ 项.指标 }}等方面的工作，补回失分{{ 项.失分 }}分。"
    strengths = (
        "{% for 项 in 全部成绩 %}{{ 项.名称 }}（得{{ 项.得分 }}分，满分{{ 项.满分 }}分）"
        "{% if not loop.last %}、{% endif %}{% endfor %}。"
    )
    return (
        text("附件标记", "附件1", _NEW_PAGE)
        + text("公文标题", "绩效评估意见书", GAP)
        + text("公文一级标题", "一、基本情况", GAP)
        + _facts_table()
        + text("公文一级标题", "二、评估依据与方法", '<w:spacing w:before="200"/>')
        + text(BODY, method)
        + text("公文一级标题", "三、评估结论")
        + text(BODY, conclusion)
        + text("表题", "表3　各项指标得分")
        + _leaf_table()
        + text("公文一级标题", "四、主要成效", '<w:spacing w:before="200"/>')
        + choice(
            "全部成绩",
            text(BODY, "得分率居同类单位前列的指标有：" + strengths),
            "没有得分率居同类单位前列的指标。",
        )
        + text("公文一级标题", "五、存在问题")
        + choice(
            "全部问题",
            each("全部问题", item("{{ 项.名称 }}", PROBLEM)),
            "没有得分率明显低于同类单位的指标。",
        )
        + text("公文一级标题", "六、意见建议")
        + choice(
            "改进建议",
            each("改进建议", item("{{ 项.一级指标 }}", advice)),
            "保持现有工作力度，巩固已有成效。",
        )
        + text("公文一级标题", "七、其他说明")
        + _remarks()
        + text(BODY, "评估组组长（签名）：", f'{NEXT}<w:spacing w:before="{LINE}"/>')
        + text(BODY, "评估组成员（签名）：", NEXT)
        + text("发文字号", "年　　月　　日", NEXT)
    )


def _remarks() -> str:
    excluded = (
        "{% for 项 in 不适用指标 %}{{ 项.名称 }}（{{ 项.满分 }}分）{% if not loop.last %}、"
        "{% endif %}{% endfor %}"
        "对你单位不适用，不计分{% if 折算 %}，基础得分按适用满分折算{% endif %}。"
    )
    rule_of_findings = (
        "得分率不低于同类单位上四分位数的指标列为成绩，低于下四分位数的列为问题；类别平均为同类"
        "单位得分的算术平均。"
    )
    return (
        when("不适用指标", text(BODY, excluded))
        + text(BODY, rule_of_findings)
        + when("征求意见稿", text(BODY, "本意见书所列结果尚未公布，以正式公布的为准。"))
    )


def _facts_table() -> str:
    widths = (1531, 2891, 1532, 2891)
    pairs = (
        ("被评估单位", "{{ 单位 }}", "单位类别", "{{ 类别 }}"),
        ("评估年度", "{{ 年度 }}年度", "评估机构", "{{ 机关 }}"),
        ("总分", "{{ 总分 }}", "等次", "{{ 等次 }}"),
        (
            "名次",
            "{{ 名次 }}／{{ 单位数 }}{% if 并列 %}（并列）{% endif %}",
            "评委人数",
            "{{ 评委人数 }}",
        ),
    )
    rows = [row(_fact_cells(widths, words), 482) for words in pairs]
    return table(widths, rows)


def _fact_cells(widths: tuple[int, ...], words: tuple[str, ...]) -> list[str]:
    styles = ("表头", "表数") * 2
    return [cell(w, text(s, t)) for w, s, t in zip(widths, styles, words, strict=True)]


def _leaf_table() -> str:
    widths = (3515, 960, 960, 1050, 980, 1380)
    heads = ("指标", "满分", "得分", "类别平均", "目标值", "完成值")
    band = ("{{ 组.名称 }}", "{{ 组.满分 }}", "{{ 组.得分 }}", "{{ 组.类别平均 }}", "", "")
    score = "{% if 行.不适用 %}不适用{% else %}{{ 行.得分 }}{% endif %}"
    actual = "{% if 行.核定值 %}{{ 行.核定值 }}{% else %}{{ 行.完成值 }}{% endif %}"
    each = (
        "{{ 行.编码 }} {{ 行.名称 }}",
        "{{ 行.满分 }}",
        score,
        "{{ 行.类别平均 }}",
        "{{ 行.目标值 }}",
        actual,
    )
    rows = [
        row(cells(widths, *heads, style="表头"), 454, True),
        tag_row(widths, "{%tr for 组 in 一级指标 %}"),
        row(
            [
                cell(w, text("表头", t, NEXT + ('<w:jc w:val="left"/>' if n == 0 else "")))
                for n, (w, t) in enumerate(zip(widths, band, strict=True))
            ],
            397,
        ),
        tag_row(widths, "{%tr for 行 in 组.指标 %}"),
        row(cells(widths, *each, left=(0,)), 369),
        tag_row(widths, "{%tr endfor %}"),
        tag_row(widths, "{%tr endfor %}"),
        row(
            cells(widths, "合　计", "{{ 适用满分 }}", "{{ 指标得分 }}", "—", "", "", style="表头"),
            397,
        ),
    ]
    return table(widths, rows)


def receipt() -> str:
    widths = (2211, 6634)
    facts = (
        (
            "送达文书",
            "《关于反馈{{ 年度 }}年度绩效考核结果的函》（{{ 发文字号 }}）及绩效评估意见书",
        ),
        ("受送达单位", "{{ 单位 }}"),
        ("送达机关", "{{ 机关 }}"),
        ("送达方式", "□直接送达　　□邮寄　　□机要交换　　□其他："),
        ("送达人（签名）", ""),
        ("收件人（签名）", "\t年　　月　　日"),
        ("受送达单位（盖章）", ""),
        ("备注", ""),
    )
    heights = (850, 680, 680, 680, 907, 907, 1701, 907)
    tabs = '<w:tabs><w:tab w:val="right" w:pos="6380"/></w:tabs>'
    rows = [
        row(
            [cell(widths[0], text("表头", name)), cell(widths[1], text("表文", words, tabs))],
            height,
        )
        for (name, words), height in zip(facts, heights, strict=True)
    ]
    note = "注：请自收到文书之日起3日内填写本回证并交回送达机关。"
    return (
        text("附件标记", "附件2")
        + text("公文标题", "送达回证", GAP)
        + text("表题", "")
        + table(widths, rows)
        + text("表文", note, '<w:spacing w:before="120"/>')
    )
