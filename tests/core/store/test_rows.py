from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.data import Actual, Opinion, Verification
from core.model.plan import Grade, Indicator, LeafKind, Settings
from core.model.snapshot import Snapshot
from core.store.migrations import MIGRATIONS
from core.store.rows import (
    KEPT,
    NOUNS,
    SETTINGS,
    TABLES,
    codecs,
    decimal_text,
    from_row,
    settings_from,
    settings_rows,
    to_row,
)

numbers = st.decimals(-(10**12), 10**12, places=6)


@given(numbers)
def test_a_decimal_is_stored_exactly_and_one_way(number: Decimal) -> None:
    text = decimal_text(number)
    assert Decimal(text) == number
    assert text == decimal_text(number * Decimal("1.000"))
    assert "E" not in text


@pytest.mark.parametrize(
    ("number", "text"),
    [("100", "100"), ("0.50", "0.5"), ("-0.0", "0"), ("1E+3", "1000"), ("1E-7", "0.0000001")],
)
def test_a_decimal_reads_as_people_write_it(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


def test_more_digits_than_the_context_holds_are_kept() -> None:
    long = "1234567890123456789012345678901234567890.12345"
    assert decimal_text(Decimal(long)) == long


def test_what_is_no_number_is_no_decimal() -> None:
    with pytest.raises(ValueError, match="NaN"):
        decimal_text(Decimal("NaN"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (Decimal("3.10"), "3.1"),
        ((Decimal(120), Decimal(60)), "120,60"),
        ((Decimal(5),), "5,"),
    ],
)
def test_a_value_is_a_number_a_tally_or_nothing(value: Any, cell: str | None) -> None:
    actual = Actual("X01", "1.1", value=value)
    row = to_row(actual)
    assert row[TABLES["actuals"].columns.index("value")] == cell
    assert from_row(Actual, row) == actual


def test_every_noun_comes_back_as_it_went(whole: Any) -> None:
    for item in whole.rows:
        back = from_row(type(item), to_row(item))
        assert back == item
        assert type(back) is type(item)


def test_enumerations_come_back_as_themselves() -> None:
    back = from_row(Indicator, to_row(Indicator("1", "一", kind=LeafKind.RATED)))
    assert back.kind is LeafKind.RATED


@pytest.mark.parametrize("adopted", [None, True, False])
def test_yes_no_and_undecided_differ(adopted: bool | None) -> None:
    back = from_row(Opinion, to_row(Opinion("X", "t", adopted)))
    assert back.adopted is adopted


def test_settings_are_texts_by_name(whole: Any) -> None:
    settings = whole.snapshot.settings
    texts = dict(settings_rows(settings))
    assert settings_from(texts) == settings  # type: ignore[arg-type]
    assert texts["year"] == "2026"
    assert texts["issue_date"] == date(2026, 12, 31).isoformat()
    assert texts["bonus_cap"] is None


def test_a_setting_newer_than_the_file_has_its_default() -> None:
    assert settings_from({"name": "甲", "unknown": "x"}) == Settings(name="甲")


@pytest.mark.parametrize("row", [("", "优", "ninety", None), ("", "优", None, "0.3/")])
def test_cells_that_were_never_written_do_not_pass(row: Any) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        from_row(Grade, row)


def test_an_unknown_word_does_not_pass() -> None:
    row = ("X", "1", "也许", None, "", "", "")
    with pytest.raises(ValueError, match="也许"):
        from_row(Verification, row)


def test_the_declarations_fit_the_schema_and_the_snapshot() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for step in MIGRATIONS:
            connection.executescript(step)
        for table in TABLES.values():
            info = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
            assert [row[1] for row in info] == ["id", *table.columns]
            uniques = [
                [c[2] for c in connection.execute(f"PRAGMA index_info({index[1]})")]
                for index in connection.execute(f"PRAGMA index_list({table.name})")
            ]
            assert list(table.key) in uniques
    names = {field.name for field in fields(Snapshot)}
    assert {table.name for table in NOUNS} | {"words", "settings", "reasons"} < names


def test_every_field_has_a_codec() -> None:
    for table in (*NOUNS, *KEPT):
        assert table.noun is not None
        # A noun's own id has another name in its table, whose `id` numbers the rows.
        identity = table.key[0] if "id" in codecs(table.noun) else ""
        names = tuple(identity if name == "id" else name for name in codecs(table.noun))
        assert names == table.columns
    assert len(codecs(Settings)) == len(fields(Settings))
    assert SETTINGS.key == ("name",)


def test_a_type_without_a_codec_is_named() -> None:
    from core.store.rows import _codec

    with pytest.raises(TypeError, match="complex"):
        _codec(complex)


def test_every_table_has_a_name_for_people():
    called = [table.called for table in TABLES.values()]
    assert len(set(called)) == len(called)
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", name) for name in called)
