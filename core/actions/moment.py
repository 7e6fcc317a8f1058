"""The time of an act, as it is stored beside it."""

from __future__ import annotations

from datetime import datetime


def now() -> str:
    """ISO text to the second, with the offset from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
