from decimal import Decimal

from core.analysis.robustness import Outlook, Robustness, UnitRobustness
from core.analysis.robustness_told import (
    name_of,
    overall,
    percent,
    ranks_told,
    unit_told,
    value_text,
)
from core.analysis.tipping import Change
from core.model.people import Unit
from core.model.plan import Indicator
from core.model.snapshot import Snapshot

SURE = Outlook(1, 1, {"优秀": 1.0, "良好": 0.0}, 1.0)
UNSURE = Outlook(1, 3, {"优秀": 0.62, "良好": 0.38}, 0.62)
SNAPSHOT = Snapshot(indicators=(Indicator("1.1", "税收"),))
MARK = Change("1.1", "E3", Decimal("8.50"), Decimal("8.40"), "良好", 0.01)
ACTUAL = Change("1.1", "", Decimal("95.0"), Decimal("94.9"), "良好", 0.001)


def unit(**more) -> UnitRobustness:
    given = {
        "unit": Unit("X1", "南牛乡人民政府", "乡镇", short="南牛乡"), "rank": 1, "grade": "优秀",
        "weights": SURE, "left_out": SURE, "resampled": SURE, "turning": {}, "mark": None,
        "actual": None, **more,
    }  # fmt: skip
    return UnitRobustness(**given)


def whole(*units) -> Robustness:
    return Robustness(0.1, 1000, 0, ("E1", "E2", "E3"), units)


def test_a_sure_result_is_said_in_a_line_each() -> None:
    lines = list(overall(whole(unit(), unit())))
    assert lines == [
        "各指标权重各自上下浮动不超过 10%，试 1000 次：2个单位的等次始终不变。",
        "3位专家轮流去掉一位：2个单位的等次始终不变。",
        "各主体的专家重新抽取，试 1000 次：2个单位的等次始终不变。",
    ]


def test_who_is_not_sure_is_named_worst_first() -> None:
    worse = Outlook(1, 2, {"优秀": 0.3, "良好": 0.7}, 0.3)
    first, *_rest, last = overall(
        whole(unit(), unit(weights=UNSURE), unit(weights=worse, mark=MARK))
    )
    assert "1个单位的等次始终不变，2个单位有变" in first
    assert first.index("30%的情形保持优秀") < first.index("62%的情形保持优秀")
    assert "离改变等次最近的是南牛乡" in last


def test_without_enough_experts_it_is_said() -> None:
    lines = list(overall(whole(unit(left_out=None, resampled=None))))
    assert lines[-1].startswith("有评分的专家不足两位")
    assert list(overall(whole())) == []


def test_one_unit() -> None:
    turning = {f"E{n}": "良好" for n in range(1, 8)}
    said = unit_told(
        SNAPSHOT, whole(), unit(weights=UNSURE, turning=turning, mark=MARK, actual=ACTUAL)
    )
    assert said == [
        "权重上下浮动 10% 时，名次为第1至3名，62%的情形等次仍为优秀，38%为良好。",
        "换一批同样多的专家时，名次为第1名，等次总是优秀。",
        "不计E1、E2、E3、E4、E5等7人中任何一人的评分即为良好。",
        "最小的一处改动：“税收”的完成值由95变为94.9，等次就成了良好。",
    ]
    said = unit_told(SNAPSHOT, whole(), unit(turning={"E2": "良好"}, mark=MARK))
    assert said[2:] == [
        "不计E2的评分即为良好。",
        "最小的一处改动：E3在“税收”上的评分由8.5变为8.4，等次就成了良好。",
    ]
    assert unit_told(SNAPSHOT, whole(), unit())[2:] == [
        "去掉任何一位专家，等次都不变。",
        "任何一个评分或完成值单独改动，都改变不了等次。",
    ]
    assert len(unit_told(SNAPSHOT, whole(), unit(left_out=None, resampled=None))) == 2


def test_small_words() -> None:
    assert [percent(x) for x in (0, 1, 0.5, 0.0001, 0.99999, 0.123)] == [
        "0%", "100%", "50%", "0.1%", "99.9%", "12.3%",
    ]  # fmt: skip
    assert ranks_told(UNSURE) == "第1至3名"
    assert (value_text("优"), value_text(Decimal("1.50"))) == ("优", "1.5")
    assert name_of(unit(unit=Unit("X", "县财政局", "部门"))) == "县财政局"
