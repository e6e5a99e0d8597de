"""What a browser makes of originals when it prints them to PDF: all in one run, parted again page by page."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium

from tests.originals.model import Grid, Original, numbered

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-pdf-header-footer")
_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-extensions")
_STYLE = (
    "@page{size:A4;margin:25mm}body{font:16pt 'WenQuanYi Zen Hei';line-height:1.75;margin:0}p,h1{margin:0}h1{font-size:22pt;"
    "text-align:center}.one{break-before:page}.body{text-indent:2em;text-align:justify}.title,.number{text-align:center}"
    ".signature,.date{text-align:right}table{border-collapse:collapse;width:100%;font-size:10pt}td,th{border:1px solid #000;padding:2pt}"
)


def printed(originals: Sequence[Original], folder: Path) -> dict[str, bytes]:
    """The PDF of each original by name. Raises where the browser fails."""
    page, target = folder / "all.html", folder / "all.pdf"
    body = "".join(f'<div class="one">{_markup(o)}</div>' for o in originals)
    page.write_text(f'<!DOCTYPE html><html><head><meta charset="utf-8"><style>{_STYLE}</style></head><body>{body}</body></html>', "utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [BROWSER or "chromium", *_OPTIONS, *_QUIET, profile, f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return _parted(target.read_bytes(), originals)


def _markup(original: Original) -> str:
    out = ""
    for part, text in numbered(original):
        if isinstance(part, Grid):
            out += _table(part)
        else:
            tag = "h1" if text == original.title else "p"
            out += f'<{tag} class="{part.kind}">{html.escape(text)}</{tag}>\n'
    return out


def _table(grid: Grid) -> str:
    rows = ""
    for r, row in enumerate(grid.rows):
        cells = "".join(
            f'<td{f" rowspan={reach}" if (reach := grid.reach(r, c)) > 1 else ""}>{html.escape(text)}</td>'
            for c, text in enumerate(row)
            if text is not None
        )
        rows += f"<tr>{cells}</tr>"
    return f"<table>{rows}</table>"


def _parted(data: bytes, originals: Sequence[Original]) -> dict[str, bytes]:
    """One PDF an original: each begins on the page that begins with its first words."""
    document = pdfium.PdfDocument(data)
    heads = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    firsts: list[int] = []
    for original in originals:
        words = "".join(next(text for part, text in numbered(original) if not isinstance(part, Grid)).split())[:8]
        start = firsts[-1] + 1 if firsts else 0
        firsts.append(next(n for n in range(start, len(heads)) if heads[n].startswith(words)))
    out: dict[str, bytes] = {}
    for original, first, last in zip(originals, firsts, [*firsts[1:], len(heads)], strict=True):
        one, stream = pdfium.PdfDocument.new(), io.BytesIO()
        one.import_pages(document, list(range(first, last)))
        one.save(stream)
        one.close()
        out[original.name] = stream.getvalue()
    document.close()
    return out
