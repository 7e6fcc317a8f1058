from __future__ import annotations

from core.guide import place_states
from core.model.snapshot import Snapshot
from core.scoring.score import score
from gui.desk import Desk, Page
from gui.places import places


def test_every_place_has_a_page_and_a_state(qtbot: object, answers: object) -> None:
    desk = Desk(None, answers)  # type: ignore[arg-type]
    states = place_states(Snapshot(), score(Snapshot()))
    for place in places():
        assert isinstance(place.make(desk), Page)
        assert place.key in states
        assert place.title
