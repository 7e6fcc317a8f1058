from __future__ import annotations

import re

from core.files.docx_styles import (
    CHARACTER,
    DATE,
    LETTERHEAD,
    SIGNATURE,
    TEXT_WIDTH,
    TITLE,
    dressed,
    style_id,
    title_breaker,
)
from core.files.letter_package import styles_part


def style(styles: bytes, name: str) -> str:
    found = re.search(rf'<w:style [^>]*><w:name w:val="{name}"/>.*?</w:style>', styles.decode())
    assert found
    return found.group()


def test_styles_are_found_by_the_name_a_person_sees() -> None:
    renumbered = styles_part().replace(b'w:styleId="' + TITLE.encode(), b'w:styleId="a7')
    assert style_id(renumbered, TITLE) == "a7"
    assert style_id(renumbered, "没有这个样式") is None


def test_a_long_letterhead_is_condensed_and_a_short_one_left_alone() -> None:
    short = dressed(styles_part(), "青屏县政府", "2026年1月8日")
    assert "<w:w " not in style(short, LETTERHEAD)
    long = dressed(styles_part(), "青屏县绩效管理工作领导小组办公室", "2026年1月8日")
    scale = re.search(r'<w:w w:val="(\d+)"/><w:sz w:val="64"/>', style(long, LETTERHEAD))
    assert scale and 80 <= int(scale.group(1)) <= 90


def left(styles: bytes, name: str) -> int:
    found = re.search(r'<w:ind w:left="(\d+)"/>', style(styles, name))
    assert found
    return int(found.group(1))


def test_a_short_name_is_centred_on_a_date_four_characters_from_the_edge() -> None:
    styles = dressed(styles_part(), "青屏县政府", "2026年1月8日")
    centre = (TEXT_WIDTH - left(styles, DATE)) / 2
    assert left(styles, SIGNATURE) == left(styles, DATE)
    assert abs(centre - (4 + 3) * CHARACTER) <= CHARACTER * 0.51


def test_a_long_name_stays_on_one_line() -> None:
    name = "青屏县绩效管理工作领导小组办公室"
    styles = dressed(styles_part(), name, "2026年1月8日")
    assert TEXT_WIDTH - left(styles, SIGNATURE) >= len(name) * CHARACTER


def title(*texts: str) -> str:
    runs = "".join(f'<w:r><w:t xml:space="preserve">{t}</w:t></w:r>' for t in texts)
    return f'<w:p><w:pPr><w:pStyle w:val="t"/></w:pPr>{runs}</w:p>'


LONG = "关于反馈2025年度绩效考核结果的函"


def test_titles_break_across_runs_and_nothing_else_does() -> None:
    other = title("青屏县绩效管理工作领导小组办公室", LONG).replace('"t"', '"u"')
    xml = other + title("青屏县绩效管理工作领导", "小组办公室", LONG) + other
    found = title_breaker("t")(xml)
    assert found.count("<w:br/>") == 1
    assert found.startswith(other) and found.endswith(other)
    assert '小组</w:t><w:br/><w:t xml:space="preserve">办公室' in found
    assert found.replace('</w:t><w:br/><w:t xml:space="preserve">', "") == xml


def test_a_title_that_its_author_broke_is_left_alone() -> None:
    xml = title("青屏县绩效管理工作领导小组办公室" + LONG).replace(
        "办公室", "办公室</w:t><w:br/><w:t>"
    )
    assert title_breaker("t")(xml) == xml


def test_marks_of_xml_survive() -> None:
    xml = title("甲&amp;乙&lt;丙" * 3 + LONG)
    assert title_breaker("t")(xml).replace('</w:t><w:br/><w:t xml:space="preserve">', "") == xml
