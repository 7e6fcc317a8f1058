from decimal import Decimal

import numpy as np
import pytest

from core.model.marks import ABSTAINED, MARK_SCALE
from core.model.plan import LeafKind
from core.sample.county import sample_snapshot

COUNTY = sample_snapshot()


def rows(snapshot):
    """The marks as (round, expert, unit, leaf, value or None)."""
    m = snapshot.marks
    for n in range(len(m)):
        value = int(m.value[n])
        yield (
            int(m.round[n]),
            snapshot.experts[m.expert[n]],
            snapshot.units[m.unit[n]],
            snapshot.tree.leaves[m.leaf[n]],
            None if value == ABSTAINED else Decimal(value) / MARK_SCALE,
        )


def granted(snapshot, expert, unit, leaf):
    return any(
        row.expert in ("", expert.code)
        and row.kind in ("", expert.kind)
        and row.category in ("", unit.category)
        and leaf in snapshot.tree.leaves_under(row.indicator)
        for row in snapshot.assignments
    )


def test_all_that_is_asked_is_rated_and_nothing_else():
    s = COUNTY
    recused = {(r.expert, r.unit) for r in s.recusals}
    out = {(a.unit, a.indicator) for a in s.actuals if not a.applies}
    asked = {
        (e.code, u.code, i.code)
        for e in s.experts
        for u in s.units
        for i in s.tree.leaves
        if i.kind is LeafKind.RATED
        and s.tree.applies(i.code, u.category)
        and granted(s, e, u, i)
        and (e.code, u.code) not in recused
        and (u.code, i.code) not in out
    }
    assert {(e.code, u.code, i.code) for _, e, u, i, _ in rows(s)} == asked


@pytest.mark.parametrize("size", [(48, 45, 15), (30, 80, 12), (20, 150, 20)])
def test_marks_are_in_range_and_on_the_step(size):
    s = sample_snapshot(*size)
    for _, _, _, leaf, value in rows(s):
        if value is not None:
            assert 0 <= value <= leaf.points
            assert value % s.settings.step == 0


def test_a_reason_stands_where_the_plan_asks_for_one_and_nowhere_else():
    s = COUNTY
    wanted = {
        (n, e.code, u.code, i.code)
        for n, e, u, i, value in rows(s)
        if value is None
        or value < i.points * s.settings.reason_below
        or value > i.points * s.settings.reason_above
    }
    assert wanted == set(s.reasons)
    assert all(s.reasons.values())


def test_a_few_decline():
    declined = sum(value is None for *_, value in rows(COUNTY))
    assert 5 < declined < len(COUNTY.marks) / 100


def test_raters_differ_in_severity_and_agree_on_the_units():
    s = COUNTY
    m = s.marks
    points = np.array([float(i.points) for i in s.tree.leaves])
    given = m.value != ABSTAINED
    share = m.value[given] / MARK_SCALE / points[m.leaf[given]]
    by_expert = [share[m.expert[given] == n].mean() for n in range(len(s.experts))]
    by_unit = [share[m.unit[given] == n].mean() for n in range(len(s.units))]
    assert np.std(by_expert) > 0.01 and np.std(by_unit) > 0.015
    assert 0.8 < share.mean() < 0.92


def test_later_rounds_come_closer():
    s = sample_snapshot(10, 45, 15, 3)
    m = s.marks
    assert [r.number for r in s.rounds] == [1, 2, 3]
    sizes = [int((m.round == n).sum()) for n in (1, 2, 3)]
    assert len(set(sizes)) == 1 and sum(sizes) == len(m)
    given = m.value != ABSTAINED
    cell = m.unit.astype(np.int64) * len(s.tree.leaves) + m.leaf
    spread = []
    for n in (1, 3):
        chosen = given & (m.round == n)
        groups = [m.value[chosen & (cell == c)] for c in np.unique(cell[chosen])]
        spread.append(np.mean([g.std() for g in groups]))
    assert spread[1] < spread[0] / 2
