"""OFD files that are damaged, too large or meant to do harm."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from nlp.types import Limits, Source
from tests.intake.mutants import Blind, taken
from tests.intake.ofd_files import NOTICE, ofd, page, table_page, text


def test_missing_page_is_named(read_bytes):
    data = ofd(NOTICE, page(text("第二页正文", 30, 60)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if "P0" not in name:
                new.writestr(name, old.read(name))
    document = read_bytes(out.getvalue(), "a.ofd")
    assert document.text == "第二页正文\n"
    assert any("第1页读不出来" in w for w in document.warnings)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ofd(), "no_text"),
        (ofd(page(text("正文", 10, 20))).replace(b"Doc_0/Document.xml", b"Doc_0/Dacument.xml", 1), "damaged"),
        (b"PK\x03\x04 OFD.xml Doc_0", "damaged"),
        (ofd(page('<ofd:ImageObject ID="7" Boundary="0 0 210 297"/>')), "no_text"),
    ],
)
def test_files_without_a_document(data, code, fail_bytes):
    assert fail_bytes(data, "a.ofd").code == code


def test_limits(fail_bytes):
    assert fail_bytes(ofd(*[NOTICE] * 5), "a.ofd", Limits(pages=4)).code == "too_large"
    assert fail_bytes(ofd(NOTICE), "a.ofd", Limits(text_characters=20)).code == "too_large"
    assert fail_bytes(ofd(NOTICE), "a.ofd", Limits(unpacked_bytes=500)).code == "too_large"
    assert fail_bytes(ofd(table_page()), "a.ofd", Limits(table_cells=4)).code == "too_large"


def test_entities_are_not_resolved(read_bytes, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密内容")
    data = ofd(page(text("正文内容&x;&y;", 30, 40)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("Content.xml"):
                declared = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "展开">]>'
                content = content.replace(b"?>", b"?>" + declared.encode(), 1)
            new.writestr(name, content)
    document = read_bytes(out.getvalue(), "a.ofd")
    assert "秘密" not in document.text
    assert "正文内容" in document.text


def inner_mutation(data: bytes, rng: random.Random) -> bytes:
    """The package with its parts damaged and packed again, so that the damage reaches the reader."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = bytearray(old.read(name))
            for _ in range(rng.choice((0, 1, 6)) if len(content) > 4 else 0):
                at = rng.randrange(len(content) - 3)
                known = (
                    b"999999999",
                    b"-1",
                    b"<",
                    b'"',
                    b"1e300",
                    b"g 9",
                    b"NaN",
                    b"",
                    b"&#0;",
                    b"/>",
                    content[at // 2 : at // 2 + 80],
                )
                content[at : at + rng.randrange(4)] = rng.choice(known)
            new.writestr(name, bytes(content))
    return out.getvalue()


def test_mutated_parts_give_text_or_a_typed_failure(checked, monkeypatch):
    monkeypatch.setattr("nlp.intake.ocr.engine", Blind)
    rng = random.Random(2016)
    base = ofd(table_page(), NOTICE, templates=(NOTICE,))
    read_count = 0
    for _ in range(300):
        read_count += taken(Source("a.ofd", inner_mutation(base, rng)), checked)
    assert read_count > 60


def test_mutated_files_give_text_or_a_typed_failure(monkeypatch):
    monkeypatch.setattr("nlp.intake.ocr.engine", Blind)
    rng = random.Random(33190)
    base = [ofd(table_page(), NOTICE, method=m) for m in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]
    for _ in range(300):
        data = bytearray(rng.choice(base))
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    del data[at : at + rng.randrange(1, 40)]
                case 2:
                    data[at:at] = rng.randbytes(rng.randrange(1, 20))
                case _:
                    data[at : at + 3] = rng.choice((b"999999999", b"-1", b"<", b'"', b"1e300", b"g 9", b"NaN"))
        taken(Source("a.ofd", bytes(data)))
