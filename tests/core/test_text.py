from __future__ import annotations

import gettext

import pytest

from core import text


@pytest.fixture(autouse=True)
def chinese_again():
    yield
    text.set_language("zh")


def test_chinese_is_the_source():
    text.set_language("zh")
    assert text._("共{n}个单位").format(n=48) == "共48个单位"


def test_english_comes_from_the_catalogue(monkeypatch):
    class Catalogue(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"总分": "total"}.get(message, message)

    monkeypatch.setattr(gettext, "translation", lambda *_names, **_how: Catalogue())
    text.set_language("en")
    assert text._("总分") == "total"
    assert text._("没有译文") == "没有译文"
    text.set_language("zh")
    assert text._("总分") == "总分"


def test_sentences_stand_apart_as_the_language_has_it():
    text.set_language("zh")
    assert text.sentences("核对无误。", "", "已备份。") == "核对无误。已备份。"
    text.set_language("en")
    assert text.sentences("Verified.", "", "Backed up.") == "Verified. Backed up."


def test_an_unknown_language_means_chinese():
    text.set_language("fr")
    assert text._("总分") == "总分"
