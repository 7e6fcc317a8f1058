from __future__ import annotations

from core.model.publication import Publication


def test_it_stands_until_it_is_reopened():
    assert Publication(1, "2026-05-01", "0.1.0", "ab", "eJw=").stands
    assert not Publication(1, "2026-05-01", "0.1.0", "ab", "eJw=", reopened_at="2026-06-01").stands


def test_the_frozen_result_does_not_fill_the_screen():
    assert "eJw" not in repr(Publication(1, "2026-05-01", "0.1.0", "ab", "eJw="))
