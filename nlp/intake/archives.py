"""ZIP, RAR and 7z: what lies in them, and the bytes of each file, never more than the limits allow.

Nothing is unpacked onto the disk. RAR and 7z need the optional packages of `gongkai[archives]`.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from nlp.intake import detect
from nlp.intake.archive_base import DICTIONARY, Archive, Member, too_large
from nlp.intake.archive_names import member_name, shown_name
from nlp.intake.archive_seven import SevenZip
from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable, kind_name
from nlp.types import Limits

ARCHIVES = (detect.ZIP, detect.RAR, detect.SEVENZIP)
_INSTALL = "安装读取组件（pip install \"gongkai[archives]\"），或解压，逐个读取其中的文件"
_SMALL = 4 * 1024 * 1024  # a high ratio of a small member is no bomb: forms and empty tables pack that well

# NotImplementedError is what zipfile raises for a compression method that it does not know.
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError, LookupError,
               RuntimeError, struct.error)  # fmt: skip


def open_archive(data: bytes, media_type: str, limits: Limits) -> Archive:
    """The archive. Raises Unreadable for a damaged or locked one, or where its reader is not installed."""
    archive: Archive
    if media_type == detect.ZIP:
        archive = _Zip(data, limits)
    else:
        try:
            archive = _Rar(data, limits) if media_type == detect.RAR else SevenZip(data, limits)
        except ImportError as error:
            raise Unreadable("unsupported", advice=_INSTALL) from error
    return archive


def refusal(member: Member, limits: Limits) -> Unreadable | None:
    """Why a member is not read at all: locked, a link, too large, packed too well to be honest."""
    if member.locked:
        return Unreadable("encrypted")
    if member.link:
        return Unreadable("unsafe_member", detail="这是链接，不是文件")
    if member.size > limits.file_bytes:
        return too_large(member.size, limits.file_bytes)
    if member.size > _SMALL and member.size > limits.ratio * max(member.packed, 1) and member.packed >= 0:
        return Unreadable("too_large", what="压缩比", found=f"{member.size // max(member.packed, 1)}:1", limit=f"{limits.ratio}:1")
    return None


def read_archive(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """The list of an archive's files as text: one line a file. `members.expand` gives the files themselves."""
    media_type = detect.detect(data).media_type
    files = [m for m in open_archive(data, media_type, limits).members if not m.folder]
    if not files:
        raise Unreadable("no_members")
    if all(m.locked for m in files):
        raise Unreadable("encrypted")
    for member in files[: limits.members]:
        build.line(shown_name(member.name))
    if len(files) > limits.members:
        raise Unreadable("too_large", what="文件个数", found=len(files), limit=limits.members)
    build.warn("listing", kind=kind_name(media_type))


def _bounded(stream: Any, limit: int) -> bytes:
    data: bytes = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(0, limit)
    return data


# ---------------------------------------------------------------- ZIP
class _Zip(Archive):
    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = self._zip.infolist()
        except _ZIP_FAULTS as error:
            raise Unreadable("damaged", detail="压缩结构不完整") from error
        names = member_name(self._entries)
        self.members = tuple(
            Member(
                name=name,
                size=e.file_size,
                packed=e.compress_size,
                folder=name.endswith(("/", "\\")) or e.filename.endswith("/"),  # a name may be empty
                link=stat.S_ISLNK(e.external_attr >> 16),
                locked=bool(e.flag_bits & 1),
            )
            for e, name in zip(self._entries, names, strict=True)
        )

    def contents(self, wanted: Sequence[int], limit: int) -> Iterator[tuple[int, bytes | Unreadable]]:
        for i in wanted:
            try:
                with self._zip.open(self._entries[i]) as stream:
                    yield i, _bounded(stream, limit)
            except Unreadable as fault:
                yield i, fault
            except _ZIP_FAULTS as error:
                yield i, Unreadable("damaged", detail=f"解压出错：{type(error).__name__}")


# ---------------------------------------------------------------- RAR
class _Rar(Archive):
    def __init__(self, data: bytes, limits: Limits) -> None:
        import rars

        self._rars = rars
        head = rars.ReadOptions(max_header_count=20 * limits.members, max_header_bytes=16 * 1024 * 1024)
        try:
            self._file = rars.RarFile.from_bytes(data, options=head)
            self._entries = self._file.infolist()
        except (rars.PasswordRequired, rars.BadPassword) as error:
            raise Unreadable("encrypted") from error
        except (rars.Error, OSError, ValueError) as error:
            raise Unreadable("damaged", detail="压缩结构不完整") from error
        self.members = tuple(
            Member(e.filename, e.file_size or 0, e.compress_size or 0, e.is_dir(), self._is_link(e), e.is_encrypted) for e in self._entries
        )
        self._solid = any(e.is_solid for e in self._entries)
        self._limits = limits

    def _is_link(self, entry: Any) -> bool:
        if not entry.is_dir() and stat.S_ISLNK(entry.file_attr & 0xFFFF):
            return True
        try:
            return bool(self._file.readlink(entry))
        except (self._rars.Error, OSError, ValueError):
            return False

    def contents(self, wanted: Sequence[int], limit: int) -> Iterator[tuple[int, bytes | Unreadable]]:
        options = self._rars.ReadOptions(
            max_member_output_bytes=self._limits.unpacked_bytes if self._solid else limit,  # solid: those before it count too
            max_total_output_bytes=self._limits.unpacked_bytes,
            max_reader_workspace_bytes=DICTIONARY,
            rar50_dictionary_size_limit=DICTIONARY,
        )
        if self._solid and len(wanted) > 1:  # one pass: every file of a solid archive leans on those before it
            try:
                together = self._file.read_many([self._entries[i] for i in wanted], options=options)
                for i, data in zip(wanted, together, strict=True):
                    yield i, data if len(data) <= limit else too_large(len(data), limit)
                return
            except (self._rars.Error, OSError, ValueError, MemoryError):
                pass  # one of them is at fault: find out which
        for i in wanted:
            try:
                data = bytes(self._file.read(self._entries[i], options=options))
                yield i, data if len(data) <= limit else too_large(len(data), limit)
            except (self._rars.PasswordRequired, self._rars.BadPassword):
                yield i, Unreadable("encrypted")
            except self._rars.UnsupportedRarFeature:
                yield i, Unreadable("unsupported", media_type=detect.RAR, advice="用解压软件解开，逐个读取其中的文件")
            except (self._rars.Error, OSError, ValueError, MemoryError) as error:
                over = "limit" in str(error).lower()
                yield i, too_large(0, limit) if over else Unreadable("damaged", detail=f"解压出错：{type(error).__name__}")
