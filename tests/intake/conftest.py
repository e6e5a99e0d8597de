"""Builders of test files: Word documents from XML, and the reader with default limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
MakeDocx = Callable[..., bytes]


@pytest.fixture
def make_docx() -> MakeDocx:
    """make_docx(body, numbering="…", styles="…", footnotes="…", header1="…"): bytes of a .docx; parts are inner XML."""

    def make(body: str, prefix: str = "w", **parts: str) -> bytes:
        roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}
        relations, files = "", {}
        for name, inner in parts.items():
            kind = name.rstrip("0123456789")
            root = roots.get(kind, {"header": "hdr", "footer": "ftr"}.get(kind, kind))
            files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
            relations += f'<Relationship Id="r{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
        document = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        if prefix != "w":
            document = (
                document.replace("<w:", f"<{prefix}:").replace("</w:", f"</{prefix}:").replace("xmlns:w=", f"xmlns:{prefix}=")
            )
            document = document.replace(" w:", f" {prefix}:")
        files["word/document.xml"] = document
        files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        files["_rels/.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>'
        files["[Content_Types].xml"] = f'<Types xmlns="{PACKAGE}/content-types"/>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        return out.getvalue()

    return make


@pytest.fixture
def read_bytes() -> Callable[..., Document]:
    """read_bytes(data, "a.docx"): the document; fails the test where there is none."""

    def go(data: bytes | str, name: str = "a.txt", limits: Limits | None = None) -> Document:
        got = read(Source(name, data.encode() if isinstance(data, str) else data), limits or Limits())
        assert isinstance(got, Document), got
        check(got)
        return got

    return go


@pytest.fixture
def fail_bytes() -> Callable[..., Failure]:
    """fail_bytes(data, "a.docx"): the failure; fails the test where the file was read."""

    def go(data: bytes, name: str = "a.txt", limits: Limits | None = None) -> Failure:
        got = read(Source(name, data), limits or Limits())
        assert isinstance(got, Failure), got
        return got

    return go


def check(document: Document) -> None:
    """What holds of every document: blocks in order, cells where they say, rows as wide as the table."""
    assert all(0 <= b.start < b.end <= len(document.text) for b in document.blocks)
    assert all(a.end <= b.start for a, b in zip(document.blocks, document.blocks[1:], strict=False))
    for table in document.tables:
        assert len({len(row) for row in table.cells}) == 1
        for i, row in enumerate(table.cells):
            for j, cell in enumerate(row):
                assert document.text[cell.start : cell.end] == cell.text
                assert cell.row <= i < cell.row + cell.row_span
                assert cell.col <= j < cell.col + cell.col_span


@pytest.fixture
def checked() -> Callable[[Document], None]:
    """The invariants of a document, for tests that read files themselves."""
    return check


@pytest.fixture
def cases() -> Callable[[str], list[dict[str, str]]]:
    """cases("furniture"): rows of tests/cases/furniture.tsv."""

    def load(name: str) -> list[dict[str, str]]:
        path = Path(__file__).parents[1] / "cases" / f"{name}.tsv"
        lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        head = lines[0].split("\t")
        rows = [line.split("\t") for line in lines[1:]]
        assert all(2 <= len(row) <= len(head) for row in rows), f"{path.name}: a row of the wrong width"
        return [dict(zip(head, row + [""] * (len(head) - len(row)), strict=True)) for row in rows]

    return load


def lines(document: Document, *kinds: str) -> list[str]:
    """Texts of the blocks of some kinds (all by default)."""
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


@pytest.fixture
def lines_of() -> Callable[..., list[str]]:
    """lines_of(document, "label"): texts of the blocks of those kinds."""
    return lines
