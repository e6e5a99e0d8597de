"""The pages of an OFD package one by one, for showing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.intake.ofd_fonts import characters_of
from nlp.intake.ofd_geometry import box_of
from nlp.intake.ofd_marks import resources_of
from nlp.intake.ofd_package import OfdPackage, child, children, inside, words
from nlp.intake.ofd_page import Drawn, PageWalk, Resources
from nlp.intake.ooxml import ZIP_FAULTS

_A4 = (0.0, 0.0, 210.0, 297.0)
_MOST_SHAPES = 400_000  # characters and lines of a page
_MOST_DOCUMENTS = 200

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PagePart:
    """Where a page lies in its package, with the parts that it shares with others."""

    location: str
    near: str
    resources: tuple[tuple[str, str], ...]
    templates: Mapping[str, str]
    box: Box


def page_parts(package: OfdPackage) -> Iterator[PagePart]:
    """The pages of all documents of a package, in the order in which they are read."""
    root, part = package.xml("OFD.xml")
    for body in list(children(root, "DocBody"))[:_MOST_DOCUMENTS]:
        tree, near = package.xml(words(child(body, "DocRoot")), part)
        common = child(tree, "CommonData")
        box = box_of(words(child(child(common, "PageArea"), "PhysicalBox"))) or _A4
        shared = tuple((words(e), near) for e in children(common, "PublicRes", "DocumentRes"))
        templates = {e.get("ID", ""): e.get("BaseLoc", "") for e in children(common, "TemplatePage")}
        for item in inside(child(tree, "Pages"), "Page"):
            yield PagePart(item.get("BaseLoc", ""), near, shared, templates, box)


def drawn_page(package: OfdPackage, part: PagePart) -> Drawn:
    """What a page shows; nothing where it is missing. Raises TooMuch."""
    tree, name = package.xml(part.location, part.near)
    own = tuple((words(e), name) for e in children(tree, "PageRes"))
    fonts, units, images = resources_of(package, [*part.resources, *own])
    box = box_of(words(child(child(tree, "Area"), "PhysicalBox"))) or part.box
    drawn = Drawn(min(max(box[2], 1.0), 20_000.0), min(max(box[3], 1.0), 20_000.0))
    walk = PageWalk(drawn, Resources(_Fonts(package, fonts), units, images), _MOST_SHAPES)
    for use in children(tree, "Template"):
        below, _ = package.xml(part.templates.get(use.get("TemplateID", ""), ""), part.near)
        for content in children(below, "Content"):
            walk.content(content)
    for content in children(tree, "Content"):
        walk.content(content)
    return drawn


class _Fonts(dict[str, Mapping[int, str]]):
    """Characters by font number and glyph number; a font's file is opened when it is first asked for."""

    def __init__(self, package: OfdPackage, entries: Mapping[str, str]) -> None:
        super().__init__()
        self._package, self._entries = package, entries

    def get(self, key: str, default: Any = None) -> Any:
        """Characters of a font."""
        if key not in self and key in self._entries:
            try:
                self[key] = characters_of(self._package.bytes(self._entries[key]))
            except (*ZIP_FAULTS, KeyError):
                self[key] = {}
        return super().get(key, default)
