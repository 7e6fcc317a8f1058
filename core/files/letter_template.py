"""Makes resources/templates/结果通知.docx: `python -m core.files.letter_template`.

A secretary changes the words in the .docx itself, with WPS or Word; this is where its geometry
comes from, and how it is made again from nothing. Layout: 信函格式 of GB/T 9704-2012 (10.1).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from core.files.letter_annex import opinion, receipt
from core.files.letter_package import (
    LINE,
    RED,
    SUN,
    fonts_part,
    package,
    section,
    settings_part,
    styles_part,
)
from core.files.letter_phrases import BODY, GOOD, NEXT, PROBLEM, choice, each, item, when
from core.files.word_xml import (
    cell,
    cells,
    field,
    para,
    part,
    picture,
    row,
    rule,
    run,
    table,
    tag_row,
    text,
)

CHART_SIZE = (118.0, 82.0)  # mm


def template() -> bytes:
    """The template as a .docx; the same bytes every time but for the sample chart's, which
    depend on the version of matplotlib."""
    linked = {
        "styles.xml": styles_part(),
        "settings.xml": settings_part(),
        "fontTable.xml": fonts_part(),
        "header1.xml": _letterhead(),
        "header2.xml": _running_header(),
        "footer1.xml": part("ftr", para("页码")),
        "footer2.xml": _page_number("right", 'w:rightChars="100" w:right="280"'),
        "footer3.xml": _page_number("left", 'w:leftChars="100" w:left="280"'),
        "media/image1.png": _sample_chart(),
    }
    relations = {name: f"rId{n}" for n, name in enumerate(linked, 1)}
    return package(_document(relations), linked, _about())


def _about() -> bytes:
    from core.files.docx_skeleton import about

    return about("结果通知", date(2026, 1, 1))


def _sample_chart() -> bytes:
    from core.files.charts import chart

    labels = ("重大决策部署", "年度工作任务", "群众热点问题", "自身建设", "社会评议")
    return chart(labels, (0.84, 0.8, 0.82, 0.86, 0.79), CHART_SIZE, 0.6)(
        (0.9, 0.78, 0.88, 0.82, 0.85)
    )


def _letterhead() -> bytes:
    """Name of the issuing body, its upper edge 30 mm from the page's; 4 mm below it a red
    double line, the thick one above, and one turned over 20 mm from the page's lower edge."""
    lines = (
        rule(11, 20, 44.5, 170, 0.9, RED),
        rule(12, 20, 45.9, 170, 0.3, RED),
        rule(13, 20, 275.3, 170, 0.3, RED),
        rule(14, 20, 276.1, 170, 0.9, RED),
    )
    # Brings the number 14 pt below the line: what follows a header begins where it ends.
    gap = para("页眉", run("", size=1), more='<w:spacing w:line="280" w:lineRule="exact"/>')
    return part("hdr", para("发文机关标志", run("{{ 机关 }}"), *lines) + gap)


def _running_header() -> bytes:
    """A draft says so on every page."""
    return part("hdr", text("页眉", "{% if 征求意见稿 %}征求意见稿{% endif %}"))


def _page_number(side: str, indent: str) -> bytes:
    more = f'<w:ind {indent}/><w:jc w:val="{side}"/>'
    number = field("PAGE", SUN, 14)
    dash, end = run("— ", SUN, 14), run(" —", SUN, 14)
    return part("ftr", para("页码", dash, number, end, more=more))


def _document(relations: dict[str, str]) -> bytes:
    letter = section({
        "header first": relations["header1.xml"],
        "header default": relations["header2.xml"],
        "header even": relations["header2.xml"],
        "footer first": relations["footer1.xml"],
        "footer default": relations["footer2.xml"],
        "footer even": relations["footer3.xml"],
    })  # fmt: skip
    slip = section(
        {"header first": relations["header2.xml"], "footer first": relations["footer1.xml"]},
        '<w:type w:val="nextPage"/>',
    )
    # The section's properties ride on the last paragraph of the opinion.
    content = (
        _head() + _result() + _findings() + _rights() + _signature() + opinion()
        + para("表文", more=letter) + receipt()
    )  # fmt: skip
    return part("document", f"<w:body>{content}{slip}</w:body>")


def _head() -> str:
    two_lines = f'<w:spacing w:before="{2 * LINE}"/>'
    return (
        text("发文字号", "{{ 发文字号 }}")
        + text("公文标题", "{{ 机关 }}关于反馈{{ 年度 }}年度绩效考核结果的函", two_lines)
        + when("征求意见稿", text("标题下注", "（征求意见稿）"))
        + text("主送机关", "{{ 单位 }}：")
        + text(
            BODY,
            "根据{{ 依据 }}，{{ 机关 }}对你单位{{ 年度 }}年度绩效进行了考核。现将结果反馈如下。",
        )
    )


def _result() -> str:
    outcome = (
        "你单位总分{{ 总分 }}分（满分{{ 满分 }}分），在“{{ 类别 }}”类{{ 单位数 }}个单位中列第"
        "{{ 名次 }}名"
        "{% if 并列 %}（并列）{% endif %}，考核等次为“{{ 等次 }}”{% if 否决事项 %}（有否决"
        "事项）{% endif %}；该类单位平均总分为{{ 类别平均总分 }}分。"
    )
    made_of = (
        "{% if 加分事项 or 扣分事项 %}总分中，基础得分{{ 基础得分 }}分{% if 加分事项 %}，加"
        "分{{ 加分 }}分{% endif %}"
        "{% if 扣分事项 %}，扣分{{ 扣分 }}分{% endif %}。{% endif %}"
        "{% if 折算 %}基础得分由指标得分{{ 指标得分 }}分按适用满分{{ 适用满分 }}分折算。{% endif %}"
        "得分情况见表1{% if 加分事项 or 扣分事项 or 否决事项 %}、表2{% endif %}和图1。"
    )
    return (
        text("公文一级标题", "一、考核结果")
        + text(BODY, outcome + made_of)
        + text("表题", "表1　一级指标得分")
        + _top_table()
        + _adjustment_table()
        + para("图", picture("rId9", "雷达图", CHART_SIZE))
        + text("图题", "图1　各一级指标得分率与同类单位平均的对比")
    )


def _top_table() -> str:
    widths = (794, 3345, 1134, 1191, 1190, 1191)
    heads = row(
        cells(
            widths,
            "序号",
            "一级指标",
            "满分",
            "得分",
            "得分率",
            "类别平均",
            style="表头",
        ),
        454,
        True,
    )
    each = (
        "{{ 行.序号 }}",
        "{{ 行.名称 }}",
        "{{ 行.满分 }}",
        "{{ 行.得分 }}",
        "{{ 行.得分率 }}",
        "{{ 行.类别平均 }}",
    )
    total = _total_row(widths, "合　计", "{{ 适用满分 }}", "{{ 指标得分 }}")
    scaled = _total_row(widths, "折算后基础得分", "{{ 满分 }}", "{{ 基础得分 }}")
    rows = [
        heads,
        tag_row(widths, "{%tr for 行 in 一级指标 %}"),
        row(cells(widths, *each, left=(1,)), 352),
        tag_row(widths, "{%tr endfor %}"),
        total,
        tag_row(widths, "{%tr if 折算 %}"),
        scaled,
        tag_row(widths, "{%tr endif %}"),
    ]
    return table(widths, rows)


def _total_row(widths: tuple[int, ...], label: str, full: str, score: str) -> str:
    words = (full, score, "—", "—")
    first = cell(widths[0] + widths[1], text("表头", label), span=2)
    return row([first, *cells(widths[2:], *words)], 352)


def _adjustment_table() -> str:
    widths = (907, 3742, 1247, 2949)
    heads = row(cells(widths, "类型", "事项", "分值", "依据（处理）", style="表头"), 454, True)
    rows = [heads]
    for kind, sign in (("加分", "+"), ("扣分", "-")):
        words = (kind, "{{ 行.事项 }}", f"{sign}{{{{ 行.分值 }}}}", "{{ 行.依据 }}")
        capped = (kind, f"合计{{{{ {kind}合计 }}}}分，按上限计", f"{sign}{{{{ {kind} }}}}", "")
        rows += [
            tag_row(widths, f"{{%tr for 行 in {kind}事项 %}}"),
            row(cells(widths, *words, left=(1, 3)), 352),
            tag_row(widths, "{%tr endfor %}"),
            tag_row(widths, f"{{%tr if {kind}封顶 %}}"),
            row(cells(widths, *capped, left=(1, 3)), 352),
            tag_row(widths, "{%tr endif %}"),
        ]
    veto = ("否决", "{{ 行.事项 }}", "—", "{{ 行.处理 }}")
    rows += [
        tag_row(widths, "{%tr for 行 in 否决事项 %}"),
        row(cells(widths, *veto, left=(1, 3)), 352),
        tag_row(widths, "{%tr endfor %}"),
    ]
    return (
        text("表题", "{%p if 加分事项 or 扣分事项 or 否决事项 %}")
        + text("表题", "表2　加分、扣分和否决事项")
        + table(widths, rows)
        + text("表题", "{%p endif %}")
    )


def _findings() -> str:
    more = when("未列问题数", text(BODY, "其余{{ 未列问题数 }}项问题见附件1。"))
    advice = (
        "针对{{ 项.指标 }}共失{{ 项.失分 }}分的情况，对照评分标准逐项查找原因，明确改进措施、责"
        "任人和完成时限。"
    )
    return (
        text("公文一级标题", "二、主要成绩")
        + choice(
            "主要成绩",
            each("主要成绩", item("{{ 项.名称 }}", GOOD)),
            "本年度没有得分率居同类单位前列的指标。",
        )
        + text("公文一级标题", "三、存在问题")
        + choice(
            "存在问题",
            each("存在问题", item("{{ 项.名称 }}", PROBLEM)) + more,
            "各项指标得分率均不低于同类单位的下四分位数，未发现明显短板。",
        )
        + text("公文一级标题", "四、改进建议")
        + choice(
            "改进建议",
            each("改进建议", item("{{ 项.一级指标 }}方面", advice)),
            "请保持现有工作力度，巩固已有成效，并结合下一年度考核方案及早安排。",
        )
    )


def _rights() -> str:
    review = (
        "如对考核结果有异议，可自收到本函之日起{{ 复核期限 }}日内向{{ 机关 }}书面申请复核，"
        "写明申请事项、事实和理由，"
        "加盖单位公章并附有关证明材料。逾期未申请的，视为无异议。"
    )
    rectify = (
        "你单位考核等次为“{{ 等次 }}”，请自收到本函之日起{{ 整改期限 }}日内，将整改报告书面"
        "报送{{ 机关 }}，"
        "整改报告应逐项列明问题、原因、措施、责任人和完成时限。"
    )
    contact = (
        "{% if 联系人 %}联系人：{{ 联系人 }}。{% endif %}{% if 联系电话 %}联系电话："
        "{{ 联系电话 }}。{% endif %}"
        "{% if 通讯地址 %}通讯地址：{{ 通讯地址 }}。{% endif %}"
    )
    return (
        text("公文一级标题", "五、复核、整改和联系方式")
        + text(BODY, review)
        + when("整改", text(BODY, rectify))
        + text(
            BODY, "收到本函后，请填写送达回证（附件2）并交回。" + contact, NEXT + "<w:keepLines/>"
        )
    )


def _signature() -> str:
    first = '<w:spacing w:before="579"/><w:ind w:left="1890" w:hanging="1260"/>'
    second = '<w:ind w:left="1890" w:hanging="315"/>'
    return (
        text("附件说明", "附件：1.绩效评估意见书", first)
        + text("附件说明", "2.送达回证", second)
        + text("署名", "{{ 机关 }}", f'<w:spacing w:before="{3 * LINE}"/>')
        + text("成文日期", "{{ 成文日期 }}")
    )


if __name__ == "__main__":
    from core.files.papers import KIND, TEMPLATES

    Path(TEMPLATES / f"{KIND}.docx").write_bytes(template())
