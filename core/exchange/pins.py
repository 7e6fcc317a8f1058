"""PINs: what an expert types to open a ballot. Random, readable, and strong enough offline.

Ten characters out of thirty are 49 bits. Each guess costs what `crypto.COST` says (256 MiB moved
three times); docs/security.md does the sum of how long that takes whom.
"""

from __future__ import annotations

import secrets
import unicodedata

from core.errors import UserError
from core.text import _

# No 0 O, 1 I L, nor U (which is read as V)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 10, 5


def new_pin() -> str:
    """A random PIN as it is printed: K7Q2M-9XDRT."""
    return grouped("".join(secrets.choice(ALPHABET) for _n in range(LENGTH)), GROUP)


def grouped(text: str, size: int) -> str:
    """The characters in groups with dashes between."""
    return "-".join(text[n : n + size] for n in range(0, len(text), size))


def bare_pin(typed: str) -> str:
    """The ten characters that a person means, whatever their case, width, spaces or dashes;
    UserError saying what is wrong where they cannot be a PIN."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    bare = "".join(c for c in plain if not (c.isspace() or unicodedata.category(c) in PUNCTUATION))
    wrong = sorted({c for c in bare if c not in ALPHABET})
    if wrong:
        text = _("PIN 里不会有“{letters}”。请对照 PIN 条重新输入（没有 0、O、1、I、L、U）。")
        raise UserError(text.format(letters="".join(wrong[:5])))
    if len(bare) != LENGTH:
        text = _("PIN 应有 {n} 个字符，输入了 {m} 个。请对照 PIN 条重新输入。")
        raise UserError(text.format(n=LENGTH, m=len(bare)))
    return bare


PUNCTUATION = {"Pd", "Pc", "Po", "Cf", "Sm"}  # dashes, points, invisible marks, a minus sign
