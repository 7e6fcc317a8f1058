from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from core.actions import archive as module
from core.actions.archive import archive
from core.actions.assessment import create, restore, verify
from core.actions.results import compute
from core.actions.sample import write_sample
from core.errors import UserError
from core.files.results_json import results_json


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample"), 6, 12, 7)[-2]


def test_the_package_holds_everything_and_can_be_used(sample_file: Path, tmp_path: Path) -> None:
    done: list[tuple[int, int]] = []
    target = tmp_path / "归档.zip"
    made = archive(sample_file, target, lambda n, total, note: done.append((n, total)))
    assert done == [(n, 7) for n in range(7)] and made.problems == ()
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        package.extractall(tmp_path / "x")
        names = package.namelist()
    assert names == [*(item.name for item in made.items), "归档目录.csv", "SHA256SUMS"]
    restore(tmp_path / "x" / sample_file.name, tmp_path / "again.kaoping")
    assert verify(tmp_path / "again.kaoping") == []
    create(tmp_path / "new.kaoping", tmp_path / "x" / "数据.xlsx")
    wanted = results_json(*compute(sample_file))
    assert json.loads((tmp_path / "x" / "results.json").read_text("utf-8")) == wanted
    assert results_json(*compute(tmp_path / "new.kaoping"))["units"] == wanted["units"]


def test_the_directory_names_each_file_with_its_sum(sample_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    archive(sample_file, target)
    with zipfile.ZipFile(target) as package:
        rows = list(csv.DictReader(io.StringIO(package.read("归档目录.csv").decode("utf-8-sig"))))
        assert len(rows) == 7
        for row in rows:
            content = package.read(row["文件"])
            assert row["SHA-256"] == hashlib.sha256(content).hexdigest()
            assert int(row["字节"]) == len(content)
        journal = package.read("操作日志.csv").decode("utf-8-sig").splitlines()
        entries = json.loads(package.read("操作日志.json"))
        assert len(journal) == len(entries) + 1
        assert entries[-1]["hash"] in package.read("核对报告.txt").decode()


def test_nothing_is_overwritten(sample_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_text("mine")
    with pytest.raises(UserError, match="已经存在"):
        archive(sample_file, target)
    assert target.read_text() == "mine"


def test_a_failure_leaves_no_package(
    sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_directory", fail)
    with pytest.raises(KeyboardInterrupt):
        archive(sample_file, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_assessment_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "a.txt"
    other.write_text("x")
    with pytest.raises(UserError):
        archive(other, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == [other]


def test_formulas_in_a_journal_are_harmless() -> None:
    assert module._csv([("=1+1", 2)]).decode("utf-8-sig") == "'=1+1,2\r\n"
