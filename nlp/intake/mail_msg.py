"""Outlook MSG: properties and attachments out of the OLE container.

A mail inside the mail lies open in the container; it is written anew as EML so that it can be a file of its own.
"""

from __future__ import annotations

import email.message
import email.policy
import io
import struct
from datetime import UTC, datetime, timedelta
from typing import Any

from nlp.intake.encoding import canonical, decode
from nlp.intake.mail import Attachment, Mail
from nlp.intake.messages import Unreadable
from nlp.types import Limits

_SUBJECT, _SENDER, _SENDER_MAIL, _TO, _CC, _TEXT, _HTML = "0037", "0C1A", "0C1F", "0E04", "0E03", "1000", "1013"
_FILE_NAME, _SHORT_NAME, _FILE, _SHOWN_NAME, _CONTENT_ID = "3707", "3704", "37010102", "3001", "3712"
_INNER = "__substg1.0_3701000D"
_SENT, _CODE_PAGE, _MESSAGE_CODE_PAGE = 0x00390040, 0x3FDE0003, 0x3FFD0003
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ATTACHMENTS, _DEPTH = 500, 3


def open_msg(data: bytes, limits: Limits) -> Mail:
    """The mail of an MSG file. Raises Unreadable for a broken one."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return _Store(container, limits).mail((), 0)
    except (OSError, LookupError, TypeError, ValueError, struct.error, RecursionError) as error:
        raise Unreadable("damaged", detail="文件目录不完整") from error


class _Store:
    """The container with a budget: what is read of it all together stays below the limit of unpacked bytes."""

    def __init__(self, container: Any, limits: Limits) -> None:
        self._container = container
        self._limits = limits
        self._left = limits.unpacked_bytes
        self._names = [tuple(entry) for entry in container.listdir(streams=True, storages=True)]

    def read(self, *path: str) -> bytes | None:
        """A stream, or None where there is none."""
        if path not in self._names or not self._container.exists(list(path)):
            return None
        size = self._container.get_size(list(path))
        if size > min(self._left, self._limits.file_bytes):
            raise Unreadable("too_large", what="附件大小", found=f"{size >> 20} MB", limit=f"{self._limits.file_bytes >> 20} MB")
        self._left -= size
        return bytes(self._container.openstream(list(path)).read())

    def text(self, folder: tuple[str, ...], number: str, codec: str | None) -> str:
        """A text property: Unicode, or in the code page of the mail."""
        wide = self.read(*folder, f"__substg1.0_{number}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = (self.read(*folder, f"__substg1.0_{number}001E") or b"").rstrip(b"\0")
        if codec is not None:
            try:
                return narrow.decode(codec)
            except UnicodeDecodeError:
                pass
        found = decode(narrow) if narrow else None
        return found.text if found is not None else narrow.decode("latin-1")

    def properties(self, folder: tuple[str, ...], head: int) -> dict[int, int]:
        """Properties of fixed size: tag -> eight bytes as a number."""
        raw = self.read(*folder, "__properties_version1.0") or b""
        whole = max(len(raw) - head, 0) // 16 * 16
        return {tag: value for tag, _, value in struct.iter_unpack("<IIQ", raw[head : head + whole])}

    def mail(self, folder: tuple[str, ...], depth: int) -> Mail:
        """The mail in a folder of the container."""
        fixed = self.properties(folder, 24 if folder else 32)
        page = fixed.get(_MESSAGE_CODE_PAGE, fixed.get(_CODE_PAGE, 0)) & 0xFFFFFFFF
        codec = canonical(f"cp{page}") if page and page != 65001 else "utf-8" if page else None
        sender, address = self.text(folder, _SENDER, codec), self.text(folder, _SENDER_MAIL, codec)
        sender += f" <{address}>" if "@" in address and address != sender else ""
        named = (("发件人", sender), ("收件人", self.text(folder, _TO, codec)), ("抄送", self.text(folder, _CC, codec)))
        heads = tuple((k, " ".join(v.split())) for k, v in (*named, ("发送时间", _time(fixed))) if v.strip())
        text = self.text(folder, _TEXT, codec).replace("\r\n", "\n")
        html = self.read(*folder, f"__substg1.0_{_HTML}0102")
        if html is None and (written := self.text(folder, _HTML, codec)):
            html = b"\xef\xbb\xbf" + written.encode("utf-8", "replace")
        attachments, pictures = self.attachments(folder, codec, depth)
        return Mail(self.text(folder, _SUBJECT, codec), heads, html, text, attachments, pictures)

    def attachments(self, folder: tuple[str, ...], codec: str | None, depth: int) -> tuple[tuple[Attachment, ...], int]:
        """Attached files and mails in order, and how many pictures are part of the text."""
        n = len(folder)
        inside = {name[n] for name in self._names if len(name) > n and name[:n] == folder}
        stores = sorted(name for name in inside if name.startswith("__attach_version1.0_"))
        found: list[Attachment] = []
        pictures = 0
        for number, store in enumerate(stores[:_ATTACHMENTS], 1):
            path = (*folder, store)
            name = next(filter(None, (self.text(path, p, codec) for p in (_FILE_NAME, _SHORT_NAME, _SHOWN_NAME))), f"附件{number}")
            data = self.read(*path, f"__substg1.0_{_FILE}")
            if data is not None and self.text(path, _CONTENT_ID, codec) and data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8"):
                pictures += 1
            elif data is not None:
                found.append(Attachment(name, data))
            elif (*path, _INNER) in self._names and depth < _DEPTH:
                inner = self.mail((*path, _INNER), depth + 1)
                found.append(Attachment(name if name.lower().endswith(".eml") else f"{name}.eml", _as_eml(inner)))
        return tuple(found), pictures


def _time(fixed: dict[int, int]) -> str:
    """When the mail was sent, in universal time."""
    ticks = fixed.get(_SENT, 0)
    if not 0 < ticks < 2_650_467_744_000_000_000:  # the year 9999
        return ""
    return (_EPOCH + timedelta(microseconds=ticks // 10)).strftime("%Y-%m-%d %H:%M UTC")


def _as_eml(mail: Mail) -> bytes:
    """A mail as EML, the same bytes every time."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    names = {"发件人": "From", "收件人": "To", "抄送": "Cc", "发送时间": "Date"}
    for name, value in (("Subject", mail.subject), *((names[k], v) for k, v in mail.heads)):
        message.add_header(f"X-{name}" if name != "Subject" else name, " ".join(value.split()))
    message.set_content(mail.text or " ")
    if mail.html is not None:
        message.add_attachment(mail.html, maintype="text", subtype="html", disposition="inline")
    for attachment in mail.attachments:
        message.add_attachment(attachment.data, maintype="application", subtype="octet-stream", filename=attachment.name)
    if message.is_multipart():
        message.set_boundary("=_gongkai_part")
    return message.as_bytes()
