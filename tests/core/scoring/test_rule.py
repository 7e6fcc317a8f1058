from fractions import Fraction

from core.scoring.rule import make_group


def test_a_group_ranks_and_finds_its_best_both_ways() -> None:
    group = make_group(map(Fraction, (5, 9, 5, 1)))
    assert [group.rank(Fraction(x), lower=False) for x in (9, 5, 1)] == [1, 2, 4]
    assert [group.rank(Fraction(x), lower=True) for x in (9, 5, 1)] == [4, 2, 1]
    assert (group.best(lower=False), group.best(lower=True)) == (9, 1)
    assert group.mean == 5
