"""A font that has Chinese: the system's where it does, else the bundled one.

Qt draws boxes for what a font lacks and says nothing, so glyphs are looked up.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication

BUNDLED = Path(__file__).parent.parent / "resources" / "fonts" / "NotoSansSC-Regular.otf"
# What Chinese systems draw their own windows with, best first
PREFERRED = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)


def chinese_family() -> str | None:
    """The family to use, or None where the system font and its fallbacks serve."""
    families = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    found = next((name for name in PREFERRED if name in families), None)
    return found or (None if families else bundled_family())


def bundled_family() -> str | None:
    """The family of the bundled font, loaded; None where the file is not there."""
    number = QFontDatabase.addApplicationFont(str(BUNDLED))
    return next(iter(QFontDatabase.applicationFontFamilies(number)), None)


def use_chinese(app: QApplication) -> None:
    """Give the application a font that can write Chinese."""
    family = chinese_family()
    if family is not None:
        font = QFont(app.font())
        font.setFamilies([family])
        app.setFont(font)


def can_write(text: str, font: QFont) -> bool:
    """Whether every character of the text has a glyph in the font or one that Qt falls back to."""
    metrics = QFontMetrics(font)
    return all(metrics.inFontUcs4(ord(c)) for c in text)
