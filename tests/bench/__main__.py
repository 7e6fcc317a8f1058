"""`make bench`: each piece of work beside the plain way of doing it, in one run on one county.

Prints medians and ratios with the machine, the versions and the sizes. A benchmark is no test:
nothing fails here. What is to be reached is written beside each row.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import numpy as np

from core.actions.assessment import create
from core.actions.ballot_work import hand_in
from core.actions.ballots import issue_ballots
from core.actions.returns import Taken, collect_returns
from core.analysis.placing import contests, place
from core.analysis.robustness import weight_worlds
from core.analysis.worlds import draw_weights, official, shares_of, weighted_totals
from core.exchange.ballot import open_ballot
from core.exchange.crypto import Cost
from core.exchange.marks import Change
from core.files.papers import write_letters
from core.files.workbook_out import write_book
from core.model.marks import Marks
from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot
from core.scoring.score import rescore, score
from core.store.store import Store
from tests.bench import baselines
from tests.bench.timing import HEAD, Row, median, seconds, side_by_side

ROOT = Path(__file__).parents[2]
PANDAS = ROOT / ".venv-bench" / "bin" / "python"
UNITS, LEAVES, EXPERTS = 500, 60, 30
MIB = 1 << 20


def main() -> None:
    """All rows, one after the other, as they are measured."""
    print(about())
    print(f"\n{HEAD}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            print(row, flush=True)


def about() -> str:
    """The machine, the versions, the sizes."""
    packages = ("numpy", "PySide6-Essentials", "openpyxl", "python-calamine", "docxtpl")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
        f"{versions}\n{UNITS} units x {LEAVES} leaves x {EXPERTS} experts"
    )


def rows(folder: Path) -> Iterator[Row]:
    county = sample_snapshot(UNITS, LEAVES, EXPERTS, rated_only=True)
    file = folder / "county.kaoping"
    store_all(file, county)
    yield from opening(file)
    yield from robust(county)
    yield one_more_mark(county)
    yield from growth()
    yield storing(folder, file, county)
    yield durable(folder)
    yield importing(folder)
    yield papers(folder)
    yield collecting(folder, file)
    yield from starting()


def store_all(path: Path, county: Snapshot) -> None:
    """The county in a file of its own."""
    with Store.create(path) as store:
        store_nouns(store, county)
        with store.edit("marks") as edit:
            edit.put_marks(county, county.marks)


def store_nouns(store: Store, county: Snapshot) -> None:
    """All but the marks."""
    with store.edit("nouns") as edit:
        edit.put_settings(county.settings)
        nouns = ("indicators", "units", "experts", "kinds", "recusals", "rounds", "grades")
        for name in nouns:
            edit.put(*getattr(county, name))


def open_and_compute(file: Path) -> int:
    with Store.open(file, write=False) as store:
        return len(score(store.read()).units)


def opening(file: Path) -> Iterator[Row]:
    ours, fetched = side_by_side(
        lambda: open_and_compute(file), lambda: baselines.fetch_marks(file)
    )
    yield Row("open and compute / fetchall", ours, fetched, "<= 1.5")
    analyst = baselines.analyst_seconds(file, PANDAS)
    note = "" if analyst else "no pandas here"
    yield Row("open and compute / pandas", ours, analyst, "<= 0.33", note)


def one_more_mark(county: Snapshot) -> Row:
    before = score(county)
    value = county.marks.value.copy()
    value[0] = 0
    marks = Marks(
        county.marks.unit, county.marks.leaf, county.marks.expert, county.marks.round, value
    )
    after = replace(county, marks=marks)
    cell = (int(county.marks.unit[0]), int(county.marks.leaf[0]))
    ours, full = side_by_side(lambda: rescore(after, before, [cell]), lambda: score(after))
    return Row("one more mark / all of it", ours, full, "<= 50 ms")


def robust(county: Snapshot) -> Iterator[Row]:
    """1 000 draws of weights: to the totals of every unit, and to ranks and grades as well."""
    result, runs = score(county), 1000
    known = official(county, result)
    factors = draw_weights(len(county.tree.leaves), 0.1, runs, 0)
    fields = [
        (contest, shares_of(county, result, known, contest.members)) for contest in contests(county)
    ]
    left, right = np.ones((runs, LEAVES)), np.ones((LEAVES, UNITS))

    def totals() -> None:
        for _contest, shares in fields:
            for _worlds in weighted_totals(shares, factors, by_quantity=False):
                pass

    def places() -> None:
        for contest, shares in fields:
            place(contest, weighted_totals(shares, factors, by_quantity=False))

    for what, work in (("totals", totals), ("ranks and grades", places)):
        mine, product = side_by_side(work, lambda: left @ right, runs=15)
        yield Row(f"{runs} draws, {what} / product", mine, product, "<= 5")
    whole = median(lambda: weight_worlds(county, result), runs=3)
    yield Row(f"{runs} draws of weights, all of it", whole, None, "about 1 s")


def growth() -> Iterator[Row]:
    sizes = ((25, 60, 30, 1), (250, 60, 30, 1), (500, 60, 30, 1), (500, 60, 150, 1))
    counties = [
        sample_snapshot(units, leaves, experts, rounds, rated_only=True)
        for units, leaves, experts, rounds in sizes
    ]
    counts = [len(county.marks) for county in counties]
    times = [median(lambda c=county: score(c)) for county in counties]
    slope = np.polyfit(np.log(counts), np.log(times), 1)[0]
    for count, time, county in zip(counts, times, counties, strict=True):
        note = f"{peak_bytes(county) / count:.0f} bytes a mark, marks included"
        yield Row(f"score {count:,} marks", time, None, f"n^{slope:.2f} (<= 1.1)", note)


def peak_bytes(county: Snapshot) -> int:
    """The most memory that scoring holds, and the marks themselves."""
    columns = (county.marks.unit, county.marks.leaf, county.marks.expert, county.marks.round)
    held = sum(c.nbytes for c in columns) + county.marks.value.nbytes
    tracemalloc.start()
    score(county)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held + peak


def storing(folder: Path, file: Path, county: Snapshot) -> Row:
    table, stored = baselines.stored_rows(file)
    ours_path, plain_path = folder / "store.kaoping", folder / "plain.sqlite"

    def ours() -> None:
        ours_path.unlink(missing_ok=True)
        store_all(ours_path, county)

    mine, plain = side_by_side(
        ours, lambda: baselines.insert_marks(plain_path, table, stored), runs=3
    )
    return Row(f"store {len(stored):,} marks / executemany", mine, plain, "<= 2.5")


def durable(folder: Path) -> Row:
    county = sample_snapshot()
    path = folder / "one.kaoping"
    values = iter(range(0, 10**9, 10**4))
    mark = county.marks.take(slice(0, 1))
    with Store.create(path) as store:
        store_nouns(store, county)
        connection = baselines.bare_database(folder / "bare.sqlite")

        def ours() -> None:
            changed = Marks(
                mark.unit, mark.leaf, mark.expert, mark.round, np.asarray([next(values)])
            )
            with store.edit("mark") as edit:
                edit.put_marks(county, changed)

        mine, bare = side_by_side(ours, lambda: baselines.commit_one(connection), runs=51)
        connection.close()
    return Row("one mark, durable / bare commit", mine, bare, "<= 3")


def importing(folder: Path) -> Row:
    county = sample_snapshot(48, 60, 15, rated_only=True)
    book = folder / "county.xlsx"
    write_book(county, book)
    made = folder / "made.kaoping"

    def ours() -> None:
        made.unlink(missing_ok=True)
        create(made, book)

    mine, read = side_by_side(ours, lambda: baselines.read_sheet(book, "评分"), runs=3)
    return Row(f"import {len(county.marks):,} marks / openpyxl", mine, read, "<= 0.5")


def papers(folder: Path) -> Row:
    from core.files.field_list import example

    county = sample_snapshot(200, 45, 15)
    result = score(county)
    written = sum(line.complete for line in result.units)
    template = ROOT / "resources" / "templates" / "结果通知.docx"
    plain = folder / "plain"
    plain.mkdir()
    some = 20  # the plain way is slow; scaled up
    mine, other = side_by_side(
        lambda: write_letters(county, result, folder / "letters"),
        lambda: baselines.docxtpl_letters(template, [example()] * some, plain),
        runs=3,
    )
    other *= written / some
    return Row(f"{written} letters / docxtpl + figure", mine, other, "<= 0.25")


def collecting(folder: Path, file: Path) -> Row:
    """Full returns of some of the experts, one after the other, into the large file."""
    some = 4
    with Store.open(file) as store:
        county = store.read()
        experts = [expert.code for expert in county.experts[:some]]
        issued = issue_ballots(store, folder / "ballots", experts, cost=Cost(1, 8192))
        returns = [fill_and_seal(folder, ballot.path, ballot.pin) for ballot in issued]
        taken: list[Taken] = []
        time = seconds(lambda: taken.extend(collect_returns(store, returns))) / some
    assert [t.status for t in taken] == ["accepted"] * some
    return Row(f"collect a return of {UNITS * LEAVES:,} marks", time, None, "<= 1 s")


def fill_and_seal(folder: Path, path: Path, pin: str) -> Path:
    out = folder / f"{path.stem}.return"
    with open_ballot(path, pin) as ballot:
        asked = ballot.content.question
        ballot.set_marks([Change(unit, leaf, Decimal(0), "理由") for unit, leaf in asked])
        hand_in(ballot, out)
    return out


def starting() -> Iterator[Row]:
    bare = (
        "import time; from PySide6.QtWidgets import QApplication, QLabel, QMainWindow\n"
        "app = QApplication([]); window = QMainWindow(); window.setCentralWidget(QLabel('x'))\n"
        "window.show(); app.processEvents()"
    )
    ours = (
        "from PySide6.QtWidgets import QApplication; from gui.app import prepare\n"
        "from gui.window import MainWindow\n"
        "app = QApplication([]); prepare(app); window = MainWindow()\n"
        "window.show(); app.processEvents()"
    )
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def run(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)

    mine, plain = side_by_side(lambda: run(ours), lambda: run(bare))
    yield Row("start to first paint / bare window", mine, plain, "<= 1.5")


if __name__ == "__main__":
    main()
