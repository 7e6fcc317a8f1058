from __future__ import annotations

from typing import Any, cast

import pytest

from core.actions.rounds import close_round
from gui.pages.results import ResultsPage
from gui.results.publishing import PublishForm, ReopenForm
from gui.window import MainWindow


@pytest.fixture
def page(county_window: MainWindow) -> ResultsPage:
    return cast(ResultsPage, county_window.pages["results"])


@pytest.fixture
def closed(page: ResultsPage) -> ResultsPage:
    page.desk.session.do("关闭", close_round)
    return page


def test_what_stands_in_the_way_is_listed(page: ResultsPage, answers: Any) -> None:
    page.publish.click()
    assert page.dialog is None
    assert answers.told[0].lines == ("第1轮评分还没有关闭。",)


def test_results_are_published_and_taken_back(closed: ResultsPage) -> None:
    session = closed.desk.session
    closed.publish.click()
    form: Any = closed.dialog
    assert isinstance(form, PublishForm)
    form.go.click()
    assert session.snapshot.published
    assert "撤回" in closed.publish.text()
    closed.publish.click()
    form = closed.dialog
    assert isinstance(form, ReopenForm)
    assert not form.go.isEnabled()
    form.why.setText("教育局数据有误")
    form.go.click()
    assert not session.snapshot.published
    assert "公布结果" in closed.publish.text()


def test_gaps_want_a_reason(closed: ResultsPage) -> None:
    session = closed.desk.session

    def drop_one(store: Any) -> None:
        snapshot = store.read()
        with store.edit("少一个") as edit:
            edit.delete_marks(snapshot, snapshot.marks.take(slice(0, 1)))

    session.do("删", drop_one)
    closed.publish.click()
    form: Any = closed.dialog
    assert len(form.gaps) == 1
    assert not form.go.isEnabled()
    form.why.setText("请假")
    form.go.click()
    assert session.snapshot.published
    assert "请假" in session.journal()[0].text
