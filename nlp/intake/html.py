"""Web page -> Document: the main text in reading order, its label box and title before it, everything else left out."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from nlp.intake.builder import DocumentBuilder, clean
from nlp.intake.encoding import Decoded, canonical, decode
from nlp.intake.furniture import FurnitureRules, Label
from nlp.intake.grid import Grid
from nlp.intake.html_flow import Item, Line, items_of, text_of
from nlp.intake.html_hidden import Hiding
from nlp.intake.html_main import PageRules, choose_main, holds_container, standard_containers
from nlp.intake.html_meta import find_labels, find_title, same_title
from nlp.intake.html_scripts import element_of, frames_of, kept_as_data, write_out
from nlp.intake.messages import Unreadable
from nlp.types import Limits

# Never text: code, forms' options, frames; and what Word leaves between <xml> marks.
_DEAD = frozenset(
    (
        "script", "style", "noscript", "iframe", "object", "embed", "applet", "template", "svg", "math", "canvas", "audio",
        "video", "map", "select", "option", "input", "button", "textarea", "head", "xml", "link", "meta", "base", "area",
        "param", "source", "track", "dialog", "noframes", "frameset", "frame",
    )
)  # fmt: skip
_WORD_PREFIX = ("w:", "m:", "v:")
_LEAST_TEXT = 30  # characters: a page with fewer may keep its text elsewhere
_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,20})|<\?xml[^>]{0,80}encoding\s*=\s*[\"']([A-Za-z0-9_-]{2,20})",
    re.I,
)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a web page into the builder. Raises Unreadable where it holds no text."""
    decoded = _decode(data)
    if decoded.replaced:
        build.warn("replaced", n=decoded.replaced, encoding=decoded.encoding.upper())
    root = _parse(decoded.text, build)
    meta = _meta(root)
    page_title = " ".join((root.findtext(".//title") or "").split())
    write_out(root)
    kept, frames = _kept_elsewhere(root)
    hidden = _prune(root)
    containers = standard_containers()
    body = root.find("body")
    body = root if body is None else body
    if kept is not None and len(text_of(body)) < _LEAST_TEXT:
        body.append(kept)
        build.warn("script_text")
    elif frames and len(text_of(body)) < _LEAST_TEXT:
        if not text_of(body):
            raise Unreadable("no_text", detail=f"这是框架网页，正文在另外的文件里：{'、'.join(frames[:5])}")
        build.warn("frames_elsewhere", n=len(frames), names="、".join(frames[:5]))
    choice = choose_main(body, containers)
    veiled = [] if choice.by_rule else [h for h in hidden if holds_container(h[1], containers)]
    if hidden and (veiled or not text_of(choice.main)):
        choice, hidden = _restore(veiled or hidden, body, containers, build)
    items = _drop_furniture(list(items_of(choice.main, choice.dropped, limits.table_cells)), rules)
    if not choice.known:
        build.warn("no_main_text")
    for attachment in choice.attachments:
        items += [
            i
            for i in items_of(attachment, choice.dropped, limits.table_cells)
            if not isinstance(i, Line) or not rules.is_furniture(i.text)
        ]
    _warn_of_hidden(hidden, choice.main, build)
    title = find_title(body, choice, containers, meta, page_title)
    labels = find_labels(body, choice, rules, meta, [i.text for i in items if isinstance(i, Line)])
    if not items and choice.main.find(".//img") is not None:
        build.warn("images_only")
        if not title:
            raise Unreadable("no_text", detail="正文是图片")
    _write(items, title, labels, build, rules)


# ---------------------------------------------------------------- bytes -> tree
def _decode(data: bytes) -> Decoded:
    """UTF-8 where the bytes are; else what the page declares, with GB2312 read as GB18030; else the vote."""
    m = _CHARSET.search(data[:4096])
    declared = canonical((m[1] or m[2]).decode("ascii")) if m else None
    decoded = decode(data, declared)
    if decoded is None:
        raise Unreadable("not_a_document", detail="网页编码无法识别")
    return decoded


def _parse(text: str, build: DocumentBuilder) -> Any:
    text = _XML_HEAD.sub("", clean(text), count=1)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable("no_text", detail="网页没有内容") from error
    if any("Excessive depth" in str(entry.message) for entry in parser.error_log):
        build.warn("deep")
    return root


def _meta(root: Any) -> dict[str, str]:
    """<meta name content> pairs, names small; the first of each wins."""
    pairs: dict[str, str] = {}
    for element in root.iter("meta"):
        name, content = (element.get("name") or "").strip().lower(), " ".join((element.get("content") or "").split())
        if name and content:
            pairs.setdefault(name, content)
    return pairs


def _kept_elsewhere(root: Any) -> tuple[Any | None, list[str]]:
    """The text that scripts of a page hold as data, and the files its frames name; looked for where the page itself is empty."""
    visible = sum(len((e.text or "").strip()) + len((e.tail or "").strip()) for e in root.iter("p", "div", "td", "span", "li", "br"))
    if visible >= 4 * _LEAST_TEXT:
        return None, []
    markup = kept_as_data(root)
    return element_of(markup) if markup else None, frames_of(root)


def _prune(root: Any) -> list[tuple[Any, Any]]:
    """Take out what is never text and what is hidden; returns the hidden elements that held text, each with its former parent."""
    hidden: list[tuple[Any, Any]] = []
    hiding = Hiding(root)
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if parent is None or element.tag in ("html", "body"):
            continue
        tag = element.tag
        if tag in _DEAD or (tag.startswith(_WORD_PREFIX) and not tag.startswith("v:textbox")):
            _remove(element)
        elif hiding.hides(element):
            if text_of(element):
                hidden.append((parent, element))
            _remove(element)
    return hidden


def _remove(element: Any) -> None:
    """Take an element out of the tree; its tail stays."""
    element.drop_tree() if hasattr(element, "drop_tree") else element.getparent().remove(element)


def _restore(
    hidden: list[tuple[Any, Any]], body: Any, containers: PageRules, build: DocumentBuilder
) -> tuple[Any, list[tuple[Any, Any]]]:
    """A page whose whole text is hidden until a script shows it: put the hidden parts back and choose again."""
    for parent, element in hidden:
        parent.append(element)
    build.warn("hidden_used")
    return choose_main(body, containers), []


def _warn_of_hidden(hidden: list[tuple[Any, Any]], main: Any, build: DocumentBuilder) -> None:
    inside = [element for parent, element in hidden if parent is main or any(a is main for a in parent.iterancestors())]
    texts = [t for t in map(text_of, inside) if len(t) > 1]
    if texts:
        build.warn("hidden", n=len(texts), chars=sum(map(len, texts)), sample=texts[0][:20])


# ---------------------------------------------------------------- main text -> document
def _drop_furniture(items: list[Item], rules: FurnitureRules) -> list[Item]:
    """Items of the main text without lines that are page furniture."""
    classes = rules.classify([i.text if isinstance(i, Line) else "" for i in items])
    kept: list[Item] = []
    for item, kind in zip(items, classes, strict=True):
        if not isinstance(item, Line):
            kept.append(item)
        elif kind != "furniture":
            a, b = rules.trim(item.text)
            kept.append(Line(item.text[a:b], item.level))
    return kept


def _write(
    items: list[Item], title: str | None, labels: list[tuple[str, str]], build: DocumentBuilder, rules: FurnitureRules
) -> None:
    lines = [i.text for i in items if isinstance(i, Line)]
    if title and not same_title(title, lines):
        build.line(title, "title")
    for name, value in labels:
        build.line(f"{name}：{value}", "label")
    classes = iter(rules.classify(lines))
    for item in items:
        if isinstance(item, Line):
            kind = next(classes)
            build.line(item.text, "label" if kind == "label" else "text", level=item.level)
        elif box := _label_box(item, rules):
            for label in box:
                build.line(f"{label.name}：{label.value}", "label")
        else:
            build.table(item)


def _label_box(grid: Grid, rules: FurnitureRules) -> list[Label]:
    """Labels of a table inside the main text that is the label box; [] for a data table."""
    found: list[Label] = []
    for row in grid:
        labels = rules.labels_of("\t".join(slot.text for j, slot in enumerate(row) if slot.col == j), cells=True)
        if not labels:
            return []
        found += labels
    return [x for x in found if x.value] if sum(not x.weak for x in found) >= 2 and len(grid) <= 12 else []
