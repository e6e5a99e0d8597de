"""Names inside archives and mails: decoded by what their bytes are, made fit to be shown, refused where they lead elsewhere."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence

from nlp.intake.encoding import decode

_UTF8 = 0x800  # flag of an entry whose name is UTF-8
_UNICODE_PATH = 0x7075  # extra field with the name in UTF-8
_DRIVE = re.compile(r"^[A-Za-z]:")
# controls, and marks that turn the reading direction or show nothing: 通知<RLO>xcod.exe looks like 通知exe.docx
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LONGEST = 255


def shown_name(name: str) -> str:
    """A name fit to be shown and to stand in a path: what cannot be seen is a "�", a very long one is cut in the middle.

    >>> shown_name("通知\\u202excod.exe"), shown_name("资料\\\\附件\\x001.doc")
    ('通知�xcod.exe', '资料/附件�1.doc')
    """
    name = _UNSEEN.sub("�", name.replace("\\", "/"))
    return name if len(name) <= _LONGEST else f"{name[:180]}…{name[-60:]}"


def leads_elsewhere(name: str) -> bool:
    """Whether a name would be written outside the folder of its archive.

    >>> [leads_elsewhere(n) for n in ("../a.doc", "/etc/passwd", "C:\\\\a.doc", "a/../../b", "附件/1..2.doc")]
    [True, True, True, True, False]
    """
    name = name.replace("\\", "/")
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def member_name(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Names of zip entries. Without the flag they are in the code page of whoever packed them: one vote for all of them."""
    raw = [None if e.flag_bits & _UTF8 else _bytes(e.orig_filename) for e in entries]
    together = b"\n".join(r for r in raw if r is not None and not r.isascii())
    voted = decode(together) if together else None
    names: list[str] = []
    for entry, own in zip(entries, raw, strict=True):
        name = entry.orig_filename
        if own is not None and not own.isascii():
            stored = _unicode_path(entry, own)
            if stored is None and voted is not None:
                try:
                    stored = own.decode(voted.encoding)
                except (UnicodeDecodeError, LookupError):
                    stored = None
            if stored is None:
                one = decode(own)
                stored = one.text if one is not None else own.decode("gb18030", "replace")
            name = stored
        names.append(name)
    return names


def _bytes(name: str) -> bytes:
    """The bytes of a name that zipfile took for code page 437."""
    try:
        return name.encode("cp437")
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace")


def _unicode_path(entry: zipfile.ZipInfo, own: bytes) -> str | None:
    """The name of the Unicode path field, where it belongs to this name."""
    extra = entry.extra
    while len(extra) >= 4:
        number, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if number == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(own):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
