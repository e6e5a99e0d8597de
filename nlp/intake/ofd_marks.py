"""What an OFD file holds beside its pages: properties, annotations, attached files, electronic seals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.intake.builder import DocumentBuilder, name_pages
from nlp.intake.ofd_package import OfdPackage, child, children, inside, local, words
from nlp.intake.ooxml import ZIP_FAULTS

_MOST = 500  # annotations, seals and attachments of each kind that are looked at
_SHOWN = 5
_SEAL = 2 * 1024 * 1024
_HAN_NAME = re.compile("^[\u4e00-\u9fff（）()0-9A-Za-z·]{4,40}$")


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation: page number from 1, its type, what its author remarked, the tree of what it shows."""

    page: int
    kind: str
    remark: str
    look: Any | None


def page_notes(package: OfdPackage, root: Any, part: str, page_of: Mapping[str, int]) -> Iterator[Note]:
    """The annotations of a document; `page_of` maps page IDs to numbers."""
    listing, where = package.xml(words(child(root, "Annotations")), part)
    left = _MOST
    for page in children(listing, "Page"):
        number = page_of.get(page.get("PageID", ""), 0)
        tree, _ = package.xml(words(child(page, "FileLoc")), where)
        for item in inside(tree, "Annot"):
            left -= 1
            if left < 0:
                return
            if item.get("Visible") == "false":
                continue
            yield Note(number, item.get("Type", ""), words(child(item, "Remark")), child(item, "Appearance"))


def warn_of_attachments(package: OfdPackage, root: Any, part: str, build: DocumentBuilder) -> None:
    """Names of the files attached inside the package."""
    listing, where = package.xml(words(child(root, "Attachments")), part)
    names: list[str] = []
    for item in list(children(listing, "Attachment"))[:_MOST]:
        location = words(child(item, "FileLoc"))
        name, ending = item.get("Name") or "", location.rpartition(".")[2]
        if not package.find(location, where):
            names.append(f"{name}（文件缺失）")
        else:
            names.append(name if name.lower().endswith("." + ending.lower()) else f"{name}.{ending}" if ending else name)
    if names:
        build.warn("embedded", n=len(names), names="、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else ""))


def warn_of_seals(package: OfdPackage, body: Any, root_part: str, page_of: Mapping[str, int], build: DocumentBuilder) -> None:
    """Electronic signatures: how many, on which pages, by which seal."""
    listing, where = package.xml(words(child(body, "Signatures")), root_part)
    pages: set[int] = set()
    names: dict[str, None] = {}
    count = 0
    for item in list(children(listing, "Signature"))[:_MOST]:
        count += 1
        tree, part = package.xml(item.get("BaseLoc", ""), where)
        for stamp in inside(tree, "StampAnnot"):
            pages.add(page_of.get(stamp.get("PageRef", ""), 0))
        if name := _seal_name(package, tree, part):
            names.setdefault(name)
    if count:
        place = f"第{name_pages(sorted(pages - {0}))}页" if pages - {0} else "文件"
        who = f"（{'、'.join(list(names)[:_SHOWN])}）" if names else ""
        build.warn("ofd_seals", place=place, n=count, who=who)


def _seal_name(package: OfdPackage, tree: Any | None, part: str) -> str:
    """Name of a seal: the first Chinese name among the UTF-8 strings of its data."""
    seal = next(inside(tree, "Seal"), None)
    for location in (words(child(seal, "BaseLoc")), words(next(inside(tree, "SignedValue"), None))):
        name = package.find(location, part)
        try:
            data = package.bytes(name)[:_SEAL] if name else b""
        except ZIP_FAULTS:
            continue
        for mark in re.finditer(rb"\x0c([\x06-\x7f])", data):
            text = data[mark.end() : mark.end() + mark[1][0]].decode("utf-8", "replace")
            if _HAN_NAME.match(text) and sum("\u4e00" <= c <= "\u9fff" for c in text) >= 4:
                return text
    return ""


def warn_of_properties(body: Any, build: DocumentBuilder) -> None:
    """Properties of a document that may name people."""
    info = child(body, "DocInfo")
    told = [f"{label}：{text}" for name, label in _PROPERTIES if _has_han(text := words(child(info, name)))]
    for item in inside(info, "CustomData"):
        name, text = item.get("Name") or "", words(item)
        if name and text and _has_han(name + text):
            told.append(f"{name}：{text}")
    if told:
        shown = "；".join(t[:60] for t in told[:_SHOWN])
        build.warn("properties", told=shown + ("；等" if len(told) > _SHOWN else ""))


_PROPERTIES = (("Author", "作者"), ("Subject", "主题"), ("Abstract", "摘要"), ("Keywords", "关键词"))


def _has_han(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def title_of(body: Any) -> str:
    """The title among the properties; "" where it is missing or only a file's number."""
    title = words(child(child(body, "DocInfo"), "Title"))
    return title if _has_han(title) else ""


def resources_of(package: OfdPackage, locations: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, Any], dict[str, str]]:
    """What the resource parts at some locations hold: font number -> entry of its file, number -> content of composite units,
    number -> entry of image files."""
    fonts: dict[str, str] = {}
    units: dict[str, Any] = {}
    images: dict[str, str] = {}
    for location, near in locations:
        root, part = package.xml(location, near)
        if root is None:
            continue
        folder = (root.get("BaseLoc") or "").strip("/")

        def entry_of(file: str, folder: str = folder, part: str = part) -> str | None:
            return package.find(f"{folder}/{file}" if folder else file, part) or package.find(file, part)

        for item in root.iter():
            name = local(item)
            if name == "Font" and (file := words(child(item, "FontFile"))):
                if entry := entry_of(file):
                    fonts[item.get("ID", "")] = entry
            elif name == "MultiMedia" and (file := words(child(item, "MediaFile"))):
                if item.get("Type", "Image") == "Image" and (entry := entry_of(file)):
                    images[item.get("ID", "")] = entry
            elif name in ("CompositeGraphicUnit", "CompositeGraphUnit") and (content := child(item, "Content")) is not None:
                units[item.get("ID", "")] = content
    return fonts, units, images
