"""Taking returns in: whole, known, bound, in order; everything else refused with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange import collect as module
from core.exchange.ballot import create_ballot, open_ballot
from core.exchange.canonical import to_bytes
from core.exchange.collect import Collected, Status, collect
from core.exchange.crypto import new_seal_keys, new_signing_key, seal, sha256, sign
from core.exchange.seal import HEADER, SIGNED_AS, ReturnContent, fingerprint, seal_ballot

D = Decimal
NOW = "2026-12-02T10:00:00+08:00"


@pytest.fixture
def handed_in(ballot):
    ballot.set_mark("U1", "1.1", D("7.5"), "窗口齐全")
    return seal_ballot(ballot, NOW)


def made(content: ReturnContent, known, signing: str, plain: bytes | None = None) -> bytes:
    """A return as somebody with the signing key could write it."""
    plain = to_bytes(content) if plain is None else plain
    public = known.keys.seal_public
    box = seal(sign(SIGNED_AS + plain, signing) + plain, public)
    return HEADER.pack(b"KPRETURN", 1, fingerprint(public)) + box


def refused(data, known, word):
    found = collect(data, known, NOW)
    assert found.status is Status.REFUSED and found.content is None and found.noun is None
    assert word in found.reason
    return found


def test_a_whole_return_is_accepted(handed_in, known):
    found = collect(handed_in.data, known(), NOW)
    assert (found.status, found.reason, found.expert) == (Status.ACCEPTED, "", "E01")
    assert found.receipt == handed_in.receipt == found.noun.receipt
    assert found.content == handed_in.content
    noun = found.noun
    assert (noun.ballot, noun.round, noun.expert, noun.sequence) == ("b" * 32, 1, "E01", 1)
    assert noun.file_sha256 == sha256(handed_in.data) and noun.collected_at == NOW


def test_one_that_came_before_changes_nothing(handed_in, known, ballot):
    first = collect(handed_in.data, known(), NOW).noun
    rewritten = seal_ballot(ballot, NOW).data
    assert rewritten != handed_in.data
    for data in (handed_in.data, rewritten):
        for state in (known(returns=(first,)), known(returns=(first,), open_round=None)):
            found = collect(data, state, NOW)
            assert (found.status, found.content) == (Status.UNCHANGED, None)
            assert found.receipt == first.receipt


def test_the_newer_counts_and_the_older_never_comes_back(handed_in, known, ballot):
    ballot.set_mark("U1", "1.1", D(8))
    newer = seal_ballot(ballot, NOW)
    first = collect(handed_in.data, known(), NOW).noun
    second = collect(newer.data, known(returns=(first,)), NOW)
    assert (second.status, second.noun.sequence) == (Status.ACCEPTED, 2)
    found = collect(handed_in.data, known(returns=(second.noun,)), NOW)
    assert (found.status, found.content) == (Status.STALE, None)
    assert "第2次" in found.reason and "第1次" in found.reason


def test_two_copies_sealed_apart_are_not_mixed(
    handed_in, known, path, pin, tmp_path, content, cheap
):
    copy = tmp_path / "copy.ballot"
    create_ballot(copy, content(), pin, cheap)
    with open_ballot(copy, pin) as other:
        other.set_mark("U1", "1.1", D(6))
        theirs = seal_ballot(other, NOW)
    first = collect(handed_in.data, known(), NOW).noun
    refused(theirs.data, known(returns=(first,)), "两个副本")


def test_a_ballot_that_was_issued_again_is_worthless(handed_in, known):
    first = collect(handed_in.data, known(), NOW).noun
    old = replace(known().ballots[0], superseded=True)
    fresh = replace(known().ballots[0], id="c" * 32, verify_key=new_signing_key()[1])
    refused(handed_in.data, known(ballots=(fresh, old)), "作废")
    came_before = known(ballots=(fresh, old), returns=(first,))
    assert collect(handed_in.data, came_before, NOW).status is Status.UNCHANGED


def test_every_flipped_bit_is_refused(handed_in, known):
    state = known()
    for n in range(len(handed_in.data) * 8):
        flipped = bytearray(handed_in.data)
        flipped[n // 8] ^= 1 << n % 8
        assert collect(bytes(flipped), state, NOW).status is Status.REFUSED


def test_every_truncation_and_any_addition_is_refused(handed_in, known):
    for n in range(len(handed_in.data)):
        assert collect(handed_in.data[:n], known(), NOW).status is Status.REFUSED
    refused(handed_in.data + b"\0", known(), "改动")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(known, data):
    assert collect(data, known(), NOW).status is Status.REFUSED
    assert collect(b"KPRETURN\0\1" + data, known(), NOW).status is Status.REFUSED


def test_what_it_is_not_is_said(handed_in, known, monkeypatch):
    refused(b"", known(), "不是交卷文件")
    refused(b"KPBALLOT" + handed_in.data[8:], known(), "不是交卷文件")
    refused(b"KPRETURN\0\2" + handed_in.data[10:], known(), "更新版本")
    refused(handed_in.data[:-1], known(), "改动")
    monkeypatch.setattr(module, "LARGEST_RETURN", 10)
    refused(handed_in.data, known(), "太大")


def test_one_for_another_assessment_is_refused(handed_in, known):
    public, secret = new_seal_keys()
    refused(handed_in.data, known(keys=replace(known().keys, seal_public=public)), "另一个考评")
    keys = replace(known().keys, seal_secret=secret)
    refused(handed_in.data, known(keys=keys), "改动")
    refused(handed_in.data, known(keys=replace(known().keys, id="z")), "对不上")


def test_one_signed_by_another_ballot_or_by_nobody_is_refused(handed_in, known):
    signing, verify = new_signing_key()
    forged = made(handed_in.content, known(), signing)
    refused(forged, known(), "签名不符")
    other = replace(known().ballots[0], id="c" * 32, expert="E02", verify_key=verify)
    refused(forged, known(ballots=(*known().ballots, other)), "对不上")
    refused(handed_in.data, known(ballots=()), "签名不符")


@pytest.mark.parametrize(
    "change", [{"round": 2}, {"expert": "E02"}, {"plan_digest": "e" * 64}, {"ballot": "c" * 32}]
)
def test_round_expert_plan_and_ballot_are_bound(handed_in, known, content, change):
    data = made(replace(handed_in.content, **change), known(), content().signing_key)
    refused(data, known(), "对不上")


def test_content_that_is_signed_but_no_return_is_refused(handed_in, known, content):
    key = content().signing_key
    loose = to_bytes(handed_in.content).replace(b'","', b'", "', 1)
    for plain, word in [(b"", "读不懂"), (b"{}", "读不懂"), (loose, "对不上")]:
        refused(made(handed_in.content, known(), key, plain), known(), word)


def test_the_round_must_be_open_and_the_plan_the_same(handed_in, known):
    assert refused(handed_in.data, known(open_round=None), "第1轮").receipt == handed_in.receipt
    refused(handed_in.data, known(open_round=2), "没有开启")
    refused(handed_in.data, known(plan_digests={"E01": "e" * 64}), "重新发放")
    refused(handed_in.data, known(plan_digests={}), "重新发放")


@settings(deadline=None)
@given(order=st.permutations(range(5)))
def test_in_whatever_order_and_however_often_the_latest_counts(known, returns, order):
    held = ()
    for n in [*order, *order]:
        found = collect(returns[n].data, known(returns=held), NOW)
        assert found.status is not Status.REFUSED
        held = (found.noun,) if found.noun else held
    assert held[0].receipt == returns[4].receipt


@pytest.fixture(scope="module")
def returns(tmp_path_factory, content, pin, cheap):
    """Five returns of one ballot, in the order of sealing."""
    path = tmp_path_factory.mktemp("returns") / "a.ballot"
    create_ballot(path, content(), pin, cheap)
    made = []
    with open_ballot(path, pin) as ballot:
        for n in range(5):
            ballot.set_mark("U1", "1.1", D(6) + D(n) / 2)
            made.append(seal_ballot(ballot, NOW))
    return made


def test_nothing_is_believed_of_what_is_refused():
    assert Collected(Status.REFUSED, "x") == Collected(Status.REFUSED, "x", "", "", None, None)
