"""The official ranks and grades, one world at a time, are the oracle."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.placing import contests, levels, place, ranked, up_to, whole_groups
from core.model.data import Veto
from core.model.people import Unit
from core.model.plan import Grade, QuotaRounding, QuotaTies, Settings, TieRule
from core.model.snapshot import Snapshot
from core.scoring.ranking import Standing, grade, grades_of, rank

NAMES = ("优", "良", "中", "差")


def official(snapshot, totals, quantitative):
    """Ranks and grade names of one world by `core.scoring.ranking`."""
    ceilings: dict[str, list[str]] = {}
    for veto in snapshot.vetoes:
        ceilings.setdefault(veto.unit, []).append(veto.ceiling)
    standings = [
        Standing(u.code, u.name, Decimal(int(t)).scaleb(-1), Decimal(int(q)).scaleb(-1),
                 tuple(ceilings.get(u.code, ())))
        for u, t, q in zip(snapshot.units, totals, quantitative, strict=True)
    ]  # fmt: skip
    ranks = rank(standings, snapshot.settings)
    ladder = grades_of(snapshot.grades, "乡", snapshot.settings)
    return ranks, list(grade(standings, ranks, ladder, snapshot.settings).grades)


@st.composite
def assessments(draw):
    n = draw(st.integers(1, 9))
    units = tuple(Unit(f"U{k}", f"单位{k}", "乡") for k in range(n))
    floors = draw(st.lists(st.integers(0, 10), min_size=1, max_size=4, unique=True))
    grades = tuple(
        Grade(
            "", NAMES[k], Decimal(f), draw(st.sampled_from([None, None, "0", "0.2", "0.5", "0.7"]))
        )
        for k, f in enumerate(sorted(floors, reverse=True))
    )
    grades = tuple(
        Grade(g.category, g.name, g.floor, None if g.quota is None else Decimal(g.quota))
        for g in grades
    )
    ceilings = ["", "降一等", "中", NAMES[0]]
    vetoes = draw(st.lists(st.tuples(st.integers(0, n - 1), st.sampled_from(ceilings)), max_size=3))
    return Snapshot(
        settings=Settings(
            full_points=Decimal(10),
            decimals=1,
            tie_rule=draw(st.sampled_from(TieRule)),
            quota_rounding=draw(st.sampled_from(QuotaRounding)),
            quota_ties=draw(st.sampled_from(QuotaTies)),
        ),
        units=units,
        grades=grades,
        vetoes=tuple(Veto(units[u].code, f"事项{k}", c) for k, (u, c) in enumerate(vetoes)),
    )


@given(assessments(), st.data())
def test_ranks_and_grades_are_the_official_ones(snapshot, data) -> None:
    n = len(snapshot.units)
    worlds = data.draw(st.integers(1, 5))
    # few different totals, so that ties and borders are common
    rows = st.lists(st.integers(0, 12), min_size=n, max_size=n)
    totals = np.array([data.draw(rows) for _ in range(worlds)]) * 10
    totals += np.array([data.draw(rows) for _ in range(worlds)]) % 2
    ties = np.array([data.draw(rows) for _ in range(worlds)]) % 3
    (contest,) = contests(snapshot)
    expected = [official(snapshot, *world) for world in zip(totals, ties, strict=True)]
    found = levels(contest, totals, ties)
    assert [[contest.grades[x] for x in row] for row in found] == [g for _r, g in expected]
    placed = place(contest, [(totals, ties)])
    ranks = np.array([r for r, _g in expected])
    assert placed.worlds == worlds
    assert placed.best.tolist() == ranks.min(axis=0).tolist()
    assert placed.worst.tolist() == ranks.max(axis=0).tolist()
    for member in range(n):
        counted = [sum(g[member] == name for _r, g in expected) for name in contest.grades]
        assert placed.grades[member].tolist() == counted


def test_batches_do_not_matter() -> None:
    units = tuple(Unit(f"U{k}", "", "乡") for k in range(40))
    grades = (Grade("", "优", Decimal(8), Decimal("0.3")), Grade("", "差", Decimal(0)))
    snapshot = Snapshot(settings=Settings(decimals=1), units=units, grades=grades)
    (contest,) = contests(snapshot)
    totals = np.random.default_rng(1).integers(0, 100, (900, 40))
    whole = place(contest, [(totals, None)])
    parts = place(contest, [(totals[:7], None), (totals[7:600], None), (totals[600:], None)])
    assert whole.worlds == parts.worlds == 900
    for name in ("best", "worst", "grades"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))
    counted = np.stack([(levels(contest, totals) == k).sum(axis=0) for k in range(2)], axis=1)
    assert np.array_equal(whole.grades, counted)


@pytest.mark.parametrize("scale", [3, 10**7, 10**15, 2**61])
def test_ranks_of_numbers_of_any_size(scale) -> None:
    keys = np.array([[3, 1, 1, 0], [0, 0, 0, 1]], dtype=np.int64) * (scale // 3)
    ordered, ranks = ranked(keys)
    assert ranks.tolist() == [[4, 2, 2, 1], [1, 1, 1, 4]]
    assert (np.diff(ordered, axis=1) >= 0).all()


def test_long_groups_of_equals_among_few() -> None:
    keys = np.arange(80)[None].repeat(2, axis=0)
    keys[0, 20:25] = 20
    keys[1, 76:] = 76
    expected = keys + 1
    assert ranked(keys)[1].tolist() == expected.tolist()
    thirds = (keys // 3).tolist()
    expected_thirds = [[1 + sum(y < x for y in row) for x in row] for row in thirds]
    assert ranked(keys // 3)[1].tolist() == expected_thirds


def test_full_points_far_beyond_a_county() -> None:
    units = tuple(Unit(f"U{k}", "", "乡") for k in range(3))
    grades = (Grade("", "优", Decimal(10**8)), Grade("", "差", Decimal(0)))
    plan = Settings(full_points=Decimal(10**9), decimals=4)
    (contest,) = contests(Snapshot(settings=plan, units=units, grades=grades))
    totals = np.array([[9 * 10**12, 9 * 10**12 - 5, 10**12 - 1], [10**12, 10**12 - 1, 10**12 + 7]])
    assert levels(contest, totals).tolist() == [[0, 0, 1], [0, 1, 0]]
    assert levels(contest, totals[:1, :] + [[0, 0, 8 * 10**12]]).tolist() == [[0, 0, 0]]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.integers(-2, 11))
def test_counting(values, limit) -> None:
    ordered = np.sort(np.array([values]), axis=1)
    assert up_to(ordered, np.array([limit]))[0] == sum(v <= limit for v in values)


def test_groups_are_not_divided() -> None:
    ordered = np.array([[1, 2, 2, 2, 5]])
    ends = {end: [int(whole_groups(ordered, np.array([end]), up)[0]) for up in (False, True)]
            for end in range(6)}  # fmt: skip
    assert ends == {0: [0, 0], 1: [1, 1], 2: [1, 4], 3: [1, 4], 4: [4, 4], 5: [5, 5]}
