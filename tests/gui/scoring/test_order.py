from __future__ import annotations

from typing import Any

from gui.scoring.order import by_leaf, by_unit


def test_by_unit_and_by_leaf_hold_the_same_questions(content: Any) -> None:
    units, leaves = by_unit(content()), by_leaf(content())
    assert [g.name for g in units.groups] == ["南岭镇", "河口镇", "县教育局"]
    assert [len(g.pairs) for g in leaves.groups] == [3, 2]
    assert set(units.pairs) == set(leaves.pairs) == set(content().question)
    assert units.group_of(("U2", "1.2")).code == "U2"
    assert leaves.group_of(("U2", "1.2")).code == "1.2"


def test_steps_end_at_the_ends(content: Any) -> None:
    order = by_unit(content())
    assert order.step(order.pairs[0], -1) is None
    assert order.step(order.pairs[0], 1) == ("U1", "1.2")
    assert order.step(order.pairs[-1], 1) is None


def test_what_is_wanted_is_sought_round_the_end(content: Any) -> None:
    order = by_unit(content())
    assert order.after(("U3", "1.1"), lambda p: p[0] == "U1") == ("U1", "1.1")
    assert order.after(("U1", "1.1"), lambda p: p == ("U1", "1.1")) == ("U1", "1.1")
    assert order.after(("U1", "1.1"), lambda p: False) is None


def test_a_unit_that_nothing_is_asked_about_is_no_group(content: Any) -> None:
    asked = tuple(a for a in content().asked if a.unit != "U2")
    assert [g.code for g in by_unit(content(asked=asked)).groups] == ["U1", "U3"]
