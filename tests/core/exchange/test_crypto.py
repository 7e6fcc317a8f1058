"""The cryptographic steps: what goes in comes out, and nothing else does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core.errors import UserError
from core.exchange.crypto import (
    COST,
    MIB,
    MOST_COST,
    NONCE,
    TAG,
    Cost,
    WrongKey,
    decrypt,
    encrypt,
    is_signed,
    key_of,
    new_seal_keys,
    new_signing_key,
    seal,
    sign,
    unseal,
)
from core.exchange.pins import ALPHABET, LENGTH

KEY = b"k" * 32


def test_a_key_hangs_on_pin_salt_and_cost(cheap):
    keys = {
        key_of("A", b"s" * 16, cheap),
        key_of("B", b"s" * 16, cheap),
        key_of("A", b"t" * 16, cheap),
        key_of("A", b"s" * 16, Cost(2, 8192)),
        key_of("A", b"s" * 16, Cost(1, 16384)),
    }
    assert len(keys) == 5
    assert key_of("A", b"s" * 16, cheap) in keys


def test_a_guess_is_dear_and_what_a_file_may_ask_is_bounded():
    began = time.perf_counter()
    key_of("A", b"s" * 16, COST)
    assert time.perf_counter() - began > 0.1
    assert COST.memory == 256 << 20 and COST.passes == 3
    assert MOST_COST.passes * MOST_COST.memory <= 4 * COST.passes * COST.memory


def test_memory_that_cannot_be_had_is_said():
    with pytest.raises(UserError, match="内存不足"):
        key_of("A", b"s" * 16, Cost(1, 1 << 50))


def test_encrypted_bytes_differ_each_time_and_every_bit_counts():
    locked = encrypt(b"mark", b"place", KEY)
    assert locked != encrypt(b"mark", b"place", KEY)
    assert len(locked) == 4 + NONCE + TAG and b"mark" not in locked
    assert decrypt(locked, b"place", KEY) == b"mark"
    for n in range(len(locked) * 8):
        flipped = bytearray(locked)
        flipped[n // 8] ^= 1 << n % 8
        with pytest.raises(WrongKey):
            decrypt(bytes(flipped), b"place", KEY)
    for args in [(locked, b"other", KEY), (locked, b"place", b"l" * 32), (b"", b"place", KEY)]:
        with pytest.raises(WrongKey):
            decrypt(*args)


def test_a_signature_is_of_one_message_and_one_key():
    signing, verify = new_signing_key()
    other = new_signing_key()[1]
    signature = sign(b"message", signing)
    assert signature == sign(b"message", signing)
    assert is_signed(b"message", signature, verify)
    assert not is_signed(b"messagf", signature, verify)
    assert not is_signed(b"message", signature, other)
    assert not is_signed(b"message", signature[:-1], verify)
    assert not is_signed(b"message", signature, "no key")
    assert not is_signed(b"message", signature, "00")


def test_a_seal_opens_with_its_own_key_only():
    public, secret = new_seal_keys()
    sealed = seal(b"return", public)
    assert sealed != seal(b"return", public)
    assert unseal(sealed, secret) == b"return"
    for wrong, key in [(sealed, new_seal_keys()[1]), (sealed[:-1], secret), (b"", secret)]:
        with pytest.raises(WrongKey):
            unseal(wrong, key)


def test_the_security_note_says_what_the_program_does():
    note = (Path(__file__).parents[3] / "docs" / "security.md").read_text(encoding="utf-8")
    for cost in (COST, MOST_COST):
        passes, memory = cost.passes, cost.memory // MIB
        assert f"{passes} 遍" in note and f"{memory} MiB" in note
    assert f"{LENGTH} 个字符，每个取自 {len(ALPHABET)} 个" in note
    assert len(ALPHABET) ** LENGTH == pytest.approx(5.9e14, rel=0.01)
