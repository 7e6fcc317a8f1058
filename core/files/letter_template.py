"""Makes resources/templates/结果通知.docx: `python -m core.files.letter_template`.

A secretary changes the words in the .docx itself, with WPS or Word; this is where its geometry
comes from, and how it is made again from nothing. Layout: 信函格式 of GB/T 9704-2012 (10.1).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from core.files.letter_package import (
    KAI,
    LINE,
    RED,
    SUN,
    fonts_part,
    package,
    section,
    settings_part,
    styles_part,
)
from core.files.word_xml import cell, field, para, part, picture, row, rule, run, table, text

CHART_SIZE = (118.0, 82.0)  # mm
_GAP = f'<w:spacing w:before="{LINE}"/>'
_NEXT = "<w:keepNext/>"
_WHOLE = "<w:keepLines/>"
_NEW_PAGE = "<w:pageBreakBefore/>"
_BODY = "公文正文"


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
        rule(11, 20, 45.1, 170, 0.9, RED),
        rule(12, 20, 46.5, 170, 0.3, RED),
        rule(13, 20, 275.8, 170, 0.3, RED),
        rule(14, 20, 276.1 + 0.5, 170, 0.9, RED),
    )
    return part("hdr", para("发文机关标志", run("{{ 机关 }}"), *lines))


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
        _head() + _result() + _findings() + _rights() + _signature() + _opinion()
        + para("表文", more=letter) + _receipt()
    )  # fmt: skip
    return part("document", f"<w:body>{content}{slip}</w:body>")


def _head() -> str:
    two_lines = f'<w:spacing w:before="{2 * LINE}"/>'
    return (
        text("发文字号", "{{ 发文字号 }}")
        + text("公文标题", "{{ 机关 }}关于反馈{{ 年度 }}年度绩效考核结果的函", two_lines)
        + text("标题下注", "{%p if 征求意见稿 %}")
        + text("标题下注", "（征求意见稿）")
        + text("标题下注", "{%p endif %}")
        + text("主送机关", "{{ 单位 }}：")
        + text(
            _BODY,
            "根据{{ 依据 }}，{{ 机关 }}对你单位{{ 年度 }}年度绩效进行了考核。现将结果反馈如下。",
        )
    )


def _result() -> str:
    outcome = (
        "你单位总分{{ 总分 }}分（满分{{ 满分 }}分），在{{ 类别 }}类{{ 单位数 }}个单位中列第{{ 名次 }}名"
        "{% if 并列 %}（并列）{% endif %}，考核等次为“{{ 等次 }}”；该类单位平均总分为{{ 类别平均总分 }}分。"
    )
    made_of = (
        "总分由基础得分{{ 基础得分 }}分{% if 加分事项 %}、加分{{ 加分 }}分{% endif %}"
        "{% if 扣分事项 %}、扣分{{ 扣分 }}分{% endif %}构成{% if 折算 %}，其中基础得分由指标得分"
        "{{ 指标得分 }}分按适用满分{{ 适用满分 }}分折算{% endif %}。各一级指标得分见表1，"
        "{% if 加分事项 or 扣分事项 or 否决事项 %}加分、扣分和否决事项见表2，{% endif %}与同类单位的对比见图1。"
    )
    return (
        text("公文一级标题", "一、考核结果")
        + text(_BODY, outcome + made_of)
        + text("表题", "表1　一级指标得分")
        + _top_table()
        + _adjustment_table()
        + para("图", picture("rId9", "雷达图", CHART_SIZE))
        + text("图题", "图1　各一级指标得分率与同类单位平均的对比")
    )


def _cells(
    widths: tuple[int, ...], *words: str, left: tuple[int, ...] = (), style: str = "表数"
) -> list[str]:
    """Cells of one row; those at the positions `left` are flush left."""
    styles = ["表文" if n in left else style for n in range(len(words))]
    return [cell(w, text(s, t)) for w, s, t in zip(widths, styles, words, strict=True)]


def _loop(widths: tuple[int, ...], tag: str) -> str:
    """A row that only holds a {%tr … %} tag and vanishes."""
    return row([cell(sum(widths), text("表文", tag), span=len(widths))], 340)


def _top_table() -> str:
    widths = (794, 3345, 1134, 1191, 1190, 1191)
    heads = row(
        _cells(widths, "序号", "一级指标", "满分", "得分", "得分率", "类别平均", style="表头"),
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
        _loop(widths, "{%tr for 行 in 一级指标 %}"),
        row(_cells(widths, *each, left=(1,)), 397),
        _loop(widths, "{%tr endfor %}"),
        total,
        _loop(widths, "{%tr if 折算 %}"),
        scaled,
        _loop(widths, "{%tr endif %}"),
    ]
    return table(widths, rows)


def _total_row(widths: tuple[int, ...], label: str, full: str, score: str) -> str:
    words = (full, score, "—", "—")
    first = cell(widths[0] + widths[1], text("表头", label), span=2)
    return row([first, *_cells(widths[2:], *words)], 397)


def _adjustment_table() -> str:
    widths = (907, 3742, 1247, 2949)
    heads = row(_cells(widths, "类型", "事项", "分值", "依据（处理）", style="表头"), 454, True)
    rows = [heads]
    for kind, sign in (("加分", "+"), ("扣分", "-")):
        words = (kind, "{{ 行.事项 }}", f"{sign}{{{{ 行.分值 }}}}", "{{ 行.依据 }}")
        capped = (kind, f"合计{{{{ {kind}合计 }}}}分，按上限计", f"{sign}{{{{ {kind} }}}}", "")
        rows += [
            _loop(widths, f"{{%tr for 行 in {kind}事项 %}}"),
            row(_cells(widths, *words, left=(1, 3)), 397),
            _loop(widths, "{%tr endfor %}"),
            _loop(widths, f"{{%tr if {kind}封顶 %}}"),
            row(_cells(widths, *capped, left=(1, 3)), 397),
            _loop(widths, "{%tr endif %}"),
        ]
    veto = ("否决", "{{ 行.事项 }}", "—", "{{ 行.处理 }}")
    rows += [
        _loop(widths, "{%tr for 行 in 否决事项 %}"),
        row(_cells(widths, *veto, left=(1, 3)), 397),
        _loop(widths, "{%tr endfor %}"),
    ]
    return (
        text("表题", "{%p if 加分事项 or 扣分事项 or 否决事项 %}")
        + text("表题", "表2　加分、扣分和否决事项")
        + table(widths, rows)
        + text("表题", "{%p endif %}")
    )


def _item(name: str, words: str, more: str = "") -> str:
    """（一）name in 楷体, then the words."""
    return para(_BODY, run("（{{ 项.序号 }}）" + name + "。", KAI), run(words), more=more)


_EVIDENCE = (
    "{% if 项.完成值 %}{% if 项.目标值 %}目标值{{ 项.目标值 }}，{% endif %}完成值{{ 项.完成值 }}"
    "{% if 项.核定值 %}，核定为{{ 项.核定值 }}{% endif %}。{% endif %}"
    "{% if 项.说明 %}{{ 项.说明 }}。{% endif %}"
    "{% if 项.评审意见 %}评审意见：{{ 项.评审意见 }}。{% endif %}"
)
_PROBLEM = (
    "满分{{ 项.满分 }}分，得{{ 项.得分 }}分，失{{ 项.失分 }}分，类别平均{{ 项.类别平均 }}分。"
    + _EVIDENCE
)
_GOOD = "得{{ 项.得分 }}分，得分率{{ 项.得分率 }}，类别平均{{ 项.类别平均 }}分。"


def _each(items: str, body: str) -> str:
    return text(_BODY, f"{{%p for 项 in {items} %}}") + body + text(_BODY, "{%p endfor %}")


def _choice(condition: str, body: str, otherwise: str) -> str:
    opened, closed = text(_BODY, f"{{%p if {condition} %}}"), text(_BODY, "{%p endif %}")
    return opened + body + text(_BODY, "{%p else %}") + text(_BODY, otherwise) + closed


def _findings() -> str:
    more = (
        text(_BODY, "{%p if 未列问题数 %}")
        + text(_BODY, "其余{{ 未列问题数 }}项问题见附件1。")
        + text(_BODY, "{%p endif %}")
    )
    advice = "针对{{ 项.指标 }}共失{{ 项.失分 }}分的情况，对照评分标准逐项查找原因，明确改进措施、责任人和完成时限。"
    return (
        text("公文一级标题", "二、主要成绩")
        + _choice(
            "主要成绩",
            _each("主要成绩", _item("{{ 项.名称 }}", _GOOD)),
            "本年度没有得分率居同类单位前列的指标。",
        )
        + text("公文一级标题", "三、存在问题")
        + _choice(
            "存在问题",
            _each("存在问题", _item("{{ 项.名称 }}", _PROBLEM)) + more,
            "各项指标得分率均不低于同类单位的下四分位数，未发现明显短板。",
        )
        + text("公文一级标题", "四、改进建议")
        + _choice(
            "改进建议",
            _each("改进建议", _item("{{ 项.一级指标 }}方面", advice)),
            "请保持现有工作力度，巩固已有成效，并结合下一年度考核方案及早安排。",
        )
    )


def _rights() -> str:
    review = (
        "如对考核结果有异议，可自收到本函之日起{{ 复核期限 }}日内向{{ 机关 }}书面申请复核，写明申请事项、事实和理由，"
        "加盖单位公章并附有关证明材料。逾期未申请的，视为无异议。"
    )
    rectify = (
        "你单位考核等次为“{{ 等次 }}”，请自收到本函之日起{{ 整改期限 }}日内，将整改报告书面报送{{ 机关 }}，"
        "整改报告应逐项列明问题、原因、措施、责任人和完成时限。"
    )
    contact = (
        "{% if 联系人 %}联系人：{{ 联系人 }}。{% endif %}{% if 联系电话 %}联系电话：{{ 联系电话 }}。{% endif %}"
        "{% if 通讯地址 %}通讯地址：{{ 通讯地址 }}。{% endif %}"
    )
    return (
        text("公文一级标题", "五、复核、整改和联系方式")
        + text(_BODY, review)
        + text(_BODY, "{%p if 整改 %}")
        + text(_BODY, rectify)
        + text(_BODY, "{%p endif %}")
        + text(_BODY, "收到本函后，请填写送达回证（附件2）并交回。" + contact, _NEXT + _WHOLE)
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


def _opinion() -> str:
    method = (
        "本次评估依据{{ 依据 }}进行。对你单位适用的末级指标共{{ 指标数 }}项、{{ 适用满分 }}分，其中定量指标{{ 定量数 }}项，"
        "按计分规则由完成值计分；评分指标{{ 评分数 }}项，由评委独立评分"
        "{% if 轮次 %}，经{{ 轮次 }}轮评审，{{ 评委人数 }}人对你单位给出有效评分，{{ 汇总方法 }}{% endif %}。"
        "各项得分四舍五入保留{{ 小数位 }}位小数。"
    )
    conclusion = (
        "总分{{ 总分 }}分，在{{ 类别 }}类{{ 单位数 }}个单位中列第{{ 名次 }}名{% if 并列 %}（并列）{% endif %}，"
        "等次为“{{ 等次 }}”。各项指标得分见表3。"
    )
    advice = "改进{{ 项.指标 }}等方面的工作，补回失分{{ 项.失分 }}分。"
    strengths = "{% for 项 in 全部成绩 %}{{ 项.名称 }}（得{{ 项.得分 }}分，满分{{ 项.满分 }}分）{% if not loop.last %}、{% endif %}{% endfor %}。"
    return (
        text("附件标记", "附件1", _NEW_PAGE)
        + text("公文标题", "绩效评估意见书", _GAP)
        + text("公文一级标题", "一、基本情况", _GAP)
        + _facts_table()
        + text("公文一级标题", "二、评估依据与方法", '<w:spacing w:before="200"/>')
        + text(_BODY, method)
        + text("公文一级标题", "三、评估结论")
        + text(_BODY, conclusion)
        + text("表题", "表3　各项指标得分")
        + _leaf_table()
        + text("公文一级标题", "四、主要成效", '<w:spacing w:before="200"/>')
        + _choice(
            "全部成绩",
            text(_BODY, "得分率居同类单位前列的指标有：" + strengths),
            "没有得分率居同类单位前列的指标。",
        )
        + text("公文一级标题", "五、存在问题")
        + _choice(
            "全部问题",
            _each("全部问题", _item("{{ 项.名称 }}", _PROBLEM)),
            "没有得分率明显低于同类单位的指标。",
        )
        + text("公文一级标题", "六、意见建议")
        + _choice(
            "改进建议",
            _each("改进建议", _item("{{ 项.一级指标 }}", advice)),
            "保持现有工作力度，巩固已有成效。",
        )
        + text("公文一级标题", "七、其他说明")
        + _remarks()
        + text(_BODY, "评估组组长（签名）：", f'{_NEXT}<w:spacing w:before="{LINE}"/>')
        + text(_BODY, "评估组成员（签名）：", _NEXT)
    )


def _remarks() -> str:
    excluded = (
        "{% for 项 in 不适用指标 %}{{ 项.名称 }}（{{ 项.满分 }}分）{% if not loop.last %}、{% endif %}{% endfor %}"
        "对你单位不适用，不计分{% if 折算 %}，基础得分按适用满分折算{% endif %}。"
    )
    rule_of_findings = "得分率不低于同类单位上四分位数的指标列为成绩，低于下四分位数的列为问题；类别平均为同类单位得分的算术平均。"
    return (
        text(_BODY, "{%p if 不适用指标 %}")
        + text(_BODY, excluded)
        + text(_BODY, "{%p endif %}")
        + text(_BODY, rule_of_findings)
        + text(_BODY, "{%p if 征求意见稿 %}")
        + text(_BODY, "本意见书所列结果尚未公布，以正式公布的为准。")
        + text(_BODY, "{%p endif %}")
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
    widths = (3573, 1020, 1020, 1076, 1078, 1078)
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
        row(_cells(widths, *heads, style="表头"), 454, True),
        _loop(widths, "{%tr for 组 in 一级指标 %}"),
        row(
            [
                cell(w, text("表头", t, '<w:jc w:val="left"/>' if n == 0 else ""))
                for n, (w, t) in enumerate(zip(widths, band, strict=True))
            ],
            397,
        ),
        _loop(widths, "{%tr for 行 in 组.指标 %}"),
        row(_cells(widths, *each, left=(0,)), 369),
        _loop(widths, "{%tr endfor %}"),
        _loop(widths, "{%tr endfor %}"),
        row(
            _cells(widths, "合　计", "{{ 适用满分 }}", "{{ 指标得分 }}", "—", "", "", style="表头"),
            397,
        ),
    ]
    return table(widths, rows)


def _receipt() -> str:
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
    note = "注：请在收到文书后填写本回证，自收到之日起3日内交回{{ 机关 }}。"
    return (
        text("附件标记", "附件2")
        + text("公文标题", "送达回证", _GAP)
        + text("表题", "")
        + table(widths, rows)
        + text("表文", note, '<w:spacing w:before="120"/>')
    )


if __name__ == "__main__":
    from core.files.papers import KIND, TEMPLATES

    Path(TEMPLATES / f"{KIND}.docx").write_bytes(template())
