"""A ballot through whole lives: marks, kills, copies, sealings in any order (Hypothesis)."""

from __future__ import annotations

import random
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import UserError
from core.exchange import ballot as module
from core.exchange import disk
from core.exchange.ballot import create_ballot, open_ballot
from core.exchange.marks import Mark
from core.exchange.review import review
from core.exchange.seal import seal_ballot

units, leaves = st.sampled_from(["U1", "U2"]), st.sampled_from(["1.1", "1.2"])
values = st.integers(0, 10).map(lambda n: Decimal(n) / 2)
reasons = st.text(st.characters(codec="utf-8"), max_size=80)


class Life(RuleBasedStateMachine):
    """What the ballot should say is kept beside it, changed only when it acknowledges."""

    content, pin, cheap = None, "", None  # given by the test

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "a.ballot"
        create_ballot(self.path, self.content, self.pin, self.cheap)
        self.marks, self.recusals, self.sealed = {}, {}, 0
        self.acknowledged = self.path.stat().st_size
        self.ballot = open_ballot(self.path, self.pin)

    def teardown(self) -> None:
        self.ballot.close()
        shutil.rmtree(self.folder)

    def noted(self) -> None:
        self.acknowledged = self.path.stat().st_size

    @rule(unit=units, leaf=leaves, value=values, reason=reasons)
    def set_mark(self, unit, leaf, value, reason):
        if unit in self.recusals:
            with pytest.raises(UserError):
                self.ballot.set_mark(unit, leaf, value, reason)
            return
        self.ballot.set_mark(unit, leaf, value, reason)
        self.marks[unit, leaf] = Mark(value, reason.strip())
        self.noted()

    @rule(unit=units, leaf=leaves)
    def abstain(self, unit, leaf):
        if unit not in self.recusals:
            self.ballot.set_mark(unit, leaf, "弃权")
            self.marks[unit, leaf] = Mark("弃权")
            self.noted()

    @rule(unit=units, leaf=leaves)
    def clear(self, unit, leaf):
        self.ballot.set_mark(unit, leaf, None)
        self.marks.pop((unit, leaf), None)
        self.noted()

    @rule(unit=units, why=st.none() | st.just("亲属"))
    def recuse(self, unit, why):
        self.ballot.set_recusal(unit, why)
        self.recusals = {k: v for k, v in self.recusals.items() if k != unit}
        if why is not None:
            self.recusals[unit] = why
        self.noted()

    @rule(unit=units, leaf=leaves)
    def be_refused(self, unit, leaf):
        with pytest.raises(UserError):
            self.ballot.set_mark(unit, leaf, Decimal("10.5"))

    @rule(at=st.integers(0, 60))
    def seal(self, at):
        if review(self.content, self.marks, self.recusals).lacking:
            with pytest.raises(UserError):
                seal_ballot(self.ballot, f"T{at}")
            return
        content = seal_ballot(self.ballot, f"T{at}").content
        kept = {p: m for p, m in self.marks.items() if p[0] not in self.recusals}
        assert {(m.unit, m.leaf): m.reason for m in content.marks} == {
            p: m.reason for p, m in kept.items()
        }
        assert content.sequence in (self.sealed, self.sealed + 1)
        self.sealed = content.sequence
        self.noted()

    @rule()
    def reopen(self):
        self.ballot.close()
        self.ballot = open_ballot(self.path, self.pin)
        assert self.ballot.dropped == 0
        self.noted()  # it may have been rewritten

    @rule()
    def go_on_with_a_copy(self):
        copy = self.folder / "b.ballot"
        shutil.copy(self.path, copy)
        self.ballot.close()
        copy.replace(self.path)
        self.ballot = open_ballot(self.path, self.pin)
        self.noted()

    @rule(unit=units, leaf=leaves, seed=st.integers())
    @precondition(lambda self: not self.recusals)
    def kill_within_the_next_mark(self, unit, leaf, seed):
        self.ballot.set_mark(unit, leaf, Decimal(5), "没有确认")
        self.ballot.close()
        data = self.path.read_bytes()
        cut = random.Random(seed).randrange(self.acknowledged, len(data))
        self.path.write_bytes(data[:cut])
        self.ballot = open_ballot(self.path, self.pin)
        assert self.ballot.dropped == cut - self.acknowledged

    @rule(unit=units, leaf=leaves, part=st.integers(0, 300))
    @precondition(lambda self: not self.recusals)
    def run_out_of_disk(self, unit, leaf, part):
        def full(handle, data):
            module_write(handle, data[:part])
            raise OSError(28, "x")

        module_write, disk._write_all = disk._write_all, full
        try:
            with pytest.raises(UserError, match="磁盘已满"):
                self.ballot.set_mark(unit, leaf, Decimal(5))
        finally:
            disk._write_all = module_write

    @invariant()
    def it_says_what_it_acknowledged(self):
        assert dict(self.ballot.marks) == self.marks
        assert dict(self.ballot.recusals) == self.recusals
        assert self.ballot.seal_count == self.sealed
        assert [p.name for p in self.folder.iterdir()] == ["a.ballot"]


@pytest.mark.parametrize("stale", [3, 500])
def test_lives(content, pin, cheap, monkeypatch, stale):
    monkeypatch.setattr(module, "STALE_RECORDS", stale)
    monkeypatch.setattr(Life, "content", content())
    monkeypatch.setattr(Life, "pin", pin)
    monkeypatch.setattr(Life, "cheap", cheap)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
