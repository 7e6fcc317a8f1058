"""Rated leaves against worked examples, a naive reading of the contract, and real judges."""

import csv
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.data import Actual
from core.model.marks import MARK_SCALE, make_marks
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Aggregation, Indicator, LeafKind, RaterKind, RatingMode, Settings
from core.model.snapshot import Snapshot
from core.scoring.numbers import round_half_up
from core.scoring.ratings import (
    Fate,
    effective,
    excluded_cells,
    fates,
    kind_weights,
    kinds_of,
    rated_scores,
    recused_pairs,
)
from core.scoring.score import score

ISU = Path(__file__).parents[2] / "files" / "isu"
SEVEN = ["92", "88", "85", "90", "76", "87", "89"]


def points(snapshot: Snapshot, unit: int = 0, leaf: int = 0) -> str | None:
    found = score(snapshot).score(unit, leaf)
    return None if found is None else str(found)


def seven(county, **given):
    plan = Settings(full_points=Decimal(100), **given.pop("plan", {}))
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(SEVEN, 1)]
    return county(rows, settings=plan, indicators=given.pop("indicators"), **given)


@pytest.mark.parametrize(
    ("method", "expected"),
    [(Aggregation.MEAN, "86.71"), (Aggregation.TRIMMED, "87.80"), (Aggregation.MEDIAN, "88.00")],
)
def test_aggregations(county, rated, method, expected) -> None:
    leaf = rated("1", "100", aggregation=method)
    assert points(seven(county, indicators=(leaf,))) == expected


def test_weights_of_experts(county, rated) -> None:
    weights = ["1.2", "1", "1", "1", "0.8", "1", "1"]
    experts = tuple(Expert(f"E{n}", "", weight=Decimal(w)) for n, w in enumerate(weights, 1))
    leaf = rated("1", "100", aggregation=Aggregation.MEAN)
    assert points(seven(county, indicators=(leaf,), experts=experts)) == "87.17"


def test_too_few_for_trimming_are_averaged(county) -> None:
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(["2", "8", "9", "9"], 1)]
    assert points(county(rows)) == "7.00"
    plan = Settings(full_points=Decimal(10), trim_count=2, trim_from=2)
    assert points(county(rows, settings=plan)) == "7.00"  # n > 2·k does not hold


def test_ties_at_the_ends_drop_the_first_and_last_code(county) -> None:
    experts = tuple(Expert(f"E{n}", "", weight=Decimal(n)) for n in range(1, 6))
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(["4", "4", "5", "9", "9"], 1)]
    # E1 (value 4, lower code) and E5 (value 9, higher code) fall out.
    expected = round_half_up(Fraction(2 * 4 + 3 * 5 + 4 * 9, 9), 2)
    assert points(county(rows, experts=experts)) == str(expected)


def test_the_latest_round_that_has_a_rating_counts(county) -> None:
    rows = [("U1", "1", "E1", 1, "2"), ("U1", "1", "E1", 2, "8"), ("U1", "1", "E2", 1, "6")]
    assert points(county(rows)) == "7.00"


def test_abstaining_later_takes_the_earlier_value_away(county) -> None:
    rows = [("U1", "1", "E1", 1, "2"), ("U1", "1", "E1", 2, None), ("U1", "1", "E2", 1, "6")]
    assert points(county(rows)) == "6.00"
    assert points(county([("U1", "1", "E1", 1, None)])) is None


def test_recused_ratings_are_kept_and_not_counted(county) -> None:
    rows = [("U1", "1", "E1", 1, "2"), ("U1", "1", "E2", 1, "6")]
    snapshot = county(rows, recusals=(Recusal("E1", "U1"),))
    assert fates(snapshot, snapshot.marks).tolist() == [Fate.RECUSED, Fate.VALUE]
    assert recused_pairs(snapshot).sum() == 1
    assert points(snapshot) == "6.00"
    assert [n.code for n in score(snapshot).notices if "recused" in n.code] == ["recused_rating"]


def test_ratings_on_excluded_cells_are_kept_and_not_counted(county) -> None:
    snapshot = county([("U1", "1", "E1", 1, "2")], actuals=(Actual("U1", "1", applies=False),))
    assert excluded_cells(snapshot).tolist() == [[True], [False]]
    assert len(effective(snapshot)) == 0
    assert points(snapshot) is None


def two_kinds():
    return (
        Expert("E1", "", kind="领导"),
        Expert("E2", "", kind="专家"),
        Expert("E3", "", kind="专家"),
    )


def test_kinds_are_weighed_over_those_with_a_value(county) -> None:
    kinds = (RaterKind("领导", Decimal("0.3")), RaterKind("专家", Decimal("0.7")))
    rows = [("U1", "1", "E1", 1, "8"), ("U1", "1", "E2", 1, "6"), ("U1", "1", "E3", 1, "7")]
    rows += [("U2", "1", "E2", 1, "6")]
    snapshot = county(rows, experts=two_kinds(), kinds=kinds)
    assert kinds_of(snapshot) == ["领导", "专家"]
    assert kind_weights(snapshot) == {"领导": 3, "专家": 7}
    assert points(snapshot) == "6.95"
    assert points(snapshot, unit=1) == "6.00"
    assert any(n.code == "kind_absent" and "领导" in n.text for n in score(snapshot).notices)
    equal = county(rows, experts=two_kinds())
    assert points(equal) == "7.25"


def test_percentages_and_words(county) -> None:
    percent = Settings(full_points=Decimal(10), rating_mode=RatingMode.PERCENT)
    rows = [("U1", "1", "E1", 1, "85.5"), ("U1", "1", "E2", 1, "90")]
    assert points(county(rows, settings=percent)) == "8.78"
    words = Settings(full_points=Decimal(10), rating_mode=RatingMode.WORDS)
    rows = [("U1", "1", "E1", 1, "良"), ("U1", "1", "E2", 1, "中")]
    assert points(county(rows, settings=words, words=("中", "良"))) == "7.75"


def test_sums_too_large_for_64_bits_stay_exact(county) -> None:
    experts = tuple(Expert(f"E{n}", "", weight=Decimal(f"1.{n:015}")) for n in range(1, 4))
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(["9.99", "9.98", "9.97"], 1)]
    total = sum(Fraction(e.weight) for e in experts)
    exact = sum(Fraction(e.weight) * Fraction(r[4]) for e, r in zip(experts, rows, strict=True))
    plan = Settings(full_points=Decimal(10), decimals=4)
    snapshot = county(rows, experts=experts, settings=plan)
    assert points(snapshot) == str(round_half_up(exact / total, 4))


def naive(snapshot: Snapshot) -> dict[tuple[int, int], int]:
    """The contract's section 2 read literally, one rating at a time."""
    latest: dict[tuple[int, int, int], tuple[int, int]] = {}
    m = snapshot.marks
    for u, leaf, e, r, v in zip(m.unit, m.leaf, m.expert, m.round, m.value, strict=True):
        key = (int(u), int(leaf), int(e))
        latest[key] = max(latest.get(key, (0, 0)), (int(r), int(v)))
    recused = {(r.expert, r.unit) for r in snapshot.recusals}
    cells = defaultdict(lambda: defaultdict(list))
    for (u, leaf, e), (_r, v) in latest.items():
        expert = snapshot.experts[e]
        if v >= 0 and (expert.code, snapshot.units[u].code) not in recused:
            cells[u, leaf][expert.kind].append((Fraction(v, MARK_SCALE), expert.code, expert))
    return {cell: naive_cell(snapshot, cell, kinds) for cell, kinds in cells.items()}


def naive_cell(snapshot, cell, kinds) -> int:
    plan = snapshot.settings
    method = snapshot.tree.leaves[cell[1]].aggregation or plan.aggregation
    weights = {k.name: Fraction(k.weight) for k in snapshot.kinds}
    top = bottom = Fraction(0)
    for kind, rows in kinds.items():
        rows = sorted(rows, key=lambda row: row[:2])
        n, k = len(rows), plan.trim_count
        if method is Aggregation.MEDIAN:
            mean = (rows[(n - 1) // 2][0] + rows[n // 2][0]) / 2
        else:
            if method is Aggregation.TRIMMED and n >= plan.trim_from and n > 2 * k:
                rows = rows[k : n - k]
            w = [Fraction(e.weight) for _v, _c, e in rows]
            mean = sum(a * row[0] for a, row in zip(w, rows, strict=True)) / sum(w)
        top, bottom = top + weights[kind] * mean, bottom + weights[kind]
    return int(round_half_up(top / bottom, plan.decimals).scaleb(plan.decimals))


weight = st.decimals("0.1", "3", places=1)


@st.composite
def snapshots(draw):
    names = ("领导", "专家", "互评")
    experts = tuple(
        Expert(f"E{n}", "", kind=draw(st.sampled_from(names)), weight=draw(weight))
        for n in range(draw(st.integers(1, 9)))
    )
    leaves = tuple(
        Indicator(
            f"L{n}",
            "",
            points=Decimal(10),
            kind=LeafKind.RATED,
            aggregation=draw(st.sampled_from([None, *Aggregation])),
        )
        for n in range(2)
    )
    units = tuple(Unit(f"U{n}", f"单位{n}", "甲") for n in range(2))
    keys = st.tuples(
        st.integers(0, 1), st.integers(0, 1), st.integers(0, len(experts) - 1), st.integers(1, 3)
    )
    values = st.integers(-1, 20).map(lambda v: v * MARK_SCALE // 2 if v >= 0 else -1)
    rows = draw(st.dictionaries(keys, values, max_size=60))
    columns = [[key[i] for key in rows] for i in range(4)]
    return Snapshot(
        settings=Settings(
            full_points=Decimal(20),
            decimals=draw(st.integers(0, 4)),
            trim_count=draw(st.integers(0, 2)),
            trim_from=draw(st.integers(1, 6)),
        ),
        indicators=leaves,
        units=units,
        experts=experts,
        kinds=tuple(RaterKind(name, draw(weight)) for name in names),
        recusals=tuple(Recusal(e.code, "U0") for e in experts if draw(st.integers(0, 9)) == 0),
        marks=make_marks(*columns, list(rows.values())),
    )


@settings(max_examples=150, deadline=None)
@given(snapshots())
def test_columns_give_what_the_contract_read_literally_gives(snapshot) -> None:
    scores, has = rated_scores(snapshot, snapshot.marks, fates(snapshot, snapshot.marks))
    found = {(u, leaf): int(scores[u, leaf]) for u in range(2) for leaf in range(2) if has[u, leaf]}
    assert found == naive(snapshot)


@pytest.mark.parametrize(
    ("name", "count"), [("worlds-2017-ladies-short", 185), ("skate-america-2016-pairs-short", 40)]
)
def test_marks_given_by_real_judges(county, rated, name, count) -> None:
    """Official panel scores: the mean without the highest and lowest mark, half up."""
    with (ISU / f"{name}-marks.csv").open(encoding="utf-8") as file:
        rows = [(r["unit"], r["indicator"], r["judge"], 1, r["mark"]) for r in csv.DictReader(file)]
    with (ISU / f"{name}-official.csv").open(encoding="utf-8") as file:
        official = {
            (r["unit"], r["indicator"]): Decimal(r["official"]) for r in csv.DictReader(file)
        }
    leaves = sorted({row[1] for row in rows})
    snapshot = county(
        rows,
        settings=Settings(full_points=Decimal(10 * len(leaves)), step=Decimal("0.25")),
        indicators=tuple(rated(code, "10") for code in leaves),
        units=tuple(Unit(code, code, "组") for code in sorted({row[0] for row in rows})),
        experts=tuple(Expert(code, code) for code in sorted({row[2] for row in rows})),
    )
    result = score(snapshot)
    ours = {
        (unit.code, leaf.code): result.score(u, n)
        for u, unit in enumerate(snapshot.units)
        for n, leaf in enumerate(snapshot.tree.leaves)
    }
    assert len(official) == count
    assert ours == official
