"""The parts around a paper's text that every template shares: page, styles, fonts, settings.

GB/T 9704-2012 in Word's terms. 22 lines of 28 characters: A4, margins 37/35/28/26 mm, a grid of
28.95 pt lines, and characters of 16 pt set 0.25 pt closer (the arithmetic would not let 28 fit
otherwise; tried in LibreOffice).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from core.files.fonts import CHAINS
from core.files.word_xml import NAMESPACES, Style, fonts, mm

SONG, FANG, KAI, HEI, SUN = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
RED = "FF0000"
LINE = 579  # a line of the grid
TWO_CHARACTERS = 'w:firstLineChars="200" w:firstLine="630"'
_LOOSE = '<w:snapToGrid w:val="0"/>'
_NEXT = "<w:keepNext/>"

STYLES = (
    Style("Normal", align="both", flags='<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
          '<w:autoSpaceDN w:val="0"/>'),
    Style("发文机关标志", SONG, 32, RED, "center", line=760, flags=_LOOSE),
    Style("发文字号", align="right", line=LINE, flags=_LOOSE),
    Style("公文标题", SONG, 22, align="center", line=680, flags=_NEXT + _LOOSE),
    Style("标题下注", KAI, 16, align="center", flags=_NEXT),
    Style("主送机关", before=LINE),
    Style("公文正文", indent=TWO_CHARACTERS),
    Style("公文一级标题", HEI, indent=TWO_CHARACTERS, flags=_NEXT + '<w:outlineLvl w:val="0"/>'),
    Style("附件说明", indent=TWO_CHARACTERS, flags=_NEXT),
    Style("署名", align="center", indent='w:left="4000"', flags=_NEXT),
    Style("成文日期", align="center", indent='w:left="4000"'),
    Style("附件标记", HEI),
    Style("表题", HEI, 12, align="center", before=120, after=60, flags=_NEXT + _LOOSE),
    Style("表头", HEI, 11, align="center", flags=_LOOSE),
    Style("表文", size=11, align="left", flags=_LOOSE),
    Style("表数", size=11, align="center", flags=_LOOSE),
    Style("图", align="center", before=160, flags=_NEXT + _LOOSE),
    Style("图题", HEI, 12, align="center", after=160, flags=_LOOSE),
    Style("页眉", KAI, 12, align="right", flags=_LOOSE),
    Style("页码", SUN, 14, align="right", flags=_LOOSE),
)  # fmt: skip


def styles_part() -> bytes:
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG)}"
        '<w:spacing w:val="-5"/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    return _xml("styles", defaults + "".join(style.xml() for style in STYLES))


def fonts_part() -> bytes:
    """The fonts with the names of what may stand in for them."""
    named = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{",".join(chain[:2])}"/>'
        f'<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for font, chain in CHAINS.items()
    )
    return _xml("fonts", named)


def settings_part() -> bytes:
    return _xml(
        "settings",
        '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    )


def section(references: Mapping[str, str], more: str = "", footer: float = 25) -> str:
    """The page of the standard. `references` maps header/footer and its kind ("header first")
    to a relation id; `footer` is the distance in mm of the footer's lower edge from the
    page's."""
    linked = "".join(
        f'<w:{key.split()[0]}Reference w:type="{key.split()[1]}" r:id="{relation}"/>'
        for key, relation in references.items()
    )
    margins = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 28.9, "footer": footer}
    edges = " ".join(f'w:{side}="{mm(wide)}"' for side, wide in margins.items())
    return (
        f'<w:sectPr>{linked}{more}<w:pgSz w:w="{mm(210)}" w:h="{mm(297)}"/>'
        f'<w:pgMar {edges} w:gutter="0"/><w:cols w:space="425"/><w:titlePg/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def _xml(tag: str, content: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:{tag} {NAMESPACES}>{content}</w:{tag}>".encode()


_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(document: bytes, linked: Mapping[str, bytes], about: bytes) -> bytes:
    """A .docx. `linked` maps names under word/ (header1.xml, media/x.png, …) to contents, and
    is related to the document as rId1, rId2, … in its order."""
    parts = {
        "[Content_Types].xml": _types(linked),
        "_rels/.rels": _relations({
            "word/document.xml": _OFFICE + "officeDocument",
            "docProps/core.xml": _PACKAGE + "relationships/metadata/core-properties",
        }),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations({name: _OFFICE + kind(name) for name in linked}),
        "docProps/core.xml": about,
        **{f"word/{name}": content for name, content in linked.items()},
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def kind(name: str) -> str:
    """The relation of a linked part: header1.xml is a header, media/x.png an image."""
    if name.startswith("media/"):
        return "image"
    return name.removesuffix(".xml").rstrip("0123456789")


def _types(linked: Mapping[str, bytes]) -> bytes:
    names = {name: kind(name) for name in linked if name.endswith(".xml")}
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_WORDML}{kind}+xml"/>'
        for name, kind in {"document.xml": "document.main", **names}.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}content-types"><Default Extension="png" '
        'ContentType="image/png"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    ).encode()


def _relations(targets: Mapping[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{rows}</Relationships>'.encode()
