"""What a Word document holds in parts of its own: inserted files (altChunk), diagrams, scanned pages as pictures, objects, properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nlp.intake import detect
from nlp.intake.builder import DocumentBuilder, name_pages
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.ooxml import Package
from nlp.types import Limits

if TYPE_CHECKING:  # a document without scans need not load what reads them
    from nlp.intake.ocr import Recognition

_SHOWN = 5
_OBJECTS = ("oleObject", "package", "control", "attachedToolbars")
_MOST_TEXTS = 2_000  # pieces of text of one diagram
_PEOPLE = (("creator", "作者"), ("lastModifiedBy", "最后修改人"), ("Manager", "主管"))
_NOBODY = frozenset({"微软用户", "用户", "微软中国", "未知", "未知用户"})  # what an installation writes for a name


@dataclass(slots=True)
class Parts:
    """The parts that a document's body refers to by relationship; recognition of its pictures."""

    package: Package
    related: dict[str, list[tuple[str, str]]]
    build: DocumentBuilder
    rules: FurnitureRules
    limits: Limits
    inside: bool = False  # an inserted file: what it inserts itself is only reported
    recognition: Recognition | None = None
    pictures: int = 0
    lost: list[str] = field(default_factory=list)

    def target(self, key: str | None, *kinds: str) -> str | None:
        """Name of the part of a relationship of some kinds."""
        return next((name for kind in kinds for found, name in self.related.get(kind, ()) if found == key), None)

    # ------------------------------------------------------------ inserted files
    def chunk(self, key: str | None) -> None:
        """The text of a file that the document inserts where it stands (altChunk)."""
        name = self.target(key, "aFChunk")
        data = self.package.bytes(name) if name else None
        if not name or data is None:
            self.lost.append("altChunk")
            return
        reader = None if self.inside else _chunk_reader(detect.detect(data).media_type)
        if reader is None:
            self.lost.append(name.rpartition("/")[2])
            return
        try:
            reader(data, self.build, self.rules, self.limits)
        except Unreadable:
            self.lost.append(name.rpartition("/")[2])

    # ------------------------------------------------------------ pictures and diagrams
    def picture(self, key: str) -> None:
        """A picture of the size of a page: a scan put into a document. Its text is recognised where it stands."""
        from nlp.intake.ocr import Recognition
        from nlp.intake.pdf_pages import write_pages

        self.recognition = self.recognition or Recognition(self.limits)
        self.pictures += 1
        name = self.target(key, "image")
        data = self.package.bytes(name) if name else None
        if data is None:
            return
        found = self.recognition.page(self.pictures, lambda: _opened(data, self.limits))
        if found is not None:
            write_pages([found.page], self.build, self.rules)

    def diagram(self, key: str | None) -> list[str]:
        """Texts of a SmartArt diagram, box by box."""
        name = self.target(key, "diagramData")
        root = self.package.xml(name) if name else None
        out: list[str] = []
        for point in root.iter() if root is not None else ():
            if isinstance(point.tag, str) and point.tag.endswith("}pt") and len(out) < _MOST_TEXTS:
                texts = "".join(e.text or "" for e in point.iter() if isinstance(e.tag, str) and e.tag.endswith("}t"))
                if texts.strip():
                    out.append(texts)
        return out

    # ------------------------------------------------------------ warnings
    def warn(self) -> None:
        """Objects, pictures that could not be read, and properties that name people."""
        names = [name.rpartition("/")[2] for kind in _OBJECTS for _, name in self.related.get(kind, ())] + self.lost
        if names:
            self.build.warn("embedded", n=len(names), names="、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else ""))
        self._warn_of_pictures()
        told: list[str] = []
        for kind in ("core-properties", "extended-properties"):
            for _, part in self.package.related("").get(kind, ())[:1]:
                told += _people(self.package.xml(part))
        if told:
            self.build.warn("properties", told="；".join(told))

    def _warn_of_pictures(self) -> None:
        if self.recognition is None:
            return
        read, unread = sorted(self.recognition.read), sorted(self.recognition.unread())
        if read:
            self.build.warn("pictures_read", numbers=name_pages(read))
        if unread:
            code = "pictures_needed" if self.recognition.needed else "pictures_unread"
            self.build.warn(code, numbers=name_pages(unread))


def _chunk_reader(media_type: str) -> Callable[..., Any] | None:
    """Reader of what a Word document may insert."""
    from nlp.intake.docx import read_chunk
    from nlp.intake.html import read_html
    from nlp.intake.mhtml import read_mhtml
    from nlp.intake.plain import read_plain
    from nlp.intake.rtf import read_rtf

    readers: dict[str, Callable[..., Any]] = {
        detect.HTML: read_html, detect.MHTML: read_mhtml, detect.RTF: read_rtf, detect.PLAIN: read_plain, detect.DOCX: read_chunk,
    }  # fmt: skip
    return readers.get(media_type)


def _opened(data: bytes, limits: Limits) -> Any:
    from nlp.intake.images import opened, picture_of

    with opened(data, limits.image_pixels) as image:
        return picture_of(image, limits.image_pixels)


def _people(root: Any | None) -> list[str]:
    by_name = {e.tag.rpartition("}")[2]: (e.text or "").strip() for e in (root if root is not None else ()) if isinstance(e.tag, str)}
    told = [(label, by_name.get(name, "")) for name, label in _PEOPLE]
    return [f"{label}：{text[:60]}" for label, text in told if text not in _NOBODY and any("\u4e00" <= c <= "\u9fff" for c in text)]
