from __future__ import annotations

from datetime import datetime

from core.actions.moment import now


def test_it_says_the_second_and_the_offset():
    moment = datetime.fromisoformat(now())
    assert moment.tzinfo is not None and moment.microsecond == 0
