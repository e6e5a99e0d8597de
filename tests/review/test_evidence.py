"""One page a document that shows its evidence without the desk: whole, closed to the network, masked."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cli import evidence as command
from nlp.contract import plain, record_of
from nlp.export.evidence import Masks, evidence_page
from nlp.pipeline import analyze
from nlp.review.triage import receive
from nlp.store.decisions import Order, confirm, reject
from nlp.store.store import open_store
from nlp.store.tables import suggestion
from nlp.types import Source
from tests.kits import whole_kit
from tests.store.records import entry, record

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TEXT = "关于公开预算的通知\n𠮷林市按月公开财政收支情况，联系人张三丰，电话13812345678。\n<script>alert(1)</script></script>&amp;\n"
NAMES = {"budget": "财政预决算"}


def spot(words: str) -> dict[str, Any]:
    """Where words stand in the text."""
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "quote": words}


def made(**other: Any) -> dict[str, Any]:
    """A record with personal information and with text that looks like markup."""
    row = entry("财政收支情况", section="一", unit="<b>市财政局</b>", content=["财政收支情况", "联系人张三丰"], deadline="按月",
                evidence={"item": [spot("财政收支情况")], "deadline": [spot("按月")]}, defaults={"unit": "发文机关"})
    base = record(TEXT, [row, entry("债务限额", evidence={}, needs_review=True)])
    base["sensitive"] = [{**spot("张三丰"), "kind": "name", "mask": "张**"}, {**spot("13812345678"), "kind": "mobile", "mask": "138****5678"}]
    return base | other


class Page(HTMLParser):
    """What a page refers to, and what stands in its scripts and cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [v or "" for k, v in attrs if k in ("src", "href", "action", "srcset", "data")]
        self.inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts.append(data)


def data_of(page: str) -> dict[str, Any]:
    """The data that the page's script reads."""
    found: dict[str, Any] = json.loads(Page(page).scripts[0])
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_refers_to_nothing_outside(lang: str) -> None:
    page = evidence_page(made(), NAMES, lang, "kit-1")
    assert Page(page).links == ["data:,"]
    assert not re.search(r"https?:|url\(|@import|//[a-z]", page.split("<script>")[0])
    assert "default-src 'none'" in page
    assert page.count("<script") == 2


def test_spans_point_to_their_words_in_code_points() -> None:
    data = data_of(evidence_page(made(), NAMES, "zh"))
    text = "\n".join(line for _, line in data["lines"])
    assert [at for at, _ in data["lines"]] == [0, 10, TEXT.index("<script>"), len(TEXT)]
    fields = {f["name"]: f for f in data["rows"][0]["fields"]}
    assert [text[a:b] for a, b in fields["公开时限"]["spans"]] == ["按月"]
    assert fields["公开主体"]["rule"] == "发文机关"
    assert fields["公开主体"]["spans"] == []


def test_personal_information_is_masked_everywhere_and_nothing_moves() -> None:
    page = evidence_page(made(), NAMES, "zh")
    assert "张三丰" not in page
    assert "13812345678" not in page
    assert "138****5678" in page
    masks = Masks(made())
    assert len(masks.text) == len(TEXT)
    short = Masks(record("甲乙丙丁", [], sensitive=[{"start": 1, "end": 4, "mask": "某", "kind": "name", "quote": "乙丙丁"}]))
    assert (short.text, short.cover("见乙丙丁")) == ("甲***", "见某")


def test_markup_in_a_document_stays_text() -> None:
    page = evidence_page(made(), NAMES, "zh")
    assert "<b>市财政局" not in page
    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in "".join(line for _, line in data_of(page)["lines"])


def test_a_secret_or_unreadable_document_shows_only_that() -> None:
    secret = made()
    secret["metadata"] = {**secret["metadata"], "classification": "机密"}
    page = evidence_page(secret, NAMES, "zh")
    assert "带有密级标志" in page
    assert "预算" not in page
    failed = {"schema": "gongkai.analysis/1", "source": {"path": "a"}, "error": {"code": "damaged", "message": "文件<损坏>"}}
    assert "文件&lt;损坏&gt;（damaged）" in evidence_page(failed, NAMES, "zh")


def test_pages_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "通知.txt").write_text(f"{folder}市关于公开预算的通知\n一、财政\n市财政局按月公开财政收支情况。\n", "utf-8")
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    out = tmp_path / "out"
    assert command.run([tmp_path / "甲", tmp_path / "乙", tmp_path / "坏.pdf"], out, None, None, None, "zh", True) == 1
    names = sorted(p.name for p in out.iterdir())
    assert len(names) == 2
    assert "通知.html" in names
    assert "财政收支情况" in (out / "通知.html").read_text("utf-8")
    assert command.run([], out, None, None, None, "zh", True) == 2
    assert command.run([tmp_path / "甲"], tmp_path / "坏.pdf", None, None, None, "zh", True) == 2
    assert "不是文件夹" in capsys.readouterr().err


def test_names_of_pages_are_safe_and_different() -> None:
    taken: set[str] = set()
    named = [command.file_name({"path": p, "sha256": f"{n:064x}"}, taken) for n, p in enumerate(["a/甲.docx", "b/甲.pdf", "…/c:d?.txt", "." * 3, "长" * 300])]
    assert named[0] == "甲.html"
    assert named[1].startswith("甲-")
    assert len(set(named)) == 5
    assert all(len(n.encode()) < 150 and not set(n) & set('/\\:?*"<>|') for n in named)


def test_the_page_of_a_stored_document_tells_what_people_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(str(tmp_path / "a.db"))
    receive(store, made(), TEXT.encode(), "kit-7", "command", "test", date(2026, 3, 2))
    with store.write() as connection:
        first, second = connection.execute(suggestion.select().order_by(suggestion.c.place)).all()
        confirm(connection, Order("confirm-1", "王敏", store.now()), first.id, first.version, {"deadline": "每月5日前"})
        reject(connection, Order("reject-1", "李强", store.now()), second.id, second.version, "不是公开事项")
    store.close()
    out = tmp_path / "依据.html"
    assert command.run([], out, str(tmp_path / "a.db"), 1, None, "zh", True) == 0
    page = out.read_text("utf-8")
    rows = data_of(page)["rows"]
    assert [(r["state"], r["person"]) for r in rows] == [("confirmed", "王敏"), ("rejected", "李强")]
    assert [f["value"] for f in rows[0]["fields"] if f["name"] == "公开时限"] == ["每月5日前"]
    assert "kit-7" in page
    assert "已确认 王敏" in page
    assert command.run([], out, str(tmp_path / "a.db"), 99, None, "zh", True) == 1
    assert "没有可以显示的文档 99" in capsys.readouterr().err


def test_a_click_on_a_field_lights_its_words(tmp_path: Path) -> None:
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "chromium is missing; .ci/run installs it"
        pytest.skip("chromium is not installed on this machine")
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    record_made = plain(record_of(analyze(Source("通知.txt", TEXT.replace("<script>", "").encode()), whole_kit())))
    for name, content in (("a.html", made()), ("b.html", record_made)):
        (tmp_path / name).write_text(evidence_page(content, NAMES, "zh"), "utf-8")
    asked: list[str] = []
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: faults.append(m.text))
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.goto((tmp_path / "b.html").as_uri())
        page.goto((tmp_path / "a.html").as_uri())
        assert page.locator("mark").all_text_contents() == ["按月", "财政收支情况"]
        page.get_by_role("button", name="按月").click()
        assert page.locator("mark.now").all_text_contents() == ["按月"]
        page.keyboard.press("j")
        assert page.locator("mark").count() == 0
        assert "债务限额" in page.locator("li.current").inner_text()
        page.keyboard.press("k")
        page.locator("li.current [data-field]").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("mark.now").all_text_contents() == ["财政收支情况"]
        assert page.locator("#text").inner_text().count("<script>") == 1
        violations = Axe().run(page).response["violations"]
        browser.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
    assert faults == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
