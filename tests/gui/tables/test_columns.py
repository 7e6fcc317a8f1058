from __future__ import annotations

from decimal import Decimal

from gui.tables.columns import Column


def test_a_value_is_shown_as_it_is_unless_told_otherwise() -> None:
    assert Column("", lambda x: x).shown(Decimal("1E+2")) == "100"
    assert Column("", lambda x: x).shown(None) == ""
    assert Column("", lambda x: x, text=lambda n: f"{n}%").shown(3) == "3%"


def test_nothing_sorts_last() -> None:
    column: Column[int | None] = Column("", lambda x: x)
    assert sorted([None, 3, 1], key=column.sort_key) == [1, 3, None]


def test_a_key_of_its_own_sorts() -> None:
    column: Column[str] = Column("", lambda x: x, key=len)
    assert sorted(["ccc", "a", "bb"], key=column.sort_key) == ["a", "bb", "ccc"]
