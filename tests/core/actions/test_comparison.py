from __future__ import annotations

from pathlib import Path

import pytest

from core.actions.comparison import compare_files
from core.actions.next_year import next_year
from core.actions.sample import write_sample
from core.errors import UserError


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample"), 6, 12, 7)[-2]


def test_both_files_are_read_and_stay(sample_file: Path, tmp_path: Path) -> None:
    later = tmp_path / "2027.kaoping"
    next_year(sample_file, later)
    before = sample_file.read_bytes(), later.read_bytes()
    years = compare_files(later, sample_file)
    assert (years.earlier.year, years.settings.year) == (2026, 2027)
    assert len(years.comparison.units) == 6 and not years.comparison.gone_units
    assert {leaf.comparable.value for leaf in years.comparison.leaves} == {"同口径"}
    assert (sample_file.read_bytes(), later.read_bytes()) == before


def test_a_file_is_not_compared_with_itself(sample_file: Path) -> None:
    with pytest.raises(UserError, match="同一个"):
        compare_files(sample_file, sample_file.parent / "." / sample_file.name)
