"""A few words of WordprocessingML: enough to set an official paper by hand.

Lengths are twips (1/20 pt; 56.7 to the mm) unless the name says otherwise. Used by the
programs that make the templates in `resources/templates`; letters are not written with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
EMU_PER_MM = 36000


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. `font` names all scripts, `size` is in points, `line` an exact line
    height; `indent` and the others are attributes of w:ind."""

    name: str
    font: str = ""
    size: float = 0
    color: str = ""
    align: str = ""
    indent: str = ""
    before: int = 0
    after: int = 0
    line: int = 0
    flags: str = ""

    @property
    def identity(self) -> str:
        return self.name

    def xml(self) -> str:
        line = f' w:line="{self.line}" w:lineRule="exact"' if self.line else ""
        space = f'<w:spacing w:before="{self.before}" w:after="{self.after}"{line}/>'
        indent = f"<w:ind {self.indent}/>" if self.indent else ""
        align = f'<w:jc w:val="{self.align}"/>' if self.align else ""
        default = ' w:default="1"' if self.name == "Normal" else ""
        based = "" if default else '<w:basedOn w:val="Normal"/>'
        # The schema's order: keepNext … snapToGrid, spacing, ind, jc, outlineLvl.
        flags, outline = self.flags, ""
        if "<w:outlineLvl" in flags:
            flags, _sep, rest = flags.partition("<w:outlineLvl")
            outline = "<w:outlineLvl" + rest
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.identity}">'
            f'<w:name w:val="{self.name}"/>{based}<w:qFormat/>'
            f"<w:pPr>{flags}{space}{indent}{align}{outline}</w:pPr>"
            f"<w:rPr>{fonts(self.font)}{_color(self.color)}{_size(self.size)}</w:rPr></w:style>"
        )


def fonts(font: str) -> str:
    if not font:
        return ""
    names = " ".join(f'w:{script}="{font}"' for script in ("ascii", "eastAsia", "hAnsi", "cs"))
    return f'<w:rFonts w:hint="eastAsia" {names}/>'


def _color(color: str) -> str:
    return f'<w:color w:val="{color}"/>' if color else ""


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if points else ""


def run(text: str, font: str = "", size: float = 0, color: str = "") -> str:
    """A run; a tab in the text becomes Word's."""
    face = fonts(font) or '<w:rFonts w:hint="eastAsia"/>'
    pieces = '</w:t><w:tab/><w:t xml:space="preserve">'.join(escape(t) for t in text.split("\t"))
    properties = f"<w:rPr>{face}{_color(color)}{_size(size)}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{pieces}</w:t></w:r>'


def para(style: str, *runs: str, more: str = "") -> str:
    """A paragraph of ready runs; `more` is further w:pPr content."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(runs)}</w:p>'


def text(style: str, words: str, more: str = "") -> str:
    """A paragraph of one run."""
    return para(style, run(words), more=more)


def cell(width: int, content: str, span: int = 1, margins: str = "") -> str:
    """A table cell around ready paragraphs, centred vertically."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{spanned}{margins}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(cells: Sequence[str], height: int, header: bool = False) -> str:
    """A row that stays on one page; a header is repeated on every page of the table."""
    repeated = "<w:tblHeader/>" if header else ""
    properties = f'<w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}'
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Sequence[str]) -> str:
    """A centred table of fixed columns with thin lines, the outer ones a little stronger."""
    edges = (("top", 8), ("left", 4), ("bottom", 8), ("right", 4), ("insideH", 4), ("insideV", 4))
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
        for edge, size in edges
    )
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 28), ("left", 70), ("bottom", 28), ("right", 70))
    )
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def cells(
    widths: Sequence[int],
    *words: str,
    left: Sequence[int] = (),
    style: str = "表数",
    more: str = "",
) -> list[str]:
    """Cells of one row; those at the positions `left` are flush left."""
    styles = ["表文" if n in left else style for n in range(len(words))]
    return [cell(w, text(s, t, more)) for w, s, t in zip(widths, styles, words, strict=True)]


def tag_row(widths: Sequence[int], tag: str) -> str:
    """A row that only holds a {%tr … %} tag, and vanishes when the template is used."""
    return row([cell(sum(widths), text("表文", tag), span=len(widths))], 340)


def picture(relation: str, name: str, size: tuple[float, float]) -> str:
    """A run with an inline picture of `size` mm; `name` is its alternative text as well."""
    extent = f'cx="{round(size[0] * EMU_PER_MM)}" cy="{round(size[1] * EMU_PER_MM)}"'
    about = f'id="1" name="{name}" descr="{name}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f"<wp:docPr {about}/><a:graphic><a:graphicData "
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
        f'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        f"</w:r>"
    )


def rule(identity: int, left: float, top: float, width: float, height: float, color: str) -> str:
    """A run that holds a filled bar at a fixed place of the page; everything in mm from its
    edges. A bar rather than a double border, whose order of thick and thin programs disagree
    on. Older programs take the VML twin."""
    position = "".join(
        f'<wp:position{axis} relativeFrom="page"><wp:posOffset>{round(at * EMU_PER_MM)}'
        f"</wp:posOffset></wp:position{axis}>"
        for axis, at in (("H", left), ("V", top))
    )
    extent = f'cx="{round(width * EMU_PER_MM)}" cy="{round(height * EMU_PER_MM)}"'
    shape = (
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{color}"/>'
        f"</a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )
    modern = (
        f'<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{identity}" behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{position}<wp:extent {extent}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{identity}" name="红线{identity}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    style = (
        f"position:absolute;left:{left}mm;top:{top}mm;width:{width}mm;height:{height}mm;"
        "z-index:-1;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    old = f'<w:pict><v:rect style="{style}" fillcolor="#{color}" stroked="f"/></w:pict>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{modern}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, font: str, size: float) -> str:
    """A field such as PAGE, as runs."""
    look = f"<w:rPr>{fonts(font)}{_size(size)}</w:rPr>"
    begin, middle, end = (
        f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    )
    instruction = f'<w:r>{look}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{begin}{instruction}{middle}<w:r>{look}<w:t>2</w:t></w:r>{end}"


def part(tag: str, content: str) -> bytes:
    """A document, header or footer part."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:{tag} {NAMESPACES}>{content}</w:{tag}>".encode()
