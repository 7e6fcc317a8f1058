"""The sample county with its result, and ways to look into a Word file."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from core.model.result import Result
from core.model.snapshot import Snapshot
from core.sample.county import sample_snapshot
from core.scoring.score import score

County = tuple[Snapshot, Result]


@pytest.fixture(scope="session")
def sample() -> County:
    snapshot = sample_snapshot()
    return snapshot, score(snapshot)


def part_of(document: Path | bytes, name: str = "word/document.xml") -> str:
    source = io.BytesIO(document) if isinstance(document, bytes) else document
    with zipfile.ZipFile(source) as book:
        return book.read(name).decode()


def paragraphs_of(document: Path | bytes, name: str = "word/document.xml") -> list[str]:
    """The visible text of each paragraph, line breaks as \\n."""
    xml = part_of(document, name).replace("<w:br/>", "\n").replace("<w:tab/>", "\t")
    found = re.findall(r"<w:p[ >].*?</w:p>", xml, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", p)) for p in found]


@pytest.fixture(scope="session")
def part() -> Callable[..., str]:
    return part_of


@pytest.fixture(scope="session")
def paragraphs() -> Callable[..., list[str]]:
    return paragraphs_of
