"""MHT page (a web page or Word document saved as one file) -> Document: its first HTML part, read as a web page."""

from __future__ import annotations

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.html import read_html
from nlp.intake.mail_parts import Part, parse, parts, text_of
from nlp.intake.messages import Unreadable
from nlp.types import Limits


def read_mhtml(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read an MHT page into the builder. Raises Unreadable where it holds no page."""
    message = parse(data)
    pages = [p for p in parts(message, limits) if p.media_type in ("text/html", "application/xhtml+xml") and p.data.strip()]
    if not pages:
        raise Unreadable("no_text", detail="没有找到网页正文")
    start = str(message.get_param("start") or "")
    main = next((p for p in pages if start and p.place == start), pages[0])
    if _is_frameset(main) and len(pages) > 1:  # Word and Excel put the text into a frame
        main = max(pages[1:], key=lambda p: len(p.data))
    read_html(page_of(main), build, rules, limits)


def page_of(part: Part) -> bytes:
    """The page in UTF-8 with a byte order mark: the charset of the part counts for more than what the page says of itself."""
    return b"\xef\xbb\xbf" + text_of(part).lstrip("\ufeff").encode("utf-8", "replace")


def _is_frameset(part: Part) -> bool:
    return b"<frameset" in part.data[:20_000].lower()
