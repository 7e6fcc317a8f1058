"""Pictures of the scoring window over a ballot, for people who look at it hard and for the manual.

    python -m tests.scoring_screenshots OUT BALLOT PIN [--look light|dark] [--size …] [--fill N]

Works on a copy of the ballot, in which the first N questions are answered by a simple rule.
QT_SCALE_FACTOR=2 draws the same at 200 %.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QSize, QTimer
from PySide6.QtWidgets import QApplication

from core.exchange.ballot import open_ballot
from core.exchange.marks import Change
from core.scoring.mark_rules import asks_reason
from gui import theme
from gui.app import prepare
from gui.scoring.sitting import Sitting
from gui.scoring.typed import nearest, stepped
from gui.scoring.window import ScoringWindow

SIZE = QSize(1366, 768)
BESIDE = 8  # units that the rule leaves half done


def settle(milliseconds: int = 150) -> None:
    """Let what is queued be done: layouts, timers, paints."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def shoot(window: ScoringWindow, out: Path, name: str) -> None:
    settle()
    out.mkdir(parents=True, exist_ok=True)
    window.activateWindow()
    settle()
    window.grab().save(str(out / f"{name}.png"))
    print(out / f"{name}.png")


def fill(sitting: Sitting, count: int) -> None:
    """Answer so many questions: a share that wanders with the place, 理由 mostly where due."""
    changes = []
    for n, pair in enumerate(sitting.units.pairs[:count]):
        rules = sitting.rules(pair)
        share = 0.62 + (n * 37 % 31) / 90
        words = dict(rules.words) if rules.mode.name == "WORDS" else {}
        value = stepped(rules, None, 1) if words else nearest(rules, share)
        due = asks_reason(rules, value) and n % 5
        changes.append(Change(*pair, value, "窗口齐全，材料规范" if due else ""))
    sitting.set_many(changes, "示例")


def views(window: ScoringWindow, out: Path) -> None:
    """Each page in turn."""
    sitting, bench = window.sitting, window.bench
    assert sitting is not None
    shoot(window, out, "units")
    bench.question.answer.field.setText("100000")
    bench.question.answer.field.textEdited.emit("100000")
    shoot(window, out, "refused")
    bench.question.answer.field.setText("0.5")
    bench.question.answer.field.textEdited.emit("0.5")
    bench.question.answer.entered()
    shoot(window, out, "reason")
    bench.forward()
    bench.abstain()
    shoot(window, out, "abstained")
    bench.turn(BESIDE)
    bench.recuse()
    shoot(window, out, "recused")
    bench.recuse()
    window.show_view("leaves")
    shoot(window, out, "leaves")
    window.show_view("grid")
    shoot(window, out, "grid")
    window.check()
    shoot(window, out, "review")
    window.receipt.show_receipt(
        "K7Q2-M9XD", out / "E07_第1轮.return", "第 1 次交卷，2026-12-01 15:20"
    )
    window.pages.setCurrentWidget(window.receipt)
    shoot(window, out, "receipt")


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("out", type=Path)
    words.add_argument("ballot", type=Path)
    words.add_argument("pin")
    words.add_argument("--look", choices=("light", "dark"), default="light")
    words.add_argument("--size", choices=tuple(theme.SIZES), default="normal")
    words.add_argument("--fill", type=int, default=0)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        app = QApplication(sys.argv[:1])
        prepare(app)
        theme.choose(app, "look", given.look)
        theme.choose(app, "size", given.size)
        copy = Path(shutil.copy(given.ballot, folder))
        window = ScoringWindow(copy)
        window.resize(SIZE)
        window.show()
        shoot(window, given.out, "unlock")
        ballot = open_ballot(copy, given.pin)
        fill(Sitting(ballot), given.fill)
        window.show_ballot(ballot)
        views(window, given.out)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
