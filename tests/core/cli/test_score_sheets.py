from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def fill(path: Path, cells: dict[str, object]) -> Path:
    import openpyxl

    book = openpyxl.load_workbook(path)
    for address, value in cells.items():
        book["评分表"][address] = value
    book.save(path)
    return path


def test_sheets_are_written_filled_and_imported(
    kaoping: Callable[..., Any], file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "评分表"
    made = kaoping("ballot", "sheet", file, "--out", out, "--expert", "E1", "--expert", "E3")
    assert (made.code, made.err) == (0, "")
    assert "已写第1轮评分表2本" in made.out
    paths = sorted(out.iterdir())
    assert [p.name for p in paths] == ["第1轮评分表_E1_赵一.xlsx", "第1轮评分表_E3_孙三.xlsx"]
    taken = kaoping("import", file, fill(paths[0], {"C7": 51.5, "D7": "好"}))
    assert taken.code == 0
    assert "评分表 修改1行" in taken.out
    assert "没有改动" in kaoping("import", file, paths[0]).out


def test_an_expert_that_is_not_there_is_refused_with_those_near(
    kaoping: Callable[..., Any], file: Path, tmp_path: Path
) -> None:
    refused = kaoping("ballot", "sheet", file, "--out", tmp_path / "x", "--expert", "E11")
    assert refused.code == 1
    assert "没有编码为“E11”的专家；相近的有 E1" in refused.err
    assert not (tmp_path / "x").exists()


def test_without_an_open_round_it_says_what_to_do(
    kaoping: Callable[..., Any], file: Path, tmp_path: Path
) -> None:
    assert kaoping("round", "close", file).code == 0
    refused = kaoping("ballot", "sheet", file, "--out", tmp_path / "x")
    assert (refused.code, "round open" in refused.err) == (1, True)
