"""What a template may be: a Word file of sane size that brings nothing alive with it.

Templates travel from hand to hand and their parts are copied into official letters, so what
could run, fetch or embed something is refused here, by name.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from core.errors import Refused, UserError, reason_of
from core.model.problem import Problem
from core.text import _

LARGEST_FILE = 30_000_000  # bytes, all parts inflated
LARGEST_TEXT = 3_000_000  # bytes of one part that holds text
MOST_PARTS = 500
MOST_TAGS = 3_000

Parts = dict[str, bytes]

_ALIVE = re.compile(r"vbaProject|activeX|/embeddings/|oleObject|/customUI", re.IGNORECASE)
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|EMBED"
    r"|RD|AUTOTEXT|CONTROL|HTMLACTIVEX)\b"
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEMPLATE_LINK = "/attachedTemplate"


def read_parts(path: Path) -> Parts:
    """The parts of the template by name, checked. UserError where it is no Word file; Refused
    with everything in it that a template may not bring."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = _inflate(book, path)
    except OSError as wrong:
        raise UserError(
            _("模板“{name}”打不开：{why}").format(name=path.name, why=reason_of(wrong))
        ) from wrong
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as wrong:
        raise _not_word(path) from wrong
    if "word/document.xml" not in parts or "[Content_Types].xml" not in parts:
        raise _not_word(path)
    problems = [Problem(text) for text in _refusals(parts)]
    if problems:
        raise Refused(problems)
    return parts


def _not_word(path: Path) -> UserError:
    text = _("模板“{name}”不是Word文档（.docx），或者文件已损坏。请用WPS或Word另存为.docx后再用。")
    return UserError(text.format(name=path.name))


def _inflate(book: zipfile.ZipFile, path: Path) -> Parts:
    entries = [e for e in book.infolist() if not e.is_dir()]
    left = LARGEST_FILE
    parts: Parts = {}
    if len(entries) > MOST_PARTS:
        raise _too_large(path)
    for entry in entries:
        with book.open(entry) as source:
            parts[entry.filename] = source.read(left + 1)
        left -= len(parts[entry.filename])
        if left < 0:
            raise _too_large(path)
    return parts


def _too_large(path: Path) -> UserError:
    return UserError(_("模板“{name}”太大，不像一份文书模板。").format(name=path.name))


def text_parts(parts: Parts) -> list[str]:
    """The names of the parts that hold a letter's text: the document, its headers, footers."""
    pattern = re.compile(r"word/(document|(header|footer)\d*)\.xml")
    return [name for name in parts if pattern.fullmatch(name)]


def _refusals(parts: Parts) -> Iterator[str]:
    for name, content in parts.items():
        if _ALIVE.search("/" + name) or b"macroEnabled" in content[:20000]:
            yield _("模板里有宏或嵌入的程序（{name}），请去掉后再用").format(name=name)
        elif name.endswith((".xml", ".rels")):
            yield from _xml_refusals(name, content, name in text_parts(parts))


def _xml_refusals(name: str, content: bytes, has_text: bool) -> Iterator[str]:
    if len(content) > LARGEST_TEXT:
        yield _("模板的{name}太大").format(name=name)
        return
    try:
        root = parse(content)
    except etree.XMLSyntaxError:
        yield _("模板的{name}已损坏").format(name=name)
        return
    if root.getroottree().docinfo.doctype:
        yield _("模板的{name}带有外部声明（DOCTYPE），不能使用").format(name=name)
    if name.endswith(".rels"):
        yield from _links(root)
    if has_text:
        yield from _live_text(root, content)


def parse(content: bytes) -> etree._Element:
    """XML without resolving anything outside of it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def written(root: etree._Element) -> bytes:
    """A part's XML as it stands in the package."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _links(root: etree._Element) -> Iterator[str]:
    for relation in root:
        kind, outside = relation.get("Type", ""), relation.get("TargetMode") == "External"
        if outside and not kind.endswith(("/hyperlink", _TEMPLATE_LINK)):
            target = relation.get("Target", "")
            yield _("模板引用了外部内容（{target}），请改为插入到文档里").format(target=target)


def _live_text(root: etree._Element, content: bytes) -> Iterator[str]:
    code = " ".join("".join(root.itertext(f"{_WORD}instrText")).split())
    code += " ".join(e.get(f"{_WORD}instr", "") for e in root.iter(f"{_WORD}fldSimple"))
    if found := _FETCHING.search(code):
        yield _("模板里有会取外部内容的域（{code}），请去掉后再用").format(code=found.group())
    if next(root.iter(f"{_WORD}altChunk", f"{_WORD}object", f"{_WORD}control"), None) is not None:
        yield _("模板里有嵌入的文件或控件，请去掉后再用")
    if content.count(b"{") > MOST_TAGS * 2:
        yield _("模板里的字段太多")


def without_template_link(parts: Parts) -> Parts:
    """The same parts without the link to the .dotm on its author's disk, which Word keeps in
    every document made from one and would look for when a letter is opened."""
    found = dict(parts)
    for name in ("word/settings.xml", "word/_rels/settings.xml.rels"):
        if name in found:
            root = parse(found[name])
            for element in list(root):
                linked = element.get("Type", "").endswith(_TEMPLATE_LINK)
                if linked or element.tag == f"{_WORD}attachedTemplate":
                    root.remove(element)
            found[name] = written(root)
    return found
