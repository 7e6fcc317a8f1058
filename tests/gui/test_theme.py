from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui import theme


def luminance(colour: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    red, green, blue = (channel(c) for c in (made.redF(), made.greenF(), made.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, 1.4.3."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text", "ground"), ("text", "surface"), ("text", "selected"), ("muted", "surface"),
        ("muted", "ground"), ("accent", "surface"), ("accent", "accent_soft"),
        ("button_text", "button"), ("good", "good_soft"), ("bad", "bad_soft"),
        ("first", "first_soft"), ("neutral", "neutral_soft"), ("bad", "surface"),
    ],
)  # fmt: skip
def test_words_can_be_read_on_their_ground(name: str, ink: str, ground: str) -> None:
    colours = theme.colours(name)
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_both_themes_name_the_same_colours() -> None:
    assert set(theme.colours("light")) == set(theme.colours("dark"))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_palette_tells_which_theme_is_on(qapp: QApplication, name: str) -> None:
    palette = theme.palette_of(name)
    assert theme.is_dark(palette) is (name == "dark")
    assert theme.tones(palette) is theme.colours(name)


def test_every_name_in_the_style_sheet_is_a_colour() -> None:
    assert "$" not in theme.style_of("light", 10)


@pytest.fixture
def _as_before(qapp: QApplication) -> Iterator[None]:
    yield
    theme.choose(qapp, "look", "system")
    theme.choose(qapp, "size", "normal")


@pytest.mark.usefixtures("_as_before")
def test_a_choice_is_kept_and_seen_at_once(qapp: QApplication) -> None:
    theme.choose(qapp, "look", "dark")
    theme.choose(qapp, "size", "large")
    ground = qapp.palette().color(QPalette.ColorRole.Window)
    assert ground == QColor(theme.colours("dark")["ground"])
    assert qapp.font().pointSizeF() == theme.SIZES["large"]
    assert (theme.chosen_look(), theme.chosen_size()) == ("dark", "large")
