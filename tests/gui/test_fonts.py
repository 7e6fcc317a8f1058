from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from gui import fonts


def test_the_application_can_write_chinese(qapp: QApplication) -> None:
    assert fonts.can_write("考评优秀名次一票否决〔〕", qapp.font())


def test_the_bundled_font_is_taken_where_the_system_has_none(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_system: [])
    family = fonts.chinese_family()
    assert family is not None
    assert fonts.can_write("考评优秀名次", QFont(family))


def test_a_font_of_the_system_goes_first(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ["Some Serif SC", "Noto Sans CJK SC", "Microsoft YaHei UI"]
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_system: known)
    assert fonts.chinese_family() == "Microsoft YaHei UI"
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_system: known[:1])
    assert fonts.chinese_family() is None
