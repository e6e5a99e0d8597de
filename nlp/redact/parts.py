"""Office packages (.docx, .xlsx): parts as XML trees, properties and stray attributes masked, everything else copied as it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from nlp.intake.detect import check_unpacked, read_member
from nlp.intake.ooxml import ZIP_FAULTS
from nlp.redact.canvas import Canvas, Piece
from nlp.redact.finding import Finder
from nlp.redact.report import Masked, Notice, RedactFault, notice

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)$", re.I)
_DATA = re.compile(r"\.(?:bin|ole|doc|xls|ppt|pdf|zip|rar|txt|csv|rtf|mht)$", re.I)
# names of persons in document properties and marks of changes
_PERSON_FIELDS = frozenset({"creator", "lastModifiedBy", "Manager"})
_PERSON_ATTRIBUTES = frozenset({"author", "initials", "userId", "displayName", "lastModifiedBy", "userName"})
ANONYMOUS = "*"


def local_name(element: Any) -> str:
    """Name without namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class PackageFile:
    """All members of a package in their order; XML ones as trees."""

    members: list[tuple[zipfile.ZipInfo, bytes]]
    trees: dict[str, Any] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    @classmethod
    def read(cls, data: bytes, limit: int) -> PackageFile:
        """Open a package. Raises RedactFault for a damaged one."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                check_unpacked(archive, limit)
                members = [(info, read_member(archive, info.filename, limit)) for info in archive.infolist()]
        except ZIP_FAULTS as error:
            raise RedactFault("damaged") from error
        made = cls(members)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=False)
        for info, content in members:
            if info.filename.endswith((".xml", ".rels", ".vml")) or content[:5] == b"<?xml":
                try:
                    made.trees[info.filename] = etree.fromstring(content, parser)
                except etree.XMLSyntaxError as error:
                    if info.filename.endswith(".vml"):
                        continue
                    raise RedactFault("damaged") from error
        return made

    def write(self) -> bytes:
        """The package with its changed parts."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for info, content in self.members:
                tree = self.trees.get(info.filename)
                if tree is not None:
                    content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
                fresh = zipfile.ZipInfo(info.filename, info.date_time)
                fresh.external_attr = info.external_attr
                archive.writestr(fresh, content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def look_aside(self, finder: Finder, nested: Callable[[bytes, str], bytes | None]) -> None:
        """Members that are no XML: packages inside the package are masked, thumbnails dropped, pictures and other data reported."""
        pictures = 0
        kept = []
        for info, content in self.members:
            name = info.filename
            if name.startswith("docProps/thumbnail"):
                self._drop_relation(name)
                continue
            if name in self.trees or name.endswith("/"):
                kept.append((info, content))
                continue
            if name.lower().endswith((".docx", ".xlsx", ".docm", ".xlsm")):
                inner = nested(content, name)
                if inner is None:
                    self.notices.append(notice("embedded", left=True, name=name))
                kept.append((info, content if inner is None else inner))
                continue
            pictures += bool(_PICTURE.search(name))
            if _DATA.search(name) and "printerSettings" not in name and "vbaProject" not in name:
                self.notices.append(notice("embedded", left=True, name=name))
            kept.append((info, content))
        self.members = kept
        if pictures:
            self.notices.append(notice("pictures", n=pictures))

    def _drop_relation(self, name: str) -> None:
        for tree in (t for n, t in self.trees.items() if n.endswith(".rels")):
            for element in list(tree):
                if (element.get("Target") or "").lstrip("/") == name:
                    tree.remove(element)

    def persons(self, finder: Finder) -> None:
        """Authors and last editors in properties, comments and marks of changes."""
        if finder.kinds and "author" not in finder.kinds:
            return
        for name, tree in self.trees.items():
            for element in tree.iter(etree.Element):
                if name.startswith("docProps/") and local_name(element) in _PERSON_FIELDS and (element.text or "").strip(" *"):
                    element.text = ANONYMOUS
                    finder.masked.append(Masked("author", ANONYMOUS, f"property:{local_name(element)}"))
                if local_name(element) == "author" and "comments" in name and (element.text or "").strip(" *"):
                    element.text = ANONYMOUS
                    finder.masked.append(Masked("author", ANONYMOUS, f"part:{name}"))
                for key in list(element.attrib):
                    if key.rpartition("}")[2] in _PERSON_ATTRIBUTES and element.get(key, "").strip(" *") and not name.endswith(".rels"):
                        element.set(key, ANONYMOUS)
                        finder.masked.append(Masked("author", ANONYMOUS, f"part:{name}"))

    def strays(self, done: set[int]) -> Iterator[tuple[Canvas, bool]]:
        """Every text and attribute that no canvas has shown yet (`done`: ids of elements); spoken ones with True."""
        for name, tree in self.trees.items():
            for element in tree.iter(etree.Element):
                if id(element) not in done and (element.text or "").strip():
                    yield _of_text(element, f"part:{name}"), True
                if (element.tail or "").strip():
                    yield _of_tail(element, f"part:{name}"), False
                for key, value in element.attrib.items():
                    if len(value) >= 2 and (not value.isascii() or "@" in value or sum(c.isdigit() for c in value) >= 6):
                        yield _of_attribute(element, key, f"part:{name}"), key.rpartition("}")[2] in _SPOKEN


_SPOKEN = frozenset({"descr", "title", "alt", "tooltip", "instr", "Target", "string", "val", "alias", "prompt", "promptTitle", "display"})


def _canvas(piece: Piece) -> Canvas:
    canvas = Canvas()
    canvas.line([piece])
    return canvas


def piece_of(element: Any, place: str) -> Piece:
    """The text of an element."""

    def put(new: str) -> None:
        element.text = new
        if new != new.strip():
            element.set(SPACE, "preserve")

    return Piece(element.text or "", put, place)


def _of_text(element: Any, place: str) -> Canvas:
    return _canvas(piece_of(element, place))


def _of_tail(element: Any, place: str) -> Canvas:
    def put(new: str) -> None:
        element.tail = new

    return _canvas(Piece(element.tail or "", put, place))


def _of_attribute(element: Any, key: str, place: str) -> Canvas:
    def put(new: str) -> None:
        element.set(key, new)

    return _canvas(Piece(element.get(key), put, place))


def mask_strays(package: PackageFile, done: set[int], finder: Finder) -> None:
    """Find and sweep in whatever the canvases of the format have not shown."""
    strays = list(package.strays(done))
    finder.mask_small([piece for canvas, _ in strays for piece in canvas.pieces], [p for c, spoken in strays if spoken for p in c.pieces])


def kinds_in_parts(data: bytes, finder: Finder) -> list[str]:
    """Kinds of the values that a written package still holds, in text or in attributes of any part."""
    package = PackageFile.read(data, finder.kit.limits.unpacked_bytes)
    found: set[str] = set()
    for tree in package.trees.values():
        texts = ["\n".join("".join(p.itertext()) for p in tree.iter(etree.Element) if local_name(p) in ("p", "si", "is", "v"))]
        texts += [v for e in tree.iter(etree.Element) for v in e.attrib.values() if not v.isascii() or len(v) >= 6]
        found |= {value.kind for text in texts for _, _, value in finder.copies(text)}
    return sorted(found)
