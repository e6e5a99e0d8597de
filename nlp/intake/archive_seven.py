"""7z archives: their members and bytes, with limits on the memory that they ask for."""

from __future__ import annotations

import io
import lzma
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from nlp.intake import detect
from nlp.intake.archive_base import DICTIONARY, Archive, Member, too_large
from nlp.intake.messages import Unreadable
from nlp.types import Limits

_IN_MEMORY = 4 * 1024 * 1024  # larger files are unpacked onto the disk


class SevenZip(Archive):
    """A 7z archive. Raises ImportError where its library is not installed, Unreadable for damage."""

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
                if size > DICTIONARY:
                    raise too_large(size, DICTIONARY)

    def contents(self, wanted: Sequence[int], limit: int) -> Iterator[tuple[int, bytes | Unreadable]]:
        """Bytes of members by index, in order."""
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
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- lives as long as the writer

    def write(self, data: bytes | bytearray) -> int:
        """Take bytes, up to the limit."""
        self._size += len(data)
        if self._size > self._limit:
            raise too_large(0, self._limit)
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
