from __future__ import annotations

from decimal import Decimal

from core.scoring.mark_rules import ABSTAIN
from gui.scoring.sitting import Sitting
from gui.scoring.todo import dues


def test_what_is_due_the_grave_first(sitting: Sitting) -> None:
    sitting.set(("U1", "1.1"), ABSTAIN)
    sitting.set(("U2", "1.1"), Decimal(3))
    sitting.keep_draft(("U2", "1.2"), "99")
    sitting.recuse("U3", "")
    told = [(d.pair, d.what, d.grave) for d in dues(sitting)]
    assert told == [
        (("U2", "1.1"), "3.0：低于满分的 60% 要写理由", True),
        (("U2", "1.2"), "输入的“99”没有保存：最高 5 分", True),
        (("U1", "1.2"), "还没有评", False),
    ]
