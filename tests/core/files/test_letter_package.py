from __future__ import annotations

import io
import zipfile

from docx import Document
from lxml import etree

from core.files.letter_package import (
    STYLES,
    fonts_part,
    package,
    section,
    settings_part,
    styles_part,
)
from core.files.word_xml import mm, part, text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def built() -> bytes:
    linked = {
        "styles.xml": styles_part(),
        "settings.xml": settings_part(),
        "fontTable.xml": fonts_part(),
    }
    body = text("公文正文", "甲") + section({})
    return package(part("document", f"<w:body>{body}</w:body>"), linked, b"<a/>")


def test_python_docx_reads_the_package() -> None:
    document = Document(io.BytesIO(built()))
    assert document.paragraphs[0].text == "甲"
    assert document.paragraphs[0].style.name == "公文正文"


def test_the_page_is_the_standards() -> None:
    root = etree.fromstring(part("document", section({})))
    margins = root.find(f".//{W}pgMar")
    found = {side: int(margins.get(f"{W}{side}")) for side in ("top", "bottom", "left", "right")}
    assert found == {"top": mm(37), "bottom": mm(35), "left": mm(28), "right": mm(26)}
    grid = root.find(f".//{W}docGrid")
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")


def test_every_part_is_declared_and_related() -> None:
    with zipfile.ZipFile(io.BytesIO(built())) as book:
        types = book.read("[Content_Types].xml").decode()
        for name in book.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                assert f'PartName="/{name}"' in types
            if name.endswith((".xml", ".rels")):
                etree.fromstring(book.read(name))


def test_styles_are_named_once() -> None:
    names = [style.name for style in STYLES]
    assert len(names) == len(set(names))
    assert names[0] == "Normal"
