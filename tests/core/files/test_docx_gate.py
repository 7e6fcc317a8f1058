from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from core.errors import Refused, UserError
from core.files.docx_gate import read_parts, text_parts, without_template_link
from core.files.papers import KIND, TEMPLATES

OURS = TEMPLATES / f"{KIND}.docx"
RELS = "word/_rels/document.xml.rels"
_LINK = (
    '<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)


def changed(folder: Path, changes: dict[str, tuple[str, str]], more: dict[str, bytes]) -> Path:
    """Our template with texts of parts replaced and parts added."""
    parts = read_parts(OURS)
    for name, (old, new) in changes.items():
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    path = folder / "t.docx"
    with zipfile.ZipFile(path, "w") as book:
        for name, content in {**parts, **more}.items():
            book.writestr(name, content)
    return path


def test_our_template_is_welcome() -> None:
    parts = read_parts(OURS)
    assert set(text_parts(parts)) == {
        "word/document.xml",
        *(f"word/header{n}.xml" for n in (1, 2)),
        *(f"word/footer{n}.xml" for n in (1, 2, 3)),
    }


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip", OURS.read_bytes()[:5000]])
def test_what_is_no_word_file_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"坏\.docx”不是Word文档"):
        read_parts(path)
    with pytest.raises(UserError, match="打不开"):
        read_parts(tmp_path / "没有.docx")


def test_another_kind_of_zip_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(UserError, match="不是Word文档"):
        read_parts(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/activeX/activeX1.xml", b"<a/>"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/header9.xml", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
        ("word/header9.xml", b"<a><b></a>"),
        ("word/header9.xml", b"<a>" + b"x" * 4_000_000 + b"</a>"),
    ],
)
def test_what_is_alive_or_broken_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_parts(changed(tmp_path, {}, {name: content}))
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "subDocument"])
def test_links_to_the_outside_are_refused(tmp_path: Path, kind: str) -> None:
    link = _LINK.format(kind=kind, target="http://example.org/x")
    with pytest.raises(Refused, match="外部内容"):
        read_parts(changed(tmp_path, {RELS: ("</Relationships>", link)}, {}))


def test_a_hyperlink_may_stay(tmp_path: Path) -> None:
    link = _LINK.format(kind="hyperlink", target="http://example.org/x")
    assert RELS in read_parts(changed(tmp_path, {RELS: ("</Relationships>", link)}, {}))


@pytest.mark.parametrize("code", ["INCLUDETEXT &quot;C:\\x&quot;", "DDEAUTO c", "INCLUDEPICTURE x"])
def test_fields_that_fetch_are_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(Refused, match="取外部内容的域"):
        read_parts(changed(tmp_path, {"word/footer2.xml": ("> PAGE <", f"> {code} <")}, {}))


def test_a_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", b"\0" * 200_000_000)
    path = tmp_path / "bomb.docx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UserError, match="太大"):
        read_parts(path)


def test_the_link_to_the_authors_own_template_is_dropped(tmp_path: Path) -> None:
    settings = ("<w:zoom ", '<w:attachedTemplate r:id="rId1"/><w:zoom ')
    link = "<Relationships>" + _LINK.format(kind="attachedTemplate", target="file:///C:/n.dotm")
    rels = {"word/_rels/settings.xml.rels": link.encode()}
    parts = read_parts(changed(tmp_path, {"word/settings.xml": settings}, rels))
    kept = without_template_link(parts)
    assert b"attachedTemplate" not in kept["word/settings.xml"]
    assert b"dotm" not in kept["word/_rels/settings.xml.rels"]
