"""A small ballot, cheap to open, and the window over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.exchange.ballot import WorkingBallot, create_ballot, open_ballot
from core.exchange.ballot_content import Asked, AskedLeaf, AskedUnit, BallotContent, Others
from core.exchange.crypto import Cost, new_seal_keys, new_signing_key
from core.model.plan import RatingMode
from gui.scoring.sitting import Sitting
from gui.scoring.window import ScoringWindow

PIN = "K7Q2M-9XDRT"
UNITS = (("U1", "南岭镇", "乡镇"), ("U2", "河口镇", "乡镇"), ("U3", "县教育局", "部门"))
PUBLIC, SECRET = new_seal_keys()
SIGNING, VERIFY = new_signing_key()


def _content(**changes: Any) -> BallotContent:
    """Three units on two leaves in steps of 0.5; the bureau is not asked about 1.2."""
    leaves = (
        AskedLeaf("1.1", "政务服务", ("一、服务",), Decimal(10), "按时办结的得 8 分以上"),
        AskedLeaf("1.2", "队伍建设", ("一、服务",), Decimal(5)),
    )
    asked = [Asked(u, leaf.code) for u, _n, _c in UNITS for leaf in leaves]
    plain = BallotContent(
        assessment="a" * 32,
        name="平川县绩效考核",
        year=2026,
        plan_digest="d" * 64,
        round=1,
        expert="E07",
        expert_name="王建国",
        ballot="b" * 32,
        issued_at="2026-12-01T09:00:00+08:00",
        mode=RatingMode.POINTS,
        step=Decimal("0.5"),
        grade_words=(("优", Decimal(1)), ("良", Decimal("0.8")), ("差", Decimal("0.5"))),
        reason_below=Decimal("0.6"),
        reason_above=Decimal("0.95"),
        units=tuple(AskedUnit(*unit) for unit in UNITS),
        leaves=leaves,
        asked=tuple(a for a in asked if (a.unit, a.leaf) != ("U3", "1.2")),
        seal_public=PUBLIC,
        signing_key=SIGNING,
    )
    return replace(plain, **changes)


@pytest.fixture(scope="session")
def content() -> Callable[..., BallotContent]:
    return _content


@pytest.fixture(scope="session")
def pin() -> str:
    return PIN


@pytest.fixture(scope="session")
def seal_secret() -> str:
    return SECRET


@pytest.fixture(scope="session")
def second() -> BallotContent:
    """The second round: others' quartiles and reasons, one's own earlier mark."""
    others = Others(3, Decimal("6.5"), Decimal("7.5"), Decimal("8.5"), ("窗口齐全", "仍需往返"))
    asked = Asked(
        "U1", "1.1", target=Decimal(95), value=Decimal("92.4"), self_points=Decimal(9),
        note="受疫情影响", evidence=("台账.pdf", "照片.zip"), earlier="5",
        earlier_reason="未见实例",         others=others,
    )  # fmt: skip
    return _content(round=2, asked=(asked, Asked("U2", "1.1")))


@pytest.fixture
def make_ballot(tmp_path: Path) -> Iterator[Callable[..., WorkingBallot]]:
    """make_ballot(content=…) -> an open ballot on disk; closed at the end."""
    made: list[WorkingBallot] = []

    def make(content: BallotContent | None = None, name: str = "E07.ballot") -> WorkingBallot:
        path = tmp_path / name
        if not path.exists():
            create_ballot(path, content or _content(), PIN, Cost(1, 8192))
        made.append(open_ballot(path, PIN))
        return made[-1]

    yield make
    for ballot in made:
        ballot.close()


@pytest.fixture
def sitting(qapp: QApplication, make_ballot: Callable[..., WorkingBallot]) -> Sitting:
    return Sitting(make_ballot())


@pytest.fixture
def make_scoring(
    qtbot: QtBot, answers: Any, make_ballot: Callable[..., WorkingBallot], tmp_path: Path
) -> Iterator[Callable[..., ScoringWindow]]:
    """make_scoring(content=…) -> the window over an open ballot."""
    made: list[ScoringWindow] = []

    def make(content: BallotContent | None = None, name: str = "E07.ballot") -> ScoringWindow:
        window = ScoringWindow(tmp_path / name, ask=answers)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show_ballot(make_ballot(content, name))
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        window.bench.focus()
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def scoring(make_scoring: Callable[..., ScoringWindow]) -> ScoringWindow:
    return make_scoring()


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., None]:
    """Type text and keys where the focus is: press("7.5", Qt.Key.Key_Return)."""

    def do(*keys: str | Qt.Key, mods: Qt.KeyboardModifier | None = None) -> None:
        modifier = mods or Qt.KeyboardModifier.NoModifier
        for key in (c for k in keys for c in (k if isinstance(k, str) else [k])):
            widget = QApplication.focusWidget()  # a first digit opens an editor
            assert widget is not None
            qtbot.keyClick(widget, key, modifier)
            QApplication.processEvents()

    return do


@pytest.fixture
def write_chinese() -> Callable[[str], None]:
    """Chinese text as an input method commits it, where the focus is."""

    def do(text: str) -> None:
        from PySide6.QtGui import QInputMethodEvent

        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        widget = QApplication.focusWidget()
        assert widget is not None
        QApplication.sendEvent(widget, event)
        QApplication.processEvents()

    return do
