from zlib import crc32

import numpy as np

from core.sample.noise import bell, uniform, whole


def split_mix(state, number):
    """The generator in plain integers, as published (Steele, Lea, Flood 2014)."""
    z = (state + number * 0x9E3779B97F4A7C15) % 2**64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % 2**64
    return z ^ (z >> 31)


def test_the_reference_gives_the_published_numbers():
    assert split_mix(1234567, 1) == 6457827717110365317


def test_the_stream_is_the_generator_in_plain_integers():
    start = 8 * 0xD1342543DE82EF95 + crc32(b"a") * 0x9E3779B97F4A7C15
    expected = [(split_mix(start, n) >> 11) / 2**53 for n in range(1, 50)]
    assert uniform(7, "a", 49).tolist() == expected


def test_a_longer_stream_begins_like_the_shorter_one():
    assert np.array_equal(uniform(3, "a", 100)[:10], uniform(3, "a", 10))


def test_seeds_and_streams_differ():
    streams = [uniform(seed, name, 20) for seed in (0, 1, 2) for name in ("a", "b")]
    assert len({tuple(s) for s in streams}) == len(streams)


def test_uniform_is_spread_over_the_unit_interval():
    numbers = uniform(0, "spread", 20_000)
    assert numbers.min() >= 0 and numbers.max() < 1
    assert abs(numbers.mean() - 0.5) < 0.01
    assert np.histogram(numbers, 10, (0, 1))[0].min() > 1_800


def test_bell_has_mean_nought_and_deviation_one():
    numbers = bell(0, "bell", 20_000)
    assert abs(numbers.mean()) < 0.03 and abs(numbers.std() - 1) < 0.03
    assert abs(numbers).max() <= 2 * 3**0.5


def test_whole_numbers_cover_their_range():
    assert set(whole(0, "whole", 500, 7).tolist()) == set(range(7))
