"""The formats that originals are rendered into, and how a reading of one is compared with the original."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from nlp.intake.members import expand
from nlp.intake.reader import read
from nlp.types import Analysis, Document, Limits, Source
from tests.originals import pages, sheets, webs, words
from tests.originals.model import Original

DIGITAL, CLEAN, NOISY = 0.995, 0.98, 0.93  # least likeness of the text
ASIDE = ("furniture", "header", "footer")  # kinds of blocks that are no text of the document


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the file name's ending and the bytes of an original in it; `sheet`: it holds the table of an original only."""

    name: str
    ending: str
    render: Callable[[Original], bytes]
    sheet: bool = False

    def takes(self, original: Original) -> bool:
        """Whether the original can be put into this format."""
        return bool(original.grids) or not self.sheet

    def subject(self, original: Original) -> Original:
        """What of the original the format holds."""
        return original.sheet() if self.sheet else original


FORMATS = (
    Format("txt utf-8", "txt", webs.plain),
    Format("txt gb18030", "txt", lambda o: webs.plain(o, "gb18030")),
    Format("html utf-8", "html", webs.web),
    Format("html gb2312", "html", lambda o: webs.web(o, "gb2312")),
    Format("docx typed", "docx", words.word),
    Format("docx automatic", "docx", lambda o: words.word(o, automatic=True)),
    Format("rtf", "rtf", words.rich),
    Format("pdf", "pdf", pages.pdf),
    Format("ofd", "ofd", pages.fixed),
    Format("mht", "mht", webs.saved_page),
    Format("eml + docx", "eml", lambda o: webs.mail(o, f"{o.title}.docx", words.word(o))),
    Format("zip + ofd", "zip", lambda o: webs.archive({f"{o.title}.ofd": pages.fixed(o)})),
    Format("xlsx", "xlsx", sheets.xlsx, sheet=True),
    Format("xls", "xls", sheets.xls, sheet=True),
    Format("csv", "csv", sheets.values, sheet=True),
)
OFFICE_FORMATS = ("pdf", "doc", "wps", "rtf")  # made by LibreOffice from the Word file with automatic numbers


def office_files(originals: tuple[Original, ...], folder: Path) -> dict[str, dict[str, bytes]]:
    """Bytes by format and name of the original, as LibreOffice writes them. A .wps is a .doc under another name."""
    files = {o.name: words.word(o, automatic=True) for o in originals}
    made = {wanted: words.office(files, wanted, folder) for wanted in words.OFFICE_FILTERS}
    return {**made, "wps": made["doc"]}


def document(data: bytes, name: str) -> Document:
    """The document in a file: of a mail or archive the last one inside. Raises ValueError where it cannot be read."""
    inside = list(expand(Source(name, data), Limits()))[-1]
    got = read(inside, Limits()) if isinstance(inside, Source) else inside
    if not isinstance(got, Document):
        raise ValueError(got.message)
    return got


def text_of(document: Document) -> str:
    """Lines of a document without page furniture and without blanks: what is compared. Line ends count, blanks do not."""
    lines = ("".join(document.text[b.start : b.end].split()) for b in document.blocks if b.kind not in ASIDE)
    return "\n".join(line for line in lines if line)


def likeness(a: str, b: str) -> float:
    """Likeness of two texts, 0..1."""
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class Facts:
    """What an analysis found, in a form that does not depend on where in the file it stands."""

    sections: tuple[tuple[str, str | None], ...]
    units: tuple[tuple[str, str, str], ...]
    deadlines: tuple[tuple[str, str, str, str | None, tuple[str, ...]], ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    title: str


def facts(analysis: Analysis) -> Facts:
    """Sections (path, heading), units (section, name, role), deadlines (section, words, value, day, whose), tables, title."""
    return Facts(
        tuple((s.path, _bare(s.title)) for s in analysis.outline.sections),
        tuple((u.section, u.name, u.role) for u in analysis.units),
        tuple((d.section, _bare(d.quote) or "", d.value, d.due, d.units) for d in analysis.deadlines),
        tuple(tuple(tuple(_bare(cell) or "" for cell in row) for row in table.rows()) for table in analysis.outline.document.tables),
        "".join(analysis.outline.metadata.title.split()),
    )


def _bare(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())
