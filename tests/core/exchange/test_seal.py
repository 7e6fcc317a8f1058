"""Handing in: what is signed, when it is refused, and that doing it twice is one thing."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from core.errors import Refused, UserError
from core.exchange import disk
from core.exchange.ballot import open_ballot
from core.exchange.pins import ALPHABET
from core.exchange.seal import ReturnContent, SealedMark, fingerprint, receipt_of, seal_ballot

D = Decimal
NOW, LATER = "2026-12-02T10:00:00+08:00", "2026-12-02T11:00:00+08:00"


def test_what_is_signed(ballot):
    ballot.set_mark("U2", "1.2", "弃权", "不熟悉")
    ballot.set_mark("U1", "1.1", D("7.50"))
    assert seal_ballot(ballot, NOW).content == ReturnContent(
        "a" * 32, "d" * 64, 1, "E01", "b" * 32, 1, NOW,
        (SealedMark("U1", "1.1", "7.5"), SealedMark("U2", "1.2", "弃权", "不熟悉")),
    )  # fmt: skip


def test_a_unit_under_recusal_is_left_out_and_said(ballot):
    ballot.set_mark("U1", "1.1", D(1))
    ballot.set_recusal("U1", "亲属")
    content = seal_ballot(ballot, NOW).content
    assert content.marks == () and content.recusals == (("U1", "亲属"),)


def test_a_mark_that_asks_for_a_reason_is_named(ballot):
    ballot.set_mark("U1", "1.1", D("5.5"))
    ballot.set_mark("U2", "1.2", D(5))
    with pytest.raises(Refused) as refusal:
        seal_ballot(ballot, NOW)
    assert [(p.place.key[0], p.value) for p in refusal.value.problems] == [
        ("南岭镇", "5.5"),
        ("河口镇", "5"),
    ]
    assert ballot.seal_count == 0


def test_an_empty_ballot_can_be_sealed(ballot):
    assert seal_ballot(ballot, NOW).content.marks == ()


def test_the_receipt_can_be_read_out(ballot):
    receipt = seal_ballot(ballot, NOW).receipt
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", receipt)
    assert set(receipt) <= {*ALPHABET, "-"}


def test_receipts_follow_the_content():
    codes = {receipt_of(f"{n:064x}") for n in range(1000)}
    assert len(codes) == 1000
    assert receipt_of("0" * 64) == "2222-2222"


def test_sealing_again_with_nothing_changed_is_the_same(path, pin):
    with open_ballot(path, pin) as ballot:
        ballot.set_mark("U1", "1.1", D(7))
        first = seal_ballot(ballot, NOW)
    with open_ballot(path, pin) as ballot:
        again = seal_ballot(ballot, LATER)
        assert (again.receipt, again.content) == (first.receipt, first.content)
        assert again.data != first.data
        ballot.set_mark("U1", "1.1", D(8))
        second = seal_ballot(ballot, LATER)
        assert second.receipt != first.receipt
        assert (second.content.sequence, second.content.sealed_at) == (2, LATER)
        ballot.set_mark("U1", "1.1", D(7))
        assert seal_ballot(ballot, LATER).content.sequence == 3
    with open_ballot(path, pin) as ballot:
        assert ballot.seal_count == 3


def test_there_is_no_return_without_its_number_on_disk(ballot, monkeypatch):
    def fails(*_args):
        raise OSError(28, "x")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "_sync", fails)
        with pytest.raises(UserError, match="没有保存"):
            seal_ballot(ballot, NOW)
    assert ballot.seal_count == 0
    assert seal_ballot(ballot, NOW).content.sequence == 1


def test_nothing_can_be_read_in_a_return(ballot, content):
    ballot.set_mark("U1", "1.1", D(1), "窗口不全")
    data = seal_ballot(ballot, NOW).data
    for word in ("窗口不全", "E01", "U1", "a" * 32, "b" * 32, "1.1"):
        assert word.encode() not in data
    assert fingerprint(content().seal_public) in data
