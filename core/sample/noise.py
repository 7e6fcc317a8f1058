"""Chance that repeats: SplitMix64 on numpy, so that a seed means the same county on every
machine and with every version of numpy (whose own streams may change between releases).
"""

from __future__ import annotations

from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def uniform(seed: int, stream: str, count: int) -> NDArray[np.float64]:
    """`count` numbers in [0, 1); a stream's first numbers do not depend on `count`."""
    start = ((seed + 1) * 0xD1342543DE82EF95 + crc32(stream.encode()) * _GOLDEN) & _MASK
    z = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_GOLDEN) + np.uint64(start)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    numbers: NDArray[np.float64] = (z >> np.uint64(11)).astype(np.float64)
    return numbers * 2.0**-53


def bell(seed: int, stream: str, count: int) -> NDArray[np.float64]:
    """`count` numbers of mean 0 and deviation 1 within ±2√3: the sum of four uniform ones,
    near enough to a normal and made of additions only (no library's logarithm in it)."""
    four = uniform(seed, stream, 4 * count).reshape(count, 4)
    total: NDArray[np.float64] = four[:, 0] + four[:, 1] + four[:, 2] + four[:, 3]
    return (total - 2.0) * sqrt(3.0)


def whole(seed: int, stream: str, count: int, below: int) -> NDArray[np.int64]:
    """`count` whole numbers in 0 … below − 1."""
    return (uniform(seed, stream, count) * below).astype(np.int64)
