"""One document, every format: the same text, sections, units, deadlines and tables from each."""

from __future__ import annotations

import pytest

from nlp.pipeline import analyze_document
from tests.benchmarks.ocr import worn
from tests.intake.pdf_files import ZENHEI, encoded, pdf_of, pictures_of
from tests.originals import formats, prints
from tests.originals.formats import CLEAN, DIGITAL, FORMATS, NOISY, OFFICE_FORMATS, facts, likeness, text_of
from tests.originals.model import document_of
from tests.originals.pages import pdf
from tests.originals.texts import NOTICE, ORIGINALS, PLAN
from tests.originals.words import OFFICE

MERGES_LOST = ("txt", "csv")  # formats that cannot say that a cell reaches down
SCANNED = ("png",)  # a lone character in a narrow cell may be lost: text is held to its likeness
by_name = {"ids": lambda o: getattr(o, "name", o)}


@pytest.fixture(scope="module")
def expected(kit):
    """Text and findings of an original as its description gives them."""
    made = {}

    def of(original):
        if original.name not in made:
            document = document_of(original)
            made[original.name] = text_of(document), facts(analyze_document(document, kit))
        return made[original.name]

    return of


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """What LibreOffice writes; made once."""
    if OFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed: it makes the .doc, .wps, RTF and PDF of this test")
    return formats.office_files(ORIGINALS, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What a browser prints; made once."""
    if prints.BROWSER is None:
        pytest.skip("no browser (chromium) is installed to print the PDF of this test")
    return prints.printed(ORIGINALS, tmp_path_factory.mktemp("browser"))


def same(document, original, expected, kit, ending, least=DIGITAL):
    """Assert that a document is the original."""
    text, findings = expected(original)
    assert likeness(text, text_of(document)) >= least
    got = facts(analyze_document(document, kit))
    assert got.sections == findings.sections
    assert got.units == findings.units
    assert got.deadlines == findings.deadlines
    assert got.title == findings.title
    if ending in SCANNED:
        assert len(got.tables) == len(findings.tables)
    elif ending in MERGES_LOST:
        assert [[len(row) for row in table] for table in got.tables] == [[len(row) for row in table] for table in findings.tables]
    else:
        assert got.tables == findings.tables


@pytest.mark.parametrize("original", ORIGINALS, **by_name)
def test_the_original_holds_what_a_reader_finds_in_it(original, expected, kit, cases):
    rows = [(r["what"], r["section"], r["value"]) for r in cases("originals") if r["original"] == original.name]
    _, found = expected(original)
    assert [(s, v) for what, s, v in rows if what == "section"] == [(path, title or "-") for path, title in found.sections if path]
    assert [(s, v) for what, s, v in rows if what == "unit"] == [(section, name) for section, name, _ in found.units]
    assert [(s, v) for what, s, v in rows if what == "deadline"] == [(section, value) for section, _, value, _, _ in found.deadlines]
    assert found.title == original.title
    assert document_of(original).media.script == original.script


@pytest.mark.parametrize(("format_", "original"), [(f, o) for f in FORMATS for o in ORIGINALS if f.takes(o)], **by_name)
def test_digital_formats(format_, original, expected, kit, checked):
    subject = format_.subject(original)
    document = formats.document(format_.render(subject), f"a.{format_.ending}")
    checked(document)
    same(document, subject, expected, kit, format_.ending)


@pytest.mark.parametrize("original", ORIGINALS, **by_name)
@pytest.mark.parametrize("wanted", OFFICE_FORMATS)
def test_formats_that_an_office_suite_writes(wanted, original, office, expected, kit, checked):
    document = formats.document(office[wanted][original.name], f"a.{wanted}")
    checked(document)
    same(document, original, expected, kit, wanted)


@pytest.mark.parametrize("original", ORIGINALS, **by_name)
def test_pdf_that_a_browser_prints(original, printed, expected, kit, checked):
    document = formats.document(printed[original.name], "a.pdf")
    checked(document)
    same(document, original, expected, kit, "pdf")


def test_automatic_numbers_stand_nowhere_in_the_text_of_the_file():
    """Else the rendering would prove nothing."""
    from io import BytesIO

    from docx import Document

    from tests.originals.words import word

    paragraphs = [p.text for p in Document(BytesIO(word(NOTICE, automatic=True))).paragraphs]
    assert "深化重点领域信息公开" in paragraphs
    assert not any(p.startswith(("一、", "（一）", "1.")) for p in paragraphs)


def test_a_change_of_the_text_is_seen(expected, kit):
    """The comparison can fail: a lost paragraph, a lost number, a lost line end."""
    text, _ = expected(NOTICE)
    assert likeness(text, text.replace("一、", "", 1)) < 1
    assert likeness(text, "\n".join(text.split("\n")[:-3])) < DIGITAL
    assert likeness(text, text.replace("\n", "")) < DIGITAL


@pytest.mark.skipif(not ZENHEI.exists(), reason="no font to draw the pages with")
@pytest.mark.parametrize(("original", "scan", "least"), [(NOTICE, "clean", CLEAN), (NOTICE, "noisy", NOISY), (PLAN, "clean", CLEAN), (PLAN, "noisy", NOISY)], **by_name)  # fmt: skip
def test_scans(original, scan, least, expected, kit, checked):
    pytest.importorskip("rapidocr", reason="recognition (gongkai[ocr]) is not installed")
    pictures = pictures_of(pdf(original))
    if scan == "noisy":
        pictures = [worn(p, n, 1.2) for n, p in enumerate(pictures)]
    one = len(pictures) == 1
    document = formats.document(encoded(pictures[0]) if one else pdf_of(pictures), "a.png" if one else "a.pdf")
    checked(document)
    assert likeness(expected(original)[0], text_of(document)) >= least
    assert {q.read for q in document.media.page_quality} == {"ocr"}
    if scan == "clean":
        same(document, original, expected, kit, "png", least)
