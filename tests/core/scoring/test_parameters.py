from fractions import Fraction

import pytest

from core.scoring.parameters import (
    ParameterError,
    choice,
    factors,
    fraction_of_one,
    number,
    number_from,
    pairs,
    parse_parameters,
    point_list,
    positive,
    read_number,
)


def test_full_width_text_is_understood() -> None:
    found = parse_parameters(
        "档＝９５％：１，90%：0.8；方向＝越小越好",
        {"档": pairs(), "方向": choice("越大越好", "越小越好")},
    )
    assert found["档"] == ((Fraction("0.95"), Fraction(1)), (Fraction("0.9"), Fraction("0.8")))
    assert found["方向"] == "越小越好"


@pytest.mark.parametrize("text", ["1.2.3", "", "abc", "1e5", "--1", "5%%"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        read_number(text)


def test_all_faults_come_together() -> None:
    with pytest.raises(ParameterError) as caught:
        parse_parameters("每=0;怪=1;扣;每=2", {"每": positive(), "扣": positive()})
    text = str(caught.value)
    for part in ("怪", "给了两次", "应写成", "扣", "大于 0"):
        assert part in text


@pytest.mark.parametrize(
    ("parser", "text"),
    [
        (fraction_of_one(), "1.1"),
        (fraction_of_one(), "-0.1"),
        (number_from(0), "-1"),
        (positive(), "0"),
        (factors(), "1,2"),
        (factors(), ","),
        (point_list(), "3,-1"),
        (pairs(), "1"),
        (pairs(), "1:2"),
        (pairs(), "，"),
        (choice("甲", "乙"), "丙"),
        (number(), None),
    ],
)
def test_values_out_of_range_are_refused(parser, text) -> None:
    with pytest.raises(ParameterError):
        parser(text)


def test_defaults() -> None:
    assert number("0.6")(None) == Fraction("0.6")
    assert number(None)(None) is None
    assert choice("甲", "乙")(None) == "甲"
