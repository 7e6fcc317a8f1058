from __future__ import annotations

import zipfile


def test_the_package_is_written_once(kaoping, file, tmp_path):
    target = tmp_path / "归档.zip"
    outcome = kaoping("archive", file, target)
    assert outcome.code == 0 and "归档.zip" in outcome.out and "results.json" in outcome.out
    assert "归档目录.csv" in zipfile.ZipFile(target).namelist()
    again = kaoping("archive", file, target)
    assert again.code == 1 and "已经存在" in again.err


def test_next_year_begins_with_last_years_values(kaoping, file, tmp_path):
    target = tmp_path / "明年.kaoping"
    outcome = kaoping("next", file, target)
    assert outcome.code == 0 and "年度：2027" in outcome.out and "基期值3个" in outcome.out
    assert kaoping("verify", target).code == 0
    assert kaoping("next", file, target).code == 1
    assert kaoping("next", tmp_path / "none", tmp_path / "b").code == 1
    assert not (tmp_path / "b").exists()
