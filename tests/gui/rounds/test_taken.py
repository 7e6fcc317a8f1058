from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.actions.returns import Status, Taken
from gui.rounds.taken import returns_in, summary, verdict, verdict_columns


@pytest.mark.parametrize(
    ("status", "before", "word", "tone"),
    [
        (Status.ACCEPTED, False, "新收", "good"),
        (Status.ACCEPTED, True, "已更新", "good"),
        (Status.UNCHANGED, True, "相同", "neutral"),
        (Status.STALE, True, "较旧", "warning"),
        (Status.REFUSED, False, "拒收", "bad"),
    ],
)
def test_what_became_of_a_file(
    county: Any, status: Status, before: bool, word: str, tone: str
) -> None:
    taken = Taken(Path("E1.return"), status, "E1", "因为" * (status is Status.REFUSED), "K7", 3)
    found = verdict(county(), taken, came_before=before)
    assert (found.word, found.tone, found.who, found.receipt) == (word, tone, "E1 专家1", "K7")
    assert found.reason
    assert verdict_columns()[0].shown(found) == word


def test_a_file_that_does_not_say_whose_it_is(county: Any) -> None:
    taken = Taken(Path("x.return"), Status.REFUSED, reason="不完整")
    assert verdict(county(), taken, came_before=False).who == ""


def test_returns_are_found_on_a_stick(tmp_path: Path) -> None:
    deep = tmp_path / "组" / "一"
    deep.mkdir(parents=True)
    (tmp_path / ".隐藏").mkdir()
    for path in (tmp_path / "A.return", deep / "B.RETURN", tmp_path / ".隐藏" / "C.return",
                 tmp_path / "D.ballot"):  # fmt: skip
        path.write_bytes(b"")
    assert {p.name for p in returns_in([tmp_path])} == {"A.return", "B.RETURN"}
    assert returns_in([tmp_path / "D.ballot", tmp_path / "A.return"]) == [tmp_path / "A.return"]
    assert len(returns_in([tmp_path, tmp_path / "A.return"])) == 2  # none twice


def test_a_summary_counts_each_word(county: Any) -> None:
    taken = Taken(Path("E1.return"), Status.ACCEPTED, "E1", "", "K7", 3)
    one = verdict(county(), taken, came_before=False)
    two = verdict(county(), taken, came_before=True)
    assert summary([one, two, one]) == "新收 2 份，已更新 1 份"
