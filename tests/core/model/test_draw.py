from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from core.model.draw import Draw


def test_a_record_does_not_change():
    draw = Draw(1, "2026-02-01", "种子", 1, "", (), ("E2", "E1"), ("E2",))
    with pytest.raises(FrozenInstanceError):
        draw.seed = "别的"
