"""Pages as pictures: drawn by a guarded worker, kept by hash; a bad file costs a message and nothing else."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PIL import Image

from nlp.intake.pdf_glyphs import Glyph
from nlp.review import pictures
from nlp.review.page_drawing import OFD, PDF, Drawer, can_be_drawn, line_by_line, places_of
from nlp.review.pictures import Pictures
from nlp.work.limits import WorkLimits
from nlp.work.steps import Finished, Started, Step, Task
from tests.originals import texts
from tests.originals.pages import fixed, pdf

SHA = "ab" * 32


def given(data: bytes | None) -> tuple[Callable[[], bytes | None], list[int]]:
    """A function that gives the bytes, and how often it was asked."""
    asked: list[int] = []

    def fetch() -> bytes | None:
        asked.append(1)
        return data

    return fetch, asked


@pytest.fixture
def kept(tmp_path: Path) -> Pictures:
    """Pictures in a folder of the test."""
    return Pictures(tmp_path / "pages")


def test_a_pdf_is_drawn_once_with_the_places_of_its_words(kept: Pictures, tmp_path: Path) -> None:
    fetch, asked = given(pdf(texts.CATALOGUE))
    first = kept.page(SHA, PDF, fetch, 1, 2)
    second = kept.page(SHA, PDF, fetch, 2, 2)
    assert asked == [1]  # both pages by one worker, from one reading of the file
    for shown in (first, second):
        assert shown.media_type == "image/png"
        assert Image.open(io.BytesIO(shown.data)).width in (1100, 1101)
    places = json.loads(second.places)
    assert texts.CATALOGUE.title[:4] in json.loads(first.places)["text"]
    assert len(places["boxes"]) == 4 * len(places["text"])
    assert all(0 <= v <= 10_000 for v in places["boxes"])
    assert Pictures(tmp_path / "pages").page(SHA, PDF, lambda: None, 1, 2) == first
    kept.forget(SHA)
    assert list((tmp_path / "pages").glob("*/*")) == []


def test_an_ofd_is_drawn_as_text_where_it_stands(kept: Pictures) -> None:
    shown = kept.page(SHA, OFD, lambda: fixed(texts.CATALOGUE), 2, 2)
    svg = shown.data.decode()
    assert shown.media_type == "image/svg+xml"
    assert svg.startswith("<svg ")
    assert svg.count("<line ") > 10
    assert "script" not in svg
    places = json.loads(shown.places)
    at = places["text"].index("公开事项")
    left, top = places["boxes"][4 * at : 4 * at + 2]
    assert 0 < left < 5000
    assert 0 < top < 5000
    for char in "公开事项":
        assert f">{char}</text>" in svg


def test_a_photograph_is_shown_no_wider_than_a_page(kept: Pictures) -> None:
    out = io.BytesIO()
    Image.new("RGB", (3000, 1500), "white").save(out, "PNG")
    shown = kept.page(SHA, "image/png", out.getvalue, 1, 1)
    assert Image.open(io.BytesIO(shown.data)).size == (1100, 550)
    assert kept.places(SHA, "image/png", out.getvalue, 1, recognised=False) == b"{}"


@pytest.mark.parametrize(("media_type", "data"), [(PDF, b"%PDF-1.7 nothing"), (OFD, b"PK no zip"), ("image/png", b"\x89PNG\r\n\x1a\n broken"), (PDF, None)])
def test_a_broken_file_gives_a_reason(kept: Pictures, media_type: str, data: bytes | None) -> None:
    fetch, asked = given(data)
    shown = kept.page(SHA, media_type, fetch, 1, 1)
    assert (shown.data, shown.media_type) == (b"", "")
    assert any("\u4e00" <= c <= "\u9fff" for c in shown.fault)
    if data is not None:
        assert kept.page(SHA, media_type, fetch, 1, 1).fault == shown.fault
        assert asked == [1]  # not tried again for a while


def test_after_a_while_a_fault_is_tried_again(tmp_path: Path) -> None:
    now = [time.time()]
    held = Pictures(tmp_path / "pages", clock=lambda: now[0])
    fetch, asked = given(b"no PDF")
    held.page(SHA, PDF, fetch, 1, 1)
    now[0] += pictures.FAULT_SECONDS + 5
    held.page(SHA, PDF, fetch, 1, 1)
    assert asked == [1, 1]


def _hangs(media_type: str, last: int, reading: bool) -> Callable[[Task], Generator[Step, bool, None]]:
    return _hang


def _hang(task: Task) -> Generator[Step, bool, None]:
    """Page 1 hangs, page 2 takes all memory it can get, page 3 kills its process, page 4 sends too much, page 5 is good."""
    import os

    for index in range(task.skip, 5):
        yield Started(index, task.shown, None, None, PDF, 1, alone=False)
        if index == 0:
            time.sleep(60)
        if index == 1:
            assert bytearray(4 * 2**30)
        if index == 2:
            os._exit(9)
        yield Finished(index, ("png", b"x" * (10_000_000 if index == 3 else 10), b"{}"))


def test_whatever_a_file_does_costs_its_page_only(kept: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "drawer", _hangs)
    kept.drawing = WorkLimits(seconds=2.0, memory=200 * 2**20, output=2**20, deaths=8)
    pages = [kept.page(SHA, PDF, lambda: b"x", n, 5) for n in range(1, 6)]
    assert [bool(p.data) for p in pages] == [False, False, False, False, True]
    assert len({p.fault for p in pages[:4]}) == 4


def test_when_too_much_is_kept_the_oldest_files_go(tmp_path: Path) -> None:
    held = Pictures(tmp_path / "pages", most_kept=250)
    for n in range(4):
        held._write(f"{n:02d}" * 32, "1.png", b"x" * 100)
        time.sleep(0.02)
    held._written = pictures._SWEEP_EVERY
    held._sweep()
    assert sorted(p.name for p in (tmp_path / "pages").iterdir() if any(p.iterdir())) == ["02", "03"]


def test_what_has_pages_and_where_characters_stand() -> None:
    assert [can_be_drawn(t) for t in (PDF, OFD, "image/tiff", "text/plain", None)] == [True, True, True, False, False]
    places = json.loads(places_of([Glyph("ab", 0, 20, 10, 20)], 100, 200))
    assert places == {"text": "ab", "boxes": [0, 500, 1000, 1000, 1000, 500, 2000, 1000]}
    assert Drawer(PDF, 3).reading is False
    found = [Glyph("丁", 20, 30, 31, 41), Glyph("乙", 20, 30, 11, 21), Glyph("丙", 10, 20, 30, 40), Glyph("甲", 10, 20, 10, 20)]
    assert "".join(g.text for g in line_by_line(found)) == "甲乙丙丁"
