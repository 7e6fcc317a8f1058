"""The few cryptographic steps, all libsodium's by way of PyNaCl, imported at work.

Argon2id turns a PIN into a key; XChaCha20-Poly1305 (random 24-byte nonces) encrypts and
authenticates; Ed25519 signs; a sealed box (X25519, XSalsa20-Poly1305) seals to a public key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from core.errors import UserError
from core.text import _

KEY, SALT, NONCE, TAG, SIGNATURE = 32, 16, 24, 16, 64  # bytes
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key from a PIN takes: Argon2id passes over `memory` bytes, one lane."""

    passes: int
    memory: int


COST = Cost(3, 256 * MIB)  # 0.5 to 1 s on an ordinary laptop
MOST_COST = Cost(6, 512 * MIB)  # a file that asks for more is not obeyed


class WrongKey(Exception):
    """What was to be opened was locked with another key, or altered since."""


def key_of(pin: str, salt: bytes, cost: Cost) -> bytes:
    """The key that a PIN stands for; UserError where the memory for it cannot be had."""
    from nacl.exceptions import CryptoError
    from nacl.pwhash import argon2id

    try:
        return argon2id.kdf(KEY, pin.encode(), salt, cost.passes, cost.memory)
    except (CryptoError, MemoryError) as error:
        text = _("内存不足，打不开评分包：需要 {n} MB 空闲内存。请关闭其他程序后再试。")
        raise UserError(text.format(n=cost.memory // MIB)) from error


def encrypt(plain: bytes, bound: bytes, key: bytes) -> bytes:
    """Nonce, ciphertext and tag; `bound` is authenticated with it but not contained."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as lock

    nonce = random_bytes(NONCE)
    return nonce + lock(plain, bound, nonce, key)


def decrypt(locked: bytes, bound: bytes, key: bytes) -> bytes:
    """What `encrypt` was given; WrongKey where anything differs."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as unlock
    from nacl.exceptions import CryptoError

    if len(locked) < NONCE + TAG:
        raise WrongKey
    try:
        return bytes(unlock(locked[NONCE:], bound, locked[:NONCE], key))
    except CryptoError as error:
        raise WrongKey from error


def random_bytes(size: int) -> bytes:
    """From the operating system's generator."""
    import secrets

    return secrets.token_bytes(size)


def new_signing_key() -> tuple[str, str]:
    """An Ed25519 seed and its verify key, hexadecimal."""
    from nacl.signing import SigningKey

    key = SigningKey.generate()
    return key.encode().hex(), key.verify_key.encode().hex()


def sign(message: bytes, signing_key: str) -> bytes:
    """The 64-byte signature (Ed25519, the same each time)."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(bytes.fromhex(signing_key)).sign(message).signature)


def is_signed(message: bytes, signature: bytes, verify_key: str) -> bool:
    """Whether the signature over the message was made with the key of `verify_key`."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(verify_key)).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def new_seal_keys() -> tuple[str, str]:
    """An X25519 pair, public and secret, hexadecimal."""
    from nacl.public import PrivateKey

    key = PrivateKey.generate()
    return key.public_key.encode().hex(), key.encode().hex()


def seal(plain: bytes, public: str) -> bytes:
    """What only the holder of the secret key can read; different each time."""
    from nacl.public import PublicKey, SealedBox

    return bytes(SealedBox(PublicKey(bytes.fromhex(public))).encrypt(plain))


def unseal(sealed: bytes, secret: str) -> bytes:
    """What `seal` was given; WrongKey where it is for another key, or altered."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        return bytes(SealedBox(PrivateKey(bytes.fromhex(secret))).decrypt(sealed))
    except (CryptoError, ValueError) as error:
        raise WrongKey from error


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()
