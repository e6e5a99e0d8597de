"""The documents' own records as rows of the 政府信息公开目录."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.across.rows import document_names
from nlp.record.index_number import Office, numbered
from nlp.rulebook import Rulebook
from nlp.types import Analysis, DocumentRecord

RECORDS_TITLE = "政府信息公开目录（建议稿）"
RECORDS_SHEET = "政府信息公开目录"
_LABELS = {
    "index_number": "索引号", "title": "名称", "document_number": "文号", "issuer": "发布机构", "written_on": "成文日期",
    "published_on": "公开日期", "themes": "主题分类", "genre": "体裁", "validity": "有效性", "disclosure": "公开属性",
    "summary": "内容概述", "keywords": "主题词",
}  # fmt: skip

_STATED = ("document_number", "issuer", "written_on", "published_on", "title")
_TAKEN_FROM_TEXT = ("summary", "keywords")


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column of the records; `part` "record" is printed, "review" is for the reviewer."""

    key: str
    label: str
    width: float
    part: str
    align: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One document: texts by column key, the record behind them, and the file that it came from."""

    cells: Mapping[str, str]
    record: DocumentRecord
    document: str
    path: str
    case: str | None


def record_columns(book: Rulebook) -> tuple[RecordColumn, ...]:
    """Read `record-columns.tsv`."""
    return tuple(RecordColumn(r["id"], r["label"], float(r["width"]), r["part"], r["align"]) for r in book.table("record-columns"))


def record_rows(analyses: Sequence[Analysis], office: Office) -> list[RecordRow]:
    """Records in the order of the documents, numbered from 1, with 索引号 where the office's table gives running numbers.

    A document with a secrecy mark, or one that is not to be published, has no row: the table is made to be published.
    """
    listed = [
        (name, a.outline.document.media, a.record)
        for name, a in zip(document_names(analyses), analyses, strict=True)
        if a.record is not None and is_listed(a.record)
    ]
    records = numbered([r for _, _, r in listed], office)
    return [
        RecordRow(_cells(n, name, record), record, name, media.path, media.case)
        for n, ((name, media, _), record) in enumerate(zip(listed, records, strict=True), 1)
    ]


def is_listed(record: DocumentRecord) -> bool:
    """Whether a record may stand in a table that is to be published."""
    return not record.withheld and record.disclosure != "不予公开"


def _cells(number: int, name: str, record: DocumentRecord) -> dict[str, str]:
    return {
        "seq": str(number),
        "index_number": record.index_number or "",
        "title": record.title or "",
        "document_number": record.document_number or "",
        "issuer": "、".join(record.issuer),
        "written_on": record.written_on or "",
        "published_on": record.published_on or "",
        "theme": "\n".join(t.name for t in record.themes[:1]),
        "genre": record.genre or "",
        "validity": record.validity,
        "disclosure": record.disclosure,
        "summary": record.summary or "",
        "keywords": "；".join(record.keywords),
        "document": name,
        "note": _note(record),
    }


def _note(record: DocumentRecord) -> str:
    """What the document does not state, in one line, then what the other fields follow from."""
    missing = [_LABELS[f] for f in record.defaults if f in _STATED and not getattr(record, f)]
    lines = [f"文中没有：{'、'.join(missing)}"] if missing else []
    told = ((f, why) for f, why in record.defaults.items() if f not in _STATED and f not in _TAKEN_FROM_TEXT)
    return "\n".join([*lines, *(f"{_LABELS.get(f, f)}：{why}" for f, why in told)])
