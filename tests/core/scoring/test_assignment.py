from decimal import Decimal

import numpy as np

from core.model.people import Expert, Unit
from core.model.plan import Assignment, Indicator, LeafKind
from core.scoring.assignment import asked_by_category, granted


def plan(county, rated, *rows: Assignment):
    tree = (
        Indicator("1", "一"),
        rated("1.1", "2", parent="1"),
        rated("1.2", "2", parent="1", categories=("乡镇",)),
        Indicator("2", "二", points=Decimal(6), kind=LeafKind.QUANTITATIVE, rule="达标"),
    )
    units = (Unit("U1", "", "乡镇"), Unit("U2", "", "部门"))
    experts = (Expert("E1", "", kind="领导"), Expert("E2", "", kind="专家"))
    return county(indicators=tree, units=units, experts=experts, assignments=rows)


def asked(snapshot) -> set[tuple[str, str, str]]:
    cube = asked_by_category(snapshot)
    return {
        (snapshot.categories[c], snapshot.tree.leaves[n].code, snapshot.experts[e].code)
        for c, n, e in np.argwhere(cube).tolist()
    }


def test_without_rows_everyone_is_asked_about_every_rated_leaf_that_applies(county, rated) -> None:
    assert asked(plan(county, rated)) == {
        (c, leaf, e)
        for c, leaf in (("乡镇", "1.1"), ("乡镇", "1.2"), ("部门", "1.1"))
        for e in ("E1", "E2")
    }


def test_rows_grant_by_expert_kind_category_and_subtree(county, rated) -> None:
    rows = (
        Assignment(kind="领导", category="乡镇", indicator="1"),
        Assignment("E2", "", "", "1.1"),
    )
    assert asked(plan(county, rated, *rows)) == {
        ("乡镇", "1.1", "E1"),
        ("乡镇", "1.2", "E1"),
        ("乡镇", "1.1", "E2"),
        ("部门", "1.1", "E2"),
    }


def test_expert_and_kind_must_both_hold(county, rated) -> None:
    assert not granted(plan(county, rated, Assignment(expert="E1", kind="专家"))).any()
    assert granted(plan(county, rated, Assignment())).all()


def test_a_round_asks_what_its_scope_names(county, rated):
    from core.scoring.assignment import asked_cells

    snapshot = county(indicators=(rated("1", "5"), rated("2", "5")))
    assert asked_cells(snapshot).all()
    leaf = asked_cells(snapshot, ("2",))
    assert leaf[:, 1].all() and not leaf[:, 0].any()
    pair = asked_cells(snapshot, ("U2:1",))
    assert pair[1, 0].all() and pair.sum() == len(snapshot.experts)


def test_what_came_up_since_is_granted_but_not_asked(county, rated):
    from core.model.data import Actual
    from core.model.people import Recusal
    from core.scoring.assignment import asked_cells, granted_cells, open_cells

    snapshot = county(actuals=(Actual("U1", "1", applies=False),), recusals=(Recusal("E2", "U2"),))
    assert granted_cells(snapshot).all()
    assert not asked_cells(snapshot)[0, 0].any() and asked_cells(snapshot)[1, 0].all()
    wanted = open_cells(snapshot)[1, 0].tolist()
    assert wanted == [True, False, True, True, True, True, True]
