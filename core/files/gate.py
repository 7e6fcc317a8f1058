"""The gate: a workbook file as plain bytes per part, or a clear word why not.

Files come from anybody, so nothing a file says of itself is believed: every part is inflated
here, in pieces and counted, before a library sees it. What passes is an ordinary zip of XML
parts in UTF-8 without document types, of at most `MOST_XML` bytes together.
"""

from __future__ import annotations

import codecs
import copy
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.errors import UserError, reason_of
from core.text import _

MOST_XML = 200 * 1024 * 1024
MOST_FILE = 600 * 1024 * 1024
MOST_PARTS = 10_000
_PIECE = 1 << 20
# Pictures and the like are no XML and never read; what lies there is not even inflated.
_ASIDE = re.compile(r"(xl|ppt|word)/(media|embeddings|printersettings)/")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Package:
    """`parts` maps lower-case part names (`xl/workbook.xml`) to XML in UTF-8."""

    book: str
    parts: Mapping[str, bytes]


def open_package(path: Path) -> Package:
    """Read the file whole. Raises `UserError` for anything that is no ordinary .xlsx."""
    path = Path(path)
    try:
        _check_file(path)
        with path.open("rb") as file:
            _check_head(file, path.name)
            return Package(path.name, _read_parts(file, path.name))
    except FileNotFoundError as error:
        raise UserError(_("找不到工作簿“{book}”。").format(book=path)) from error
    except IsADirectoryError as error:
        raise UserError(_("“{book}”是文件夹，不是工作簿。").format(book=path)) from error
    except PermissionError as error:
        text = _("没有权限读取“{book}”，或它正被别的程序占用；请关闭后再试。")
        raise UserError(text.format(book=path)) from error
    except OSError as error:
        text = _("读不出工作簿“{book}”（{why}）。")
        raise UserError(text.format(book=path, why=reason_of(error))) from error


def _check_file(path: Path) -> None:
    if path.name.startswith("~$"):
        text = _("“{book}”是Excel打开文件时的临时文件，不是工作簿；请选择不带“~$”的那个文件。")
        raise UserError(text.format(book=path.name))
    if path.is_dir():
        raise IsADirectoryError
    size = path.stat().st_size
    if not path.is_file():
        raise UserError(_("“{book}”不是普通文件。").format(book=path))
    if size == 0:
        raise UserError(_("“{book}”是空文件。").format(book=path.name))
    if size > MOST_FILE:
        text = _("“{book}”超过{n} MB，请删去其中的图片等附件。")
        raise UserError(text.format(book=path.name, n=MOST_FILE >> 20))


# What the file is, where it is no zip


def _check_head(file: IO[bytes], book: str) -> None:
    head = file.read(4096)
    if head.startswith(b"PK"):
        return
    kind = _foreign_kind(file, head)
    text = _("“{book}”不是.xlsx工作簿：{kind}请在Excel或WPS中打开，另存为“Excel 工作簿 (.xlsx)”。")
    raise UserError(text.format(book=book, kind=kind))


def _foreign_kind(file: IO[bytes], head: bytes) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        rest = head + file.read(64 * _PIECE)
        if "EncryptedPackage".encode("utf-16-le") in rest:
            return _("它设了打开密码，请先取消密码。")
        return _("它是旧格式（.xls或.et）。")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return _("它其实是网页（HTML）。")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return _("它是XML表格2003。")
    if start.startswith(b"%pdf"):
        return _("它是PDF。")
    if b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _("它是文本（如CSV）。")
    return _("看不出它是什么文件。")


# The zip


def _broken(book: str) -> UserError:
    text = _(
        "“{book}”已损坏或不完整（可能没有下载、复制完）；请重新取得，或用Excel、WPS打开后另存。"
    )
    return UserError(text.format(book=book))


def _read_parts(file: IO[bytes], book: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive, book)
            _check_kind(entries, archive, book)
            return _inflate_all(archive, entries, book)
    except _BROKEN as error:
        raise _broken(book) from error


def _entries(archive: zipfile.ZipFile, book: str) -> dict[str, zipfile.ZipInfo]:
    """The parts to read by name, none of them twice, their own words on sizes within bounds."""
    entries: dict[str, zipfile.ZipInfo] = {}
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise UserError(_("“{book}”内部的部件太多，不是普通的工作簿。").format(book=book))
    for info in infos:
        name = info.filename.replace("\\", "/").lstrip("/").lower()
        if info.is_dir() or _ASIDE.match(name):
            continue
        if info.flag_bits & 0x1:
            raise UserError(_("“{book}”加了密码，请先取消密码。").format(book=book))
        odd = info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if name in entries or odd:
            raise _broken(book)
        entries[name] = info
    if sum(info.file_size for info in entries.values()) > MOST_XML:
        raise _too_large(book)
    return entries


def _check_kind(
    entries: Mapping[str, zipfile.ZipInfo], archive: zipfile.ZipFile, book: str
) -> None:
    """Zips that are something else, by what they hold."""
    if "[content_types].xml" in entries and not any(
        n.endswith("workbook.bin") or n.startswith(("word/", "ppt/")) for n in entries
    ):
        return
    kind = _("它是压缩包，但里面没有工作簿。")
    if "mimetype" in entries:
        kind = _("它是.ods等开放文档格式。")
    elif any(n.endswith("workbook.bin") for n in entries):
        kind = _("它是二进制格式（.xlsb）。")
    elif any(n.startswith(("word/", "ppt/")) for n in entries):
        kind = _("它是Word或PowerPoint文件。")
    text = _("“{book}”不是.xlsx工作簿：{kind}请在Excel或WPS中打开，另存为“Excel 工作簿 (.xlsx)”。")
    raise UserError(text.format(book=book, kind=kind))


def _too_large(book: str) -> UserError:
    text = _(
        "“{book}”解压后的XML超过{n} MB。请删去多余的工作表、行列和整列的格式，或分成几个工作簿。"
    )
    return UserError(text.format(book=book, n=MOST_XML >> 20))


def _inflate_all(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], book: str
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MOST_XML
    for name, info in entries.items():
        data = _inflate(archive, info, room, book)
        room -= len(data)
        parts[name] = _plain_xml(data, book) if name.endswith((".xml", ".rels")) else data
    return parts


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int, book: str) -> bytes:
    """The whole stream, however long the directory says it is; its CRC is checked over all."""
    whole = copy.copy(info)
    whole.file_size = room + 2 * _PIECE  # so that we come to the limit first
    pieces: list[bytes] = []
    size = 0
    with archive.open(whole) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > room:
                raise _too_large(book)
            pieces.append(piece)
    if size != info.file_size:
        raise _broken(book)
    return b"".join(pieces)


# The XML


def _plain_xml(data: bytes, book: str) -> bytes:
    """The part in UTF-8; refuses other encodings and document types (entities)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = re.sub(r"^<\?xml[^>]*\?>", "", data.decode("utf-16"))
        data = text.encode()
    declared = re.match(rb"""[^<]*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""", data[:400])
    known = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if not known or b"\0" in data[:64]:
        text = _("“{book}”内部的文字编码不是UTF-8；请用Excel或WPS打开后另存。")
        raise UserError(text.format(book=book))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        text = _("“{book}”内部含有文档类型或外部实体声明，可能不安全，没有读取。")
        raise UserError(text.format(book=book))
    return data
