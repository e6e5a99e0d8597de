"""A kit that is kept answers as the one that was made, and is taken only where nothing it was made of has changed."""

from __future__ import annotations

import json
import os
import pickle
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.contract import to_json
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Source
from nlp.work import kept_kit as module
from nlp.work.kept_kit import kept_kit
from nlp.work.own_files import cache_folder, read_own, write_own
from nlp.work.patterns import engine_tag
from tests.kits import whole_kit

pytestmark = pytest.mark.skipif(engine_tag() is None, reason="nothing is kept for an interpreter whose compiler was not looked at")

TEXT = """槐荫镇人民政府关于做好2023年财政信息公开的通知
槐镇政〔2023〕8号
各村民委员会，镇直各单位：
一、公开预决算。财政所应于每年3月底前在镇政府网站公布上年度决算，党政办配合。
二、公示低保对象。民政办在审批后5个工作日内公示名单，公示期不少于7天，联系电话13800000000。
三、涉及商业秘密、个人隐私的信息不予公开。
槐荫镇人民政府
2023年2月6日
"""


@pytest.fixture(scope="module")
def written() -> bytes:
    """The kit of these tests as it is kept: always the same one, so that it is put into bytes once."""
    return module._written(whole_kit())


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes) -> list[Path | None]:
    """The kits that were made and not found; the cache is a folder of the test."""
    monkeypatch.setattr(module, "_written", lambda kit: written)
    monkeypatch.setenv("XDG_CACHE_HOME" if sys.platform not in ("win32", "darwin") else "HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    seen: list[Path | None] = []

    def make(rules: Path | None) -> Kit:
        seen.append(rules)
        return whole_kit()

    monkeypatch.setattr(module, "_made", make)
    return seen


def kept_file() -> Path:
    folder = cache_folder()
    assert folder is not None
    (path,) = folder.glob("kit-*")
    return path


def answer(kit: Kit) -> str:
    return json.dumps(to_json(analyze(Source("通知.txt", TEXT.encode()), kit)), ensure_ascii=False)


def test_the_kept_kit_answers_as_the_one_made(made: list[Path | None]) -> None:
    first = kept_kit(None)
    second = kept_kit(None)
    assert made == [None]
    assert first is whole_kit()
    assert second is not first
    assert answer(second) == answer(first)
    assert (second.units, second.draft, second.limits) == (first.units, first.draft, first.limits)


def test_tables_of_the_office_have_a_kit_of_their_own_that_follows_them(made: list[Path | None], tmp_path: Path) -> None:
    office = tmp_path / "office"
    office.mkdir()
    table = office / "units.tsv"
    table.write_text("a", "utf-8")
    kept_kit(None)
    for _ in range(2):
        kept_kit(office)
    assert made == [None, office]
    os.utime(table, ns=(1, 1))
    kept_kit(office)
    assert made == [None, office, office]
    (office / "more.tsv").write_text("", "utf-8")
    kept_kit(office)
    kept_kit(None)
    assert made == [None, office, office, office]


@pytest.mark.parametrize(
    "damage",
    [lambda d: d[:-1], lambda d: d[:90] + bytes([d[90] ^ 1]) + d[91:], lambda d: b"", lambda d: d[:32] + b"\0" * 60],
    ids=["cut", "bit", "empty", "nothing"],
)
def test_a_damaged_file_is_made_anew(damage: Callable[[bytes], bytes], made: list[Path | None]) -> None:
    kept_kit(None)
    path = kept_file()
    path.write_bytes(damage(path.read_bytes()))
    kept_kit(None)
    kept_kit(None)
    assert made == [None, None]


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_file_that_others_can_write_is_not_used(made: list[Path | None]) -> None:
    kept_kit(None)
    kept_file().chmod(0o622)
    kept_kit(None)
    assert made == [None, None]


class _Runs:
    def __init__(self, call: Callable[..., object], *values: object) -> None:
        self.call, self.values = call, values

    def __reduce__(self) -> tuple[object, ...]:
        return self.call, self.values


@pytest.mark.parametrize(
    "held",
    [_Runs(os.system, "exit 7"), _Runs(eval, "1"), _Runs(write_own, Path("x"), b""), _Runs(re.compile, "a"), Path("x"), {"kit": 1}],
    ids=["system", "eval", "function", "pattern", "path", "no kit"],
)
def test_a_file_with_anything_but_a_kit_runs_nothing(held: object, made: list[Path | None]) -> None:
    kept_kit(None)
    path = kept_file()
    data = read_own(path)
    assert data is not None
    key = bytes(data[:32])
    patterns = b"[\0\0\0\0"  # none, as marshal writes them
    assert write_own(path, key + len(patterns).to_bytes(8, "big") + patterns + pickle.dumps(held))
    kept_kit(None)
    assert made == [None, None]


def test_a_name_with_a_dot_leads_nowhere() -> None:
    unpickler = module._Unpickler(__import__("io").BytesIO(b""), [])
    for name, inside in (("nlp.work.own_files", "os.system"), ("nlp.work.own_files", "write_own"), ("nlp.work.own_files", "Path")):
        with pytest.raises(pickle.UnpicklingError):
            unpickler.find_class(name, inside)


def test_without_a_place_to_keep_it_the_kit_is_made_each_time(made: list[Path | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "file")
    kept_kit(None)
    monkeypatch.setattr(module, "cache_folder", lambda: None)
    kept_kit(None)
    assert made == [None, None]
