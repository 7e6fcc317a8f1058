from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path

from core.cli.output import plain, print_json, print_notices
from core.model.problem import Notice


class Colour(Enum):
    RED = "红"


@dataclass(frozen=True)
class Thing:
    points: Decimal
    parts: tuple[object, ...] = ()


def test_values_become_jsons_own():
    thing = Thing(Decimal("8.50"), (Colour.RED, date(2026, 1, 8), Fraction(1, 3), Path("甲"), None))
    assert plain(thing) == {"points": "8.50", "parts": ["红", "2026-01-08", "1/3", "甲", None]}
    assert plain({1: {Decimal("1E+2")}}) == {"1": ["100"]}


def test_json_keeps_chinese(capsys):
    print_json({"name": "考评", "n": 1.5})
    out = capsys.readouterr().out
    assert "考评" in out and json.loads(out) == {"name": "考评", "n": 1.5}


def test_notices_go_to_the_other_stream(capsys):
    print_notices([Notice("quota_tie", "名额不足"), Notice("x", "乙")])
    assert capsys.readouterr() == ("", "名额不足\n乙\n")
