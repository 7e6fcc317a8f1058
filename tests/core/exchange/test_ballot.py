"""The ballot: what it acknowledges is there, whatever happens, and nothing else ever is."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from core.errors import Refused, UserError
from core.exchange import ballot as module
from core.exchange import disk
from core.exchange.ballot import DamagedBallot, create_ballot, is_ballot, open_ballot
from core.exchange.marks import Change, Mark, SealNote

D = Decimal
FIRST, SECOND = ("U1", "1.1"), ("U2", "1.2")


@pytest.fixture
def filled(path, pin):
    """A ballot with four records, and the file's length after each."""
    ends = [path.stat().st_size]
    with open_ballot(path, pin) as ballot:
        for change in (
            lambda: ballot.set_mark("U1", "1.1", D("7.5"), "窗口齐全"),
            lambda: ballot.set_mark("U2", "1.2", "弃权"),
            lambda: ballot.set_recusal("U2", "亲属"),
            lambda: ballot.note_seal(SealNote(1, "2026-12-02T10:00:00+08:00", "00" * 32)),
        ):
            change()
            ends.append(path.stat().st_size)
    return path, ends


def seen(ballot):
    return dict(ballot.marks), dict(ballot.recusals), ballot.seal_count


def test_what_was_set_is_there_when_it_is_opened_again(filled, pin, content):
    path, _ends = filled
    for write in (True, False):
        with open_ballot(path, pin, write=write) as ballot:
            assert ballot.content == content()
            assert seen(ballot) == (
                {FIRST: Mark(D("7.5"), "窗口齐全"), SECOND: Mark("弃权")}, {"U2": "亲属"}, 1
            )  # fmt: skip
            assert (ballot.dropped, ballot.lost) == (0, 0)


def test_clearing_taking_back_and_setting_anew(path, pin):
    with open_ballot(path, pin) as ballot:
        ballot.set_mark("U1", "1.1", D(7))
        ballot.set_mark("U1", "1.1", D(8), "改")
        ballot.set_recusal("U2", "")
        ballot.set_mark("U1", "1.2", D(4))
        ballot.set_mark("U1", "1.2", None)
        ballot.set_recusal("U2", None)
        before = seen(ballot)
    with open_ballot(path, pin) as ballot:
        assert seen(ballot) == before == ({FIRST: Mark(D(8), "改")}, {}, 0)


def test_nothing_can_be_read_without_the_pin(filled, content):
    data = filled[0].read_bytes()
    for word in (
        "南岭镇",
        "王建国",
        "窗口齐全",
        "亲属",
        "平川县",
        "E01",
        content().signing_key,
        "1.1",
    ):
        assert word.encode() not in data
    assert {p.name for p in filled[0].parent.iterdir()} == {filled[0].name}


def test_a_wrong_pin_is_told_from_damage(path):
    with pytest.raises(UserError, match="PIN 不对"):
        open_ballot(path, "22222-22222")
    with pytest.raises(UserError, match="PIN 应有"):
        open_ballot(path, "2")


def test_a_pin_may_be_typed_as_people_do(path, pin):
    open_ballot(path, pin.lower().replace("-", " ")).close()


def test_an_illegal_mark_changes_nothing(ballot):
    ballot.set_mark("U1", "1.1", D(7))
    size = ballot._log.path.stat().st_size
    with pytest.raises(Refused) as refusal:
        ballot.set_marks(
            [Change("U1", "1.2", D(5)), Change("U1", "1.1", D(11)), Change("U9", "1.1", D(1))]
        )
    assert len(refusal.value.problems) == 2
    with pytest.raises(Refused):
        ballot.set_recusal("U9", "")
    ballot.set_marks([])
    assert dict(ballot.marks) == {FIRST: Mark(D(7))}
    assert ballot._log.path.stat().st_size == size


def test_many_at_once_are_one_record(path, pin):
    with open_ballot(path, pin) as ballot:
        ballot.set_marks([Change("U1", "1.1", D(7)), Change("U2", "1.2", D(4))])
        assert ballot._end.number == 1


def test_marks_cannot_be_changed_behind_its_back(ballot):
    with pytest.raises(TypeError):
        ballot.marks["U1", "1.1"] = Mark(D(1))


def test_it_is_not_changed_once_closed_or_only_looked_at(path, pin):
    ballot = open_ballot(path, pin, write=False)
    with pytest.raises(UserError, match="不能修改"):
        ballot.set_mark("U1", "1.1", D(7))
    ballot.close()
    ballot.close()


def test_two_programs_cannot_write_but_one_can_look(ballot, path, pin):
    with pytest.raises(UserError, match="另一个程序"):
        open_ballot(path, pin)
    ballot.set_mark("U1", "1.1", D(7))
    with open_ballot(path, pin, write=False) as other:
        assert dict(other.marks) == {FIRST: Mark(D(7))}


def test_a_failed_opening_lets_go_of_the_file(path, pin):
    with pytest.raises(UserError):
        open_ballot(path, "22222-22222")
    open_ballot(path, pin).close()


def test_an_existing_file_is_never_written_over(path, content, pin, cheap):
    before = path.read_bytes()
    with pytest.raises(UserError, match="已经存在"):
        create_ballot(path, content(), pin, cheap)
    assert path.read_bytes() == before


def test_more_than_can_be_opened_is_not_written(tmp_path, content, pin, cheap, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_CONTENT", 1000)
    with pytest.raises(UserError, match="4项"):
        create_ballot(tmp_path / "big", content(), pin, cheap)
    assert not (tmp_path / "big").exists()


def test_a_record_that_could_not_be_read_is_not_written(ballot, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_RECORD", 100)
    with pytest.raises(UserError, match="太多"):
        ballot.set_mark("U1", "1.1", D(7), "长" * 100)
    assert not ballot.marks


def test_what_is_a_ballot(path, tmp_path):
    (tmp_path / "other").write_bytes(b"SQLite")
    assert is_ballot(path)
    assert not is_ballot(tmp_path / "other")
    assert not is_ballot(tmp_path / "no")
    with pytest.raises(UserError, match="不是评分包"):
        open_ballot(tmp_path / "other", "K7Q2M-9XDRT")


def test_a_copy_goes_on_where_it_stood(filled, pin, tmp_path):
    copy = Path(shutil.copy(filled[0], tmp_path / "优盘.ballot"))
    with open_ballot(filled[0], pin) as here, open_ballot(copy, pin) as there:
        here.set_mark("U1", "1.2", D(4))
        there.set_mark("U1", "1.2", D(3))
    for place, value in ((filled[0], 4), (copy, 3)):
        with open_ballot(place, pin) as ballot:
            assert ballot.marks["U1", "1.2"] == Mark(D(value))
            assert ballot.marks[FIRST] == Mark(D("7.5"), "窗口齐全")


# Kills, torn ends, damage


def states(path, ends, pin):
    """What a ballot says after each of its records."""
    data, found = path.read_bytes(), []
    place = path.with_name("state.ballot")
    for end in ends:
        place.write_bytes(data[:end])
        with open_ballot(place, pin, write=False) as ballot:
            found.append(seen(ballot))
    return found


def test_cut_off_at_every_byte_it_goes_on_from_the_last_whole_record(filled, pin):
    path, ends = filled
    data, expected = path.read_bytes(), states(path, ends, pin)
    assert len({repr(e) for e in expected}) == 5
    for n in range(ends[0], len(data) + 1):
        path.write_bytes(data[:n])
        whole = sum(end <= n for end in ends) - 1
        with open_ballot(path, pin) as ballot:
            assert seen(ballot) == expected[whole]
            assert ballot.dropped == n - ends[whole]
            if n % 7 == 0:
                ballot.set_mark("U1", "1.2", D(4))
        if n % 7 == 0:
            with open_ballot(path, pin) as ballot:
                assert ballot.marks["U1", "1.2"] == Mark(D(4)) and ballot.dropped == 0
    for n in range(ends[0]):
        path.write_bytes(data[:n])
        with pytest.raises(UserError):
            open_ballot(path, pin)


def test_every_flipped_byte_is_refused(filled, pin):
    path, ends = filled
    data = path.read_bytes()
    place = path.with_name("flipped.ballot")
    bits = random.Random(1)
    for n in range(len(data)):
        flipped = bytearray(data)
        flipped[n] ^= 1 << bits.randrange(8)
        place.write_bytes(flipped)
        with pytest.raises(UserError) as refusal:
            open_ballot(place, pin, write=False)
        assert isinstance(refusal.value, DamagedBallot) == (n >= ends[0])


def test_records_swapped_repeated_left_out_or_from_a_copy_are_refused(filled, pin):
    path, ends = filled
    data = path.read_bytes()
    head, records = data[: ends[0]], [data[a:b] for a, b in pairwise(ends)]
    one, two, three, four = records
    with open_ballot(path, pin) as ballot:
        ballot.set_mark("U1", "1.2", D(4))
    later = path.read_bytes()[ends[-1] :]
    path.write_bytes(data[: ends[3]])
    with open_ballot(path, pin) as ballot:
        ballot.set_mark("U1", "1.2", D(3))
    other = path.read_bytes()[ends[3] :]
    for wrong in (
        [two, one], [one, one], [one, three], [two], [one, two, three, three], [one, two, four],
        [one, two, three, four, other], [one, two, three, other, later],
        [one, two, three, four, four], [one, later],
    ):  # fmt: skip
        path.write_bytes(head + b"".join(wrong))
        with pytest.raises(DamagedBallot, match="损坏或被改动"):
            open_ballot(path, pin)


def test_a_ballot_of_the_same_pin_does_not_lend_its_records(filled, pin, content, cheap, tmp_path):
    path, ends = filled
    other = tmp_path / "other.ballot"
    create_ballot(other, content(), pin, cheap)
    other.write_bytes(other.read_bytes() + path.read_bytes()[ends[0] : ends[1]])
    with pytest.raises(DamagedBallot):
        open_ballot(other, pin)


def test_what_holds_can_be_saved_and_the_damaged_file_is_kept(filled, pin):
    path, ends = filled
    data = bytearray(path.read_bytes())
    data[ends[1] + 40] ^= 1  # within the second record
    path.write_bytes(data)
    with pytest.raises(DamagedBallot) as refusal:
        open_ballot(path, pin)
    assert (refusal.value.intact, refusal.value.lost) == (3, 1)
    assert path.read_bytes() == data
    with open_ballot(path, pin, salvage=True) as ballot:
        assert ballot.lost == 1
        assert seen(ballot) == ({FIRST: Mark(D("7.5"), "窗口齐全")}, {"U2": "亲属"}, 1)
        ballot.set_mark("U1", "1.2", D(4))
    (aside,) = (p for p in path.parent.iterdir() if p != path)
    assert aside.read_bytes() == data and "损坏" in aside.name
    with open_ballot(path, pin) as ballot:
        assert ballot.lost == 0
        assert set(ballot.marks) == {FIRST, ("U1", "1.2")}


def test_a_disk_too_full_to_mend_leaves_the_damaged_file(filled, pin, monkeypatch):
    path, ends = filled
    data = bytearray(path.read_bytes())
    data[ends[1] + 40] ^= 1
    path.write_bytes(data)
    with monkeypatch.context() as patch:
        patch.setattr(module, "swap", fails(errno.ENOSPC))
        with pytest.raises(UserError, match="磁盘已满"):
            open_ballot(path, pin, salvage=True)
    assert path.read_bytes() == data
    with open_ballot(path, pin, salvage=True) as ballot:
        assert ballot.lost == 1


def test_a_lost_length_costs_what_follows_and_is_counted(filled, pin):
    path, ends = filled
    data = bytearray(path.read_bytes())
    data[ends[1]] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedBallot) as refusal:
        open_ballot(path, pin)
    assert (refusal.value.intact, refusal.value.lost) == (1, 1)
    with open_ballot(path, pin, write=False, salvage=True) as ballot:
        assert set(ballot.marks) == {FIRST}


def test_content_that_is_no_content(path, pin, cheap, content, monkeypatch):
    place = path.with_name("odd.ballot")
    monkeypatch.setattr(module, "content_bytes", lambda _content: b"{}")
    create_ballot(place, content(), pin, cheap)
    with pytest.raises(UserError, match="损坏"):
        open_ballot(place, pin)


# A disk that fails


def fails(code):
    def call(*_args):
        raise OSError(code, "x")

    return call


@pytest.mark.parametrize(
    ("what", "code", "word"),
    [("_write_all", errno.ENOSPC, "磁盘已满"), ("_sync", errno.EIO, "优盘可能已拔出")],
)
def test_a_mark_that_is_not_on_disk_is_not_acknowledged(path, pin, monkeypatch, what, code, word):
    with open_ballot(path, pin) as ballot:
        ballot.set_mark("U1", "1.1", D(7))
        with monkeypatch.context() as patch:
            patch.setattr(disk, what, fails(code))
            with pytest.raises(UserError, match=word):
                ballot.set_mark("U1", "1.1", D(8))
        assert dict(ballot.marks) == {FIRST: Mark(D(7))}
        with open_ballot(path, pin, write=False) as other:
            assert dict(other.marks) == {FIRST: Mark(D(7))}
        ballot.set_mark("U1", "1.2", D(4))
    with open_ballot(path, pin) as ballot:
        assert set(ballot.marks) == {FIRST, ("U1", "1.2")}


def test_a_folder_that_is_gone(path, pin):
    with open_ballot(path, pin) as ballot:
        path.rename(path.with_name("moved"))
        with pytest.raises(UserError, match="找不到"):
            ballot.set_mark("U1", "1.1", D(7))
        assert not ballot.marks
        path.with_name("moved").rename(path)
        ballot.set_mark("U1", "1.1", D(7))


def test_an_interruption_just_behind_the_disk_leaves_a_sound_file(path, pin, monkeypatch):
    def stopped(*args):
        disk.append(*args)
        raise KeyboardInterrupt

    with open_ballot(path, pin) as ballot:
        with monkeypatch.context() as patch:
            patch.setattr(module, "append", stopped)
            with pytest.raises(KeyboardInterrupt):
                ballot.set_mark("U1", "1.1", D(7))
        ballot.set_mark("U1", "1.2", D(4))
        before = seen(ballot)
    with open_ballot(path, pin) as ballot:
        assert seen(ballot) == before


FILL = """
import sys
sys.path.insert(0, ".")
from decimal import Decimal
from pathlib import Path
from core.exchange.ballot import open_ballot
ballot = open_ballot(Path(sys.argv[1]), sys.argv[2])
n = 0
while True:
    n += 1
    ballot.set_mark("U1", "1.1", Decimal(n % 20) / 2, str(n))
    print(n, flush=True)
"""


def test_a_killed_program_loses_no_acknowledged_mark(path, pin):
    for count in (1, 30, 200):
        run = subprocess.Popen([sys.executable, "-c", FILL, path, pin], stdout=subprocess.PIPE)
        for _n in range(count):
            run.stdout.readline()
        run.kill()
        acknowledged = count + run.stdout.read().count(b"\n")
        run.wait()
        run.stdout.close()
        with open_ballot(path, pin) as ballot:
            assert int(ballot.marks[FIRST].reason) in (acknowledged, acknowledged + 1)


# Rewriting


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(module, "STALE_RECORDS", 5)


def worn(path, pin):
    with open_ballot(path, pin) as ballot:
        for n in range(8):
            ballot.set_mark("U1", "1.1", D(n), str(n))
        ballot.set_recusal("U2", "亲属")
        ballot.note_seal(SealNote(3, "2026-12-02T10:00:00+08:00", "00" * 32))
        return seen(ballot)


def test_a_long_log_is_rewritten_and_says_the_same(path, pin, short):
    expected = worn(path, pin)
    old = path.read_bytes()
    with open_ballot(path, pin) as ballot:
        assert ballot._end.number == 1 and seen(ballot) == expected
        assert path.stat().st_size < len(old)
        with pytest.raises(UserError, match="另一个程序"):
            open_ballot(path, pin)
        ballot.set_mark("U1", "1.2", D(4))
    with open_ballot(path, pin) as ballot:
        assert seen(ballot)[1:] == expected[1:] and ("U1", "1.2") in ballot.marks
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_records_of_before_do_not_fit_the_rewritten_file(path, pin, short):
    start = path.stat().st_size
    worn(path, pin)
    old = path.read_bytes()
    open_ballot(path, pin).close()
    new = path.read_bytes()
    for wrong in (new[:start] + old[start:], new + old[start:]):
        path.write_bytes(wrong)
        with pytest.raises(DamagedBallot):
            open_ballot(path, pin)


def test_a_rewriting_that_fails_is_no_harm(path, pin, short, monkeypatch):
    expected = worn(path, pin)
    old = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fails(errno.ENOSPC))
        with open_ballot(path, pin) as ballot:
            assert seen(ballot) == expected
    assert path.read_bytes() == old
    open_ballot(path, pin, write=False).close()
    assert path.read_bytes() == old
