from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from core.exchange.ballot_content import Asked, BallotContent
from gui.scoring.facts import Facts, figures, markup, notes, value_words


def test_only_what_there_is_is_told(second: BallotContent) -> None:
    asked, leaf = second.asked[0], second.leaf_of["1.1"]
    assert dict(figures(asked)) == {
        "目标值": "95", "完成值": "92.4", "自评": "9", "我上轮评": "5",
    }  # fmt: skip
    assert dict(notes(asked, leaf)) == {"完成情况": "受疫情影响", "我上轮的理由": "未见实例"}
    assert figures(Asked("U1", "1.1")) == ()


def test_a_tally_is_its_answers() -> None:
    assert value_words((Decimal(30), Decimal(2))) == "30／2"
    assert value_words(None) == ""


def test_what_a_unit_wrote_is_never_markup(second: BallotContent) -> None:
    wicked = Asked("U1", "1.1", note="<img src=x> <b>", evidence=())
    text = markup(wicked, second.leaf_of["1.1"], {"muted": "#000000"})
    assert "<img" not in text and "&lt;img src=x&gt;" in text


def test_the_card_counts_the_evidence(qtbot: QtBot, second: BallotContent) -> None:
    card = Facts()
    qtbot.addWidget(card)
    card.show_facts(second.asked[0], second.leaf_of["1.1"])
    assert "2 份" in card.evidence.text()
    assert "完成值 92.4" in card.accessibleDescription()
    with qtbot.waitSignal(card.evidence_wanted):
        card.evidence.click()
    card.show_facts(second.asked[1], second.leaf_of["1.2"])
    assert not card._below.isVisibleTo(card)
    assert "没有写" in card.criteria.text()
