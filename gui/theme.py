"""Light and dark: colours and the style sheet are data in resources/themes.

The palette tells which theme is on, so that whoever paints asks `tones(palette)` and nobody has
to keep a theme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).parent.parent / "resources" / "themes"
LOOKS = ("system", "light", "dark")
SIZES = {"small": 9.0, "normal": 10.0, "large": 12.0, "largest": 14.0}  # points of the text
_TITLE, _BIG, _HUGE = 1.5, 2.0, 2.7  # of the text
_ROW = 3.8  # px a point, of a button with two lines

_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "accent_soft",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Mid: "lines",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Highlight: "button",
    QPalette.ColorRole.HighlightedText: "button_text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
}


@cache
def colours(name: str) -> Mapping[str, str]:
    """The colours of the theme "light" or "dark", by name, as #RRGGBB."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def tones(palette: QPalette) -> Mapping[str, str]:
    """The colours of the theme that the palette belongs to."""
    return colours("dark" if is_dark(palette) else "light")


def palette_of(name: str) -> QPalette:
    palette = QPalette()
    for role, colour in _ROLES.items():
        palette.setColor(role, QColor(colours(name)[colour]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours(name)["muted"]))
    return palette


def style_of(name: str, points: float) -> str:
    """The style sheet in the colours of the theme, for text of this size."""
    text = "\n".join(
        p.read_text(encoding="utf-8") for p in sorted(FOLDER.glob("*.qss"), reverse=True)
    )
    sizes = {
        "title": f"{points * _TITLE:g}pt",
        "big": f"{points * _BIG:g}pt",
        "huge": f"{points * _HUGE:g}pt",
        "row": f"{points * _ROW:g}px",
    }
    chevron = (FOLDER.parent / "icons" / "chevron.svg").as_posix()
    return Template(text).substitute({**colours(name), **sizes, "chevron": chevron})


def chosen_look() -> str:
    value = str(QSettings().value("look", "system"))
    return value if value in LOOKS else "system"


def chosen_size() -> str:
    value = str(QSettings().value("size", "normal"))
    return value if value in SIZES else "normal"


def apply(app: QApplication) -> None:
    """Dress the application as the person chose, or as the system is."""
    name = chosen_look()
    if name == "system":
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        name = "dark" if dark else "light"
    points = SIZES[chosen_size()]
    font = QFont(app.font())
    font.setPointSizeF(points)
    app.setFont(font)
    app.setPalette(palette_of(name))
    app.setStyleSheet(style_of(name, points))


def choose(app: QApplication, key: str, value: str) -> None:
    """Keep a choice ("look" or "size") and dress anew."""
    QSettings().setValue(key, value)
    apply(app)
