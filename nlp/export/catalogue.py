"""Catalogue files by ending: .xlsx .docx .csv .json. The same rows in, the same bytes out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from nlp.contract import plain
from nlp.draft.columns import CatalogueRow, Column, Layout
from nlp.rulebook import Rulebook

TITLE = "主动公开目录（建议稿）"

# A cell that begins with one of these is a formula to some spreadsheet program; so is one that hides it behind a tab.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program might run a cell's text as a formula."""
    return text.startswith(_FORMULA_STARTS)


def write_catalogue(rows: Sequence[CatalogueRow], path: Path, layout: Layout | None = None) -> None:
    """Write rows to `path` in the format of its ending. Raises OSError when it cannot be written, KeyError for another ending."""
    layout = layout or Layout.load(Rulebook())
    writers[path.suffix.lower()](rows, path, layout)


def _xlsx(rows: Sequence[CatalogueRow], path: Path, layout: Layout) -> None:
    from nlp.export.xlsx import write_xlsx

    write_xlsx(rows, path, layout)


def _docx(rows: Sequence[CatalogueRow], path: Path, layout: Layout) -> None:
    from nlp.export.docx import write_docx

    write_docx(rows, path, layout)


def _csv(rows: Sequence[CatalogueRow], path: Path, layout: Layout) -> None:
    """UTF-8 with a mark (so that spreadsheet programs read it), one head row with group and label joined by "-"."""
    columns = layout.shown(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([flat_label(c) for c in columns])
        for row in rows:
            writer.writerow([("'" + t if is_formula_like(t := row.cells[c.key]) else t) for c in columns])


def _json(rows: Sequence[CatalogueRow], path: Path, layout: Layout) -> None:
    """{"schema", "rows": [entry with document and number]}."""
    content = {
        "schema": "gongkai.catalogue/1",
        "rows": [{"seq": i, "document": r.document, **plain(r.entry)} for i, r in enumerate(rows, 1)],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def flat_label(column: Column) -> str:
    """Label of a column in a single head row: 公开事项-一级事项."""
    return f"{column.group}-{column.label}" if column.group else column.label


writers: dict[str, Callable[[Sequence[CatalogueRow], Path, Layout], None]] = {
    ".xlsx": _xlsx, ".docx": _docx, ".csv": _csv, ".json": _json,
}
