"""The command line without a process: the same entry that main.py calls."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from core.cli.run import run
from core.text import set_language


class Outcome(NamedTuple):
    code: int
    out: str
    err: str
    opened: list[Path | None]


@pytest.fixture
def kaoping(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """`kaoping("results", path)`: exit code, both streams, and what the window was opened on."""

    def call(*words: object) -> Outcome:
        opened: list[Path | None] = []

        def open_window(path: Path | None) -> int:
            opened.append(path)
            return 0

        capsys.readouterr()
        try:
            code = run([str(word) for word in words], open_window)
        finally:
            set_language("zh")
        out, err = capsys.readouterr()
        return Outcome(code, out, err, opened)

    return call


SHEETS: dict[str, list[tuple[object, ...]]] = {
    "方案": [("项目", "内容"), ("考核名称", "甲县考评"), ("年度", 2026), ("主办单位", "甲县委")],
    "指标": [
        ("编码", "名称", "上级", "分值", "类型", "计分规则", "参数"),
        ("1", "经济", "", 40, "", "", ""),
        ("1.1", "税收", "1", 40, "定量", "比例", ""),
        ("2", "党建", "", 60, "评分", "", ""),
    ],
    "单位": [
        ("编码", "名称", "简称", "类别"),
        ("X01", "南牛乡人民政府", "南牛乡", "乡镇"),
        ("X02", "北马镇人民政府", "北马镇", "乡镇"),
        ("B01", "县财政局", "", "部门"),
    ],
    "专家": [("编码", "姓名"), ("E1", "赵一"), ("E2", "钱二"), ("E3", "孙三")],
    "完成值": [
        ("单位", "指标", "目标值", "完成值"),
        ("X01", "1.1", 100, 95),
        ("X02", "1.1", 100, 110),
        ("B01", "1.1", 100, 80),
    ],
    "评分": [
        ("专家", "单位", "指标", "得分"),
        *(
            (expert, unit, "2", mark)
            for expert, marks in (("E1", (50, 45, 40)), ("E2", (52, 44, 41)), ("E3", (51, 46, 42)))
            for unit, mark in zip(("X01", "X02", "B01"), marks, strict=True)
        ),
    ],
    "加减分": [("单位", "事项", "分值"), ("X01", "获省级表彰", 1.5)],
}


def write_book(path: Path, sheets: dict[str, list[tuple[object, ...]]]) -> Path:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


@pytest.fixture(name="write_book", scope="session")
def write_book_fixture() -> Callable[[Path, dict[str, list[tuple[object, ...]]]], Path]:
    return write_book


@pytest.fixture(scope="session")
def county_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units in two categories, complete: a 定量 leaf and a 评分 leaf."""
    return write_book(tmp_path_factory.mktemp("book") / "county.xlsx", SHEETS)


@pytest.fixture(scope="session")
def county_original(county_book: Path) -> Path:
    path = county_book.with_name("county.kaoping")
    assert run(["new", str(path), "--from", str(county_book)], lambda _path: 9) == 0
    return path


@pytest.fixture
def file(county_original: Path, tmp_path: Path) -> Path:
    """An assessment file of the county, one's own."""
    return Path(shutil.copy(county_original, tmp_path / "考评.kaoping"))
