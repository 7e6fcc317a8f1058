from __future__ import annotations

import pytest

from core.model.people import DEFAULT_KIND, Expert, Recusal, Unit


def test_an_expert_without_more_is_an_expert_who_weighs_one():
    expert = Expert("E01", "赵一")
    assert (expert.kind, expert.weight) == (DEFAULT_KIND, 1) == ("专家", 1)


@pytest.mark.parametrize("person", [Unit("X", "甲", "乡镇"), Expert("E", "赵"), Recusal("E", "X")])
def test_people_are_values(person):
    assert person == type(person)(*(getattr(person, name) for name in person.__slots__))
    with pytest.raises(AttributeError):
        setattr(person, person.__slots__[0], "Y")
