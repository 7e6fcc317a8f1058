from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from core.files import fonts
from core.files.fonts import (
    CHAINS,
    CHART_FONT,
    Lacking,
    font_notices,
    installed,
    lacking,
)


def test_the_bundled_font_covers_gbk() -> None:
    cmap = TTFont(CHART_FONT)["cmap"].getBestCmap()
    for high in (0xB0, 0xC4, 0xF7, 0x81, 0xFE):
        for low in range(0xA1 if high > 0xA9 else 0x40, 0xFF):
            try:
                character = bytes([high, low]).decode("gbk")
            except UnicodeDecodeError:
                continue
            assert ord(character) in cmap or 0xE000 <= ord(character) <= 0xF8FF
    assert all(ord(c) in cmap for c in "0aA%，。、“”〔〕（）㎡①Ⅰ—…")
    assert CHART_FONT.stat().st_size < 10_000_000
    assert (CHART_FONT.parent / "OFL.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE") >= 1


def test_what_lacks_is_told_with_what_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({"FangSong", "黑体", "SimSun"}))
    told = {item.font: item.shown for item in lacking()}
    assert told == {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": ""}
    assert lacking(("黑体",)) == []
    assert lacking(("甲乙体",)) == [Lacking("甲乙体", "")]


def test_installed_fonts_are_found_by_name() -> None:
    found = installed()
    assert isinstance(found, frozenset)
    assert all(isinstance(name, str) for name in found)
    assert set(CHAINS) >= {item.font for item in lacking()}


def test_a_person_is_told_of_what_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", lambda: frozenset(CHAINS) - {"仿宋_GB2312", "宋体"})
    (notice,) = font_notices()
    assert "仿宋_GB2312、宋体" in notice.text
    monkeypatch.setattr(fonts, "installed", lambda: frozenset(CHAINS) - {"楷体_GB2312"} | {"楷体"})
    assert "楷体_GB2312（此处以楷体代替）" in font_notices()[0].text
    monkeypatch.setattr(fonts, "installed", lambda: frozenset(CHAINS))
    assert font_notices() == ()
