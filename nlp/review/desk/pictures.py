"""Pages of a PDF as pictures."""

from __future__ import annotations

import io

WIDTH = 1100
MOST_PIXELS = 12_000_000


def picture_of(data: bytes, page: int) -> bytes | None:
    """PNG of a page (from 1), or None when there is no such page or it cannot be drawn."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return None
    try:
        if not 1 <= page <= len(document):
            return None
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = WIDTH / max(width, 1)
        if WIDTH * height * scale > MOST_PIXELS:
            return None
        out = io.BytesIO()
        sheet.render(scale=scale).to_pil().save(out, "PNG")
        return out.getvalue()
    except pdfium.PdfiumError:
        return None
    finally:
        document.close()
