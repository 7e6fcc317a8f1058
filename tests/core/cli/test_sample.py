from __future__ import annotations

import json

SMALL = ("--units", "6", "--indicators", "10", "--experts", "4", "--rounds", "2", "--seed", "7")


def test_a_county_is_made(kaoping, tmp_path):
    folder = tmp_path / "县"
    outcome = kaoping("sample", folder, *SMALL)
    assert outcome.code == 0
    said = outcome.out.splitlines()
    assert said and all((folder / line).exists() for line in said)
    (file,) = folder.glob("*.kaoping")
    found = json.loads(kaoping("results", file, "--json").out)
    assert len(found["units"]) == 6 and found["assessment"]["round"] == 2
    assert len(found["experts"]) == 4


def test_the_same_seed_makes_the_same_county(kaoping, tmp_path):
    for name in ("一", "二"):
        kaoping("sample", tmp_path / name, *SMALL)
    one, two = (
        kaoping("results", next((tmp_path / name).glob("*.kaoping")), "--json").out
        for name in ("一", "二")
    )
    assert one == two


def test_what_cannot_be_counted_is_usage(kaoping, tmp_path):
    outcome = kaoping("sample", tmp_path / "县", "--units", "零")
    assert outcome.code == 2 and not (tmp_path / "县").exists()
