from __future__ import annotations

import pytest
from lxml import etree

from core.files.word_xml import (
    Style,
    cell,
    cells,
    field,
    mm,
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

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def root(content: str) -> etree._Element:
    return etree.fromstring(part("document", content))


def test_millimetres_are_twips() -> None:
    assert mm(25.4) == 1440
    assert mm(210) == 11906


def test_text_is_escaped_and_tabs_are_words() -> None:
    found = root(text("甲", "a<b\t&c"))
    assert ["".join(t.itertext()) for t in found.iter(f"{W}t")] == ["a<b", "&c"]
    assert len(list(found.iter(f"{W}tab"))) == 1


@pytest.mark.parametrize("flags", ["", '<w:keepNext/><w:outlineLvl w:val="0"/>'])
def test_a_style_keeps_the_order_that_the_schema_wants(flags: str) -> None:
    xml = Style("甲", "黑体", 12, "FF0000", "center", 'w:left="1"', 10, 20, 400, flags).xml()
    order = ["keepNext", "spacing", "ind", "jc", "outlineLvl", "rFonts", "color", "sz"]
    found = [xml.find(f"<w:{name}") for name in order]
    assert [at for at in found if at >= 0] == sorted(at for at in found if at >= 0)


def test_a_table_has_fixed_columns() -> None:
    rows = [row(cells((100, 200), "a", "b", left=(1,)), 300, header=True), tag_row((100, 200), "x")]
    found = root(table((100, 200), rows))
    assert [g.get(f"{W}w") for g in found.iter(f"{W}gridCol")] == ["100", "200"]
    assert len(list(found.iter(f"{W}tblHeader"))) == 1
    assert len(list(found.iter(f"{W}cantSplit"))) == 2
    assert [g.get(f"{W}val") for g in found.iter(f"{W}gridSpan")] == ["2"]


def test_cells_of_one_row_need_a_width_each() -> None:
    with pytest.raises(ValueError, match="zip"):
        cells((100,), "a", "b")
    assert 'w:w="90"' in cell(90, "")


def test_a_bar_stands_where_it_is_put() -> None:
    found = root(para("甲", rule(1, 20, 44.5, 170, 0.9, "FF0000")))
    offsets = [int(e.text) / 36000 for e in found.iter(f"{WP}posOffset")]
    assert offsets == [20, 44.5]
    extent = next(found.iter(f"{WP}extent"))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (170 * 36000, 32400)


def test_a_picture_and_a_field() -> None:
    found = root(
        para("甲", picture("rId9", "雷达图", (10, 20)), field("PAGE", "宋体", 14), run("x"))
    )
    assert next(found.iter(f"{WP}docPr")).get("descr") == "雷达图"
    assert "".join(found.itertext(f"{W}instrText")).strip() == "PAGE"
