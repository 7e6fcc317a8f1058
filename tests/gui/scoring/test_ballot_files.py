from __future__ import annotations

from pathlib import Path
from typing import Any

from gui.scoring.ballot_files import ballots, opens_as_ballot, return_name, returns


def test_a_ballot_is_known_by_its_ending_or_by_how_it_begins(
    make_ballot: Any, tmp_path: Path
) -> None:
    make_ballot(name="改名.dat")
    assert opens_as_ballot(tmp_path / "改名.dat")
    assert opens_as_ballot(tmp_path / "没有.BALLOT")
    assert not opens_as_ballot(tmp_path / "county.kaoping")


def test_a_return_is_named_after_its_expert(content: Any) -> None:
    assert return_name(content()) == "E07_王建国_第1轮.return"
    assert "/" not in return_name(content(expert="E/07"))
    assert returns()[1] == ".return" and ballots()[1] == ".ballot"
