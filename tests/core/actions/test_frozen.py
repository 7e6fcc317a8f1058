from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from core.actions.frozen import differences, freeze, thaw
from core.model.data import Adjustment, Veto
from core.scoring.score import score


@pytest.fixture
def scored(county):
    snapshot = county(
        [("U1", "1", "E1", 1, "8.25"), ("U1", "1", "E2", 1, 9)],
        adjustments=(Adjustment("U1", "表彰", Decimal("0.5")),),
        vetoes=(Veto("U1", "事故"),),
    )
    return snapshot, score(snapshot)


def test_it_comes_back_as_it_was(scored):
    snapshot, result = scored
    back = thaw(snapshot, freeze(snapshot, result))
    assert back.units == result.units and back.notices == result.notices
    assert [str(line.total) for line in back.units] == [str(x.total) for x in result.units]
    assert np.array_equal(back.scores, result.scores) and back.scores.dtype == result.scores.dtype
    assert np.array_equal(back.states, result.states) and back.decimals == result.decimals
    assert differences(snapshot, back, result) == []


def test_an_empty_county_too(county):
    snapshot = county(units=())
    result = score(snapshot)
    assert thaw(snapshot, freeze(snapshot, result)).units == ()


def packed(whole):
    return base64.b64encode(zlib.compress(json.dumps(whole).encode())).decode()


def test_anything_else_is_refused(scored, county):
    snapshot, result = scored
    text = freeze(snapshot, result)
    whole = json.loads(zlib.decompress(base64.b64decode(text)))
    bad = [
        "",
        "eJw=",
        "不是",
        text[:-8],
        packed({}),
        packed([]),
        packed(whole | {"version": 2}),
        packed(whole | {"scores": [[1]]}),
        packed(whole | {"lines": [{}]}),
    ]
    for wrong in bad:
        with pytest.raises(ValueError):
            thaw(snapshot, wrong)
    with pytest.raises(ValueError, match="another plan"):
        thaw(replace(snapshot, units=snapshot.units[::-1]), text)


def test_every_difference_is_named(scored):
    snapshot, result = scored
    line = result.of("U1")
    other = replace(
        result,
        units=tuple(
            replace(u, total=u.total + 1, rank=2) if u.unit.code == "U1" else u
            for u in result.units
        ),
        scores=result.scores + np.array([[1], [0]]),
    )
    found = [str(p) for p in differences(snapshot, other, result)]
    assert found == [
        f"公布的结果 U1：总分公布的是{line.total + 1}，重新计算为{line.total}。",
        f"公布的结果 U1：名次公布的是2，重新计算为{line.rank}。",
        "公布的结果 U1/1：得分公布的是8.64，重新计算为8.63。",
    ]


def test_many_differences_are_counted(county):
    from core.model.people import Unit

    units = tuple(Unit(f"U{n}", "乡", "乡镇") for n in range(30))
    snapshot = county(units=units)
    result = score(snapshot)
    other = replace(result, units=tuple(replace(u, grade="别的") for u in result.units))
    found = differences(snapshot, other, result)
    assert len(found) == 21 and "另有10处" in str(found[-1])
