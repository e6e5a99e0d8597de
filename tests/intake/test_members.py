"""Archives: names, cases, limits; every member that is refused says why; the command line prints one line a member."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile

import pytest

from cli.inputs import results
from nlp.contract import to_json
from nlp.intake.members import expand
from nlp.intake.reader import read
from nlp.types import Failure, Limits, Source
from tests.intake.mutants import LIMITS, mutants, survive
from tests.kits import whole_kit

NOTICE = "关于公开的通知\n各单位：\n一、请按月公开。\n".encode()


def packed(files: dict[str, bytes] | list[tuple[str, bytes]], codec: str | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip; `codec`: names as the packers of Windows write them, without saying so."""

    class Info(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return (self.filename.encode(codec), 0) if codec else super()._encodeFilenameFlags()

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            info = Info(name)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def inside(data: bytes, name: str = "a.zip", limits: Limits | None = None) -> list[tuple[str, str]]:
    """(path, code) of what expand gives; code "" for a source."""
    return [(x.path, x.code if isinstance(x, Failure) else "") for x in expand(Source(name, data), limits or Limits())]


@pytest.mark.parametrize("codec", [None, "gbk", "utf-8"])
def test_names_in_any_code_page_and_one_case(codec):
    data = packed({"通知/关于公开的通知.txt": NOTICE, "通知/附件1.txt": b"x", "Thumbs.db": b"x", "__MACOSX/._附件": b"x"}, codec)
    got = list(expand(Source("a.zip", data), Limits()))
    assert [x.path for x in got] == ["a.zip!/通知/关于公开的通知.txt", "a.zip!/通知/附件1.txt"]
    assert {x.case for x in got} == {"a.zip"}
    assert got[0].data == NOTICE
    document = read(got[0], Limits())
    assert document.media.case == "a.zip"
    assert document.media.path == "a.zip!/通知/关于公开的通知.txt"


def test_big5_names_and_the_unicode_path_field():
    assert inside(packed({"關於公開政府資訊的通知.txt": NOTICE, "附件一覽表.txt": b"x"}, "big5"))[0][0] == "a.zip!/關於公開政府資訊的通知.txt"


def test_a_plain_document_is_itself():
    (only,) = expand(Source("a.txt", NOTICE), Limits())
    assert (only.path, only.case, only.data) == ("a.txt", None, NOTICE)
    (missing,) = expand(Source("no-such-file.zip"), Limits())
    assert read(missing, Limits()).code == "not_found"


def test_reading_an_archive_itself_gives_the_list_of_its_files(read_bytes):
    document = read_bytes(packed({"通知.txt": NOTICE, "附件1.doc": b"x"}), "a.zip")
    assert document.text == "通知.txt\n附件1.doc\n"
    assert "文件清单" in document.warnings[0]


@pytest.mark.parametrize("name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt"])
def test_names_that_lead_elsewhere_are_refused(name):
    codes = [code for _, code in inside(packed([(name, b"x"), ("好.txt", NOTICE)]))]
    assert codes == ["unsafe_member", ""]


def test_names_with_unseen_marks_and_very_long_ones():
    paths = [p for p, _ in inside(packed([("通知\u202etxt.exe", b"x"), ("a\x07b.txt", b"x"), ("长" * 255 + ".txt", b"x")]))]
    assert paths[:2] == ["a.zip!/通知\ufffdtxt.exe", "a.zip!/a\ufffdb.txt"]
    assert len(paths[2]) < 270
    assert paths[2].endswith(".txt")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name():
    assert [p for p, _ in inside(packed([("附件.txt", b"1"), ("附件.txt", b"2")]))] == ["a.zip!/附件.txt", "a.zip!/附件.txt#2"]


def test_links_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert inside(out.getvalue()) == [("a.zip!/link.txt", "unsafe_member")]


def test_archives_in_archives_up_to_a_depth():
    data = packed({"通知.txt": NOTICE})
    for n in range(5):
        data = packed({f"{n}.zip": data, f"{n}.txt": NOTICE})
    got = inside(data)
    assert got == [
        ("a.zip!/4.zip!/3.zip!/2.zip", "too_large"),
        ("a.zip!/4.zip!/3.zip!/2.txt", ""),
        ("a.zip!/4.zip!/3.txt", ""),
        ("a.zip!/4.txt", ""),
    ]


def test_limits_of_number_size_ratio_and_all_together():
    many = packed({f"{n}.txt": b"x" for n in range(10)})
    assert [c for _, c in inside(many, limits=Limits(members=4))] == [""] * 4 + ["too_large"]
    big = packed({"a.txt": b"x" * 50_000, "b.txt": NOTICE})
    assert [c for _, c in inside(big, limits=Limits(file_bytes=40_000))] == ["too_large", ""]
    assert [c for _, c in inside(packed({"a.txt": b"0" * 20_000_000, "b.txt": NOTICE}))] == ["too_large", ""]
    total = packed({f"{n}.txt": b"x" * 400 for n in range(5)}, method=zipfile.ZIP_STORED)
    assert [c for _, c in inside(total, limits=Limits(unpacked_bytes=1000))] == ["", "", "too_large", "too_large", "too_large"]


def test_a_directory_that_lies_about_sizes():
    data = bytearray(packed({"a.txt": b"0" * 100_000}))
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    assert [c for _, c in inside(bytes(data))] in (["damaged"], ["too_large"])


def test_locked_damaged_and_empty_archives():
    locked = bytearray(packed({"a.txt": NOTICE, "b.txt": NOTICE}))
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert inside(bytes(locked)) == [("a.zip!/a.txt", "encrypted"), ("a.zip!/b.txt", "")]
    damaged = bytearray(packed({"a.txt": NOTICE * 50, "b.txt": NOTICE}, method=zipfile.ZIP_STORED))
    damaged[60] ^= 255
    assert inside(bytes(damaged)) == [("a.zip!/a.txt", "damaged"), ("a.zip!/b.txt", "")]
    assert inside(packed({})) == [("a.zip", "no_members")]
    assert inside(packed({"Thumbs.db": b"x", "empty/": b""})) == [("a.zip", "no_members")]


def test_mutated_zips():
    data = packed({"通知.txt": NOTICE * 20, "附件/1.txt": NOTICE, "b.zip": packed({"c.txt": NOTICE})}, "gbk")
    survive(data, "a.zip")
    for mutant in mutants(data):
        assert all(isinstance(x, Source | Failure) for x in expand(Source("a.zip", mutant), LIMITS))


# ---------------------------------------------------------------- RAR and 7z
def rar(files: dict[str, bytes], **options: object) -> bytes:
    rars = pytest.importorskip("rars")
    builder = rars.RarBuilder(**options)
    for name, data in files.items():
        builder.add_bytes(data, name)
    return builder.to_bytes()


def sevenzip(files: dict[str, bytes], **options: object) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


FILES = {"通知/通知.txt": NOTICE * 30, "附件1.txt": b"x", "b.zip": packed({"c.txt": NOTICE})}
PATHS = ["{}!/通知/通知.txt", "{}!/附件1.txt", "{}!/b.zip!/c.txt"]


@pytest.mark.parametrize("options", [{"format": "rar50"}, {"format": "rar29"}, {"format": "rar50", "solid": True}], ids=str)
def test_rar(options):
    data = rar(FILES, **options)
    assert inside(data, "a.rar") == [(p.format("a.rar"), "") for p in PATHS]
    assert next(iter(expand(Source("a.rar", data), Limits()))).data == NOTICE * 30
    assert [c for _, c in inside(data, "a.rar", Limits(file_bytes=1500))] == ["too_large", "", ""]


def test_7z():
    data = sevenzip(FILES)
    assert inside(data, "a.7z") == [(p.format("a.7z"), "") for p in PATHS]
    assert next(iter(expand(Source("a.7z", data), Limits()))).data == NOTICE * 30
    assert [c for _, c in inside(data, "a.7z", Limits(file_bytes=1500))] == ["too_large", "", ""]


def test_locked_rar_and_7z():
    assert {c for _, c in inside(rar(FILES, password="1"), "a.rar")} == {"encrypted"}
    assert {c for _, c in inside(rar(FILES, password="1", encrypt_headers=True), "a.rar")} == {"encrypted"}
    assert {c for _, c in inside(sevenzip(FILES, password="1"), "a.7z")} == {"encrypted"}


@pytest.mark.parametrize(("make", "name"), [(rar, "a.rar"), (sevenzip, "a.7z")])
def test_mutated_rar_and_7z(make, name):
    data = make(FILES)
    survive(data, name)
    for mutant in mutants(data):
        assert all(isinstance(x, Source | Failure) for x in expand(Source(name, mutant), LIMITS))


def test_without_the_optional_packages_the_message_says_what_to_install(monkeypatch):
    import sys

    for library, head in (("rars", b"Rar!\x1a\x07\x01\x00"), ("py7zr", b"7z\xbc\xaf\x27\x1c")):
        monkeypatch.setitem(sys.modules, library, None)
        (got,) = expand(Source("a.rar", head + b"\0" * 40), Limits())
        assert isinstance(got, Failure)
        assert got.code == "unsupported"
        assert "gongkai[archives]" in got.message


# ---------------------------------------------------------------- the command line
def test_one_json_line_a_member_in_order(tmp_path, capsys):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"通知.txt": NOTICE, "附件1.png": b"\x89PNG\r\n\x1a\n0", "b.zip": packed({"附件2.txt": NOTICE})}, "gbk"))
    rows = [json.loads(to_json(r)) for r in results([path], whole_kit(), "zh", True)]
    assert [r["source"]["path"] for r in rows] == [f"{path}!/通知.txt", f"{path}!/附件1.png", f"{path}!/b.zip!/附件2.txt"]
    assert [r["source"]["case"] for r in rows] == [str(path)] * 3
    assert [r.get("error", {}).get("code") for r in rows] == [None, "damaged", None]
    assert "附件1.png" in capsys.readouterr().err
