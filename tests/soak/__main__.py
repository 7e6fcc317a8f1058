"""`make soak`: the program killed, its files damaged, its disks full; and what came of it, in
numbers. Ends with 1 where anything happened that must not.

    python -m tests.soak [--cases N] [--seed S]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.soak import damage, disks, kills
from tests.soak.county import build
from tests.soak.tally import Tally

# What is tried, and its share of the cases
TRIALS = (
    (kills.during_fill, 6),
    (kills.during_seal, 4),
    (kills.during_collect, 4),
    (damage.ballots, 12),
    (damage.returns, 12),
    (damage.workbooks, 6),
    (damage.assessments, 8),
    (disks.full, 2),
    (disks.vanishing, 3),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="折腾一遍，看丢不丢、收不收错")
    parser.add_argument("--cases", type=int, default=2400, help="一共试多少次，默认 2400")
    parser.add_argument("--seed", type=int, default=0, help="同样的种子试同样的")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        tallies = list(run(Path(folder), given.cases, given.seed))
    wrong = sum(len(tally.wrong) for tally in tallies)
    verdict = "没有丢失，没有收错" if not wrong else f"有{wrong}处不该发生"
    print(f"{verdict}（{time.monotonic() - begun:.0f} 秒，种子 {given.seed}）")
    return 1 if wrong else 0


def run(folder: Path, cases: int, seed: int) -> list[Tally]:
    """Every trial in turn, told as soon as it is done."""
    county = build(folder)
    whole = sum(share for _trial, share in TRIALS)
    tallies = []
    for trial, share in TRIALS:
        if trial.__module__.endswith("kills") and not hasattr(os, "fork"):
            print("中断：这个系统没有 fork，没有试")
            continue
        number = max(1, cases * share // whole)
        tally = trial(county, folder / "场地", number, random.Random(f"{seed} {trial.__name__}"))
        print("\n".join(tally.lines()), flush=True)
        tallies.append(tally)
    return tallies


if __name__ == "__main__":
    sys.exit(main())
