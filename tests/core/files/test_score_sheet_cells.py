from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.score_sheet import write_score_sheet
from core.files.score_sheet_cells import WANTED, asking_formula, mark_formula, reason_hint
from core.files.score_sheet_form import forms_of
from core.model.plan import RatingMode, Settings
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.scoring.mark_rules import MarkRules, asks_reason, is_legal

WORDS = (("优", Decimal(1)), ("良", Decimal("0.8")), ("差", Decimal("0.5")))


def rules(points: str, step: str, mode: RatingMode = RatingMode.POINTS) -> MarkRules:
    return MarkRules(mode, Decimal(points), Decimal(step), WORDS, Decimal("0.6"), Decimal("0.95"))


def evaluated(formula: str, value: float | str) -> bool:
    """What a spreadsheet makes of the formula where C7 holds the value."""
    lazy = re.sub(r"(?<=[\w)])=(?=\")", "==", formula)
    names = {
        "IF": lambda test, yes, no: yes() if test() else no(),
        "AND": lambda *parts: all(p() for p in parts),
        "OR": lambda *parts: any(p() for p in parts),
    }
    text = _delayed(lazy)
    given_names = {
        **names,
        "ISNUMBER": lambda v: not isinstance(v, str),
        "ABS": abs,
        "ROUND": lambda v, n: round(v),
        "C7": value,
        "FALSE": False,
    }
    return bool(eval(text, given_names))


def _delayed(text: str) -> str:
    """IF, AND and OR with each argument as a lambda, so that only what is asked is computed."""
    found = re.match(r"(IF|AND|OR)\(", text)
    if not found:
        return text
    inner, parts, depth, start, quoted = text[found.end() : -1], [], 0, 0, False
    for n, character in enumerate(inner):
        quoted ^= character == '"'
        depth += (character == "(") - (character == ")") if not quoted else 0
        if character == "," and depth == 0 and not quoted:
            parts.append(inner[start:n])
            start = n + 1
    parts.append(inner[start:])
    return f"{found[1]}({','.join(f'lambda: {_delayed(part)}' for part in parts)})"


numbers = st.decimals(min_value=-1, max_value=120, places=2)


@given(
    value=numbers,
    points=st.sampled_from(["3", "7.5", "100"]),
    step=st.sampled_from(["0.01", "0.1", "0.5", "1", "0.25"]),
    mode=st.sampled_from([RatingMode.POINTS, RatingMode.PERCENT]),
)
def test_the_spreadsheet_takes_what_an_import_takes(
    value: Decimal, points: str, step: str, mode: RatingMode
) -> None:
    rule = rules(points, step, mode)
    assert evaluated(mark_formula(rule, "C7"), float(value)) == is_legal(rule, value)


@given(value=numbers, points=st.sampled_from(["3", "7.5", "100"]))
def test_a_reason_turns_red_where_it_is_asked_for(value: Decimal, points: str) -> None:
    rule = rules(points, "0.01")
    assert evaluated(asking_formula(rule, "C7"), float(value)) == asks_reason(rule, value)


@pytest.mark.parametrize("text", ["弃权", "优", "无", "差", "8.5"])
def test_words(text: str) -> None:
    graded, numeric = rules("5", "1", RatingMode.WORDS), rules("5", "1")
    assert evaluated(mark_formula(graded, "C7"), text) == is_legal(graded, text)
    assert evaluated(mark_formula(numeric, "C7"), text) == (text == "弃权")
    assert evaluated(asking_formula(graded, "C7"), text) == asks_reason(graded, text)
    assert not evaluated(asking_formula(numeric, "C7"), text)


def test_a_quotation_mark_in_a_word_is_doubled() -> None:
    odd = replace(rules("5", "1", RatingMode.WORDS), words=(('"好",', Decimal(1)),))
    assert mark_formula(odd, "C7") == 'OR(C7="""好"",",C7="弃权")'


def test_the_hint_says_when_a_reason_is_asked_for() -> None:
    assert reason_hint(Settings()) == "得分低于满分的60%或高于95%的，请写明理由。"
    graded = Settings(rating_mode=RatingMode.WORDS)
    assert reason_hint(graded) == "评“优”“差”的请写明理由。"
    never = replace(graded, reason_below=Decimal(0), reason_above=Decimal(1))
    assert reason_hint(never) == ""


def test_colours_follow_the_rule_of_their_leaf(
    county: Callable[..., Snapshot], rated: Callable[..., Any], tmp_path: Path
) -> None:
    import openpyxl

    snapshot = county(indicators=(rated("1", "4"), rated("2", "6")), rounds=(Round(1),))
    write_score_sheet(forms_of(snapshot, Round(1), "")["E1"], tmp_path / "E1.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "E1.xlsx")["评分表"]
    found = {
        str(area.sqref): [(rule.formula[0], rule.dxf.fill.bgColor.rgb[2:]) for rule in area.rules]
        for area in sheet.conditional_formatting
    }
    assert found["D7:D8"][0] == (
        "AND(AND(ISNUMBER(C7),OR(C7<2.4,C7>3.8)),LEN(TRIM(D7))=0)",
        WANTED,
    )
    assert found["F7:F8"][0][0].startswith("AND(AND(ISNUMBER(E7),OR(E7<3.6,E7>5.7))")
    assert found["C7:C8"] == [("LEN(C7)>0", "FFFFFF")]
