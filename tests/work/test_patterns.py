"""Patterns that are kept: they match as compiled ones, and a file that is damaged or not ours is not used."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from nlp.work.own_files import cache_folder
from nlp.work.patterns import compiled, kept_patterns, revived

SOURCES = [
    (r"(?P<n>[0-9一二三四五六七八九十]+)个?工作日(?:之)?内", 0), (r"^\s*附件\d*", re.M), ("(?P<a>x)|(?P<b>y)(?P=b)?", 0), ("[^\u4e00-\u9fff]+", 0),
    (r"(a)(b)?(c)", re.I), (b"PK\x01[\x02-\x80]", re.S), (r"(?x) a  # first", 0), ("(?i:A)b", 0), (r"(?<=第)\d+(?=条)", re.A),
    *((f"词{n}(?P<rest>.*)", 0) for n in range(12)),
]  # fmt: skip
TEXTS = ["自形成之日起20个工作日内公开，附件1", "附件\nab yy xyABC abc", "第12条词3、词11其他", "", "Ab\nAC", "PK\x01\x02 a"]


def behaviour() -> list[object]:
    out: list[object] = []
    for source, flags in SOURCES:
        re.purge()
        found = re.compile(source, flags)
        out.append((found.pattern, found.flags, found.groups, dict(found.groupindex)))
        for text in TEXTS:
            data = text.encode() if isinstance(source, bytes) else text
            out.append([(m.span(), m.groups(), m.groupdict(), m.lastgroup) for m in found.finditer(data)])
    return out


def kept_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def parses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many patterns the parser sees when all are compiled with what `folder` keeps."""
    seen = []
    parser = re._compiler._parser
    plain = parser.parse
    with monkeypatch.context() as patch:
        patch.setattr(parser, "parse", lambda *a: seen.append(a) or plain(*a))
        with kept_patterns(folder):
            behaviour()
    return len(seen)


def test_kept_patterns_match_as_compiled_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = behaviour()
    with kept_patterns(tmp_path / "kept"):
        assert behaviour() == expected
    assert parses(tmp_path / "kept", monkeypatch) == 0
    with kept_patterns(tmp_path / "kept"):
        assert behaviour() == expected
    assert behaviour() == expected


def test_without_a_folder_or_with_one_that_cannot_be_written(tmp_path: Path) -> None:
    expected = behaviour()
    (tmp_path / "file").write_text("x")
    for folder in (None, tmp_path / "file" / "below"):
        with kept_patterns(folder):
            assert behaviour() == expected


@pytest.mark.parametrize("damage", [lambda d: d[:-1], lambda d: d[:40] + b"\0" + d[41:], lambda d: b"", lambda d: b"x" * 100], ids=["cut", "bit", "empty", "noise"])
def test_a_damaged_file_is_made_anew(damage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parses(tmp_path, monkeypatch) == len(SOURCES)
    path = kept_file(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert parses(tmp_path, monkeypatch) == len(SOURCES)
    assert parses(tmp_path, monkeypatch) == 0
    assert kept_file(tmp_path) == path


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_file_that_others_can_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parses(tmp_path, monkeypatch)
    kept_file(tmp_path).chmod(0o666)
    assert parses(tmp_path, monkeypatch) == len(SOURCES)


def test_the_work_of_a_pattern_can_be_taken_and_gives_it_again(tmp_path: Path) -> None:
    with kept_patterns(tmp_path):
        for source, flags in SOURCES:
            found = re.compile(source, flags)
            again = revived(source, compiled(found))
            assert (again, again.flags, again.groupindex) == (found, found.flags, found.groupindex)
    with kept_patterns(tmp_path):
        assert all(re.compile(s, f) for s, f in SOURCES)
    assert kept_file(tmp_path).exists()


def test_a_faulty_pattern_is_the_error_that_it_always_is(tmp_path: Path) -> None:
    with kept_patterns(tmp_path), pytest.raises(re.error, match="unterminated"):
        re.compile("(open")
    assert re._compiler.compile.__module__ == "re._compiler"


def test_the_folder_is_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert cache_folder() == tmp_path / "gongkai"
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        assert cache_folder() is None
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setenv("HOME", str(tmp_path))
        assert cache_folder() == tmp_path / ".cache" / "gongkai"
