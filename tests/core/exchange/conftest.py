"""A small ballot, cheap to open; keys of an assessment; what that assessment knows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.exchange.ballot import create_ballot, open_ballot
from core.exchange.ballot_content import Asked, AskedLeaf, AskedUnit, BallotContent
from core.exchange.collect import Known
from core.exchange.crypto import Cost, new_seal_keys, new_signing_key
from core.model.ballots import AssessmentKeys, Ballot
from core.model.plan import RatingMode

PIN = "K7Q2M-9XDRT"
CHEAP = Cost(1, 8192)
SIGNING, VERIFY = new_signing_key()
PUBLIC, SECRET = new_seal_keys()


def _content(**changes) -> BallotContent:
    units = (AskedUnit("U1", "南岭镇", "乡镇"), AskedUnit("U2", "河口镇", "乡镇"))
    leaves = (
        AskedLeaf("1.1", "政务服务", ("一、服务",), Decimal(10), "按时办结的得 8 分以上"),
        AskedLeaf("1.2", "队伍建设", ("一、服务",), Decimal(5)),
    )
    asked = tuple(Asked(u.code, leaf.code) for u in units for leaf in leaves)
    plain = BallotContent(
        assessment="a" * 32,
        name="平川县绩效考核",
        year=2026,
        plan_digest="d" * 64,
        round=1,
        expert="E01",
        expert_name="王建国",
        ballot="b" * 32,
        issued_at="2026-12-01T09:00:00+08:00",
        mode=RatingMode.POINTS,
        step=Decimal("0.5"),
        grade_words=(("优", Decimal(1)), ("差", Decimal("0.5"))),
        reason_below=Decimal("0.6"),
        reason_above=Decimal("0.95"),
        units=units,
        leaves=leaves,
        asked=asked,
        seal_public=PUBLIC,
        signing_key=SIGNING,
    )
    return replace(plain, **changes)


@pytest.fixture(scope="session")
def content():
    """content(field=value, …) -> BallotContent: two units on two leaves, 分值 in steps of 0.5."""
    return _content


@pytest.fixture(scope="session")
def pin() -> str:
    return PIN


@pytest.fixture(scope="session")
def cheap() -> Cost:
    return CHEAP


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ballot that was just issued."""
    place = tmp_path / "E01_王建国.ballot"
    create_ballot(place, _content(), PIN, CHEAP)
    return place


@pytest.fixture
def ballot(path: Path):
    with open_ballot(path, PIN) as opened:
        yield opened


def _known(**changes) -> Known:
    issued = Ballot("b" * 32, 1, "E01", VERIFY, "2026-12-01T09:00:00+08:00", "d" * 64)
    keys = AssessmentKeys("a" * 32, PUBLIC, SECRET)
    return replace(Known(keys, (issued,), (), 1, {"E01": "d" * 64}), **changes)


@pytest.fixture(scope="session")
def known():
    """known(field=value, …) -> Known: the assessment that issued `content()`."""
    return _known
