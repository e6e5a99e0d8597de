"""File -> Document or Failure: looks at the bytes, checks limits, hands over to the reader of the format.

A format is added in one line of READERS. Readers raise Unreadable; nothing they raise leaves `read`.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nlp.intake import detect
from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules, standard_rules
from nlp.intake.messages import Unreadable, kind_name, message
from nlp.types import Document, Failure, Limits, Source

# media type -> "module:function" with (data, builder, rules, limits) -> pages or None; loaded when first needed
READERS: dict[str, str] = {
    detect.PLAIN: "nlp.intake.plain:read_plain",
    detect.HTML: "nlp.intake.html:read_html",
    detect.DOCX: "nlp.intake.docx:read_docx",
    detect.PDF: "nlp.intake.pdf:read_pdf",
    detect.OFD: "nlp.intake.ofd:read_ofd",
    detect.XLSX: "nlp.intake.sheets_xlsx:read_xlsx",
    detect.XLS: "nlp.intake.sheets_xls:read_xls",
    detect.XML_SHEETS: "nlp.intake.sheets_xml:read_xml_sheets",
    detect.CSV: "nlp.intake.csv_table:read_csv",
    detect.DOC: "nlp.intake.word97:read_word97",
    detect.RTF: "nlp.intake.rtf:read_rtf",
    detect.MHTML: "nlp.intake.mhtml:read_mhtml",
    detect.MAIL: "nlp.intake.mail:read_mail",
    detect.MSG: "nlp.intake.mail:read_msg",
    detect.ZIP: "nlp.intake.archives:read_archive",
    detect.RAR: "nlp.intake.archives:read_archive",
    detect.SEVENZIP: "nlp.intake.archives:read_archive",
    **dict.fromkeys(detect.IMAGES, "nlp.intake.images:read_image"),
}


def read(source: Source, limits: Limits, rules: FurnitureRules | None = None) -> Document | Failure:
    """Document of a file, or a Failure that says why there is none and what to do. Never raises for what a file holds."""
    result = _read(source, limits, rules)
    if source.case is None:
        return result
    if isinstance(result, Failure):
        return replace(result, case=source.case)
    return replace(result, media=replace(result.media, case=source.case))


def _read(source: Source, limits: Limits, rules: FurnitureRules | None) -> Document | Failure:
    media_type: str | None = None
    sha256: str | None = None
    try:
        data = load(source, limits)
        sha256 = hashlib.sha256(data).hexdigest()
        kind = detect.detect(data)
        media_type = kind.media_type
        _check(source, data, kind)
        build = DocumentBuilder(limits)
        _warn_of_ending(source, media_type, build)
        pages = _reader(media_type)(data, build, rules or standard_rules(), limits)
        return build.build(source.path, sha256, media_type, pages)
    except Unreadable as fault:
        facts = dict(fault.facts)
        media_type = _named(source, fault.code, facts.pop("media_type", media_type))
        return Failure(source.path, fault.code, message(fault.code, "zh", media_type=media_type, **facts), media_type, sha256)
    except (ImportError, NameError):  # a fault of the program, never of the file
        raise
    except MemoryError:
        return Failure(source.path, "too_much_memory", message("too_much_memory"), media_type, sha256)
    except RecursionError:
        return Failure(source.path, "damaged", message("damaged", media_type=media_type, detail="内部嵌套过深"), media_type, sha256)
    except Exception as error:  # the last resort: a library met a file that nobody foresaw; one file must not end a batch
        detail = f"读取时出错：{type(error).__name__}"
        return Failure(source.path, "damaged", message("damaged", media_type=media_type, detail=detail), media_type, sha256)


def load(source: Source, limits: Limits) -> bytes:
    """Bytes of the file, read once; its size is looked at before anything is read.

    Raises Unreadable for a file that is not there, is none (a folder, a pipe, a device), is too large, or changes meanwhile.
    """
    data = source.data
    if data is None:
        data = _read_file(source.path, limits)
    elif len(data) > limits.file_bytes:
        raise _too_large(len(data), limits)
    if not data:
        raise Unreadable("empty")
    return data


def _read_file(path: str, limits: Limits) -> bytes:
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("unreadable", detail="这是管道或设备，不是文件")
            if before.st_size > limits.file_bytes:
                raise _too_large(before.st_size, limits)
            data = file.read(limits.file_bytes + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise Unreadable("not_found") from error
    except IsADirectoryError as error:
        raise Unreadable("unreadable", detail="这是一个文件夹") from error
    except (OSError, ValueError) as error:
        detail = "这是一个文件夹" if os.path.isdir(path.replace("\0", "")) else getattr(error, "strerror", None) or "路径无效"
        raise Unreadable("unreadable", detail=detail) from error
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable("changed")
    return data


def _without_waiting(path: str, flags: int) -> int:
    """Open a path; a pipe that nobody writes to must not hold us up."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(size: int, limits: Limits) -> Unreadable:
    return Unreadable("too_large", what="大小", found=detect.readable(size), limit=detect.readable(limits.file_bytes))


def _check(source: Source, data: bytes, kind: detect.Kind) -> None:
    """Refuse what cannot be read: locked files, formats without a reader, binary junk, text under the name of another format."""
    if kind.encrypted:
        raise Unreadable("encrypted")
    if kind.media_type == detect.BINARY:
        raise Unreadable("not_a_document", detail="是程序或其他二进制文件")
    if kind.media_type not in READERS:
        raise Unreadable("unsupported")
    if kind.media_type == detect.PLAIN:
        if not data.strip(b"\r\n\t \xef\xbb\xbf\0"):
            raise Unreadable("no_text", detail="全是空白")
        ending = _ending(source.path)
        if ending in detect.BINARY_ENDINGS and all(b < 0x80 for b in data):
            raise Unreadable(
                "damaged", media_type=detect.TYPE_OF_ENDING.get(ending), detail=f"扩展名是 {ending}，内容却不是这种格式"
            )


def _named(source: Source, code: str, media_type: object) -> str | None:
    """Media type for a failure: of a zip that is cut off too early the name tells more than the bytes."""
    promised = detect.TYPE_OF_ENDING.get(_ending(source.path))
    if code == "damaged" and media_type == detect.ZIP and promised in (detect.DOCX, detect.XLSX, detect.PPTX, detect.OFD):
        return promised
    return media_type if isinstance(media_type, str) else None


def _warn_of_ending(source: Source, media_type: str, build: DocumentBuilder) -> None:
    expected = detect.TYPE_OF_ENDING.get(_ending(source.path))
    if expected is not None and expected != media_type and not (expected in detect.IMAGES and media_type in detect.IMAGES):
        build.warn("wrong_ending", ending=_ending(source.path), kind=kind_name(media_type))


def _ending(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _reader(media_type: str) -> Callable[..., Any]:
    module, _, function = READERS[media_type].partition(":")
    reader: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return reader
