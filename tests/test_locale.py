"""The English catalogue holds every text of the program, and the compiled one is of today.

Whoever changes a text on the screen meets these tests. What to do: `make locale`, fill in the
empty translations in the .po, `make locale` again, commit the .pot, the .po and the .mo.
"""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
HERE = "resources/locale/en/LC_MESSAGES/kaoping.po"
WHAT_TO_DO = f"run `make locale`, translate what is empty in {HERE}, run `make locale` again"
SOURCES = [ROOT / "main.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py")]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


@cache
def catalogue() -> Catalog:
    with (ROOT / HERE).open("rb") as po:
        return read_po(po, locale="en")


def translations() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalogue() if m.id and not m.fuzzy}


def texts() -> dict[str, Path]:
    """Every text that goes through `_()`, and a file it stands in."""
    return {
        str(message): path.relative_to(ROOT)
        for path in SOURCES
        for _line, message, _comments, _context in extract_from_file(
            "python", path, keywords={"_": None}
        )
    }


def fields(text: str) -> list[tuple[str, str]]:
    """The placeholders of a text, with how each is to be written."""
    return sorted(
        (name, spec or "") for _t, name, spec, _c in string.Formatter().parse(text) if name
    )


def keys(text: str) -> list[str]:
    """Letters that Alt reaches in a menu or on a button."""
    return [letter.upper() for letter in re.findall(r"&(\w)", text)]


def unquoted(text: str) -> list[str]:
    """Chinese that stands outside “ ”."""
    return CHINESE.findall(re.sub(r"“[^”]*”", "", text))


def listed(found: list[str]) -> str:
    return "\n".join([f"{len(found)} text(s); {WHAT_TO_DO}:", *found])


def test_texts_stand_where_they_are_marked():
    """`_(name)` is not collected; write the texts out, as in `{A: _("甲"), B: _("乙")}[name]`."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call)}"
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "_"
        if not all(isinstance(given, ast.Constant) for given in call.args)
    ]
    assert found == []


def test_every_text_is_translated():
    known = translations()
    lacking = [f"{path}: {text!r}" for text, path in texts().items() if not known.get(text)]
    assert not lacking, listed(lacking)


def test_nothing_is_kept_that_the_program_no_longer_says():
    stale = sorted(set(translations()) - set(texts()))
    assert not stale, listed(stale)


def test_the_compiled_catalogue_is_of_today():
    with (ROOT / HERE).with_suffix(".mo").open("rb") as mo:
        compiled = {str(m.id): str(m.string) for m in read_mo(mo) if m.id}
    written = {text: english for text, english in translations().items() if english}
    differing = [text for text in {*compiled, *written} if compiled.get(text) != written.get(text)]
    assert not differing, listed(differing)


@pytest.mark.parametrize("part", [fields, keys], ids=["placeholders", "menu keys"])
def test_a_translation_keeps_what_is_not_words(part):
    told = translations().items()
    broken = [f"{t!r}: {e!r}" for t, e in told if e and part(t) != part(e)]
    assert not broken, f"in {HERE}:\n" + "\n".join(broken)


def test_only_names_of_the_workbook_stay_chinese():
    """A sheet, column or keyword is quoted, and is the one that the Chinese text names."""
    for text, english in translations().items():
        quoted = [q for q in re.findall(r"“([^”]*)”", english) if CHINESE.search(q)]
        assert not unquoted(english), f"{english!r}: put names of the workbook between “ ”"
        assert all(q in text for q in quoted), f"{english!r}: {text!r} names none of {quoted}"


def test_one_text_has_one_translation():
    """A copy of a message under another heading would be dropped without a word."""
    ids = re.findall(r'^msgid "(.+)"$', (ROOT / HERE).read_text(encoding="utf-8"), re.M)
    assert [i for i, n in Counter(ids).items() if n > 1] == []
