"""What the gate lets through, and the word that it has for everything else."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest

from core.errors import UserError
from core.files import gate
from core.files.gate import open_package

PARTS = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": "<workbook/>",
    "xl/worksheets/sheet1.xml": "<worksheet><sheetData>评</sheetData></worksheet>",
}


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def refusal(folder: Path, data: bytes, name: str = "书.xlsx") -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        open_package(path)
    assert name in str(caught.value)
    return str(caught.value)


def test_parts_come_by_name_in_small_letters(tmp_path: Path) -> None:
    path = tmp_path / "书.xlsx"
    path.write_bytes(zipped(PARTS | {"xl/media/image1.png": b"\x89PNG"}))
    package = open_package(path)
    assert package.book == "书.xlsx"
    assert set(package.parts) == {name.lower() for name in PARTS}
    assert "评" in package.parts["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 5000
            + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        ("编码,名称\nX1,甲\n".encode(), "CSV"),
        ("编码,名称\n".encode("gb18030"), "CSV"),
        (b"\xef\xbb\xbf<html><table>", "HTML"),
        (b"%PDF-1.7\n", "PDF"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "2003",
        ),
        (b"\x7fELF\0\0", "看不出"),
    ],
)
def test_other_files_are_named(tmp_path: Path, data: bytes, word: str) -> None:
    assert word in refusal(tmp_path, data)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, ".ods"),
        ({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"1"}, ".xlsb"),
        ({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}, "Word"),
        ({"a.txt": "hello"}, "没有工作簿"),
    ],
)
def test_other_zips_are_named(tmp_path: Path, parts: dict[str, str | bytes], word: str) -> None:
    assert word in refusal(tmp_path, zipped(parts))


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        open_package(tmp_path / "没有.xlsx")
    with pytest.raises(UserError, match="文件夹"):
        open_package(tmp_path)
    assert "临时文件" in refusal(tmp_path, b"x", "~$书.xlsx")


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    whole = zipped(PARTS)
    for size in range(1, len(whole), 7):
        refusal(tmp_path, whole[:size])


def test_a_flipped_bit_is_refused_or_harmless(tmp_path: Path) -> None:
    whole = zipped(PARTS)
    path = tmp_path / "书.xlsx"
    refused = 0
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1 << place % 8
        path.write_bytes(data)
        try:
            package = open_package(path)
        except UserError:
            refused += 1
        else:
            assert (
                set(package.parts) - {n.lower() for n in PARTS} == set() or len(package.parts) == 3
            )
    assert refused > len(whole) // 2


def _bomb(megabytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _n in range(megabytes):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def test_a_bomb_is_refused_by_its_own_word(tmp_path: Path) -> None:
    start = time.perf_counter()
    assert "200 MB" in refusal(tmp_path, _bomb(1024))
    assert time.perf_counter() - start < 20  # most of it making the bomb


def test_a_bomb_that_lies_is_refused_by_counting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "MOST_XML", 8 << 20)
    small, large = struct.pack("<L", 1000), struct.pack("<L", 64 << 20)
    lying = _bomb(64).replace(large, small)
    assert lying != _bomb(64)
    assert "8 MB" in refusal(tmp_path, lying)


def test_many_parts_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_XML", 1000)
    parts: dict[str, str | bytes] = {f"xl/{n}.xml": "<a>" + " " * 200 + "</a>" for n in range(6)}
    assert "MB" in refusal(tmp_path, zipped({"[Content_Types].xml": "<a/>"} | parts))


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>',
        '<!DOCTYPE w SYSTEM "http://example.invalid/w.dtd"><w/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(tmp_path: Path, xml: str, encoding: str) -> None:
    data = zipped(PARTS | {"xl/sharedStrings.xml": xml.encode(encoding)})
    assert "实体" in refusal(tmp_path, data)


def test_utf_16_is_turned_into_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "书.xlsx"
    xml = '<?xml version="1.0" encoding="UTF-16"?><sst>评分</sst>'
    path.write_bytes(zipped(PARTS | {"xl/sharedStrings.xml": xml.encode("utf-16")}))
    assert open_package(path).parts["xl/sharedstrings.xml"] == "<sst>评分</sst>".encode()


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    xml = '<?xml version="1.0" encoding="GB2312"?><sst>评</sst>'.encode("gb2312")
    assert "UTF-8" in refusal(tmp_path, zipped(PARTS | {"xl/sharedStrings.xml": xml}))
    assert "UTF-8" in refusal(
        tmp_path, zipped(PARTS | {"xl/sharedStrings.xml": "<a/>".encode("utf-16-le")})
    )


def test_a_part_twice_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/Workbook.xml"):
            archive.writestr(name, "<a/>")
    assert "损坏" in refusal(tmp_path, out.getvalue())


def test_rare_compression_and_encryption_are_refused(tmp_path: Path) -> None:
    assert "损坏" in refusal(tmp_path, zipped(PARTS, zipfile.ZIP_LZMA))
    data = bytearray(zipped(PARTS))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the flag, in the directory
    assert "密码" in refusal(tmp_path, bytes(data))
