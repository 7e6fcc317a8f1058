from decimal import Decimal
from fractions import Fraction

from core.model.marks import ABSTAINED, MARK_SCALE
from core.model.plan import RatingMode, Settings
from core.scoring.explain_rated import given_text, rated_story, ratings_told, worth


def test_marks_are_told_as_they_were_given(county) -> None:
    numbers = county()
    assert given_text(numbers, ABSTAINED) == "弃权"
    assert given_text(numbers, 8 * MARK_SCALE + MARK_SCALE // 2) == "8.5"
    words = county(settings=Settings(rating_mode=RatingMode.WORDS), words=("良", "优"))
    assert given_text(words, 1) == "优"


def test_worth_in_points(county, rated) -> None:
    leaf = rated("1", "20")
    percent = county(settings=Settings(rating_mode=RatingMode.PERCENT))
    assert worth(percent, leaf, 85 * MARK_SCALE) == 17
    words = county(settings=Settings(rating_mode=RatingMode.WORDS), words=("良",))
    assert worth(words, leaf, 0) == 17
    assert worth(words, leaf, ABSTAINED) is None


def test_a_mean_of_thirds_keeps_its_exact_value(county, rated) -> None:
    rows = [("U1", "1", f"E{n}", 1, v) for n, v in enumerate(["1", "2", "2"], 1)]
    snapshot = county(rows)
    lines, facts = rated_story(snapshot, "U1", rated("1", "10"))
    assert facts["kinds"][0]["mean"] == "5/3"
    assert (facts["exact"], facts["score"]) == ("5/3", "1.67")
    assert any("5/3" in line for line in lines)
    assert any("只有3人，取平均" in line for line in lines)


def test_reasons_are_shown_beside_the_rating(county, rated) -> None:
    reasons = {(1, "E1", "U1", "1"): "材料不全"}
    snapshot = county([("U1", "1", "E1", 1, "5")], reasons=reasons)
    told = ratings_told(snapshot, "U1", rated("1", "10"))
    assert [(r.reason, r.points, r.weight) for r in told] == [("材料不全", Fraction(5), Decimal(1))]
    lines, _facts = rated_story(snapshot, "U1", rated("1", "10"))
    assert any("理由：材料不全" in line for line in lines)
