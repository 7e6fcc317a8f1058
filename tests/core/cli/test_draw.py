from __future__ import annotations

import hashlib
import json

import pytest


def test_the_answer_can_be_checked(kaoping, file):
    outcome = kaoping("draw", file, "--count", 2, "--seed", "公证", "--json")
    found = json.loads(outcome.out)
    order = sorted(
        ["E1", "E2", "E3"], key=lambda c: hashlib.sha256(f"公证\n{c}".encode()).hexdigest()
    )
    assert [one["code"] for one in found["drawn"]] == order[:2]
    assert set(found["drawn"][0]) == {"code", "name"}
    assert [lot["code"] for lot in found["pool"]] == order
    assert (found["seed"], found["excluded"], found["field"]) == ("公证", [], None)


def test_a_table_for_people(kaoping, file):
    shown = kaoping("draw", file, "--count", 1, "--seed", "s", "--exclude", "E1", "--exclude", "E2")
    assert shown.out.count("排除") == 3 and shown.out.count("抽中") == 1  # the rule says it too
    assert "孙三" in shown.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--count", 9, "--seed", "s"), 1),
        (("--count", 1, "--seed", "s", "--exclude", "X"), 1),
        (("--count", 1, "--seed", "s", "--field", "财政"), 1),
        (("--count", 0, "--seed", "s"), 2),
        (("--count", 1), 2),
    ],
)
def test_refusals(kaoping, file, words, code):
    assert kaoping("draw", file, *words).code == code
