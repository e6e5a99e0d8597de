"""Catalogue files by ending: .xlsx .docx .csv .json. The same rows in, the same bytes out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlp.across.rows import MergedRow
from nlp.contract import plain
from nlp.draft.columns import CatalogueRow, Column, Layout
from nlp.export.records import RecordRow, record_columns
from nlp.rulebook import Rulebook

TITLE = "主动公开目录（建议稿）"

# A cell that begins with one of these is a formula to some spreadsheet program; so is one that hides it behind a tab.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Rows = Sequence[CatalogueRow] | None
Records = Sequence[RecordRow] | None


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program might run a cell's text as a formula."""
    return text.startswith(_FORMULA_STARTS)


def columns_of(rows: Sequence[CatalogueRow], layout: Layout) -> tuple[Column, ...]:
    """Columns to write: those that the layout shows, 备注 only where a row has a remark."""
    noted = any(r.cells.get("note") for r in rows)
    return tuple(c for c in layout.shown(rows) if c.key != "note" or noted)


def write_catalogue(rows: Rows, path: Path, layout: Layout | None = None, records: Records = None) -> None:
    """Write rows to `path` in the format of its ending, with the documents' own records where they are given.

    XLSX has the records on a second sheet, DOCX in a second table, JSON below the key `records`; a CSV file holds one table, so
    there they are left out beside rows (give None as rows to write them alone). Raises OSError when the file cannot be written,
    KeyError for another ending.
    """
    layout = layout or Layout.load(Rulebook())
    writers[path.suffix.lower()](rows, path, layout, records)


def _xlsx(rows: Rows, path: Path, layout: Layout, records: Records) -> None:
    from nlp.export.xlsx import write_xlsx

    write_xlsx(rows, path, layout, records)


def _docx(rows: Rows, path: Path, layout: Layout, records: Records) -> None:
    from nlp.export.docx import write_docx

    write_docx(rows, path, layout, records)


def _csv(rows: Rows, path: Path, layout: Layout, records: Records) -> None:
    """UTF-8 with a mark (so that spreadsheet programs read it), one head row with group and label joined by "-"."""
    table: list[list[str]]
    if rows is not None:
        columns = columns_of(rows, layout)
        table = [[flat_label(c) for c in columns], *([row.cells.get(c.key, "") for c in columns] for row in rows)]
    else:
        own = record_columns(Rulebook())
        table = [[c.label for c in own], *([row.cells[c.key] for c in own] for row in records or ())]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_safe(t) for t in line] for line in table)


def _safe(text: str) -> str:
    return "'" + text if is_formula_like(text) else text


def _json(rows: Rows, path: Path, layout: Layout, records: Records) -> None:
    """{"schema", "rows": [entry with document and number], "records": [record with document and number]}."""
    content: dict[str, Any] = {"schema": "gongkai.catalogue/1"}
    if rows is not None:
        content["rows"] = [_row_object(i, r) for i, r in enumerate(rows, 1)]
    if records is not None:
        content["records"] = [
            {"seq": i, "document": r.document, "path": r.path, "case": r.case, **plain(r.record)} for i, r in enumerate(records, 1)
        ]
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _row_object(number: int, row: CatalogueRow) -> dict[str, Any]:
    """An entry with its documents. `taken` says which source (from 1) a field is from that is not the first source's own."""
    made: dict[str, Any] = {"seq": number, "document": row.document, **plain(row.entry)}
    if isinstance(row, MergedRow):
        made |= {
            "note": row.cells.get("note") or None,
            "taken": {f: at + 1 for f, at in row.taken.items()},
            "sources": [
                {"number": i, **plain(s.standing), **{f: plain(getattr(s.entry, f)) for f in _SOURCE_FIELDS}}
                for i, s in enumerate(row.sources, 1)
            ],
            "conflicts": [
                {
                    "field": c.field,
                    "claims": [{"source": x.source + 1, "value": x.words} for x in c.claims],
                    "rule": c.rule,
                    "taken": None if c.taken is None else c.taken + 1,
                }
                for c in row.conflicts
            ],
        }
    return made


_SOURCE_FIELDS = ("section", "item", "basis", "deadline", "deadline_value", "unit", "mode", "audience", "evidence", "defaults")


def flat_label(column: Column) -> str:
    """Label of a column in a single head row: 公开事项-一级事项."""
    return f"{column.group}-{column.label}" if column.group else column.label


writers: dict[str, Callable[[Rows, Path, Layout, Records], None]] = {
    ".xlsx": _xlsx, ".docx": _docx, ".csv": _csv, ".json": _json,
}
