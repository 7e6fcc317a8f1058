"""Writing ballots and score sheets beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core.actions.ballots import Issued, Written, begin_issue, finish_issue, give_up, write_ballots
from core.actions.score_sheets import SheetsWritten, write_score_sheets
from core.text import _
from gui.desk import Desk
from gui.jobs import Report


def issue(
    desk: Desk, folder: Path, codes: Sequence[str], then: Callable[[list[Issued]], object]
) -> None:
    """Issue ballots for these experts; `then` gets them with their PINs."""
    session, title = desk.session, _("发放评分包")
    file = session.path
    issuing = session.do(title, lambda store: begin_issue(store, folder, codes))
    if issuing is None:
        return

    def work(report: Report) -> Written:
        return write_ballots(issuing, report=report)

    def hand_out(written: Written) -> None:
        if session.path is None or session.path != file:  # closed meanwhile
            give_up(written)
            return
        issued = session.do(title, lambda store: finish_issue(store, written))
        if issued:
            then(issued)

    desk.jobs.run(title, work, hand_out)


def write_sheets(
    desk: Desk, folder: Path, codes: Sequence[str], then: Callable[[SheetsWritten], object]
) -> None:
    """Write score sheets for these experts."""
    snapshot = desk.session.snapshot

    def work(report: Report) -> SheetsWritten:
        return write_score_sheets(snapshot, folder, codes, report)

    desk.jobs.run(_("打印评分表"), work, then)
