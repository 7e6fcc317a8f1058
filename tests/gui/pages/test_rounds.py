from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from core.actions.ballots import Issued
from core.model.rounds import RoundState
from gui.pages.rounds import BEFORE, BENCH, NOTHING, RoundsPage
from gui.window import MainWindow

pytestmark = pytest.mark.usefixtures("cheap")


@pytest.fixture
def page(small_window: MainWindow) -> RoundsPage:
    small_window.go("rounds")
    return cast(RoundsPage, small_window.pages["rounds"])


@pytest.fixture
def opened(page: RoundsPage) -> RoundsPage:
    page.begin.click()
    dialog(page).go.click()
    return page


@pytest.fixture
def issued(opened: RoundsPage, qtbot: QtBot) -> dict[str, Issued]:
    """Every ballot of the first round."""
    return issue(opened, qtbot)


def dialog(page: RoundsPage) -> Any:
    return page.dialog


def issue(page: RoundsPage, qtbot: QtBot) -> dict[str, Issued]:
    page.bench.issue.click()
    with qtbot.waitSignal(page.desk.jobs.finished, timeout=30_000):
        dialog(page).go.click()
    slips = dialog(page)
    slips.kept = True
    slips.leave.click()
    return {one.expert: one for one in slips.issued}


def take(page: RoundsPage, qtbot: QtBot, *paths: Path) -> None:
    with qtbot.waitSignal(page.collecting.finished, timeout=30_000):
        page.beside.drop.dropped.emit(list(paths))


def backs(page: RoundsPage) -> list[str]:
    return [row.told for row in page.bench.matrix.rows.source.rows]


def verdicts(page: RoundsPage) -> list[str]:
    return [row.word for row in page.beside.returns.table.rows.source.rows]


# What it teaches where there is nothing


def test_an_empty_file_is_told_what_a_round_needs(
    make_window: Callable[..., MainWindow], answers: Any, empty_file: Path
) -> None:
    window = make_window(answers, empty_file)
    window.go("rounds")
    page = cast(RoundsPage, window.pages["rounds"])
    assert page.stack.currentIndex() == NOTHING


def test_before_the_first_round_the_page_teaches(page: RoundsPage) -> None:
    assert page.stack.currentIndex() == BEFORE
    assert not page.close_it.isVisible()
    assert not page.beside.drop.choose.isEnabled()


# Opening and closing


def test_the_first_round_opens_for_everything(page: RoundsPage, small_window: MainWindow) -> None:
    page.begin.click()
    form = dialog(page)
    assert form.every.isChecked()
    assert not form.disputed.isVisible()
    form.go.click()
    assert page.stack.currentIndex() == BENCH
    assert page.tabs.tabText(0) == "第 1 轮 进行中"
    assert "第 1 轮" in small_window.about.text()
    assert backs(page) == ["未交"] * 5
    assert page.close_it.isVisible()
    assert not page.open.isVisible()


def test_opening_is_undone_by_name(opened: RoundsPage, small_window: MainWindow) -> None:
    assert "开启第1轮" in small_window.foot.undo.text()
    opened.desk.session.undo()
    assert opened.stack.currentIndex() == BEFORE


def test_closing_names_who_is_missing(
    opened: RoundsPage, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(answers, "confirm", lambda _title, text, _yes: asked.append(text))
    opened.close_it.click()
    assert "5 位专家没有交齐" in asked[0]
    assert "E1 专家1" in asked[0]
    assert opened.desk.session.snapshot.open_round is not None
    monkeypatch.undo()
    opened.close_it.click()
    assert opened.desk.session.snapshot.rounds[0].state is RoundState.CLOSED
    assert opened.tabs.tabText(0) == "第 1 轮 已关闭"
    assert not opened.bench.issue.isVisible()
    assert opened.open.isVisible()


def test_the_reminder_lists_the_absent(
    opened: RoundsPage, small_window: MainWindow, answers: Any
) -> None:
    small_window.go("rounds", "show_absent")
    assert answers.told[0].lines[4] == "E5 专家5：没有交，缺 4 项"


# Handing out


def test_ballots_are_issued_and_their_pins_shown_once(
    opened: RoundsPage, qtbot: QtBot, small_file: Path, answers: Any, tmp_path: Path
) -> None:
    opened.bench.issue.click()
    form = dialog(opened)
    assert form.people.chosen() == ["E1", "E2", "E3", "E4", "E5"]
    answers.paths = [tmp_path / "包"]
    form.pick.click()
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=30_000):
        form.go.click()
    slips = dialog(opened)
    assert len({one.pin for one in slips.issued}) == 5
    assert len(list((tmp_path / "包").glob("*.ballot"))) == 5
    answers.yes = False
    slips.leave.click()
    assert slips.isVisible()  # the PINs are not kept yet
    answers.paths = [tmp_path / "码.csv"]
    slips.save.click()
    assert slips.issued[0].pin in (tmp_path / "码.csv").read_text(encoding="utf-8-sig")
    slips.leave.click()
    assert not slips.isVisible()


def test_whoever_has_a_ballot_is_not_chosen_again(
    issued: dict[str, Issued], page: RoundsPage, qtbot: QtBot
) -> None:
    page.bench.issue.click()
    form = dialog(page)
    assert form.chosen() == []
    assert not form.go.isEnabled()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.people.table.hasFocus()
    QTest.keyClick(form.people.table, Qt.Key.Key_Space)
    assert form.chosen() == ["E1"]
    assert "作废" in form.note.text()


def test_score_sheets_are_written(
    opened: RoundsPage, qtbot: QtBot, answers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gui import verbs

    shown: list[Path] = []
    monkeypatch.setattr(verbs, "show_folder", shown.append)
    opened.bench.sheets.click()
    answers.paths = [tmp_path / "表"]
    dialog(opened).pick.click()
    with qtbot.waitSignal(opened.desk.jobs.finished, timeout=60_000):
        dialog(opened).go.click()
    assert len(list((tmp_path / "表").glob("*.xlsx"))) == 5
    assert len(answers.told[0].lines) == 5
    assert shown == [tmp_path / "表"]


# Taking in


def test_returns_are_taken_in_and_reconciled(
    issued: dict[str, Issued], page: RoundsPage, qtbot: QtBot, hand_in: Any, tmp_path: Path
) -> None:
    first, second = (hand_in(issued[code], tmp_path) for code in ("E1", "E2"))
    bad = tmp_path / "坏.return"
    bad.write_bytes(second.read_bytes()[:-1] + b"?")
    again = Path(shutil.copy(first, tmp_path / "再来.return"))
    take(page, qtbot, first, second, again, bad)
    assert verdicts(page) == ["拒收", "相同", "新收", "新收"]
    assert page.beside.returns.table.rows.source.rows[0].reason
    assert backs(page)[0].startswith("已收")
    receipt = page.desk.session.snapshot.returns[0].receipt
    assert receipt in backs(page)[0]
    assert "拒收 1 份" in page.beside.drop.state.text()


def test_a_newer_return_replaces_and_an_older_one_does_not(
    issued: dict[str, Issued], page: RoundsPage, qtbot: QtBot, hand_in: Any, tmp_path: Path
) -> None:
    old = hand_in(issued["E1"], tmp_path, 7)
    kept = old.rename(tmp_path / "旧.return")
    take(page, qtbot, kept)
    newer = hand_in(issued["E1"], tmp_path, 9)
    take(page, qtbot, newer)
    take(page, qtbot, kept)
    assert verdicts(page) == ["较旧", "已更新", "新收"]


def test_a_stick_is_searched(
    issued: dict[str, Issued], page: RoundsPage, qtbot: QtBot, hand_in: Any, tmp_path: Path,
    answers: Any,
) -> None:  # fmt: skip
    stick = tmp_path / "优盘" / "第一组"
    stick.mkdir(parents=True)
    for code in ("E1", "E2", "E3"):
        hand_in(issued[code], stick)
    answers.paths = [tmp_path / "优盘"]
    with qtbot.waitSignal(page.collecting.finished, timeout=30_000):
        page.beside.drop.look.click()
    assert verdicts(page) == ["新收"] * 3


def test_a_folder_without_returns_says_so(opened: RoundsPage, answers: Any, tmp_path: Path) -> None:
    answers.paths = [tmp_path]
    opened.beside.drop.look.click()
    assert ".return" in answers.told[0].text


def test_a_return_can_be_undone_by_name(
    issued: dict[str, Issued], page: RoundsPage, qtbot: QtBot, hand_in: Any, tmp_path: Path,
    small_window: MainWindow,
) -> None:  # fmt: skip
    take(page, qtbot, hand_in(issued["E1"], tmp_path))
    assert "E1" in small_window.foot.undo.text()
    small_window.desk.session.undo()
    assert backs(page)[0] == "未交"


# On site


def test_what_is_handed_in_on_site_is_taken_in(
    issued: dict[str, Issued], page: RoundsPage, qtbot: QtBot, hand_in: Any, tmp_path: Path,
    answers: Any,
) -> None:  # fmt: skip
    answers.paths = [issued["E1"].path]
    page.bench.sit.click()
    window = page.on_site.window
    assert window is not None
    assert window.on_site
    window.unlock.tried.emit(issued["E1"].pin, False)
    qtbot.waitUntil(lambda: window.sitting is not None, timeout=10_000)
    window.close()
    assert backs(page)[0] == "现场评分中"
    returned = hand_in(issued["E1"], tmp_path)
    with qtbot.waitSignal(page.collecting.finished, timeout=10_000):
        page.on_site.ended.emit(returned)
    assert backs(page)[0].startswith("已收")


# Keys


def test_no_two_buttons_share_a_key(opened: RoundsPage, small_window: MainWindow) -> None:
    buttons = small_window.findChildren(QAbstractButton)
    shown = [b for b in buttons if b.isVisible() and "&" in b.text()]
    keys = [b.text().partition("&")[2][:1] for b in shown]
    assert len(keys) == len(set(keys)), keys
    assert not set(keys) & set("FEVH")  # those of the menus


def test_published_results_keep_the_rounds_closed(
    opened: RoundsPage, qtbot: QtBot, hand_in: Any, tmp_path: Path
) -> None:
    issued = issue(opened, qtbot)
    take(opened, qtbot, *(hand_in(one, tmp_path) for one in issued.values()))
    opened.close_it.click()
    from core.actions.publication import publish

    opened.desk.session.do("公布", publish)
    assert not opened.open.isEnabled()
    assert "撤回" in opened.open.toolTip()


def test_the_tab_of_the_first_round_is_seen(opened: RoundsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: opened.tabs.height() >= opened.tabs.sizeHint().height() > 0)
    assert opened.tabs.width() >= opened.tabs.tabRect(0).right()
