"""The program killed in the middle: while marks are entered, while a ballot is sealed, while
returns are collected. What was acknowledged must be there afterwards, and the work go on.

The child is a fork that is killed from outside at a random moment, or kills itself at a chosen
write, sync or rename, with half of the bytes written.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from core.actions.ballot_work import seal_to
from core.actions.returns import collect_returns
from core.errors import UserError
from core.exchange.ballot import open_ballot
from core.store.backup import verify_file
from core.store.store import Store
from tests.soak.county import County, copied, emptied, mark_of
from tests.soak.tally import Tally

Say = Callable[[str], None]


def in_child(work: Callable[[Say], None], kill_after: float | None) -> list[str]:
    """What the child acknowledged before it ended, killed after so many seconds."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        code = 1
        try:
            work(lambda text: void(os.write(writer, text.encode() + b"\n")))
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(pid, 0)
    # a line that was cut off was not acknowledged
    return said.split("\n")[:-1]


def void(_value: object) -> None:
    return None


def die_at(call: int) -> None:
    """From now on, end at the `call`-th write, sync, cut or rename; a write does half."""
    left = iter(range(call))

    def deadly(name: str) -> None:
        real = getattr(os, name)

        def act(*given: object, **more: object) -> object:
            if len(given) == 2 and isinstance(given[1], bytes) and given[1].endswith(b"\n"):
                return real(*given, **more)  # the acknowledgement itself
            if next(left, None) is None:
                if name == "write":
                    real(given[0], bytes(memoryview(given[1])[: len(given[1]) // 2]))  # type: ignore
                os._exit(9)
            return real(*given, **more)

        setattr(os, name, act)

    for name in ("write", "pwrite", "fsync", "ftruncate", "replace", "rename", "link"):
        if hasattr(os, name):
            deadly(name)


def during_fill(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    """One ballot killed again and again, from its first mark to its last."""
    tally = Tally("录入时中断")
    with emptied(folder) as place:
        one = copied(county.blank["E1"], place / "E1.ballot")
        given: dict[tuple[str, str], str] = {}
        for case in range(cases):
            inside = bool(chance.randrange(2))
            call = chance.randrange(1, 80)

            def work(say: Say, case: int = case, inside: bool = inside, call: int = call) -> None:
                with open_ballot(one.path, one.pin) as ballot:
                    if inside:
                        die_at(call)
                    pairs = list(ballot.content.question)
                    random.Random(case).shuffle(pairs)
                    for unit, leaf in pairs:
                        value = mark_of(unit, leaf, case)
                        ballot.set_mark(unit, leaf, value)
                        say(f"{unit} {leaf} {value}")

            said = in_child(work, None if inside else chance.uniform(0.0, 0.08))
            for line in said:
                unit, leaf, value = line.split()
                given[unit, leaf] = value
            _check_marks(tally, one.path, one.pin, given, f"第{case}次")
            tally.add("已确认的评分", len(said))
    return tally


def _check_marks(
    tally: Tally, path: Path, pin: str, given: dict[tuple[str, str], str], where: str
) -> None:
    """The acknowledged marks are there; one more may be, which was not acknowledged yet."""
    try:
        with open_ballot(path, pin) as ballot:
            found = {pair: str(mark.value) for pair, mark in ballot.marks.items()}
    except UserError as error:
        tally.outrage(f"{where}：打不开了：{error}")
        return
    off = {pair for pair in given.keys() | found.keys() if given.get(pair) != found.get(pair)}
    if len(off) > 1 or any(pair not in found for pair in off):
        tally.outrage(f"{where}：{len(off)}处与确认过的不符")
    else:
        tally.add("经受住")
    given.update(found)


def during_seal(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    """The return is the old one, or the new one, or not there; never half of one."""
    tally = Tally("交卷时中断")
    for case in range(cases):
        with emptied(folder) as place:
            one = copied(county.ballots["E1"], place / "E1.ballot")
            out = place / "E1.return"
            if case % 2:
                shutil.copy(county.returns["E1"], out)
            with open_ballot(one.path, one.pin) as ballot:
                ballot.set_mark("U00", "1", mark_of("U00", "1", case + 1))
            call = chance.randrange(1, 8)

            def work(say: Say, call: int = call) -> None:
                die_at(call)
                say(seal_to(one.path, one.pin, out)[0].receipt)  # noqa: B023

            said = in_child(work, None)
            _check_sealed(tally, county, place, one.path, one.pin, out, said)
    return tally


def _check_sealed(
    tally: Tally, county: County, place: Path, path: Path, pin: str, out: Path, said: list[str]
) -> None:
    file = Path(shutil.copy(county.file, place / "县.kaoping"))
    with Store.open(file) as store:
        if out.exists():
            (taken,) = collect_returns(store, [out])
            if taken.status != "accepted":
                tally.outrage(f"留下半份交卷：{taken.reason}")
                return
            if said and taken.receipt != said[0]:
                tally.outrage("显示过的回执与交卷文件不符")
                return
        elif said:
            tally.outrage("显示了回执，却没有交卷文件")
            return
        sealed, _review = seal_to(path, pin, out)
        (taken,) = collect_returns(store, [out])
        good = taken.status in ("accepted", "unchanged") and taken.receipt == sealed.receipt
    if good:
        tally.add("已交成" if said else "没交成，再交即可")
    else:
        tally.outrage(f"中断后交不了卷：{taken.status} {taken.reason}")


def during_collect(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    """Each return is in whole or not at all, the file is sound, and the rest can be taken in."""
    tally = Tally("收卷时中断")
    paths = list(county.returns.values())
    begun = time.perf_counter()
    with emptied(folder) as place:
        _collected(Path(shutil.copy(county.file, place / "县.kaoping")), paths)
    length = time.perf_counter() - begun
    for case in range(cases):
        with emptied(folder) as place:
            file = Path(shutil.copy(county.file, place / "县.kaoping"))

            def work(say: Say) -> None:
                with Store.open(file) as store:  # noqa: B023
                    for path in paths:
                        (taken,) = collect_returns(store, [path])
                        say(f"{taken.expert} {taken.status}")

            said = in_child(work, chance.uniform(0.0, length))
            _check_collected(tally, file, paths, said, f"第{case}次")
    return tally


def _collected(file: Path, paths: list[Path]) -> dict[str, str]:
    with Store.open(file) as store:
        return {str(t.expert): str(t.status) for t in collect_returns(store, paths)}


def _marks(file: Path) -> dict[str, int]:
    """Expert → how many marks are stored."""
    with Store.open(file, write=False) as store:
        snapshot = store.read()
    experts = [snapshot.experts[n].code for n in snapshot.marks.expert.tolist()]
    return {code: experts.count(code) for code in set(experts)}


def _check_collected(
    tally: Tally, file: Path, paths: list[Path], said: list[str], where: str
) -> None:
    whole = 12 * 8
    problems, stored = verify_file(file), _marks(file)
    accepted = {line.split()[0] for line in said}
    if problems:
        tally.outrage(f"{where}：文件坏了：{problems[0]}")
    elif any(stored.get(code) != whole for code in accepted):
        tally.outrage(f"{where}：收过的不见了")
    elif any(n != whole for n in stored.values()):
        tally.outrage(f"{where}：收了半份")
    else:
        _collected(file, paths)
        if _marks(file) == {f"E{n}": whole for n in range(1, 6)} and not verify_file(file):
            tally.add("经受住")
            tally.add("已确认的交卷", len(accepted))
        else:
            tally.outrage(f"{where}：中断后收不齐")
