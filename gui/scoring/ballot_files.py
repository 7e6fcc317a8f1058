"""What a return is called, and which files are ballots: light enough to ask before anything of a
ballot is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.text import _

if TYPE_CHECKING:
    from core.exchange.ballot_content import BallotContent
    from gui.dialogs.ask import FileKind

BALLOT, RETURN = ".ballot", ".return"


def returns() -> FileKind:
    return _("答卷 (*.return)"), RETURN


def ballots() -> FileKind:
    return _("评分包 (*.ballot)"), BALLOT


def return_name(content: BallotContent) -> str:
    """What a return is called unless the person says otherwise."""
    from core.files.wording import file_name

    parts = [content.expert, content.expert_name, _("第{n}轮").format(n=content.round)]
    return file_name(parts, RETURN)


def opens_as_ballot(path: Path) -> bool:
    """By its ending, or by how it begins (a renamed one)."""
    if path.suffix.lower() == BALLOT:
        return True
    from core.exchange.ballot import is_ballot

    return is_ballot(path)
