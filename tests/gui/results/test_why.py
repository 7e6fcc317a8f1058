from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.model.snapshot import Snapshot
from core.scoring.explain import Explanation, explain_unit
from core.scoring.score import score
from gui.results.why import Story, Why, unit_parts, value_words


@pytest.fixture
def why(qtbot: QtBot) -> Why:
    made = Why()
    qtbot.addWidget(made)
    return made


def test_the_parts_add_up_to_the_total(sample: Snapshot) -> None:
    result = score(sample)
    for line in result.units:
        parts = unit_parts(explain_unit(sample, result, line.unit.code))
        value = {name: part.value for name, part in parts.items()}
        assert value["quantitative"] == line.quantitative
        assert value["rated"] == line.raw - line.quantitative
        total = Decimal(str(value["base"])) + line.bonus - line.deduction
        assert max(total, Decimal(0)) == value["total"]


def test_leaves_lie_below_their_kind(why: Why, sample: Snapshot) -> None:
    result = score(sample)
    why.show_unit(explain_unit(sample, result, result.units[0].unit.code))
    assert why.here() == "total"
    leaf = sample.tree.leaves[0].code
    why.go(leaf)
    assert why.story.toPlainText().startswith(leaf)
    assert why.items[leaf].parent() is not None


def test_another_unit_is_shown_at_the_same_part(why: Why, sample: Snapshot) -> None:
    result = score(sample)
    why.show_unit(explain_unit(sample, result, result.units[0].unit.code))
    why.go("grade")
    why.show_unit(explain_unit(sample, result, result.units[1].unit.code))
    assert why.here() == "grade"


def test_what_is_missing_is_found(why: Why, county: Any, rated: Any) -> None:
    snapshot = county([("U1", "1", "E1", 1, 3)], indicators=(rated("1", "5"), rated("2", "5")))
    why.show_unit(explain_unit(snapshot, score(snapshot), "U1"))
    why.go_missing()
    assert why.here() == "2"
    assert why.items["2"].text(1) == "缺"


def test_no_unit_no_story(why: Why) -> None:
    why.show_unit(None)
    assert why.tree.topLevelItemCount() == 0
    assert why.story.toPlainText() == ""


def test_what_has_no_number_says_why() -> None:
    assert value_words(Explanation("x", None, facts={"state": "excluded"})) == "不适用"
    assert value_words(Explanation("x", None)) == "缺"
    assert value_words(Explanation("x", Decimal("1.50"))) == "1.50"


def test_a_story_is_its_title_and_its_lines(qtbot: QtBot) -> None:
    story = Story()
    qtbot.addWidget(story)
    story.tell(Explanation("2.1 投资", Decimal("3.00"), ("完成值 5", "<b>不是标记</b>")), ["标准"])
    assert story.toPlainText() == "2.1 投资  3.00\n完成值 5\n<b>不是标记</b>\n标准"
