"""Disks that give out: full (a small tmpfs, where one can be mounted), and a folder that goes
while it is written to."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.actions.ballot_work import seal_to
from core.actions.ballots import Issued, issue_ballots
from core.actions.returns import collect_returns
from core.errors import UserError
from core.exchange.ballot import open_ballot
from core.store.backup import verify_file
from core.store.store import Store
from tests.soak.county import CHEAP, County, copied, emptied, mark_of
from tests.soak.tally import Tally

SIZE = 1 << 20


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """An empty disk of a megabyte at `folder`; None where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def crammed(disk: Path, leave: int) -> Path:
    """A file that takes all of the disk but `leave` bytes."""
    ballast = disk / "填满"
    free = shutil.disk_usage(disk).free
    ballast.write_bytes(bytes(max(0, free - leave)))
    return ballast


def full(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    tally = Tally("磁盘满")
    tries: tuple[Callable[..., None], ...] = (_fill_up, _seal_up, _collect_up, _issue_up)
    for case in range(cases):
        with small_disk(folder) as disk:
            if disk is None:
                tally.add("这里不能挂载小磁盘，没有试")
                return tally
            tries[case % len(tries)](tally, county, disk, chance)
    return tally


def _fill_up(tally: Tally, county: County, disk: Path, chance: random.Random) -> None:
    one = copied(county.blank["E1"], disk / "E1.ballot")
    ballast = crammed(disk, chance.randrange(0, 40000))
    given: dict[tuple[str, str], str] = {}
    refused = 0
    with open_ballot(one.path, one.pin) as ballot:
        for turn in range(4):
            for unit, leaf in list(ballot.content.question):
                value = mark_of(unit, leaf, turn)
                try:
                    ballot.set_mark(unit, leaf, value, "理由" * 60)
                    given[unit, leaf] = str(value)
                except UserError:
                    refused += 1
        ballast.unlink()
        ballot.set_mark("U00", "1", mark_of("U00", "1", 9))
        given["U00", "1"] = str(mark_of("U00", "1", 9))
    _hold(tally, one, given, bool(refused))


def _hold(tally: Tally, one: Issued, given: dict[tuple[str, str], str], refused: bool) -> None:
    with open_ballot(one.path, one.pin, write=False) as ballot:
        found = {pair: str(mark.value) for pair, mark in ballot.marks.items()}
    if found != given:
        tally.outrage("录入：确认过的与存下的不符")
    else:
        tally.add("录入：满了就说，腾出空间接着录" if refused else "录入：没有满")


def _seal_up(tally: Tally, county: County, disk: Path, chance: random.Random) -> None:
    one = copied(county.ballots["E1"], disk / "E1.ballot")
    ballast, out = crammed(disk, chance.randrange(0, 20000)), disk / "E1.return"
    try:
        seal_to(one.path, one.pin, out)
    except UserError:
        whole = not out.exists()
        ballast.unlink()
        seal_to(one.path, one.pin, out)
        tally.add("交卷：满了就说，再交即可") if whole else tally.outrage("交卷：留下半份")
    else:
        tally.add("交卷：没有满")


def _collect_up(tally: Tally, county: County, disk: Path, chance: random.Random) -> None:
    file = Path(shutil.copy(county.file, disk / "县.kaoping"))
    ballast = crammed(disk, chance.randrange(0, 90000))
    accepted: set[str] = set()
    refused = False
    try:
        with Store.open(file) as store:
            for path in county.returns.values():
                (taken,) = collect_returns(store, [path])
                accepted.add(str(taken.expert))
    except UserError:
        refused = True
    ballast.unlink()
    problems = verify_file(file)
    with Store.open(file) as store:
        held = {r.expert for r in store.read().returns}
        taken_all = collect_returns(store, list(county.returns.values()))
    if problems or held != accepted or any(t.status == "refused" for t in taken_all):
        tally.outrage(f"收卷：{problems or held ^ accepted}")
    else:
        tally.add("收卷：满了就说，腾出空间接着收" if refused else "收卷：没有满")


def _issue_up(tally: Tally, county: County, disk: Path, chance: random.Random) -> None:
    with emptied(county.folder / "满") as place:
        file = Path(shutil.copy(county.file, place / "县.kaoping"))
        crammed(disk, chance.randrange(0, 60000))
        with Store.open(file) as store:
            before = store.read().ballots
            try:
                issue_ballots(store, disk / "包", cost=CHEAP)
            except UserError:
                intact = store.read().ballots == before and not (disk / "包").exists()
                tally.add("发放：满了就说，什么也没发") if intact else tally.outrage(
                    "发放：发了一半"
                )
            else:
                tally.add("发放：没有满")


def vanishing(county: County, folder: Path, cases: int, chance: random.Random) -> Tally:
    """The folder is removed while ballots are issued into it, marked in it, or sealed into it."""
    tally = Tally("写到一半文件夹没了")
    tries = (_issue_away, _fill_away, _seal_away)
    for case in range(cases):
        with emptied(folder) as place:
            tries[case % len(tries)](tally, county, place, chance)
    return tally


def _issue_away(tally: Tally, county: County, place: Path, chance: random.Random) -> None:
    file, out = Path(shutil.copy(county.file, place / "县.kaoping")), place / "优盘" / "包"
    out.parent.mkdir()
    at = chance.randrange(5)

    def report(done: int, _total: int, _note: str) -> None:
        if done == at:
            shutil.rmtree(out.parent)

    with Store.open(file) as store:
        before = store.read().ballots
        try:
            issue_ballots(store, out, cost=CHEAP, report=report)
        except UserError:
            intact = store.read().ballots == before and not verify_file(file)
            tally.add("发放：说了，什么也没发") if intact else tally.outrage("发放：旧评分包作废了")
        else:
            tally.outrage("发放：说写好了，其实没有")


def _fill_away(tally: Tally, county: County, place: Path, chance: random.Random) -> None:
    (place / "优盘").mkdir()
    one = copied(county.blank["E1"], place / "优盘" / "E1.ballot")
    at = chance.randrange(90)
    with open_ballot(one.path, one.pin) as ballot:
        for n, (unit, leaf) in enumerate(list(ballot.content.question)):
            if n == at:
                shutil.rmtree(place / "优盘")
            try:
                ballot.set_mark(unit, leaf, mark_of(unit, leaf))
            except UserError:
                continue
            if n >= at:
                tally.outrage("录入：文件没了还说存好了")
                return
    tally.add("录入：说了，没有假装存好")


def _seal_away(tally: Tally, county: County, place: Path, chance: random.Random) -> None:
    one = copied(county.ballots["E1"], place / "E1.ballot")
    try:
        seal_to(one.path, one.pin, place / "没有了" / "E1.return")
    except UserError:
        seal_to(one.path, one.pin, place / "E1.return")
        tally.add("交卷：说了，换个地方再交")
    else:
        tally.outrage("交卷：说写好了，其实没有")
