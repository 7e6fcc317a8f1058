"""Two rounds and a publication in the window: the sample county before anybody has rated, fifteen
ballots out, returns dropped on the window, the disputed pairs asked again, published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from core.actions.ballots import Issued
from core.model.marks import ABSTAINED, MARK_SCALE, NO_MARKS
from core.model.snapshot import Snapshot
from core.scoring.score import score
from core.store.store import Store
from gui.pages.results import ResultsPage
from gui.pages.rounds import RoundsPage
from gui.window import MainWindow
from tests.gui.conftest import NOUNS

pytestmark = pytest.mark.usefixtures("cheap")
CV = "0.1"


@pytest.fixture
def unrated(tmp_path: Path, sample: Snapshot) -> Path:
    """The sample county before its first round."""
    path = tmp_path / "清岚县.kaoping"
    with Store.create(path) as store, store.edit("导入 示例县.xlsx") as edit:
        edit.put_settings(sample.settings)
        for noun in (n for n in NOUNS if n != "rounds"):
            edit.put(*getattr(sample, noun))
    return path


def marks_by_expert(sample: Snapshot) -> dict[str, dict[tuple[str, str], Any]]:
    """What the sample's experts think."""
    marks, found = sample.marks, dict[str, dict[tuple[str, str], Any]]()
    leaves = sample.tree.leaves
    for u, i, e, v in zip(*(c.tolist() for c in (marks.unit, marks.leaf, marks.expert, marks.value)), strict=True):  # fmt: skip # noqa: E501
        given = "弃权" if v == ABSTAINED else Decimal(v) / MARK_SCALE
        found.setdefault(sample.experts[e].code, {})[sample.units[u].code, leaves[i].code] = given
    return found


def drop(window: MainWindow, *paths: Path) -> None:
    """As a hand lets files go over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, data,
                   Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip


def hand_out(window: MainWindow, qtbot: QtBot) -> list[Issued]:
    """Follow the step that says so."""
    assert "发放评分包" in window.step.go.text()
    window.step.go.click()
    page: Any = window.pages["rounds"]
    with qtbot.waitSignal(window.desk.jobs.finished, timeout=60_000):
        page.dialog.go.click()
    slips = page.dialog
    slips.kept = True
    slips.leave.click()
    return list(slips.issued)


def bring_back(window: MainWindow, returns: list[Path], qtbot: QtBot) -> None:
    page = cast(RoundsPage, window.pages["rounds"])
    with qtbot.waitSignal(page.collecting.finished, timeout=120_000):
        drop(window, *returns)


@pytest.mark.timeout(120)
def test_from_the_first_ballot_to_the_publication(
    make_window: Callable[..., MainWindow], answers: Any, unrated: Path, sample: Snapshot,
    qtbot: QtBot, hand_in: Callable[..., Path], tmp_path: Path,
) -> None:  # fmt: skip
    window = make_window(answers, unrated)
    session = window.desk.session
    opinions = marks_by_expert(sample)

    # the first round, for everything
    assert "开启第1轮" in window.step.words.text()
    window.step.go.click()
    page = cast(RoundsPage, window.pages["rounds"])
    cast(Any, page.dialog).go.click()
    issued = hand_out(window, qtbot)
    assert len(issued) == 15
    assert "15 位专家没有交齐" in window.step.words.text()

    stick = tmp_path / "优盘"
    stick.mkdir()
    for one in issued[:-1]:
        said = opinions[one.expert]
        hand_in(one, stick, lambda pair, _content, said=said: said[pair])
    bring_back(window, [stick], qtbot)
    assert "1 位专家没有交齐（E15）" in window.step.words.text()
    window.step.go.click()
    assert answers.told[-1].lines[0].startswith("E15")
    last = issued[-1]
    late = hand_in(last, tmp_path, lambda pair, _content: opinions["E15"][pair])
    bring_back(window, [late], qtbot)
    words = {row.word for row in page.beside.returns.table.rows.source.rows}
    assert words == {"新收"}

    # the same marks, whichever way they come
    expected = score(replace(session.snapshot, marks=sample.marks))
    assert [x.total for x in session.result.units] == [x.total for x in expected.units]

    window.step.go.click()  # closes; the person agrees
    assert session.snapshot.open_round is None

    # the second, for what is disputed
    page.open.click()
    form: Any = page.dialog
    form.most.setText(CV)
    qtbot.waitUntil(form.go.isEnabled)
    pairs = form.pairs
    form.go.click()
    opened = session.snapshot.open_round
    assert opened is not None
    assert len(opened.scope) == pairs > 0
    assert f"{pairs} 个分歧项" in window.about.text()
    again = hand_out(window, qtbot)
    returns = [hand_in(one, stick, nearer) for one in again]
    stale = late.rename(stick / "上一轮.return")
    bring_back(window, [*returns, stale], qtbot)
    rows = page.beside.returns.table.rows.source.rows
    assert rows[0].word == "相同"  # it came before, in the first round
    assert {row.word for row in rows[1 : len(returns) + 1]} == {"新收"}
    page.close_it.click()
    assert session.snapshot.open_round is None
    assert len(session.snapshot.rounds) == 2

    # published
    assert "公布" in window.step.go.text()
    window.step.go.click()
    results = cast(ResultsPage, window.pages["results"])
    cast(Any, results.dialog).go.click()
    assert session.snapshot.published
    assert "正式" in window.step.words.text()
    assert session.snapshot.marks is not NO_MARKS


def nearer(pair: tuple[str, str], content: Any) -> Decimal | str:
    """Everyone moves to the middle of the others."""
    others = content.question[pair].others
    leaf = content.leaf_of[pair[1]]
    middle = others.median if others is not None else leaf.points * 4 / 5
    return min(Decimal(round(middle, 1)), leaf.points)
