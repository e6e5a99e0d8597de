"""The desk in a real browser: evidence, keyboard, conflict, a cut network, export, accessibility."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from openpyxl import load_workbook

from nlp.contract import plain, record_of
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.review.adjustment import Adjustment, Advice
from nlp.review.catalogue import entries
from nlp.review.catalogue_file import Matter
from nlp.review.desk.app import DeskOptions, create_app
from nlp.review.held import Comparison, hold
from nlp.review.triage import receive
from nlp.store.accounts import create
from nlp.store.office import add_domain, turn_off
from nlp.store.store import Store
from nlp.types import Source
from tests.originals.pages import pdf
from tests.originals.texts import PLAN
from tests.review.desk_client import PASSWORD
from tests.store.conftest import new_store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
if CHROMIUM is None:
    assert not os.environ.get("CI"), "chromium is missing; .ci/run installs it"
    pytest.skip("chromium is not installed on this machine", allow_module_level=True)

NOTICE = "云浦市人民政府办公室关于做好信息公开工作的通知\n云政办发〔2026〕3号\n各县区人民政府：\n" + "".join(
    f"{'一二三四五六七八九十'[n]}、{title}\n{unit}按月公布{what}。\n" for n, (title, unit, what) in enumerate([
        ("财政信息", "市财政局", "财政收支情况"), ("政府采购", "市财政局", "政府采购中标结果"), ("环境信息", "市生态环境局", "空气质量状况"),
        ("食品安全", "市市场监管局", "食品安全抽检结果"), ("住房保障", "市住房城乡建设局", "公租房分配结果"), ("就业", "市人力资源社会保障局", "就业补助资金发放名单"),
        ("救助", "市民政局", "最低生活保障对象名单"), ("教育", "市教育局", "义务教育招生结果"), ("医疗", "市卫生健康委", "医疗机构校验结果"),
        ("安全生产", "市应急管理局", "生产安全事故调查报告")])
) + "云浦市人民政府办公室\n2026年3月1日\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """The browser; what a test leaves open in it does not go on asking a desk that is gone."""
    before = list(chromium.contexts)
    yield chromium
    for context in chromium.contexts:
        if context not in before:
            context.close()


@pytest.fixture(scope="module")
def made(kit: Kit) -> dict[str, Any]:
    """The record of the notice."""
    found: dict[str, Any] = plain(record_of(analyze(Source("通知.txt", NOTICE.encode()), kit)))
    return found


@pytest.fixture
def served(tmp_path: Path, kit: Kit, made: dict[str, Any]) -> Iterator[tuple[str, Store]]:
    """A desk of the test's own."""
    with _desk(tmp_path, kit, made) as desk:
        yield desk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, kit: Kit, made: dict[str, Any]) -> Iterator[tuple[str, Store]]:
    """One desk for tests that only look."""
    with _desk(tmp_path_factory.mktemp("desk"), kit, made) as desk:
        yield desk


@contextmanager
def _desk(folder: Path, kit: Kit, made: dict[str, Any]) -> Iterator[tuple[str, Store]]:
    """A desk on a free port with one notice of ten matters, an account wangmin and an account liqiang."""
    store = new_store(folder / "desk.db", lambda: datetime(2026, 3, 2, 8, 15, tzinfo=UTC))
    with store.write() as connection:
        for name, display, role in (("wangmin", "王敏", "reviewer"), ("liqiang", "李强", "reviewer"), ("zhaolei", "赵磊", "administrator")):
            create(connection, name, display, role, PASSWORD, store.now(), "test")

    def analyse(path: Path) -> list[Any]:
        return [analyze(Source(str(path)), kit)]

    receive(store, made, NOTICE.encode(), "kit", "command", "test", date(2026, 3, 2))
    app = create_app(store, DeskOptions(analyse=analyse, kit="kit", domain_names=dict(kit.domains.names)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}", store
    server.should_exit = True
    thread.join(5)
    store.close()


@pytest.fixture(scope="module")
def looking(shared: tuple[str, Store], chromium: Any) -> Any:
    """A page of somebody who looks at the shared desk."""
    return _signed_in(chromium, shared[0])


def _signed_in(browser: Any, at: str, name: str = "wangmin") -> Any:
    page = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True).new_page()
    page.faults = []
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.goto(f"{at}/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{at}/")
    return page


def _confirmed(store: Store) -> list[str]:
    with store.read() as connection:
        return [e.fields["item"] for e in sorted(entries(connection), key=lambda e: e.id)]


def _wait(store: Store, n: int) -> None:
    end = time.monotonic() + 10
    while len(_confirmed(store)) < n:
        assert time.monotonic() < end, _confirmed(store)
        time.sleep(0.05)


def _shows(page: Any, selector: str, text: str) -> None:
    """Wait until a place of the page says something."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_contain_text(text, timeout=20_000)


def test_evidence_lights_up_for_the_row_and_for_the_field(served: tuple[str, Store], browser: Any) -> None:
    at, _ = served
    page = _signed_in(browser, at)
    page.click("text=关于做好信息公开工作的通知")
    page.wait_for_selector(".entry.current form")
    assert "财政收支情况" in page.inner_text("#text")
    assert "财政收支情况" in "".join(page.locator("#text mark").all_inner_texts())
    page.focus(".entry.current [name=unit]")
    assert "市财政局" in page.locator("#text mark.now").first.inner_text()
    assert page.input_value(".entry.current [name=item]") == "财政收支情况"
    assert page.faults == []


def test_ten_rows_by_keyboard_alone(served: tuple[str, Store], browser: Any) -> None:
    at, store = served
    page = _signed_in(browser, at)
    page.goto(f"{at}/documents/1")
    page.wait_for_selector(".entry.current form")
    waiting = page.locator(".entry.open").count()
    assert waiting == 10
    for n in range(waiting):
        page.keyboard.press("Enter")
        _wait(store, n + 1)
        _shows(page, "#pending", str(waiting - n - 1))
    assert len(set(_confirmed(store))) == 10
    assert page.faults == []


def test_edit_reject_and_split_with_keys(served: tuple[str, Store], browser: Any) -> None:
    at, store = served
    page = _signed_in(browser, at)
    page.goto(f"{at}/documents/1")
    page.wait_for_selector(".entry.current form")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("月度财政收支情况")
    page.keyboard.press("Control+Enter")
    _wait(store, 1)
    _shows(page, "#pending", "9")
    page.keyboard.press("x")
    page.keyboard.type("与目录重复")
    page.keyboard.press("Control+Enter")
    _shows(page, "#pending", "8")
    page.keyboard.press("s")
    page.keyboard.press("Control+A")
    page.keyboard.type("空气质量日报\n空气质量月报")
    page.keyboard.press("Control+Enter")
    _wait(store, 3)
    assert _confirmed(store) == ["月度财政收支情况", "空气质量日报", "空气质量月报"]
    assert page.faults == []


def test_words_selected_in_the_text_fill_a_field(served: tuple[str, Store], browser: Any) -> None:
    at, _ = served
    page = _signed_in(browser, at)
    page.goto(f"{at}/documents/1")
    page.wait_for_selector(".entry.current form")
    page.evaluate("""() => { const p = [...document.querySelectorAll('#text p')].find(p => p.textContent.includes('市民政局'));
        const r = document.createRange(); r.setStart(p.firstChild, 0); r.setEnd(p.firstChild, 4);
        getSelection().removeAllRanges(); getSelection().addRange(r); }""")
    page.click(".entry.current [data-field=unit] .take")
    assert page.input_value(".entry.current [name=unit]") == "市民政局"
    assert page.faults == []


def test_two_browsers_on_one_row(served: tuple[str, Store], browser: Any) -> None:
    at, store = served
    first, second = _signed_in(browser, at), _signed_in(browser, at, "liqiang")
    for page in (first, second):
        page.goto(f"{at}/documents/1")
        page.wait_for_selector(".entry.current form")
    second.reload()
    _shows(second, "#others", "wangmin")
    first.fill(".entry.current [name=unit]", "云浦市审计局")
    first.click(".entry.current [data-do=confirm]")
    _wait(store, 1)
    second.wait_for_selector(".entry.current form")
    second.fill(".entry.current [name=unit]", "云浦市财政局")
    second.click(".entry.current [data-do=confirm]")
    second.wait_for_selector(".entry.current .fault:not([hidden])")
    assert "wangmin 刚刚处理过这一条" in second.inner_text(".entry.current .fault")
    assert "云浦市审计局" in second.inner_text(".entry.current [data-field=unit].differs")
    with store.read() as connection:
        assert [e.fields["unit"] for e in entries(connection)] == ["云浦市审计局"]


def test_a_cut_network_loses_nothing(served: tuple[str, Store], browser: Any) -> None:
    at, store = served
    page = _signed_in(browser, at)
    page.goto(f"{at}/documents/1")
    page.wait_for_selector(".entry.current form")
    page.context.set_offline(True)
    page.click(".entry.current [data-do=confirm]")
    _shows(page, "#said", "网络断开")
    assert _confirmed(store) == []
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    _wait(store, 1)
    page.context.set_offline(True)
    page.keyboard.press("j")
    page.fill(".entry.current [name=unit]", "写了一半")
    _shows(page, "#said", "网络断开")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    _shows(page, "#said", "已保存")
    page.reload()
    page.wait_for_selector(".entry.current form")
    assert "写了一半" in page.content()
    assert page.faults == []


def test_upload_then_export_and_open_the_file(served: tuple[str, Store], browser: Any, tmp_path: Path) -> None:
    at, store = served
    page = _signed_in(browser, at)
    (tmp_path / "新通知.txt").write_text(NOTICE.replace("云政办发〔2026〕3号", "云政办发〔2026〕9号"), "utf-8")
    page.set_input_files("[name=files]", str(tmp_path / "新通知.txt"))
    page.click("text=上传文档")
    page.wait_for_selector("text=已入库 1 份")
    page.goto(f"{at}/documents/2")
    page.wait_for_selector(".entry.current form")
    page.keyboard.press("Enter")
    _wait(store, 1)
    page.goto(f"{at}/catalogue")
    with page.expect_download() as download:
        page.click("text=导出 XLSX")
    download.value.save_as(tmp_path / "c.xlsx")
    sheet = load_workbook(tmp_path / "c.xlsx").active
    assert sheet is not None
    assert any(cell.value == "财政收支情况" for row in sheet.iter_rows() for cell in row)


def test_accessibility_of_administration_and_adjustment(served: tuple[str, Store], browser: Any) -> None:
    """Likewise on the pages of an administrator, and nothing wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    at, store = served
    with store.write() as connection:
        add_domain(connection, "钱袋子", "budget", store.now(), "test")
        turn_off(connection, "deadlines:day-by", store.now(), "test")
        hold(connection, "目录.csv", Comparison([Matter("财政收支情况")], ["budget"], [], {}, Adjustment((
            Advice("new", "空气质量状况", "", "", "", "按月", "suggested", "《通知》", 1),))), lambda words: None, "test", store.now())
    page = _signed_in(browser, at, "zhaolei")
    for path in ("/administration", "/administration/rules", "/administration/office", "/administration/retention", "/ledger?view=unit",
                 "/adjust", "/adjust/1", "/adjust/1?kind=new"):
        page.goto(at + path)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}})
        assert [(path, v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, path
    assert page.faults == []


def test_pages_of_the_original_with_the_evidence_framed(served: tuple[str, Store], browser: Any, kit: Kit) -> None:
    at, store = served
    data = pdf(PLAN)
    made = plain(record_of(analyze(Source("方案.pdf", data), kit)))
    number = receive(store, made, data, "kit", "command", "test", date(2026, 3, 2)).document
    broken = {**made, "source": {**made["source"], "sha256": hashlib.sha256(b"%PDF-").hexdigest()}}
    bad = receive(store, broken, b"%PDF-", "kit", "command", "test", date(2026, 3, 2)).document
    page = _signed_in(browser, at)
    page.goto(f"{at}/documents/{number}")
    page.wait_for_selector(".entry.current form")
    page.click("[data-tab=pictures]")
    page.wait_for_selector("#pictures .frame", timeout=30_000)
    page.focus(".entry.current [name=item]")
    page.wait_for_selector("#pictures .frame.now")
    box = page.locator("#pictures .frame.now").first.bounding_box()
    assert box is not None
    assert 0 < box["height"] < 60
    page.goto(f"{at}/documents/{bad}")  # the tab stays as it was left
    _shows(page, "#pictures .fault", "这一页无法显示")
    page.click("[data-tab=text]")
    assert page.faults == []


@pytest.mark.parametrize("path", ["/", "/documents/1", "/catalogue", "/ledger", "/ledger?view=month", "/statistics", "/login", "/password"])
def test_accessibility(shared: tuple[str, Store], looking: Any, browser: Any, path: str) -> None:
    """No violation of WCAG A or AA that axe finds."""
    from axe_playwright_python.sync_playwright import Axe

    at, _ = shared
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page() if path == "/login" else looking
    page.goto(at + path)
    if path == "/documents/1":
        page.wait_for_selector(".entry.current form")
    page.context.add_init_script("")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}})
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found.response["violations"]] == []
