"""What is remembered of ballots."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from core.model.ballots import AssessmentKeys, Ballot


def test_the_secret_does_not_show_where_a_value_is_printed():
    keys = AssessmentKeys("a1", "p0", "do-not-print")
    assert "do-not-print" not in repr(keys) and "do-not-print" not in str(keys)
    assert keys.seal_secret == "do-not-print"


def test_a_ballot_counts_until_it_is_issued_again():
    ballot = Ballot("b1", 1, "E01", "00", "2026-12-01T09:00:00+08:00", "d1")
    assert not ballot.superseded
    with pytest.raises(FrozenInstanceError):
        ballot.superseded = True  # type: ignore[misc]
