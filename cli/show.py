"""Results for the terminal: an analysis as short tables, a catalogue as one table."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.export.words import ATTRIBUTES, ROLES, word

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.draft.columns import CatalogueRow
    from nlp.export.records import RecordRow
    from nlp.types import Analysis, DocumentRecord, Failure

DOCUMENT_FIELDS = (
    ("document_number", "文号", "number"), ("issuer", "发文机关", "issuer"), ("addressees", "主送机关", "addressees"),
    ("written_on", "成文日期", "written on"), ("published_on", "公开日期", "published on"), ("document_type", "文种", "kind"),
    ("index_number", "索引号", "index number"), ("classification", "密级", "classification"), ("cites", "引用文号", "cites"),
)
ROW_KEYS = ("domain", "level2", "deadline", "unit", "basis", "document", "section", "score", "review")
ROW_HEADS = ("domain", "item", "deadline", "unit", "basis", "document", "section", "score", "review")
RECORD_KEYS = ("index_number", "title", "document_number", "theme", "genre", "validity", "disclosure", "summary", "keywords")
FALLBACK_WIDTH = 120
_TITLED = re.compile("《[^（）]*》（([^（）]*号)）")


def _console(file: io.StringIO | None, width: int | None) -> Console:
    from rich.console import Console

    if file is not None:
        return Console(file=file, width=width or FALLBACK_WIDTH, highlight=False)
    return Console(highlight=False, width=None if sys.stdout.isatty() else FALLBACK_WIDTH)


def analysis_text(result: Analysis | Failure, lang: str, width: int | None) -> str:
    """A result as text of `width` columns (the terminal's when None)."""
    from nlp.types import Failure

    buffer = io.StringIO()
    if width is None and sys.stdout.isatty():
        import shutil

        width = shutil.get_terminal_size((FALLBACK_WIDTH, 24)).columns
    console = _console(buffer, width)
    if isinstance(result, Failure):
        console.rule(result.path)
        console.print(f"{result.message} ({result.code})", markup=False)
        return buffer.getvalue()
    _print_analysis(console, result, lang)
    return buffer.getvalue()


def _print_analysis(console: Console, a: Analysis, lang: str) -> None:
    m = a.outline.metadata
    console.rule(a.outline.document.media.path)
    console.print(m.title, style="bold", markup=False)
    for field, zh, en in DOCUMENT_FIELDS:
        value = getattr(m, field)
        if value:
            shown = "、".join(value) if isinstance(value, tuple) else value
            console.print(f"  {en if lang == 'en' else zh}：{shown}", markup=False)
    domains = "、".join(f"{d.name} {d.score:.2f}" for d in a.domains) or "—"
    console.print(f"  {word('domains', lang)}：{domains}", markup=False)
    t = a.attribute
    flag = "" if not t.needs_review else ("（须复核）" if lang == "zh" else " (needs review)")
    basis = "；".join(f"{b.law}{b.article or ''}" for b in t.basis)
    value = ATTRIBUTES[t.value][lang == "en"]
    console.print(f"  {word('attribute', lang)}：{value} {t.score:.2f}{flag} {basis}", markup=False)
    if a.record is not None and not a.record.withheld:
        _print_record(console, a.record, lang)
    _table(console, lang, "deadlines", ("section", "quote", "value", "due"),
           [(d.section, d.quote, d.value, d.due or "") for d in a.deadlines])
    _table(console, lang, "units", ("section", "name", "full", "role"),
           [(u.section, u.name, u.full_name or "", ROLES[u.role][lang == "en"]) for u in a.units])
    _table(console, lang, "sensitive", ("kind", "quote"), [(s.kind, s.mask) for s in a.sensitive])
    _table(console, lang, "entries", ("section", "item", "deadline", "unit", "score"),
           [(e.section, e.item, e.deadline or "", e.unit or "", f"{e.score:.2f}") for e in a.entries])
    for warning in a.warnings:
        console.print(f"  ! {warning}", markup=False)


def _print_record(console: Console, record: DocumentRecord, lang: str) -> None:
    """What the record adds to the metadata: theme, genre, validity, summary, keywords."""
    themes = "、".join(f"{t.name} {t.score:.2f}" for t in record.themes)
    keywords = "；".join(record.keywords)
    values = {"theme": themes, "genre": record.genre, "validity": record.validity, "summary": record.summary, "keywords": keywords}
    for key, value in values.items():
        if value:
            console.print(f"  {word(key, lang)}：{value}", markup=False)


def _table(console: Console, lang: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{word(name, lang)} {len(rows)}", title_justify="left", title_style="bold", show_lines=False)
    for head in heads:
        table.add_column(word(head, lang), overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table)


def print_rows(rows: Sequence[CatalogueRow], lang: str) -> None:
    """The catalogue's main columns on standard output."""
    console = _console(None, None)
    more = ("note",) if any(r.cells.get("note") for r in rows) else ()
    _table(
        console, lang, "entries", (*ROW_HEADS, *more),
        [tuple(_short_basis(r.cells[k]) if k == "basis" else r.cells.get(k, "") for k in (*ROW_KEYS, *more)) for r in rows],
    )


def _short_basis(basis: str) -> str:
    """Every basis by its number where it has one: a terminal has no room for titles. 《…》（甲〔2020〕1号） -> 甲〔2020〕1号"""
    return "\n".join(_TITLED.sub(r"\1", line) for line in basis.split("\n"))


def print_records(records: Sequence[RecordRow], lang: str) -> None:
    """The documents' own records on standard output."""
    rows = [tuple(r.cells[k] for k in RECORD_KEYS) for r in records]
    _table(_console(None, None), lang, "records", RECORD_KEYS, rows)
