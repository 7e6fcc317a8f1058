from __future__ import annotations

from core.model.keyed import KeyedMark, KeyedSheet, KeyedState


def test_a_sheet_waits_until_somebody_decides() -> None:
    sheet = KeyedSheet(1, 1, "E1", "E1.xlsx", "ab", "赵六", "2026-03-04T08:00:00+08:00")
    assert sheet.state is KeyedState.WAITING
    assert (sheet.decided_by, sheet.decided_at, sheet.why) == ("", "", "")


def test_a_mark_need_not_have_a_reason() -> None:
    assert KeyedMark(1, "U1", "1", "8.5").reason == ""
