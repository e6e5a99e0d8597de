"""ZIP, RAR and 7z: what lies in them, and the bytes of each file, never more than the limits allow.

Nothing is unpacked onto the disk. RAR and 7z need the optional packages of `gongkai[archives]`.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import tempfile
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.intake import detect
from nlp.intake.archive_names import member_name, shown_name
from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable, kind_name
from nlp.types import Limits

ARCHIVES = (detect.ZIP, detect.RAR, detect.SEVENZIP)
_INSTALL = "安装读取组件（pip install \"gongkai[archives]\"），或解压，逐个读取其中的文件"
_SMALL = 4 * 1024 * 1024  # a high ratio of a small member is no bomb: forms and empty tables pack that well
_DICTIONARY = 256 * 1024 * 1024  # of an LZMA stream; the largest that common packers offer

# NotImplementedError is what zipfile raises for a compression method that it does not know.
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError, LookupError,
               RuntimeError, struct.error)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of an archive as its directory describes it; `packed` is -1 where it does not say."""

    name: str
    size: int
    packed: int
    folder: bool = False
    link: bool = False
    locked: bool = False


class Archive(ABC):
    """An open archive: its members in order, and their bytes."""

    members: tuple[Member, ...] = ()

    @abstractmethod
    def contents(self, wanted: Sequence[int], limit: int) -> Iterator[tuple[int, bytes | Unreadable]]:
        """Bytes of members by index, in order, each at most `limit`; what cannot be had comes as Unreadable."""


def open_archive(data: bytes, media_type: str, limits: Limits) -> Archive:
    """The archive. Raises Unreadable for a damaged or locked one, or where its reader is not installed."""
    archive: Archive
    if media_type == detect.ZIP:
        archive = _Zip(data, limits)
    else:
        try:
            archive = _Rar(data, limits) if media_type == detect.RAR else _SevenZip(data, limits)
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
        return _too_large(member.size, limits.file_bytes)
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


def _too_large(size: int, limit: int) -> Unreadable:
    found = detect.readable(size) if size > limit else f"超过 {detect.readable(limit)}"
    return Unreadable("too_large", what="解压后的大小", found=found, limit=detect.readable(limit))


def _bounded(stream: Any, limit: int) -> bytes:
    data: bytes = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(0, limit)
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
            max_reader_workspace_bytes=_DICTIONARY,
            rar50_dictionary_size_limit=_DICTIONARY,
        )
        if self._solid and len(wanted) > 1:  # one pass: every file of a solid archive leans on those before it
            try:
                together = self._file.read_many([self._entries[i] for i in wanted], options=options)
                for i, data in zip(wanted, together, strict=True):
                    yield i, data if len(data) <= limit else _too_large(len(data), limit)
                return
            except (self._rars.Error, OSError, ValueError, MemoryError):
                pass  # one of them is at fault: find out which
        for i in wanted:
            try:
                data = bytes(self._file.read(self._entries[i], options=options))
                yield i, data if len(data) <= limit else _too_large(len(data), limit)
            except (self._rars.PasswordRequired, self._rars.BadPassword):
                yield i, Unreadable("encrypted")
            except self._rars.UnsupportedRarFeature:
                yield i, Unreadable("unsupported", media_type=detect.RAR, advice="用解压软件解开，逐个读取其中的文件")
            except (self._rars.Error, OSError, ValueError, MemoryError) as error:
                over = "limit" in str(error).lower()
                yield i, _too_large(0, limit) if over else Unreadable("damaged", detail=f"解压出错：{type(error).__name__}")


# ---------------------------------------------------------------- 7z
class _SevenZip(Archive):
    def __init__(self, data: bytes, limits: Limits) -> None:
        import py7zr

        self._py7zr = py7zr
        self._data = data
        self._limits = limits
        try:
            with py7zr.SevenZipFile(io.BytesIO(data)) as file:
                locked = bool(file.password_protected) or file.needs_password()
                entries = file.list()
                self._check_memory(file)
        except py7zr.exceptions.PasswordRequired as error:
            raise Unreadable("encrypted") from error
        except Unreadable:
            raise
        except _SEVENZIP_FAULTS as error:
            raise Unreadable("damaged", detail="压缩结构不完整") from error
        except py7zr.exceptions.ArchiveError as error:
            raise Unreadable("damaged", detail="压缩结构不完整") from error
        self.members = tuple(
            Member(e.filename, e.uncompressed or 0, e.compressed if e.compressed is not None else -1, e.is_directory, e.is_symlink, locked)
            for e in entries
        )

    @staticmethod
    def _check_memory(file: Any) -> None:
        """Refuse streams that ask for a dictionary of gigabytes before their first byte."""
        streams = getattr(file.header, "main_streams", None)
        for folder in streams.unpackinfo.folders if streams is not None else ():
            for coder in folder.coders:
                method, properties = coder["method"], coder.get("properties") or b""
                size = 0
                if method == b"\x21" and properties:  # LZMA2: one byte, 2 or 3 times a power of two
                    size = (2 | (properties[0] & 1)) << (properties[0] // 2 + 11)
                elif method in (b"\x03\x01\x01", b"\x03\x04\x01") and len(properties) >= 5:  # LZMA, PPMd
                    size = struct.unpack_from("<I", properties, 1)[0]
                if size > _DICTIONARY:
                    raise _too_large(size, _DICTIONARY)

    def contents(self, wanted: Sequence[int], limit: int) -> Iterator[tuple[int, bytes | Unreadable]]:
        writers = _Writers(limit)
        fault: Unreadable | None = None
        names = {self.members[i].name for i in wanted}
        try:
            with self._py7zr.SevenZipFile(io.BytesIO(self._data)) as file:
                file.extract(targets=names, factory=writers)
        except Unreadable as error:
            fault = error
        except self._py7zr.exceptions.PasswordRequired:
            fault = Unreadable("encrypted")
        except self._py7zr.exceptions.UnsupportedCompressionMethodError:
            fault = Unreadable("unsupported", media_type=detect.SEVENZIP, advice="用解压软件解开，逐个读取其中的文件")
        except (*_SEVENZIP_FAULTS, self._py7zr.exceptions.ArchiveError) as error:
            fault = Unreadable("damaged", detail=f"解压出错：{type(error).__name__}")
        for i in wanted:
            data = writers.take(self.members[i].name, self.members[i].size)
            yield i, data if data is not None else fault or Unreadable("damaged", detail="解压出错")


# What py7zr and its decoders raise on damaged files; NotImplementedError for methods that they do not know.
_SEVENZIP_FAULTS = (lzma.LZMAError, zlib.error, EOFError, NotImplementedError, OSError, ValueError, LookupError, TypeError, AttributeError,
                    RuntimeError, MemoryError, AssertionError, struct.error, UnicodeError)  # fmt: skip


class _Writers:
    """Gives the 7z library a place for each file: memory for small ones, a temporary file for others."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._made: dict[str, _Writer] = {}

    def create(self, filename: str) -> _Writer:
        """A writer for one file."""
        made = self._made[filename] = _Writer(self._limit)
        return made

    def take(self, name: str, size: int) -> bytes | None:
        """What was written under a name, None where it is not whole."""
        writer = self._made.get(name)
        if writer is None or writer.size() != size:
            return None
        writer.seek(0)
        return writer.read()


class _Writer:
    """A file with a limit, with the methods that the 7z library asks for."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._file = tempfile.SpooledTemporaryFile(max_size=_SMALL)  # noqa: SIM115 -- lives as long as the writer

    def write(self, data: bytes | bytearray) -> int:
        """Take bytes, up to the limit."""
        self._size += len(data)
        if self._size > self._limit:
            raise _too_large(0, self._limit)
        return self._file.write(data)

    def read(self, size: int | None = None) -> bytes:
        """Bytes from where it stands."""
        return self._file.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def flush(self) -> None:
        """Nothing waits."""

    def size(self) -> int:
        """Bytes written."""
        return self._size

    def close(self) -> None:
        """Kept until it is taken."""
