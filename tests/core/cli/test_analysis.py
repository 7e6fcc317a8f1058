import json
from decimal import Decimal

import numpy as np
import pytest

A1 = [[1, 2, 5], [None, 1, 3], [None, None, 1]]
A2 = [[1, 3, 4], [None, 1, 2], [None, None, 1]]
BAD = [[1, 3, 0.2], [None, 1, 3], [None, None, 1]]
CODES = ("1", "2", "3")

SHEETS = {
    "方案": [("项目", "内容"), ("考核名称", "甲县"), ("评分方式", "百分制"), ("评分步长", 1)],
    "指标": [
        ("编码", "名称", "上级", "分值", "类型"),
        ("1", "经济", "", 40, "评分"),
        ("2", "党建", "", 30, "评分"),
        ("3", "民生", "", 30, "评分"),
    ],
    "单位": [("编码", "名称", "类别"), *((f"X{n}", f"{n}乡", "乡镇") for n in range(1, 7))],
    "专家": [("编码", "姓名"), *((f"E{n}", f"专家{n}") for n in range(1, 4))],
    "评分": [
        ("专家", "单位", "指标", "得分"),
        *(
            (f"E{e}", f"X{u}", code, 72 + 2 * u + (3 * e + 5 * u * int(code)) % 7)
            for e in range(1, 4)
            for u in range(1, 7)
            for code in CODES
        ),
    ],
}


def matrices(sheets):
    return {
        name: [("", *CODES), *((code, *row) for code, row in zip(CODES, rows, strict=True))]
        for name, rows in sheets.items()
    }


@pytest.fixture
def county(kaoping, write_book, tmp_path):
    path = tmp_path / "county.kaoping"
    assert kaoping("new", path, "--from", write_book(tmp_path / "c.xlsx", SHEETS)).code == 0
    return path


@pytest.fixture
def judged(write_book, tmp_path):
    return write_book(tmp_path / "j.xlsx", matrices({"根@E1": A1, "根@E2": A2}))


def test_ahp_json_is_the_contracts(kaoping, county, judged) -> None:
    done = kaoping("ahp", county, judged, "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)["matrices"]
    assert [(m["parent"], m["expert"]) for m in found] == [
        ("根", "E1"), ("根", "E2"), ("根", None),
    ]  # fmt: skip
    first, _second, combined = found
    assert first["lambda_max"] == pytest.approx(3.0037, abs=5e-5)
    assert first["cr"] == pytest.approx(0.0032, abs=5e-5)
    assert combined["ci"] == pytest.approx(0.0048, abs=5e-5)
    assert combined["weights"]["1"] == pytest.approx(0.6050, abs=5e-5)
    assert combined["points"] == {"1": "60.50", "2": "27.24", "3": "12.26"}
    assert sum(map(Decimal, first["points"].values())) == 100


def test_ahp_shows_a_table_and_changes_nothing(kaoping, county, judged) -> None:
    before = kaoping("results", county, "--json").out
    done = kaoping("ahp", county, judged)
    assert done.code == 0
    for part in ("0.6050", "60.50", "CR = 0.0083", "E1 0.0032", "共识：99%"):
        assert part in done.out
    assert kaoping("results", county, "--json").out == before


def test_ahp_apply_and_undo(kaoping, county, judged) -> None:
    before = kaoping("results", county, "--json").out
    done = kaoping("ahp", county, judged, "--apply", "--json")
    assert json.loads(done.out)["applied"] == 3
    after = json.loads(kaoping("results", county, "--json").out)
    assert after["units"][0]["total"] != json.loads(before)["units"][0]["total"]
    assert json.loads(kaoping("ahp", county, judged, "--apply", "--json").out)["applied"] == 0
    assert "层次分析法" in kaoping("undo", county).out
    assert kaoping("results", county, "--json").out == before


def test_ahp_refuses_a_contradiction_and_writes_nothing(
    kaoping, county, write_book, tmp_path
) -> None:
    before = kaoping("results", county, "--json").out
    book = write_book(tmp_path / "bad.xlsx", matrices({"根@E1": A1, "根@E2": BAD}))
    done = kaoping("ahp", county, book, "--apply", "--json")
    assert (done.code, done.out) == (1, "")
    assert "根@E2" in done.err
    assert "改为 9" in done.err
    assert kaoping("results", county, "--json").out == before


def test_ahp_on_what_is_no_assessment(kaoping, judged, tmp_path) -> None:
    assert kaoping("ahp", judged, judged).code == 1
    assert kaoping("ahp", tmp_path / "none.kaoping", judged).code == 1


def test_robustness_json(kaoping, county) -> None:
    done = kaoping("robustness", county, "--json", "--runs", 200)
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert (found["share"], found["runs"], found["seed"]) == (0.1, 200, 0)
    assert found["experts"] == ["E1", "E2", "E3"]
    official = json.loads(kaoping("results", county, "--json").out)["units"]
    assert [u["code"] for u in found["units"]] == [u["code"] for u in official]
    for unit in found["units"]:
        for kind in ("weights", "left_out", "resampled"):
            outlook = unit[kind]
            assert outlook["rank"][0] <= outlook["rank"][1]
            assert sum(outlook["grades"].values()) == pytest.approx(1)
            assert outlook["kept"] == outlook["grades"][unit["grade"]]
        assert unit["told"]
    changes = [u["change"] for u in found["units"] if u["change"]]
    assert changes
    assert set(changes[0]) == {"indicator", "expert", "old", "new", "grade", "share"}


def test_robustness_repeats_with_its_seed(kaoping, county) -> None:
    words = ("robustness", county, "--json", "--runs", 50)
    assert kaoping(*words, "--seed", 7).out == kaoping(*words, "--seed", 7).out
    one, other = (json.loads(kaoping(*words, "--seed", s).out)["units"] for s in (1, 2))
    assert np.any([a["resampled"] != b["resampled"] for a, b in zip(one, other, strict=True)])


def test_robustness_without_a_share_keeps_every_grade(kaoping, county) -> None:
    found = json.loads(kaoping("robustness", county, "--json", "--share", "0%", "--runs", 3).out)
    for unit in found["units"]:
        assert unit["weights"]["kept"] == 1
        assert unit["weights"]["rank"] == [unit["rank"], unit["rank"]]


def test_robustness_on_screen(kaoping, county) -> None:
    done = kaoping("robustness", county, "--runs", 20)
    assert done.code == 0
    assert "各指标权重各自上下浮动不超过 10%" in done.out
    assert "【乡镇】6个单位" in done.out


@pytest.mark.parametrize(
    "words", [("--share", "1"), ("--share", "-0.1"), ("--share", "nan"), ("--runs", "0"),
              ("--seed", "-1"), ("--share", "x")],
)  # fmt: skip
def test_robustness_misused(kaoping, county, words) -> None:
    assert kaoping("robustness", county, *words).code == 2
