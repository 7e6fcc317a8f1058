"""A template made ready once, so that a letter costs milliseconds.

docxtpl turns the Word XML into something jinja can read; from then on the package is a set of
bytes copied as they are and a few compiled programs. A letter is: run the programs, put the
chart in place of the sample one, zip.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from lxml import etree  # type: ignore[import-untyped]

from core.errors import UserError
from core.files.docx_gate import (
    Parts,
    parse,
    read_parts,
    text_parts,
    without_template_link,
    written,
)
from core.files.docx_styles import TITLE, dressed, style_id, title_breaker
from core.files.template_language import Fault, Program, compile_part
from core.text import _

CHART_NAME = "雷达图"  # alternative text of the sample chart in the template
_CHART_PART = "word/media/kaoping-chart.png"
_STYLES = "word/styles.xml"
_MM = 36000  # EMU


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Where the chart goes: the part to fill, and its size in mm."""

    part: str
    size: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Skeleton:
    """`fixed` parts are copied, `programs` are run; `finish` is applied to what they write."""

    fixed: Parts
    programs: dict[str, Program]
    finish: Callable[[str], str]
    chart: ChartPlace | None

    def letter(self, fields: Mapping[str, Any], chart: bytes | None, about: bytes) -> bytes:
        """A .docx. `about` is docProps/core.xml; the same arguments give the same bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
            changing = {"docProps/core.xml": about}
            if self.chart and chart:
                changing[self.chart.part] = chart
            for name, content in self.fixed.items():
                _write(book, name, changing.get(name, content))
            for name, program in self.programs.items():
                text = self.finish(program.render(fields)).encode()
                _well_formed(text)
                _write(book, name, text)
        return buffer.getvalue()


def _write(book: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    # A PNG is deflated already.
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
    book.writestr(entry, content)


def _well_formed(text: bytes) -> None:
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as wrong:
        hint = _(
            "模板里某个循环或条件的开头和结尾不在同一层（例如开头在表格里、结尾在表格外），请改正。"
        )
        raise UserError(hint) from wrong


def load(
    path: Path,
    example: Mapping[str, Any],
    issuer: str,
    day: str,
    fonts: Mapping[str, str] | None = None,
) -> Skeleton:
    """The template ready to use. `example` has every field with a value of its kind; `issuer`
    and `day` are the name and date that the letterhead and signature are fitted to; `fonts`
    maps fonts that the template names to others. UserError with every mistake in it."""
    parts = without_template_link(read_parts(path))
    parts = _renamed_fonts(parts, fonts or {})
    names = text_parts(parts)
    programs = _compiled(parts, names, example)
    parts, chart = _chart_place(parts)
    finish = _finisher(parts)
    if _STYLES in parts:
        parts[_STYLES] = dressed(parts[_STYLES], issuer, day)
    return Skeleton({n: c for n, c in parts.items() if n not in names}, programs, finish, chart)


def _renamed_fonts(parts: Parts, fonts: Mapping[str, str]) -> Parts:
    found = dict(parts)
    for name in [n for n in parts if n.startswith("word/") and n.endswith(".xml") and fonts]:
        for old, new in fonts.items():
            found[name] = found[name].replace(f'"{old}"'.encode(), f'"{escape(new)}"'.encode())
    return found


def _compiled(parts: Parts, names: list[str], example: Mapping[str, Any]) -> dict[str, Program]:
    from docxtpl import DocxTemplate

    patch = DocxTemplate("").patch_xml
    programs: dict[str, Program] = {}
    faults: list[Fault] = []
    for name in names:
        source = etree.tostring(parse(parts[name]), encoding="unicode")
        program, wrong = compile_part(patch(source), example)
        faults += wrong
        if program:
            programs[name] = program
    if faults:
        raise UserError("\n".join(str(f) for f in dict.fromkeys(faults)))
    return programs


def _finisher(parts: Parts) -> Callable[[str], str]:
    identity = style_id(parts[_STYLES], TITLE) if _STYLES in parts else None
    return title_breaker(identity) if identity else lambda xml: xml


def _chart_place(parts: Parts) -> tuple[Parts, ChartPlace | None]:
    """Gives the sample chart a part of its own, which the letters fill."""
    document = parse(parts["word/document.xml"])
    found = document.xpath(
        "//*[local-name()='docPr' and (@descr=$name or @name=$name or @title=$name)]"
        "/ancestor::*[local-name()='inline' or local-name()='anchor'][1]",
        name=CHART_NAME,
    )
    rels = "word/_rels/document.xml.rels"
    if not found or rels not in parts:
        return dict(parts), None
    extent = found[0].xpath("./*[local-name()='extent']")[0]
    embeds = found[0].xpath(".//*[local-name()='blip']/@*[local-name()='embed']")
    size = (int(extent.get("cx")) / _MM, int(extent.get("cy")) / _MM)
    relations = parse(parts[rels])
    changed = dict(parts)
    targets = [relation.get("Target") for relation in relations]
    for relation in relations:
        if embeds and relation.get("Id") == embeds[0]:
            sample = f"word/{relation.get('Target')}"
            changed[_CHART_PART] = parts.get(sample, b"")
            if targets.count(relation.get("Target")) == 1:
                changed.pop(sample, None)
            relation.set("Target", _CHART_PART.removeprefix("word/"))
    changed[rels] = written(relations)
    changed["[Content_Types].xml"] = _with_png(parts["[Content_Types].xml"])
    return changed, ChartPlace(_CHART_PART, size)


def _with_png(types: bytes) -> bytes:
    root = parse(types)
    if not any(e.get("Extension", "").lower() == "png" for e in root):
        namespace = etree.QName(root).namespace
        new = etree.Element(f"{{{namespace}}}Default", Extension="png", ContentType="image/png")
        root.insert(0, new)
    return written(root)


_ABOUT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/\
core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>\
<dc:creator>考评</dc:creator><cp:lastModifiedBy>考评</cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>\
</cp:coreProperties>"""


def about(title: str, day: date) -> bytes:
    """docProps/core.xml, dated by the paper and not by the clock."""
    plain = re.sub(r"\s+", " ", title)
    return _ABOUT.format(title=escape(plain), day=day.isoformat()).encode()
