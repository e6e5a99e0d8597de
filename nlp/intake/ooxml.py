"""The package of a Word document: parts by relationship, XML by namespace and not by prefix."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from lxml import etree

from nlp.intake.detect import check_unpacked, read_member
from nlp.intake.messages import Unreadable

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = frozenset(
    {
        _TRANSITIONAL,
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = frozenset(
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"}
)

# What damaged packages raise (NotImplementedError: a compression method that zipfile does not know); mutated files gave just these.
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    namespace, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    if namespace in _WORD:
        return name
    if namespace == _COMPATIBILITY:
        return f"mc:{name}"
    return f"m:{name}" if namespace in _MATH else f"-{name}"


def local(element: Any) -> str:
    """Name of an element: plain for WordprocessingML, mc: and m: for those two, "-name" for any other; "" for a comment."""
    return _name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)
def _forms(name: str) -> tuple[str, ...]:
    return f"{{{_TRANSITIONAL}}}{name}", name


def attribute(element: Any, name: str) -> str | None:
    """Value of a WordprocessingML attribute, whatever its prefix."""
    attributes = element.attrib
    for form in _forms(name):
        if form in attributes:
            return str(attributes[form])
    end = "}" + name
    return next((str(value) for key, value in attributes.items() if key.endswith(end)), None)


def child(element: Any, name: str) -> Any | None:
    """First child of a name."""
    for e in element:
        if local(e) == name:
            return e
    return None


def children(element: Any, name: str) -> Iterator[Any]:
    """Children of a name."""
    return (e for e in element if local(e) == name)


def is_on(element: Any | None) -> bool:
    """A switch such as <w:vanish/>: on unless it says off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


class Package:
    """A .docx: its parts, read with limits. Raises Unreadable for damage."""

    def __init__(self, data: bytes, limit: int) -> None:
        self._limit = limit
        self._related: dict[str, dict[str, list[tuple[str, str]]]] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {n.lstrip("/").replace("\\", "/").lower(): n for n in self._zip.namelist()}
        except ZIP_FAULTS as error:
            raise Unreadable("damaged", detail="压缩结构不完整") from error
        check_unpacked(self._zip, limit)

    def xml(self, name: str, lighten: Callable[[bytes], bytes] | None = None) -> Any | None:
        """Root of an XML part; None where the package has no such part. `lighten` takes out of its bytes what nobody will look at."""
        stored = self._names.get(name.lstrip("/").lower())
        if stored is None:
            return None
        try:
            data = read_member(self._zip, stored, self._limit)
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, huge_tree=True, recover=False, remove_comments=True, remove_pis=True
            )
            return etree.fromstring(lighten(data) if lighten else data, parser)
        except (*ZIP_FAULTS, etree.XMLSyntaxError) as error:
            raise Unreadable("damaged", detail=f"{name} 读不出来") from error

    def bytes(self, name: str) -> bytes | None:
        """Bytes of a part; None where it is missing or damaged."""
        stored = self._names.get(name.lstrip("/").lower())
        try:
            return read_member(self._zip, stored, self._limit) if stored is not None else None
        except (*ZIP_FAULTS, KeyError):
            return None

    def related(self, part: str) -> dict[str, list[tuple[str, str]]]:
        """Relationships of a part: kind (last word of its type) -> (id, target part) in file order."""
        if part not in self._related:
            self._related[part] = self._read_related(part)
        return self._related[part]

    def _read_related(self, part: str) -> dict[str, list[tuple[str, str]]]:
        folder, _, name = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        found: dict[str, list[tuple[str, str]]] = {}
        for element in root if root is not None else ():
            if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
                continue
            kind = (element.get("Type") or "").rstrip("/").rpartition("/")[2]
            target = unquote(element.get("Target") or "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault(kind, []).append((element.get("Id") or "", full))
        return found

    def main_part(self) -> str:
        """Name of the part that holds the document's body."""
        found = self.related("").get("officeDocument")
        if found and found[0][1].lower() in self._names:
            return found[0][1]
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise Unreadable("damaged", detail="缺少正文部分")
