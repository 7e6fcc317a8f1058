"""The four paragraph styles that a program must help: what a template names them, and how.

A style's name is what a person sees in WPS or Word (its id is renumbered by WPS):

- 发文机关标志: condensed (字符缩放) so that the issuing body's name stays on one line.
- 公文标题: broken into lines by meaning (`core.files.title_lines`), where the author broke none.
- 署名, 成文日期: centred on one another, the date four characters from the right edge, or
  further in where the name is longer (GB/T 9704-2012, 7.3.5.1).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from lxml import etree  # type: ignore[import-untyped]

from core.files.docx_gate import parse, written
from core.files.title_lines import condensed, title_lines
from core.files.wording import width

LETTERHEAD, TITLE, SIGNATURE, DATE = "发文机关标志", "公文标题", "署名", "成文日期"
TEXT_WIDTH = 8845  # twips: 156 mm
CHARACTER = 315  # twips: 16 pt less the 0.25 pt that makes 28 fit on a line

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAMESPACE}}}"


def style_id(styles: bytes, name: str) -> str | None:
    """The id behind a paragraph style's name."""
    style = _style(parse(styles), name)
    return None if style is None else style.get(f"{_W}styleId")


def _style(root: etree._Element, name: str) -> etree._Element | None:
    for style in root.iter(f"{_W}style"):
        label = style.find(f"{_W}name")
        if label is not None and label.get(f"{_W}val") == name:
            return style
    return None


def dressed(styles: bytes, issuer: str, date: str) -> bytes:
    """styles.xml with the letterhead and the signature fitted to this name and date."""
    root = parse(styles)
    _fit_letterhead(_style(root, LETTERHEAD), issuer)
    for name in (SIGNATURE, DATE):
        _centre_signature(_style(root, name), issuer, date)
    return written(root)


def _fit_letterhead(style: etree._Element | None, issuer: str) -> None:
    size = style.find(f"{_W}rPr/{_W}sz") if style is not None else None
    if style is None or size is None:
        return
    scale = condensed(issuer, int(size.get(f"{_W}val", "32")) / 2, TEXT_WIDTH / 20)
    properties = style.find(f"{_W}rPr")
    for old in properties.findall(f"{_W}w"):
        properties.remove(old)
    if scale < 100:
        # The schema wants w:w before w:sz.
        size.addprevious(etree.Element(f"{_W}w", {f"{_W}val": str(scale)}))


def _centre_signature(style: etree._Element | None, issuer: str, date: str) -> None:
    indent = style.find(f"{_W}pPr/{_W}ind") if style is not None else None
    if indent is None:
        return
    # Half a character to spare on either side, so that the name stays on one line.
    from_right = max(4 + width(date) / 2, width(issuer) / 2 + 0.5) * CHARACTER
    indent.attrib.clear()
    indent.set(f"{_W}left", str(max(0, round(TEXT_WIDTH - 2 * from_right))))


_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")


def title_breaker(identity: str) -> Callable[[str], str]:
    """A function that breaks the paragraphs of the style with this id in a part's XML."""
    mark = f'<w:pStyle w:val="{html.escape(identity)}"/>'

    def finish(xml: str) -> str:
        pieces, done = [], 0
        at = xml.find(mark)
        while at >= 0:
            start = max(xml.rfind("<w:p>", done, at), xml.rfind("<w:p ", done, at))
            end = xml.find("</w:p>", at)
            if start < 0 or end < 0:
                break
            pieces += [xml[done:start], _broken(xml[start:end])]
            done, at = end, xml.find(mark, end)
        return "".join([*pieces, xml[done:]])

    return finish


def _broken(paragraph: str) -> str:
    title = html.unescape("".join(text for _open, text, _close in _TEXT.findall(paragraph)))
    lines = title_lines(title)
    if len(lines) < 2 or "<w:br/>" in paragraph:
        return paragraph
    ends = {sum(map(len, lines[:n])) for n in range(1, len(lines))}
    position = 0

    def rebuilt(match: re.Match[str]) -> str:
        nonlocal position
        opened, text, closed = match.groups()
        pieces = []
        for character in html.unescape(text):
            pieces.append(f"{closed}<w:br/>{opened}" if position in ends else "")
            pieces.append(html.escape(character, quote=False))
            position += 1
        return opened + "".join(pieces) + closed

    return _TEXT.sub(rebuilt, paragraph)
