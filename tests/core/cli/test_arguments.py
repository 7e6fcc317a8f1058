from __future__ import annotations

import click
import pytest

from core.cli.arguments import book_to_write, one_of, whole, word_of
from core.errors import UserError


def test_a_known_code_passes():
    assert one_of("X01", ["X01", "X02"], "没有{code}") == "X01"


def test_an_unknown_code_names_its_neighbours():
    with pytest.raises(UserError, match="没有X0l；相近的有 X0"):
        one_of("X0l", ["X01", "X02", "县委办"], "没有{code}")


def test_a_code_like_no_other_gets_no_hint():
    with pytest.raises(UserError) as caught:
        one_of("zzz", ["X01"], "没有{code}")
    assert str(caught.value) == "没有zzz"


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("４８", 48), (5, 5)])
def test_whole_numbers(text, number):
    assert whole(1)(text) == number


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "", "一"])
def test_what_is_no_whole_number_of_one_or_more(text):
    with pytest.raises(click.BadParameter):
        whole(1)(text)


def test_one_of_a_few_words():
    assert word_of(["甲", "乙"])("乙") == "乙"
    with pytest.raises(click.BadParameter, match="甲 · 乙"):
        word_of(["甲", "乙"])("丙")


def test_a_workbook_may_be_written_over_anything_but_an_assessment(tmp_path):
    old, file = tmp_path / "old.xlsx", tmp_path / "a.kaoping"
    old.write_bytes(b"PK")
    file.write_bytes(b"SQLite format 3\0" + bytes(84))
    assert book_to_write(old) == old
    assert book_to_write(tmp_path / "new.xlsx").name == "new.xlsx"
    with pytest.raises(UserError, match="不会用工作簿覆盖"):
        book_to_write(file)
