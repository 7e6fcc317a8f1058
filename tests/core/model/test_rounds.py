from __future__ import annotations

from core.model.rounds import Round, RoundState


def test_a_round_is_open_and_asks_for_everything():
    assert Round(1) == Round(1, RoundState.OPEN, ())


def test_the_states_are_stored_as_words():
    assert [state.value for state in RoundState] == ["open", "closed"]
