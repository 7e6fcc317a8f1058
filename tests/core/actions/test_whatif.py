from __future__ import annotations

from decimal import Decimal

import pytest

from core.actions.whatif import suppose
from core.errors import Refused
from core.model.data import Actual
from core.model.plan import Settings

RATINGS = [("U1", "1", "E1", 1, 8), ("U2", "1", "E1", 1, 7)]


def refused(snapshot, appeals=(), points=()) -> list[str]:
    with pytest.raises(Refused) as found:
        suppose(snapshot, appeals, points)
    return str(found.value).splitlines()


def test_an_appeal_is_read_as_people_write_it(county) -> None:
    asked, found = suppose(county(RATINGS), ["Ｕ２：１＝９．５"], [])
    assert (asked.appeals[0].unit, asked.appeals[0].points) == ("U2", Decimal("9.5"))
    assert found.after.of("U2").rank == 1


def test_everything_wrong_is_named_at_once(county, rated) -> None:
    told = refused(
        county(RATINGS),
        ["U9:1=5", "U1:9=5", "U1:1=11", "U1:1=1.234", "U1:1=-1", "U1:1=多", "U1-1", "U1=5"],
        ["9=1", "1"],
    )
    assert len(told) == 10
    for word in ("U9", "“9”", "0 到 10", "不是“多”", "单位编码:指标编码=分", "指标编码=分值"):
        assert any(word in line for line in told), word


def test_a_leaf_must_be_asked_of_the_unit(county, rated) -> None:
    parent = rated("0", "10")
    leaves = (parent, rated("1", "10", parent="0", categories=("乡镇",)))
    assert "不是末级指标" in refused(county(RATINGS, indicators=leaves), ["U1:0=5"])[0]
    other = (rated("1", "10"), rated("2", "10", categories=("部门",)))
    assert "不适用于类别" in refused(county(RATINGS, indicators=other), ["U1:2=5"])[0]
    excluded = county(RATINGS, actuals=(Actual("U1", "1", applies=False),))
    assert "已标为不适用" in refused(excluded, ["U1:1=5"])[0]


def test_one_cell_has_one_supposition(county) -> None:
    assert "只能假定一个分" in refused(county(RATINGS), ["U1:1=5", "U1:1=6"])[0]
    assert "只能假定一个分值" in refused(county(RATINGS), [], ["1=10", "1=10"])[0]


def test_points_must_keep_the_sums(county, rated) -> None:
    leaves = (rated("1", "4"), rated("2", "6"))
    snapshot = county([("U1", "1", "E1", 1, 3)], indicators=leaves)
    assert any("满分" in line for line in refused(snapshot, [], ["1=5"]))
    asked, _found = suppose(snapshot, ["U1:1=5"], ["1=5", "2=5"])
    assert asked.points == {"1": Decimal(5), "2": Decimal(5)}, "an appeal may use the new points"


def test_marks_above_the_new_points_refuse(county, rated) -> None:
    leaves = (rated("1", "4"), rated("2", "6"))
    snapshot = county([("U2", "2", "E1", 1, 6)], indicators=leaves)
    assert any("评分" in line for line in refused(snapshot, [], ["1=5", "2=5"]))


def test_a_colon_in_a_code_is_no_obstacle(county) -> None:
    from core.model.people import Unit

    snapshot = county(
        units=(Unit("A:1", "甲", "乡镇"),), settings=Settings(full_points=Decimal(10))
    )
    asked, _found = suppose(snapshot, ["A:1:1=5"], [])
    assert (asked.appeals[0].unit, asked.appeals[0].indicator) == ("A:1", "1")
