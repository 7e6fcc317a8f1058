"""Ballots on the secretary's side: issued for the open round, and the returns taken back in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from core.actions.asking import Asking, asked_leaves, asked_units, plan_digests, questions
from core.actions.moment import now
from core.actions.rounds import require_open
from core.errors import Refused, UserError
from core.exchange.ballot import create_ballot
from core.exchange.ballot_content import BallotContent
from core.exchange.crypto import COST, Cost, new_seal_keys, new_signing_key, random_bytes
from core.exchange.disk import write_whole
from core.exchange.pins import new_pin
from core.files.folder import written_whole
from core.files.wording import file_name
from core.model.ballots import AssessmentKeys, Ballot
from core.model.problem import Problem
from core.model.rounds import Round
from core.model.snapshot import Snapshot
from core.store.store import Store
from core.text import _

Report = Callable[[int, int, str], None]
SUFFIX = ".ballot"
ID = 16  # bytes of a random id


@dataclass(frozen=True, slots=True)
class Issued:
    """A ballot that was written, and the PIN that opens it (stored nowhere)."""

    expert: str
    name: str
    path: Path
    pin: str


@dataclass(frozen=True, slots=True)
class Issuing:
    """Ballots that are to be written into `folder`, each with the record of it."""

    asking: Asking
    keys: AssessmentKeys
    contents: tuple[tuple[BallotContent, Ballot], ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Written:
    """Ballots that lie in a staging folder until `finish_issue` hands them out."""

    issuing: Issuing
    issued: tuple[Issued, ...]
    stage: ExitStack

    @property
    def ballots(self) -> list[Ballot]:
        return [ballot for _content, ballot in self.issuing.contents]


def issue_ballots(
    store: Store,
    folder: Path,
    experts: Sequence[str] = (),
    *,
    pins: Path | None = None,
    cost: Cost = COST,
    report: Report | None = None,
) -> list[Issued]:
    """One ballot for each expert who is asked anything in the open round (or only for
    `experts`), written into `folder` all or none, and the list of their PINs into the new file
    `pins` where one is named. Earlier ballots of these experts for the round are worthless from
    then on.

    UserError where no round is open or a file cannot be written, Refused naming the experts
    who are unknown or not asked.
    """
    if pins is not None and pins.exists():
        text = _("{path}已经存在，PIN 码表不会覆盖它。请换一个文件名，或先移走它。")
        raise UserError(text.format(path=pins))
    written = write_ballots(begin_issue(store, folder, experts), cost, report)
    return finish_issue(store, written, pins)


# The same in three steps, so that a window can do the slow one beside it: only the first and the
# last know the store.


def begin_issue(store: Store, folder: Path, experts: Sequence[str] = ()) -> Issuing:
    """What is to be written; refuses what `issue_ballots` refuses."""
    snapshot = store.read()
    asking = Asking(snapshot, require_open(snapshot))
    keys = _keys(store)
    contents = _contents(asking, keys, _chosen(asking, experts))
    return Issuing(asking, keys, tuple(contents), folder)


def write_ballots(issuing: Issuing, cost: Cost = COST, report: Report | None = None) -> Written:
    """Write the ballots beside their folder; a second of work each. `report` may raise to
    stop. Follow with `finish_issue` or `give_up`."""
    contents = issuing.contents
    names = ballot_names(content for content, _ballot in contents)
    issued: list[Issued] = []
    with ExitStack() as stack:
        stage = stack.enter_context(written_whole(issuing.folder))
        for n, ((content, _ballot), name) in enumerate(zip(contents, names, strict=True)):
            if report:
                report(n, len(contents), content.expert_name)
            issued.append(_write(content, stage, issuing.folder, name, cost))
        return Written(issuing, tuple(issued), stack.pop_all())


def finish_issue(store: Store, written: Written, pins: Path | None = None) -> list[Issued]:
    """Hand the written ballots out: remembered in the assessment, then in their folder. All or
    nothing; UserError where the round or what it asks has changed since they were begun."""
    asking, issued = written.issuing.asking, list(written.issued)
    snapshot, made = store.read(), False
    try:
        with written.stage:
            _require_same(asking, snapshot)
            if pins is not None:
                write_whole(pins, pin_list(issued, asking.round.number))
                made = True
            # Stored before the files appear: a ballot that the assessment does not know, and
            # two days of work in it, would be worse than one that has to be issued again.
            _remember(store, asking.round, written.issuing.keys, written.ballots)
    except BaseException:
        if made and pins is not None:
            pins.unlink(missing_ok=True)
        _take_back(store, snapshot, written.ballots)
        raise
    return issued


def give_up(written: Written) -> None:
    """Leave nothing of ballots that were written and are not to be handed out."""
    nothing = UserError("")
    written.stage.__exit__(UserError, nothing, None)


def _require_same(asking: Asking, snapshot: Snapshot) -> None:
    if snapshot is asking.snapshot:
        return
    opened = require_open(snapshot)
    same = opened == asking.round and plan_digests(Asking(snapshot, opened)) == plan_digests(asking)
    if not same:
        raise UserError(_("写评分包期间，轮次或方案有了改动。请重新发放。"))


def _chosen(asking: Asking, experts: Sequence[str]) -> list[str]:
    """Refused with each code that is unknown or not asked anything."""
    if not asking.experts:
        raise UserError(_("这一轮没有请任何专家评分（看看分工和回避）。"))
    problems = []
    for code in experts:
        if code not in asking.snapshot.expert_position:
            problems.append(Problem(_("没有编码为“{code}”的专家").format(code=code)))
        elif code not in asking.experts:
            text = _("第{n}轮没有请专家“{code}”评任何一项")
            problems.append(Problem(text.format(n=asking.round.number, code=code)))
    if problems:
        raise Refused(problems)
    return [code for code in asking.experts if not experts or code in experts]


def _keys(store: Store) -> AssessmentKeys:
    """Those of the assessment; made, not yet stored, where it has none."""
    stored = store.kept(AssessmentKeys)
    if stored:
        return stored[-1]
    public, secret = new_seal_keys()
    return AssessmentKeys(random_bytes(ID).hex(), public, secret)


def _contents(
    asking: Asking, keys: AssessmentKeys, experts: Iterable[str]
) -> list[tuple[BallotContent, Ballot]]:
    digests, moment = plan_digests(asking), now()
    return [_content(asking, keys, code, digests[code], moment) for code in experts]


def _content(
    asking: Asking, keys: AssessmentKeys, expert: str, digest: str, moment: str
) -> tuple[BallotContent, Ballot]:
    snapshot, settings = asking.snapshot, asking.snapshot.settings
    signing, verify = new_signing_key()
    number, id_ = asking.round.number, random_bytes(ID).hex()
    content = BallotContent(
        assessment=keys.id,
        name=settings.name,
        year=settings.year,
        plan_digest=digest,
        round=number,
        expert=expert,
        expert_name=snapshot.experts[snapshot.expert_position[expert]].name,
        ballot=id_,
        issued_at=moment,
        mode=settings.rating_mode,
        step=settings.step,
        grade_words=settings.grade_words,
        reason_below=settings.reason_below,
        reason_above=settings.reason_above,
        units=asked_units(asking, expert),
        leaves=asked_leaves(asking, expert),
        asked=questions(asking, expert),
        seal_public=keys.seal_public,
        signing_key=signing,
    )
    return content, Ballot(id_, number, expert, verify, moment, digest)


def _write(content: BallotContent, stage: Path, folder: Path, name: str, cost: Cost) -> Issued:
    pin = new_pin()
    create_ballot(stage / name, content, pin, cost)
    return Issued(content.expert, content.expert_name, folder / name, pin)


def ballot_names(contents: Iterable[BallotContent]) -> list[str]:
    """E01_张三_第1轮.ballot for each, none twice, not even where capitals make no difference."""
    names: list[str] = []
    taken: set[str] = set()
    for content in contents:
        parts = [content.expert, content.expert_name, _("第{n}轮").format(n=content.round)]
        tries = (file_name([*parts, *([str(n)] if n > 1 else [])], SUFFIX) for n in count(1))
        names.append(next(name for name in tries if name.casefold() not in taken))
        taken.add(names[-1].casefold())
    return names


def _remember(store: Store, round_: Round, keys: AssessmentKeys, ballots: Sequence[Ballot]) -> None:
    experts = {ballot.expert for ballot in ballots}
    earlier = [
        replace(b, superseded=True)
        for b in store.read().ballots
        if b.round == round_.number and b.expert in experts and not b.superseded
    ]
    with store.edit(_issuing(round_, ballots)) as edit:
        edit.put(keys, *earlier, *ballots)


def _issuing(round_: Round, ballots: Sequence[Ballot]) -> str:
    text = _("发放第{n}轮评分包：{codes}")
    return text.format(n=round_.number, codes=_("、").join(b.expert for b in ballots))


def _take_back(store: Store, before: Snapshot, ballots: Sequence[Ballot]) -> None:
    """Where the files did not get to their folder, the earlier ballots count again."""
    known = {ballot.id for ballot in store.read().ballots}
    gone = [ballot for ballot in ballots if ballot.id in known]
    if gone:
        with store.edit(_("评分包没有写成，恢复原来的")) as edit:
            edit.delete(*gone)
            edit.put(*before.ballots)


def pin_list(issued: Iterable[Issued], number: int) -> bytes:
    """The PINs as CSV that Excel and WPS open with a double-click."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((_("编码"), _("姓名"), _("轮次"), _("评分包"), "PIN"))
    for one in issued:
        cells = (one.expert, one.name, str(number), one.path.name, one.pin)
        writer.writerow([_as_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula stays text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
