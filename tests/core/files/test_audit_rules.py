"""Formulas of the rules; that they give the right numbers is for `test_audit_book`, which has a
spreadsheet compute them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.files.audit_rules import SHARES, Cells
from core.model.plan import Indicator, LeafKind
from core.scoring.rules import compile_rule
from core.scoring.shares import SPECS

CELLS = Cells(*"XCTMPGK", one=lambda name: f"<{name}>", all=lambda name, part: f"<{name}.{part}>")


def shares(rule: str, parameters: str = "") -> tuple[str, str]:
    leaf = Indicator(
        "1", "甲", points=Decimal(5), kind=LeafKind.QUANTITATIVE, rule=rule, parameters=parameters
    )
    found = SHARES[rule](compile_rule(leaf), CELLS)
    return found.middle, found.share


def test_every_rule_has_its_formulas() -> None:
    assert list(SHARES) == list(SPECS)


@pytest.mark.parametrize(
    ("rule", "parameters", "middle", "share"),
    [
        ("比例", "", "X/T", "IF(ROUND(M,12)<<下限>,0,MIN(1,MAX(0,M)))"),
        ("比例", "方向=越小越好", "IF(X<=0,1,T/X)", "IF(ROUND(M,12)<<下限>,0,MIN(1,MAX(0,M)))"),
        ("达标", "", "", "IF(C>=ROUND(T,12),1,0)"),
        ("差额扣分", "每=1；扣=1；进位=进一", "ROUNDUP(ROUND(MAX(0,T-X)/<每>,9),0)",
         "MAX(0,1-M*<扣>/P)"),
        ("分档", "档=1:1", "", "SUMPRODUCT(MAX((C>=<档.值>)*<档.比例>))"),
        ("计次扣分", "扣=1", "", "MAX(0,1-X*<扣>/P)"),
        ("排名", "每名减=0.1；方向=越小越好", "1+SUMPRODUCT(ISNUMBER(K)*(K<C))",
         "MAX(0,1-(M-1)*<每名减>)"),
        ("比最优", "", "MAX(G)", "IF(M=0,1,MIN(1,MAX(0,X/M)))"),
        ("比最优", "方向=越小越好", "MIN(G)", "IF(X=0,1,MIN(1,MAX(0,M/X)))"),
        ("比均值", "", "AVERAGE(G)", "IF(M=0,1,MIN(1,MAX(0,<基础>*X/M)))"),
        ("票数", "系数=1, 0", "", "X"),
    ],
)  # fmt: skip
def test_a_rule_reads_as_the_contract_says(
    rule: str, parameters: str, middle: str, share: str
) -> None:
    assert shares(rule, parameters) == (middle, share)
