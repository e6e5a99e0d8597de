"""What a file is: by its bytes, never by its name. Also whether it is locked, and whether unpacking it is safe."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from nlp.intake.csv_sniff import mark_of
from nlp.intake.encoding import decode
from nlp.intake.messages import Unreadable

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC = "application/msword"
OFD = "application/ofd"
HTML = "text/html"
PLAIN = "text/plain"
CSV = "text/csv"
XLS = "application/vnd.ms-excel"
XML_SHEETS = "application/vnd.ms-excel+xml"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVENZIP = "application/x-7z-compressed"
RTF = "application/rtf"
MAIL = "message/rfc822"
MSG = "application/vnd.ms-outlook"
MHTML = "multipart/related"
OLE = "application/x-ole-storage"
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp")
LOCKED = "application/x-encrypted-office"  # an OOXML file inside an OLE container; which one, only the password tells
BINARY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Kind:
    """Media type of a file and whether a password locks it."""

    media_type: str
    encrypted: bool = False


# First bytes of formats that need no closer look.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVENZIP),
    (b"\x1f\x8b", "application/x-archive"),
    (b"MZ", BINARY),
    (b"\x7fELF", BINARY),
)

_MOST_ENTRIES = 50_000  # of a zip's directory

# What the common endings promise.
TYPE_OF_ENDING: dict[str, str] = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".docm": DOCX,
    ".doc": DOC,
    ".wps": DOC,
    ".ofd": OFD,
    ".xls": "application/vnd.ms-excel",
    ".xlsx": XLSX,
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": PPTX,
    ".rtf": RTF,
    ".zip": ZIP,
    ".rar": RAR,
    ".7z": SEVENZIP,
    ".msg": MSG,
    ".html": HTML,
    ".htm": HTML,
    ".shtml": HTML,
    ".txt": PLAIN,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".webp": "image/webp",
}

# Endings that promise a binary format; ASCII text under such a name is a broken file.
TYPE_OF_ENDING |= {".et": XLS, ".xlsm": XLSX}
BINARY_ENDINGS = frozenset(ending for ending, kind in TYPE_OF_ENDING.items() if kind not in (HTML, PLAIN))
TYPE_OF_ENDING |= {".eml": MAIL, ".mht": MHTML, ".mhtml": MHTML, ".dot": DOC, ".wpt": DOC}

_HTML_HEAD = re.compile(
    rb"^(?:\s|\xef\xbb\xbf|<!--(?:(?!-->).)*-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|script|style)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(
    rb"</?(?:html|head|body|div|span|p|br|table|tr|td|font|meta|script|style|h[1-6]|ul|li|center)\b[^<>]{0,400}>", re.I
)
_XML_HEAD = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml\b")
# The head of a mail or MHT page: "Name: value" lines from the first byte on, two of the usual names among them.
_MAIL_HEAD = re.compile(rb"^(?:\xef\xbb\xbf|\s)*(?:From [^\r\n]*\r?\n)?(?:[A-Za-z][\w-]{1,60}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|$)){2,}")
_MAIL_NAME = re.compile(
    rb"^(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Content-Type|Snapshot-Content-Location):", re.I | re.M
)
_SENT = re.compile(rb"^(?:To|Cc|Received|Return-Path|Message-ID|Delivered-To):", re.I | re.M)
_WEB_ARCHIVE = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)|^Snapshot-Content-Location:", re.I | re.M)

# Control characters that no text holds (tab, line ends, form feed and escape excepted).
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(data: bytes) -> Kind:
    """Media type of a file's bytes. Raises Unreadable for a container that is cut off."""
    head = data[:8192]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if b"%PDF-" in head[:1024]:
        return Kind(PDF)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind("image/webp")
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        return Kind("image/heic")  # photographs of telephones
    if head.startswith(b"\0\0\0\x0cjP  "):
        return Kind("image/jp2")
    for magic, media_type in _MAGIC:
        if head.startswith(magic) and (len(magic) > 2 or _CONTROL.search(head)):
            return Kind(media_type)
    return Kind(_text_kind(data))


def _text_kind(data: bytes) -> str:
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = sample.decode("utf-16", "ignore").encode("ascii", "ignore")
    if _HTML_HEAD.match(sample):
        return HTML
    if _XML_HEAD.match(sample) and b"urn:schemas-microsoft-com:office:spreadsheet" in sample[:4096]:
        return XML_SHEETS
    if _XML_HEAD.match(sample):
        return HTML if re.search(rb"<html\b", sample[:4096], re.I) else "application/xml"
    mail_head = _MAIL_HEAD.match(sample)
    if mail_head and len({name.lower() for name in _MAIL_NAME.findall(mail_head[0])}) >= 2:
        return MHTML if _WEB_ARCHIVE.search(mail_head[0]) and not _SENT.search(mail_head[0]) else MAIL
    tags = _HTML_TAG.findall(sample)
    if len(tags) >= 4 and any(t.startswith(b"</") for t in tags):
        return HTML
    return CSV if _is_separated(data) else PLAIN


def _is_separated(data: bytes) -> bool:
    """Whether a text is a table of separated values; its first part tells."""
    decoded = decode(data[:65536])
    if decoded is None:
        return False
    text = decoded.text if len(data) <= 65536 else decoded.text.rpartition("\n")[0]
    return mark_of(text) is not None or text[:4].lower() == "sep="


# ---------------------------------------------------------------- zip containers
def _zip_kind(data: bytes) -> Kind:
    if (entries := data.count(b"PK\x01\x02")) > _MOST_ENTRIES:  # opening it would already take minutes
        raise Unreadable("too_large", media_type=ZIP, what="压缩包的条目", found=entries, limit=_MOST_ENTRIES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listing = archive.infolist()
            names = {e.filename.lstrip("/").replace("\\", "/") for e in listing}
            locked = any(e.flag_bits & 1 for e in listing)
            listed = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names and not locked else b""
    # NotImplementedError: a compression method that zipfile does not know
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        raise Unreadable("damaged", media_type=_cut_zip(data), detail="压缩结构不完整") from error
    if any(n.lower() == "ofd.xml" for n in names):
        return Kind(OFD, locked)
    if any(n.startswith("word/") and n.endswith((".xml", ".rels")) for n in names) or b"wordprocessingml.document.main" in listed:
        return Kind(DOCX, locked)
    if any(n.startswith("xl/") for n in names):
        return Kind(XLSX, locked)
    if any(n.startswith("ppt/") for n in names):
        return Kind(PPTX, locked)
    if "mimetype" in names and "content.xml" in names:
        return Kind("application/vnd.oasis.opendocument.text", locked)
    return Kind(ZIP)  # members may be locked one by one


def _cut_zip(data: bytes) -> str:
    """Media type of a zip whose directory is lost, by the names of its first entries."""
    head = data[:4096]
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head or b"word/" in head:
        return DOCX
    return OFD if b"OFD.xml" in head or b"Doc_0" in head else ZIP


def check_unpacked(archive: zipfile.ZipFile, limit: int) -> None:
    """Refuse a zip that says it unpacks to more than `limit` bytes, or that holds very many members."""
    entries = archive.infolist()
    total = sum(e.file_size for e in entries)
    if total > limit or len(entries) > 20_000:
        raise Unreadable("too_large", what="解压后的大小", found=readable(total), limit=readable(limit))


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Bytes of one member, never more than `limit`: a directory may lie about sizes. Raises KeyError where there is none."""
    with archive.open(name) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise Unreadable("too_large", what="解压后的大小", found=f"超过 {readable(limit)}", limit=readable(limit))
    return data


def readable(size: int) -> str:
    """A size for people: 64 MB."""
    return f"{size / 1048576:.0f} MB" if size >= 1048576 else f"{size / 1024:.0f} KB"


# ---------------------------------------------------------------- OLE containers (Word 97-2003, WPS, locked OOXML)
@dataclass(frozen=True, slots=True)
class _Stream:
    name: str
    first_sector: int
    size: int


def _ole_streams(data: bytes) -> tuple[list[_Stream], int]:
    """Directory of an OLE2 file and its sector size. Raises struct.error or ValueError for a broken one."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    first_directory = struct.unpack_from("<I", data, 48)[0]
    fat: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76):
        if sector < 0xFFFFFFFA and (sector + 2) * size <= len(data):
            fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    streams: list[_Stream] = []
    sector, steps = first_directory, 0
    while sector < 0xFFFFFFFA and steps < 4096:
        base = (sector + 1) * size
        for at in range(base, min(base + size, len(data) - 127), 128):
            length = struct.unpack_from("<H", data, at + 64)[0]
            if 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                streams.append(_Stream(name, *struct.unpack_from("<II", data, at + 116)))
        sector = fat[sector] if sector < len(fat) else 0xFFFFFFFE
        steps += 1
    if not streams:
        raise ValueError("no directory")
    return streams, size


def _ole_kind(data: bytes) -> Kind:
    try:
        streams, size = _ole_streams(data)
    except (struct.error, ValueError) as error:
        raise Unreadable("damaged", media_type=OLE, detail="文件目录不完整") from error
    by_name = {s.name: s for s in streams}
    if "EncryptedPackage" in by_name:
        return Kind(LOCKED, encrypted=True)
    if "WordDocument" in by_name:
        at = (by_name["WordDocument"].first_sector + 1) * size
        flags = struct.unpack_from("<H", data, at + 10)[0] if at + 12 <= len(data) else 0
        return Kind(DOC, encrypted=bool(flags & 0x0100))
    if any(name.startswith(("__substg1.0_", "__properties_version1.0")) for name in by_name):
        return Kind(MSG)
    if "Workbook" in by_name or "Book" in by_name:
        return Kind("application/vnd.ms-excel")
    if "PowerPoint Document" in by_name:
        return Kind("application/vnd.ms-powerpoint")
    if "CONTENTS" in by_name or "MatOST" in by_name:
        return Kind("application/vnd.ms-works")
    return Kind(OLE)
