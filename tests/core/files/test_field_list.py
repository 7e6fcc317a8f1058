from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.files.field_list import example, field_page
from core.files.letter_fields import fields
from core.model.result import Result
from core.model.snapshot import Snapshot

PAGE = Path(__file__).parents[3] / "docs" / "letter-fields.md"


def test_the_page_in_docs_is_the_programs() -> None:
    """Made again by `python -m core.files.field_list > docs/letter-fields.md`."""
    assert PAGE.read_text("utf-8") == field_page()


def same_shape(given: Any, told: Any, place: str) -> None:
    if isinstance(told, dict):
        assert isinstance(given, dict), place
        assert set(given) == set(told), place
        for key in told:
            same_shape(given[key], told[key], f"{place}.{key}")
    elif isinstance(told, list):
        assert isinstance(given, list), place
        for item in given:
            same_shape(item, told[0], place)
    else:
        assert type(given) is type(told), (place, given)


def test_every_field_of_every_letter_is_told_and_no_other(
    sample: tuple[Snapshot, Result],
) -> None:
    snapshot, result = sample
    for unit in snapshot.units:
        same_shape(fields(snapshot, result, unit.code), example(), unit.code)


@pytest.mark.parametrize(
    "name", ["单位", "一级指标 › 指标 › 完成值", "存在问题 › 失分", "复核期限"]
)
def test_the_page_names_fields_with_an_example(name: str) -> None:
    (line,) = [row for row in field_page().splitlines() if row.startswith(f"| {name} |")]
    assert all(cell.strip() for cell in line.strip("|").split("|"))
