from __future__ import annotations

import re

from core.files.letter_annex import opinion, receipt


def visible(xml: str) -> list[str]:
    return [re.sub("<[^>]*>", "", p) for p in re.findall("<w:p>.*?</w:p>", xml, re.DOTALL)]


def test_the_opinion_has_its_seven_parts_and_room_to_sign() -> None:
    texts = visible(opinion())
    heads = [t for t in texts if re.match("[一二三四五六七]、", t)]
    assert [h[0] for h in heads] == list("一二三四五六七")
    assert texts[:2] == ["附件1", "绩效评估意见书"]
    assert [t for t in texts if "签名" in t] == ["评估组组长（签名）：", "评估组成员（签名）："]


def test_the_leaf_table_repeats_its_header_and_keeps_rows_whole() -> None:
    table = opinion().split("表3　各项指标得分")[1]
    assert table.count("<w:tblHeader/>") == 1
    rows = re.findall("<w:tr>.*?</w:tr>", table, re.DOTALL)
    assert rows and all("<w:cantSplit/>" in row for row in rows)


def test_the_slip_asks_who_received_what_and_when() -> None:
    whole = "".join(visible(receipt()))
    for word in ("送达文书", "受送达单位", "收件人（签名）", "年　　月　　日", "盖章"):
        assert word in whole
