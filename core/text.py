"""The words on the screen. The source language is Chinese; English is a gettext catalogue.

Wrap every text that a person sees: `_("共{n}个单位").format(n=48)`.
"""

from __future__ import annotations

import gettext
from pathlib import Path

LANGUAGES = ("zh", "en")
_LOCALE = Path(__file__).parent.parent / "resources" / "locale"
_current: gettext.NullTranslations = gettext.NullTranslations()


def set_language(language: str) -> None:
    """Speak `language` ("zh" or "en") from now on; an unknown one means Chinese."""
    global _current
    if language == "en":
        _current = gettext.translation("kaoping", _LOCALE, ["en"], fallback=True)
    else:
        _current = gettext.NullTranslations()


def sentences(*told: str) -> str:
    """Whole sentences in a row, those that are not empty; Chinese sets no space between them."""
    space = " " if _current.info() else ""  # the source language has no catalogue
    return space.join(one for one in told if one)


def _(message: str) -> str:
    """The message in the language of the screen."""
    return _current.gettext(message)
