"""The fonts of the papers and of the charts.

A paper names the fonts of GB/T 9704-2012 and embeds none (they are not ours to give away);
where the machine lacks one, the reader's program shows another, and a person should know.
Charts are pictures: they are drawn with the open font in `resources/fonts`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.model.problem import Notice
from core.text import _

CHART_FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.otf"

# What each font is for, and what serves in its place, best first. The first two of a chain
# are spelt in the template's font table as well, so that Word and WPS find them.
CHAINS: dict[str, tuple[str, ...]] = {
    "方正小标宋简体": ("方正小标宋_GBK", "华文中宋", "宋体", "Noto Serif CJK SC"),
    "仿宋_GB2312": ("仿宋", "方正仿宋_GBK", "华文仿宋", "Noto Serif CJK SC"),
    "楷体_GB2312": ("楷体", "方正楷体_GBK", "华文楷体", "AR PL UKai CN"),
    "黑体": ("方正黑体_GBK", "思源黑体", "Noto Sans CJK SC"),
    "宋体": ("方正书宋_GBK", "思源宋体", "Noto Serif CJK SC"),
}

# Font files carry the English name, the Chinese one, or both.
_ENGLISH = {
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK": "FZXiaoBiaoSong-B05",
    "华文中宋": "STZhongsong",
    "宋体": "SimSun",
    "仿宋_GB2312": "FangSong_GB2312",
    "仿宋": "FangSong",
    "方正仿宋_GBK": "FZFangSong-Z02",
    "华文仿宋": "STFangsong",
    "楷体_GB2312": "KaiTi_GB2312",
    "楷体": "KaiTi",
    "方正楷体_GBK": "FZKai-Z03",
    "华文楷体": "STKaiti",
    "黑体": "SimHei",
    "方正黑体_GBK": "FZHei-B01",
    "方正书宋_GBK": "FZShuSong-Z01",
    "思源黑体": "Source Han Sans SC",
    "思源宋体": "Source Han Serif SC",
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A font that a paper names and this machine does not have; `shown` is the first of its
    chain that is there, "" where none is (the reader's program then takes any)."""

    font: str
    shown: str


def lacking(named: tuple[str, ...] = tuple(CHAINS)) -> list[Lacking]:
    """Which of the fonts this machine lacks. Reads the system's font folders, once."""
    have = installed()
    missing = [font for font in named if not _there(font, have)]
    return [
        Lacking(font, next((f for f in CHAINS.get(font, ()) if _there(f, have)), ""))
        for font in missing
    ]


def font_notices() -> tuple[Notice, ...]:
    """A word on the fonts of the papers that this machine lacks; none where all are there."""
    missing = [
        _("{font}（此处以{shown}代替）").format(font=lack.font, shown=lack.shown)
        if lack.shown
        else lack.font
        for lack in lacking()
    ]
    if not missing:
        return ()
    text = _(
        "这台电脑没有公文用的字体：{fonts}。文件里写的仍是标准字体，在装有它们的电脑上显示正确。"
    )
    return (Notice("fonts_lacking", text.format(fonts=_("、").join(missing))),)


def _there(font: str, have: frozenset[str]) -> bool:
    return font in have or _ENGLISH.get(font, font) in have


@cache
def installed() -> frozenset[str]:
    """Every family name, in whatever language, of the fonts installed for this person."""
    from fontTools.ttLib import (  # type: ignore[import-untyped]
        TTCollection,
        TTFont,
        TTLibError,
    )

    names: set[str] = set()
    for path in _font_files():
        try:
            several = path.suffix.lower() in (".ttc", ".otc")
            opened = TTCollection(path, lazy=True).fonts if several else [TTFont(path, lazy=True)]
            for font in opened:
                names.update(n.toUnicode(errors="replace") for n in _families(font))
                font.close()
        except (TTLibError, OSError, ValueError, AssertionError):
            continue  # a damaged font file is a font that nobody has
    return frozenset(names)


def _families(font: Any) -> list[Any]:
    return [n for n in font["name"].names if n.nameID in (1, 16)]


def _font_files() -> list[Path]:
    """The font files of the system and of the person, without asking a program for them."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", str(home)))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        folders = [windows / "Fonts", local / "Microsoft/Windows/Fonts"]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
        folders = [*shared, home / ".fonts", home / ".local/share/fonts"]
    kinds = {".ttf", ".otf", ".ttc", ".otc"}
    return sorted(p for f in folders for p in f.rglob("*") if p.suffix.lower() in kinds)
