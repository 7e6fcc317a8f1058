import io
import struct
import warnings
from decimal import Decimal

import pytest
from PIL import Image

from core.analysis.raters import raters
from core.files.results_charts import HIGHEST, MOST_NAMED, grade_inks, pictures, ranking_pictures
from core.files.results_figures import by_category
from core.model.data import Veto
from core.model.people import Unit
from core.model.plan import Grade, Indicator, Settings
from core.scoring.score import score


def drawn(snapshot):
    result = score(snapshot)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return pictures(snapshot, result, raters(snapshot, result))


def grown(county, count: int, name: str = "单位{n}"):
    units = tuple(Unit(f"U{n:03}", name.format(n=n), "乡镇") for n in range(count))
    rows = [(u.code, "1", "E1", 1, str(n % 10)) for n, u in enumerate(units)]
    return county(rows, units=units)


def test_pictures_fit_on_a_page_and_have_their_size(county) -> None:
    found = drawn(grown(county, 40))
    for picture in found:
        assert picture.png[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", picture.png[16:24])
        assert picture.height <= HIGHEST
        assert width / height == pytest.approx(picture.width / picture.height, rel=0.01)
    assert [p.title for p in found[:2]] == [
        "乡镇：总分排名与等次线（1/2）",
        "乡镇：总分排名与等次线（2/2）",
    ]


def test_a_large_category_is_one_curve(county) -> None:
    snapshot = grown(county, MOST_NAMED + 1)
    lines = by_category(snapshot, score(snapshot))["乡镇"]
    assert len(ranking_pictures(snapshot, "乡镇", lines)) == 1


def test_something_is_drawn_in_the_colour_of_the_grade(county) -> None:
    snapshot = grown(county, 3)
    picture = drawn(snapshot)[0]
    ink = grade_inks(snapshot, "乡镇")["不合格"]
    wanted = tuple(int(ink[n : n + 2], 16) for n in (1, 3, 5))
    pixels = Image.open(io.BytesIO(picture.png)).convert("RGB").get_flattened_data()
    assert sum(1 for p in pixels if p == wanted) > 100


def test_names_are_text_and_not_mathematics(county) -> None:
    # an unfinished formula would raise, a rare character would warn
    assert drawn(grown(county, 3, r"$\frac{{{n}$ 𠀀"))


def test_equal_totals_vetoes_and_full_and_empty_axes(county) -> None:
    for value in ("0", "10", "5"):
        rows = [(u, "1", e, 1, value) for u in ("U1", "U2") for e in ("E1", "E2")]
        titles = [p.title for p in drawn(county(rows, vetoes=(Veto("U1", "事故"),)))]
        assert titles == ["乡镇：总分排名与等次线", "各类别总分分布", "专家评分宽严"]


def test_first_level_indicators_become_a_map(county, rated) -> None:
    tree = (
        Indicator("1", "一"),
        rated("1.1", "6", parent="1"),
        rated("2", "4", categories=("乡镇",)),
        rated("3", "4", categories=("部门",)),
    )
    units = (Unit("U1", "甲", "乡镇"), Unit("U2", "乙", "部门"))
    titles = [p.title for p in drawn(county(indicators=tree, units=units))]
    assert "乡镇：一级指标得分率" in titles and "部门：一级指标得分率" in titles


def test_every_grade_has_a_colour(county) -> None:
    grades = tuple(Grade("", f"等{n}", Decimal(9 - n)) for n in range(6))
    inks = grade_inks(county(grades=grades, settings=Settings(full_points=Decimal(10))), "乡镇")
    assert list(inks) == [g.name for g in grades]
    assert inks["等5"] != inks["等0"]
