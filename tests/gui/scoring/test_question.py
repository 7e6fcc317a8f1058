from __future__ import annotations

from typing import Any

from core.exchange.ballot_content import BallotContent
from core.model.plan import RatingMode
from gui.scoring.question import reason_lines
from gui.scoring.window import ScoringWindow


def test_the_question_says_where_one_is(scoring: ScoringWindow) -> None:
    question = scoring.bench.question
    assert question.crumbs.text() == "南岭镇 › 一、服务 › 第 1 项，共 2 项"
    assert question.title.text() == "1.1 政务服务"
    assert question.about.text() == "满分 10 分，每档 0.5 分，乡镇"
    assert not question.others.isVisible() and not question.back.isEnabled()
    scoring.show_view("leaves")
    assert question.title.text() == "南岭镇"
    assert question.crumbs.text() == "一、服务 › 1.1 政务服务 › 第 1 个单位，共 3 个"
    assert "下一指标" in question.hint.text()


def test_the_second_round_shows_what_others_said_without_names(
    make_scoring: Any, second: BallotContent, answers: Any
) -> None:
    question = make_scoring(second).bench.question
    assert question.reasons.text() == "· 窗口齐全\n· 仍需往返"
    assert question.others.isVisible()
    question.facts.evidence.click()
    assert answers.told[-1].lines == ("台账.pdf", "照片.zip")


def test_other_ways_of_rating_are_named(make_scoring: Any, content: Any) -> None:
    words = make_scoring(content(mode=RatingMode.WORDS), "w.ballot")
    assert words.bench.question.about.text() == "满分 10 分，按等级评，乡镇"
    hundred = make_scoring(content(mode=RatingMode.PERCENT), "p.ballot")
    assert hundred.bench.question.about.text() == "满分 10 分，按百分制评，每档 0.5 分，乡镇"


def test_the_same_reason_is_one_line() -> None:
    assert reason_lines(["好", "好", "差\n了"]) == ["· 好（2 位）", "· 差 了"]
