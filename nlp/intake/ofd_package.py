"""The package of an OFD file: entries under any spelling of their names, XML by local name, locations resolved."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from nlp.intake.detect import check_unpacked, read_member, readable
from nlp.intake.messages import Unreadable
from nlp.intake.ooxml import ZIP_FAULTS

_PART = 64 * 1024 * 1024  # one part
_TREE = 32 * 1024 * 1024  # one part as a tree, which takes several times as much


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]  # a prefix that nobody declared stays in the name


def local(element: Any) -> str:
    """Name of an element whatever its namespace (makers use three and none); "" for anything else in the tree."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def child(element: Any | None, name: str) -> Any | None:
    """First child of a name; None where there is none, or no element."""
    return next((e for e in element if local(e) == name), None) if element is not None else None


def children(element: Any | None, *names: str) -> Iterator[Any]:
    """Children of some names."""
    return (e for e in (element if element is not None else ()) if local(e) in names)


def inside(element: Any | None, *names: str) -> Iterator[Any]:
    """Descendants of some names."""
    return (e for e in (element.iter() if element is not None else ()) if local(e) in names)


def words(element: Any | None) -> str:
    """Text of an element without blanks around it."""
    return (element.text or "").strip() if element is not None else ""


class OfdPackage:
    """The entries of an OFD file, read with limits. Raises Unreadable for damage."""

    def __init__(self, data: bytes, limit: int) -> None:
        self._limit = limit
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except ZIP_FAULTS as error:
            raise Unreadable("damaged", detail="压缩结构不完整") from error
        check_unpacked(self._zip, limit)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            for name in _spellings(entry):
                self._entries.setdefault(name, entry)

    def names(self) -> list[str]:
        """Names of all entries, in small letters."""
        return list(self._entries)

    def find(self, location: str, near: str = "") -> str | None:
        """The entry that a location means: from the root where it says so, else beside the part that names it, else anywhere up."""
        location = location.strip().replace("\\", "/").lower()
        if not location:
            return None
        folder = posixpath.dirname(near)
        tried = [location] if location.startswith("/") else [posixpath.join(folder, location), location]
        tried.append(posixpath.join(folder, location.lstrip("/")))
        while folder:  # some makers count from the document's folder, wherever the part stands
            folder = posixpath.dirname(folder)
            tried.append(posixpath.join(folder, location.lstrip("/")))
        for name in tried:
            name = posixpath.normpath(name).lstrip("/")
            if name in self._entries:
                return name
        return None

    def bytes(self, name: str) -> bytes:
        """Bytes of an entry. Raises KeyError or one of ZIP_FAULTS where they cannot be had."""
        data = read_member(self._zip, self._entries[name], min(self._limit, _PART))  # type: ignore[arg-type]
        self._read += len(data)
        if self._read > self._limit:
            raise Unreadable("too_large", what="解压后的大小", found=f"超过 {readable(self._limit)}", limit=readable(self._limit))
        return data

    def xml(self, location: str, near: str = "") -> tuple[Any | None, str]:
        """Root of the XML part at a location and its entry name; None where it is missing or cannot be parsed."""
        name = self.find(location, near)
        if name is None:
            return None, ""
        try:
            data = self.bytes(name)
            if len(data) > _TREE:
                raise Unreadable("too_large", what="解压后的大小", found=readable(len(data)), limit=readable(_TREE))
            return etree.fromstring(data, _parser(False)), name
        except etree.XMLSyntaxError:
            try:
                return etree.fromstring(data, _parser(True)), name
            except etree.XMLSyntaxError:
                return None, name
        except ZIP_FAULTS:
            return None, name


def _parser(recover: bool) -> Any:
    """A parser without entities, external files and network; libxml2's own limits on depth and size stay on."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover, remove_comments=True, remove_pis=True
    )


def _spellings(entry: zipfile.ZipInfo) -> Iterator[str]:
    """The names under which an entry is looked for: as stored, and as GBK or UTF-8 where the zip does not say which."""
    names = [entry.filename]
    if not entry.flag_bits & 0x800:
        raw = entry.filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                names.append(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
    for name in names:
        yield posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
