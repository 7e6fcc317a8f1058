from __future__ import annotations

import json


def test_who_would_change_place(kaoping, file):
    before = file.read_bytes()
    outcome = kaoping("whatif", file, "--appeal", "X02:2=60", "--json")
    found = json.loads(outcome.out)
    assert outcome.code == 0 and file.read_bytes() == before
    assert found["appeals"] == [
        {"unit": "X02", "indicator": "2", "points": "60", "before": "45.00"}
    ]
    changed = {unit["code"]: unit for unit in found["units"]}
    assert set(changed) == {"X01", "X02"}
    assert changed["X02"]["total"] == {"before": "85.00", "after": "100.00"}
    assert changed["X01"]["rank"] == {"before": 1, "after": 2}


def test_on_screen_it_says_what_is_supposed(kaoping, file):
    outcome = kaoping("whatif", file, "--appeal", "X02:2=60")
    assert "假定：北马镇 2 党建由45改为60分" in outcome.out
    assert "没有改动文件" in outcome.out and "1 → 2" in outcome.out
    same = kaoping("whatif", file, "--appeal", "X02:2=45")
    assert "没有单位的总分、名次或等次会变" in same.out


def test_points_are_supposed_too(kaoping, file):
    outcome = kaoping(
        "whatif", file, "--points", "1.1=30", "--points", "1=30", "--points", "2=70", "--json"
    )
    assert outcome.code == 0
    assert json.loads(outcome.out)["points"] == {"1.1": "30", "1": "30", "2": "70"}
    refused = kaoping("whatif", file, "--points", "2=70")
    assert refused.code == 1 and "满分" in refused.err


def test_all_that_is_wrong_comes_at_once(kaoping, file):
    outcome = kaoping(
        "whatif", file, "--appeal", "X09:2=1", "--appeal", "X01:7=1", "--appeal", "X01:2=61"
    )
    assert (outcome.code, outcome.out) == (1, "")
    assert len(outcome.err.splitlines()) == 3


def test_nothing_supposed_is_misuse(kaoping, file):
    outcome = kaoping("whatif", file)
    assert outcome.code == 2 and "--appeal" in outcome.err
