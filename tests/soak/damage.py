"""Files altered on their way: bits flipped, ends cut off, pieces swapped, repeated or blanked.

Each must be refused in words, or turn out to say exactly what it said before (a byte that nothing
hangs on). A ballot that lost its end is what an older copy of it would be: nothing in the file
can tell the two apart, so it is counted by itself and must say what it said then.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from core.actions.assessment import verify
from core.actions.ballot_work import seal_to
from core.actions.returns import collect_returns
from core.actions.workbook import import_books
from core.errors import UserError
from core.exchange.ballot import open_ballot
from core.scoring.digest import digest
from core.store.store import Store
from tests.soak.county import County, copied, emptied, fill
from tests.soak.tally import Tally

Alter = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    altered = bytearray(data)
    for _n in range(chance.choice((1, 1, 1, 8, 64))):
        altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    return bytes(altered)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def swap(data: bytes, chance: random.Random) -> bytes:
    size = chance.randrange(1, max(2, len(data) // 3))
    a, b = sorted(chance.randrange(len(data) - size + 1) for _n in range(2))
    if b - a < size:
        return data[::-1]
    return (
        data[:a] + data[b : b + size] + data[a + size : b] + data[a : a + size] + data[b + size :]
    )


def repeat(data: bytes, chance: random.Random) -> bytes:
    a = chance.randrange(len(data))
    b = min(len(data), a + chance.randrange(1, 600))
    return data[:b] + data[a:b] + data[b:]


def blank(data: bytes, chance: random.Random) -> bytes:
    a = chance.randrange(len(data))
    b = min(len(data), a + chance.randrange(1, 2000))
    return data[:a] + bytes(b - a) + data[b:]


def noise(data: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(0, 4000))


ALTERATIONS: dict[str, Alter] = {
    "位": flip,
    "截": cut,
    "换": swap,
    "重": repeat,
    "抹": blank,
    "乱": noise,
}


def altered(data: bytes, case: int, chance: random.Random) -> tuple[str, bytes]:
    name = list(ALTERATIONS)[case % len(ALTERATIONS)]
    return name, ALTERATIONS[name](data, chance)


def ballots(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    tally = Tally("损坏的评分包")
    with emptied(folder) as place:
        one = copied(county.blank["E2"], place / "E2.ballot")
        states = [_marks(one.path, one.pin)]
        with open_ballot(one.path, one.pin) as ballot:
            for n, (unit, leaf) in enumerate(list(ballot.content.question)[:20]):
                ballot.set_mark(unit, leaf, _value(n))
                states.append({pair: str(m.value) for pair, m in ballot.marks.items()})
        whole = one.path.read_bytes()
        other = county.ballots["E3"].path.read_bytes()
        for case in range(cases):
            name, data = altered(whole, case, chance)
            if case % 13 == 12:  # the records of another expert's ballot behind this one's
                name, data = "接", whole + other[-chance.randrange(1, len(other)) :]
            one.path.write_bytes(data)
            # Zeros for an end are what a power cut leaves of a record that never was finished.
            shorter = whole.startswith(data.rstrip(b"\0")[:-1]) and data != whole
            _judge_ballot(tally, one.path, one.pin, name, shorter, states)
    return tally


def _value(n: int) -> Decimal:
    return Decimal(60 + n) / 10


def _marks(path: Path, pin: str) -> dict[tuple[str, str], str]:
    with open_ballot(path, pin, write=False) as ballot:
        return {pair: str(mark.value) for pair, mark in ballot.marks.items()}


def _judge_ballot(
    tally: Tally, path: Path, pin: str, name: str, shorter: bool, states: list[dict]
) -> None:
    try:
        found = _marks(path, pin)
    except UserError:
        tally.add("拒绝")
    except Exception as error:  # anything else is no word for a person
        tally.outrage(f"{name}：{type(error).__name__} {error}")
    else:
        if found == states[-1]:
            tally.add("内容未变")
        elif shorter and found in states:
            tally.add("等于较早的副本")
        else:
            tally.outrage(f"{name}：打开了，少了或多了评分")


def returns(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    """Altered, replayed and misdirected returns; the assessment keeps what it had."""
    tally = Tally("损坏、重放的交卷")
    with emptied(folder) as place:
        file = Path(shutil.copy(county.file, place / "县.kaoping"))
        one = copied(county.ballots["E1"], place / "E1.ballot")
        old = county.returns["E1"].read_bytes()
        new, path = place / "新.return", place / "改.return"
        fill(one, turn=1)
        seal_to(one.path, one.pin, new)
        whole = new.read_bytes()
        with Store.open(file) as store:
            assert collect_returns(store, [new])[0].status == "accepted"
            before = digest(store.read())
            for case in range(cases):
                name, data = altered(whole, case, chance)
                expected = "refused"
                if case % 11 == 10:
                    name, data, expected = "重放", old, "stale"
                elif data == whole:
                    expected = "unchanged"
                path.write_bytes(data)
                (taken,) = collect_returns(store, [path])
                if taken.status != expected or digest(store.read()) != before or not taken.reason:
                    tally.outrage(f"{name}：{taken.status} {taken.reason}")
                else:
                    tally.add(
                        {"refused": "拒绝", "stale": "认出较早的"}.get(expected, "认出相同的")
                    )
            if verify(file):
                tally.outrage("考评文件坏了")
    return tally


def workbooks(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    tally = Tally("损坏的工作簿")
    whole = county.book.read_bytes()
    with emptied(folder) as place:
        book = place / "县.xlsx"
        with Store.open(Path(shutil.copy(county.file, place / "县.kaoping"))) as store:
            before = digest(store.read())
            for case in range(cases):
                name, data = altered(whole, case, chance)
                book.write_bytes(data)
                try:
                    import_books(store, [book])
                except UserError:
                    tally.add("拒绝")
                except Exception as error:  # anything else is no word for a person
                    tally.outrage(f"{name}：{type(error).__name__} {error}")
                else:
                    tally.add("内容未变")
                if digest(store.read()) != before:
                    tally.outrage(f"{name}：收了改动过的内容")
                    before = digest(store.read())
    return tally


def assessments(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    tally = Tally("损坏的考评文件")
    with emptied(folder) as place:
        good = Path(shutil.copy(county.file, place / "好.kaoping"))
        with Store.open(good) as store:
            collect_returns(store, list(county.returns.values()))
            before = digest(store.read())
        whole, bad = good.read_bytes(), place / "坏.kaoping"
        for case in range(cases):
            name, data = altered(whole, case, chance)
            bad.write_bytes(data)
            _judge_assessment(tally, bad, name, before)
    return tally


def _judge_assessment(tally: Tally, bad: Path, name: str, before: str) -> None:
    try:
        found = verify(bad)
    except UserError:
        tally.add("拒绝")
        return
    except Exception as error:  # anything else is no word for a person
        tally.outrage(f"{name}：核对时 {type(error).__name__} {error}")
        return
    try:
        with Store.open(bad, write=False) as store:
            same = digest(store.read()) == before
    except UserError:
        tally.add("核对发现" if found else "打开时拒绝")
        return
    except Exception as error:
        tally.outrage(f"{name}：打开时 {type(error).__name__} {error}")
        return
    if found:
        tally.add("核对发现")
    elif same:
        tally.add("内容未变")
    else:
        tally.outrage(f"{name}：内容变了，核对却没有发现")
