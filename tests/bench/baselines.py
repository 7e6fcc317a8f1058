"""What the program is measured against: the plain ways of doing the same work."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

MARKS = "SELECT * FROM marks"


def fetch_marks(path: Path) -> int:
    """(a) of open and compute: the same rows by `fetchall`."""
    with closing(sqlite3.connect(path)) as connection:
        return len(connection.execute(MARKS).fetchall())


def stored_rows(path: Path) -> tuple[str, list[tuple[int, ...]]]:
    """How the table of marks is made, and its rows in key order."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT sql FROM sqlite_master WHERE name = 'marks'"
        sql = str(connection.execute(query).fetchone()[0])
        return sql, connection.execute(MARKS).fetchall()


def insert_marks(path: Path, table: str, rows: list[tuple[int, ...]]) -> None:
    """The same rows by `executemany` into a new file, with the pragmas of the store."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;")
        connection.execute(table)
        holes = ", ".join("?" * len(rows[0]))
        with connection:
            connection.executemany(f"INSERT INTO marks VALUES ({holes})", rows)


def commit_one(connection: sqlite3.Connection) -> None:
    """One bare durable commit."""
    with connection:
        connection.execute("INSERT INTO bare (value) VALUES (1)")


def bare_database(path: Path) -> sqlite3.Connection:
    """A database with one table and `synchronous=FULL`."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA synchronous=FULL; CREATE TABLE bare (value INTEGER);")
    return connection


def read_sheet(path: Path, sheet: str) -> int:
    """The rows of a sheet by openpyxl, read-only."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    rows = sum(1 for _row in book[sheet].iter_rows(values_only=True))
    book.close()
    return rows


ANALYST = """
import sqlite3, sys, time
import pandas as pd
def work():
    connection = sqlite3.connect(sys.argv[1])
    marks = pd.read_sql("SELECT * FROM marks", connection)
    units = pd.read_sql("SELECT id, category FROM units", connection).set_index("id")
    cells = marks.groupby(["unit", "leaf"])["value"]
    trimmed = (cells.sum() - cells.min() - cells.max()) / (cells.count() - 2)
    total = (trimmed / 1e6).round(2).groupby(level=0).sum().to_frame("total")
    total["category"] = units["category"]
    total["rank"] = total.groupby("category")["total"].rank(method="min", ascending=False)
    total["grade"] = pd.cut(total["total"], [-1, 60, 80, 90, 1e9], right=False)
    return total
work()
times = []
for _run in range(5):
    start = time.perf_counter(); work(); times.append(time.perf_counter() - start)
print(sorted(times)[2])
"""


def analyst_seconds(path: Path, python: Path) -> float | None:
    """(b) of open and compute: the median of the script an analyst would write, run by the Python
    that has pandas (it is kept out of ours); None where there is none."""
    if not python.exists():
        return None
    done = subprocess.run(
        [python, "-c", ANALYST, path], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    return float(done.stdout)


RADAR = 6


def docxtpl_letters(template: Path, contexts: list[dict[str, object]], folder: Path) -> None:
    """Letters the plain way: docxtpl from the file and one matplotlib figure, each time."""
    import matplotlib

    matplotlib.use("Agg")
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2.sandbox import SandboxedEnvironment

    for number, context in enumerate(contexts):
        picture = folder / f"{number}.png"
        _figure(picture)
        document = DocxTemplate(template)
        image = InlineImage(document, str(picture), width=Mm(100))
        environment = SandboxedEnvironment()
        document.render({**context, "雷达图": image, "radar": image}, environment)
        document.save(folder / f"{number}.docx")


def _figure(path: Path) -> None:
    import matplotlib.pyplot as plt
    import numpy as np

    angles = np.linspace(0, 2 * np.pi, RADAR, endpoint=False)
    figure, axes = plt.subplots(subplot_kw={"projection": "polar"}, figsize=(4, 3.2))
    for values in (np.linspace(0.7, 0.9, RADAR), np.linspace(0.8, 0.85, RADAR)):
        axes.plot(np.append(angles, 0), np.append(values, values[0]))
        axes.fill(angles, values, alpha=0.2)
    axes.set_xticks(angles, [f"axis {n}" for n in range(RADAR)])
    figure.savefig(path, dpi=200)
    plt.close(figure)
