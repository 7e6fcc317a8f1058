from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.title_lines import condensed, title_lines
from core.files.wording import width

TAIL = "关于反馈2025年度绩效考核结果的函"


def test_a_short_title_stays_on_one_line() -> None:
    assert title_lines("关于反馈考核结果的函") == ["关于反馈考核结果的函"]


@pytest.mark.parametrize(
    ("issuer", "lines"),
    [
        (
            "青屏县绩效管理工作领导小组办公室",
            ["青屏县绩效管理工作领导小组", "办公室" + TAIL],
        ),
        ("青屏县绩效办", ["青屏县绩效办关于反馈", "2025年度绩效考核结果的函"]),
    ],
)
def test_a_title_breaks_by_meaning_into_a_trapezoid(issuer: str, lines: list[str]) -> None:
    assert title_lines(issuer + TAIL) == lines


@pytest.mark.parametrize("place", ["县", "土家族苗族自治县", "市高新技术产业开发区管理委员会"])
@pytest.mark.parametrize("body", ["绩效办", "绩效管理工作委员会办公室", "人民政府"])
def test_lines_fit_and_form_no_waist(place: str, body: str) -> None:
    lines = title_lines("青屏" + place + body + TAIL)
    steps = [width(b) - width(a) for a, b in pairwise(lines)]
    assert max(map(width, lines)) <= 19
    assert not any(a < 0 < b for a, b in pairwise(steps))
    assert any(abs(step) >= 1 for step in steps)
    assert all(not line.startswith(("的", "年", "）")) for line in lines)


@given(st.text(max_size=120))
def test_nothing_is_lost_or_added(title: str) -> None:
    assert "".join(title_lines(title)) == title


def test_a_long_name_is_condensed_to_one_line() -> None:
    assert condensed("青屏县政府", 32, 442) == 100
    scale = condensed("青屏县绩效管理工作领导小组办公室", 32, 442)
    assert 16 * 32 * scale / 100 <= 442 < 16 * 32 * (scale + 1) / 100
    assert condensed("长" * 80, 32, 442) == 40
    assert condensed("", 32, 442) == 100
