"""Publishing the results, and taking that back with a reason.

What is published is a fact: the result is frozen with the fingerprint of its inputs and the
version of the rules, shown as it was from then on, and nothing may change beneath it (the store
refuses) until it is reopened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.actions.frozen import differences, freeze, thaw
from core.actions.moment import now
from core.errors import Refused, UserError
from core.model.problem import Place, Problem
from core.model.publication import Publication
from core.model.result import Result
from core.model.snapshot import Snapshot
from core.scoring.assignment import open_cells
from core.scoring.digest import digest
from core.scoring.score import score
from core.store.store import Store
from core.text import _
from core.version import VERSION

SHOWN = 3  # items of an expert that are named


def publish(store: Store, accept_gaps: str = "") -> Publication:
    """Freeze the results. Refused naming everything that stands in the way: an open round,
    incomplete units, and experts who were asked and have not rated, unless `accept_gaps` says
    why that is accepted. UserError where the results are published already."""
    snapshot = store.read()
    if snapshot.published:
        raise UserError(_("结果已经公布。确需改动请先撤回公布（reopen）。"))
    result = score(snapshot)
    problems = [*unfinished(snapshot, result)]
    gaps = gap_problems(snapshot)
    if gaps and not accept_gaps.strip():
        problems += gaps
    if problems:
        raise Refused(problems)
    number = max((p.number for p in store.kept(Publication)), default=0) + 1
    publication = Publication(
        number=number,
        published_at=now(),
        rules=VERSION,
        digest=digest(snapshot),
        result=freeze(snapshot, result),
        gaps=accept_gaps.strip() if gaps else "",
    )
    with store.edit(_label(publication)) as edit:
        edit.put(publication)
    return publication


def _label(publication: Publication) -> str:
    if not publication.gaps:
        return _("公布结果")
    return _("公布结果；接受有人没有评完：{why}").format(why=publication.gaps)


def unfinished(snapshot: Snapshot, result: Result) -> Iterator[Problem]:
    """What stands in the way of publishing and cannot be accepted: an open round, incomplete
    units."""
    if not snapshot.units:
        yield Problem(_("还没有被考核单位，没有结果可以公布。"))
    if snapshot.open_round:
        text = _("第{n}轮评分还没有关闭。")
        yield Problem(text.format(n=snapshot.open_round.number))
    for line in result.units:
        if not line.complete:
            text = _("缺 {codes}") if line.missing else _("没有适用的指标")
            place = Place(sheet="单位", key=(f"{line.unit.code} {line.unit.name}",))
            yield Problem(text.format(codes=_("、").join(line.missing)), place)


def gap_problems(snapshot: Snapshot) -> list[Problem]:
    """The experts who are asked by 分工 about items they never rated, in no round; 弃权 counts
    as rated."""
    open_ = open_cells(snapshot)
    marks = snapshot.marks
    open_[marks.unit, marks.leaf, marks.expert] = False
    counts = open_.sum(axis=(0, 1)).tolist()
    return [
        _gap(snapshot, expert, np.argwhere(open_[:, :, expert]).tolist())
        for expert, count in enumerate(counts)
        if count
    ]


def _gap(snapshot: Snapshot, expert: int, cells: list[list[int]]) -> Problem:
    who = snapshot.experts[expert]
    named = [
        f"{snapshot.units[u].short or snapshot.units[u].name} {snapshot.tree.leaves[x].code}"
        for u, x in cells[:SHOWN]
    ]
    text = (
        _("还有{n}项没有评分（{where}）")
        if len(cells) <= SHOWN
        else _("还有{n}项没有评分（{where} 等）")
    )
    said = text.format(n=len(cells), where=_("、").join(named))
    return Problem(said, Place(sheet="专家", key=(f"{who.code} {who.name}",)))


def reopen(store: Store, why: str) -> Publication:
    """Take the publication back; it stays on record. UserError where nothing is published or no
    reason is given."""
    if not why.strip():
        raise UserError(_("请写明撤回公布的理由。"))
    standing = standing_publication(store)
    if standing is None:
        raise UserError(_("结果还没有公布，不需要撤回。"))
    reopened = replace(standing, reopened_at=now(), reopened_why=why.strip())
    with store.edit(_("撤回公布：{why}").format(why=reopened.reopened_why)) as edit:
        edit.put(reopened)
    return reopened


def standing_publication(store: Store) -> Publication | None:
    """The publication that stands, None where there is none."""
    last = max(store.kept(Publication), key=lambda p: p.number, default=None)
    return last if last is not None and last.stands else None


def result_of(store: Store, snapshot: Snapshot) -> Result:
    """The result of the file: as it was published, where it is; computed otherwise. UserError
    where the published one cannot be read."""
    standing = standing_publication(store) if snapshot.published else None
    if standing is None:
        return score(snapshot)
    try:
        return thaw(snapshot, standing.result)
    except ValueError as error:
        text = _("公布的结果读不出来，考评文件{name}已损坏，请用备份恢复。")
        raise UserError(text.format(name=store.path.name)) from error


def publication_problems(store: Store) -> list[Problem]:
    """The published result against the inputs and a computation of today; nothing where all is
    as it was, or nothing is published."""
    snapshot = store.read()
    standing = standing_publication(store)
    if standing is None:
        return []
    place = Place(sheet=_("公布的结果"))
    if standing.digest != digest(snapshot):
        return [Problem(_("公布以后，计分的依据被改动过（指纹不符）。"), place)]
    try:
        published = thaw(snapshot, standing.result)
    except ValueError:
        return [Problem(_("公布的结果读不出来。"), place)]
    return differences(snapshot, published, score(snapshot))
