"""Files that mean harm, made here: each case writes into a folder and gives the paths to read."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from nlp.types import Limits
from tests.work import seeds as s

MB = 1024 * 1024
SECRET = "外部文件的秘密内容"
GOOD = s.TEXT.encode()


def _zip(files: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def _repeated(block: bytes, times: int) -> bytes:
    """A zlib stream of a block repeated; quick to make, since the packed block is repeated as it is."""
    packer = zlib.compressobj(9)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + again * (times - 1) + b"\x03\0" + bytes(4)


# ---------------------------------------------------------------- archives
def zip_ratio() -> bytes:
    return _zip([("大.txt", bytes(40 * MB)), ("好.txt", GOOD)])


def zip_total() -> bytes:
    """Fourteen times 9 MB."""
    return _zip([(f"{n}.bin", os.urandom(20_000) * 450) for n in range(14)])


def zip_depth() -> bytes:
    data = _zip([("通知.txt", GOOD)])
    for n in range(40):
        data = _zip([(f"{n}.zip", data)])
    return data


def zip_count() -> bytes:
    return _zip([(f"{n}.txt", b"x") for n in range(2_005)])


def zip_directory() -> bytes:
    """A directory of 300,000 entries that all mean the same bytes."""
    data = bytearray(_zip([("a.txt", b"x")]))
    at = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entry = bytes(data[at:end]) * 300_000
    return bytes(data[:at]) + entry + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(entry), at, 0)


def zip_overlap() -> bytes:
    """A hundred entries that all unpack the same 30 MB."""
    data = bytearray(_zip([("a.txt", os.urandom(300_000) * 100)]))
    at, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    entry = bytes(data[at:end]) * 100
    return bytes(data[:at]) + entry + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, len(entry), at, 0)


def zip_lies() -> bytes:
    data = bytearray(_zip([("a.txt", bytes(30 * MB)), ("好.txt", GOOD)]))
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 10)
    return bytes(data)


def zip_traversal() -> bytes:
    return _zip([(name, GOOD) for name in ("../../etc/x.txt", "/etc/x.txt", "C:\\x.txt", "a\\..\\..\\x.txt", "好.txt")])


def zip_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("好.txt", GOOD)
    return out.getvalue()


def zip_names() -> bytes:
    return _zip([("通知\u202etxt.exe", GOOD), ("a\nb\x1b[31m.txt", GOOD), ("长" * 85 + ".txt", GOOD), (" ", GOOD)])


def sevenzip_ratio() -> bytes:
    return s.sevenzip({"大.txt": bytes(24 * MB), "好.txt": GOOD})


def rar_ratio() -> bytes:
    return s.rar({"大.txt": bytes(24 * MB), "好.txt": GOOD})


def mail_many() -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    return b"From: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 2_500 + b"--b--\r\n"


def mail_nested() -> bytes:
    head = b"From: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: "
    data = head + b"text/plain\r\n\r\n" + GOOD
    for _ in range(300):
        data = head + b"message/rfc822\r\n\r\n" + data
    return data


# ---------------------------------------------------------------- XML
def bomb(root: str) -> str:
    levels = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY b0 "哈哈哈哈哈哈哈哈哈哈">{levels}]>'


def external(root: str) -> str:
    return f'<!DOCTYPE {root} [<!ENTITY b9 SYSTEM "file://{Path(__file__).parent / "secret.txt"}"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>'


P = "<w:p><w:r><w:t>关于公开的通知。&b9;</w:t></w:r></w:p>"
CELL = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>公开&b9;</t></is></c></row></sheetData>'
LABEL = '<ofd:TextObject ID="2" Boundary="10 10 150 7" Font="3" Size="5"><ofd:TextCode X="0" Y="5">公开&b9;</ofd:TextCode></ofd:TextObject>'


def docx_deep() -> bytes:
    return s.docx("<w:p>" * 400_000 + "</w:p>" * 400_000)


def docx_relations() -> bytes:
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="http://127.0.0.1:9/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(("attachedTemplate", "image", "styles", "numbering", "header", "footnotes"))
    )
    return s.docx(None, **{"word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'})


# ---------------------------------------------------------------- web pages
def html_nested(tag: str) -> bytes:
    return b"<html><body><p>" + GOOD + f"<{tag}>".encode() * 1_000_000 + "里面".encode() + f"</{tag}>".encode() * 1_000_000 + b"</body></html>"


def html_spans() -> bytes:
    cells = "".join(f"<td rowspan=65534 colspan=1000>{n}</td>" for n in range(200))
    return f"<html><body><p>{s.TEXT}</p><table>{''.join(f'<tr>{cells}</tr>' for _ in range(200))}</table></body></html>".encode()


def html_brackets() -> bytes:
    return b"<html><body>" + GOOD + b"<" * 5_000_000


def html_attributes() -> bytes:
    return b"<html><body><p " + b"a=1 " * 1_000_000 + b">" + GOOD + b"</p></body></html>"


# ---------------------------------------------------------------- PDF
def pdf_tree_loop() -> bytes:
    return s.pdf(kids="2 0 R", count=1_000_000_000)


def pdf_bomb() -> bytes:
    """A gigabyte of operators in a megabyte."""
    return s.pdf(_repeated(b"BT (x) Tj ET " * 80_000, 1000), filters="/Filter /FlateDecode")


def pdf_double_bomb() -> bytes:
    return s.pdf(zlib.compress(_repeated(bytes(MB), 2000), 9), filters="/Filter [/FlateDecode /FlateDecode]")


def pdf_form_loop() -> bytes:
    """A form that draws itself."""
    whole = s.pdf(b"/X Do", page="/Resources << /XObject << /X 4 0 R >> >>", filters="/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>")
    return whole.replace(b"/Resources << /Font << /F1 5 0 R >> >> ", b"")


def pdf_many_lines() -> bytes:
    drawn = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n // 500, n % 500 + 9, n // 500) for n in range(150_000))
    return s.pdf(zlib.compress(b"BT /F1 9 Tf 50 700 Td (Notice) Tj ET " + drawn), filters="/Filter /FlateDecode")


# ---------------------------------------------------------------- sheets
def xlsx_rows() -> bytes:
    row = '<row r="{}"><c r="A{}"><v>1</v></c><c r="XFD{}"><v>2</v></c></row>'
    return s.xlsx("<dimension ref='A1:XFD1048576'/><sheetData>" + "".join(row.format(n, n, n) for n in range(1, 3000)) + "</sheetData>")


def xlsx_far() -> bytes:
    return s.xlsx('<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def xlsx_merged() -> bytes:
    merges = '<mergeCells count="2"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return s.xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>{merges}')


def xlsx_big_sheet() -> bytes:
    return s.xlsx("<sheetData>" + '<row><c><v>1</v></c></row>' * 4_000_000 + "</sheetData>")


def xlsx_strings() -> bytes:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5000))
    return s.xlsx(f"<sheetData>{cells}</sheetData>", strings=f'<sst xmlns="{s.S}"><si><t>{"长" * 100_000}</t></si></sst>')


# ---------------------------------------------------------------- pictures
def picture_header(kind: str) -> bytes:
    """50,000 x 50,000 that is said, not held."""
    side = 50_000
    if kind == "png":
        return s.png(side, side, zlib.compress(bytes(MB)))
    if kind == "png-whole":
        return s.png(side, side, _repeated(bytes(50_001 * 50), 1000))
    if kind == "gif":
        return b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6) + b"," + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02D\x01\0;"
    if kind == "bmp":
        return b"BM" + struct.pack("<IHHI", 1000, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 1, 1, 0, 0) + bytes(900)
    if kind == "tiff":
        tags = [(256, 4, 1, side), (257, 4, 1, side), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, side), (279, 4, 1, 1000)]
        return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *t) for t in tags) + bytes(1200)
    frame = struct.pack(">BHHB", 8, side, side, 1) + b"\x01\x11\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + bytes(500) + b"\xff\xd9"


# ---------------------------------------------------------------- other formats
def ofd_steps() -> bytes:
    return s.ofd('<ofd:TextObject ID="2" Boundary="10 10 150 7" Font="3" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 2000000000 1">公开</ofd:TextCode></ofd:TextObject>')


def ofd_template_loop() -> bytes:
    data = s.ofd(document='<ofd:TemplatePage ID="5" BaseLoc="Pages/Page_0/Content.xml"/>')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    name = "Doc_0/Pages/Page_0/Content.xml"
    files[name] = files[name].replace(b"<ofd:Content>", b'<ofd:Template TemplateID="5"/>' * 50 + b"<ofd:Content>")
    return s.zipped(files)


def rtf_nested() -> bytes:
    return rb"{\rtf1\ansi " + b"{" * 1_000_000 + b"x" + b"}" * 1_000_000 + b"}"


def rtf_binary() -> bytes:
    return rb"{\rtf1\ansi notice \bin2000000000 abc\par }"


def doc_loop() -> bytes:
    """A table of sectors in which every sector follows itself."""
    data = bytearray(s.doc())
    fat = 512 * (struct.unpack_from("<I", data, 76)[0] + 1)
    for n in range(100):
        struct.pack_into("<I", data, fat + 4 * n, n)
    return bytes(data)


def mht_nested() -> bytes:
    head = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
    opened = b"".join(b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    return head + opened + b"Content-Type: text/html\r\n\r\n" + s.html()


# ---------------------------------------------------------------- names, links, odd files
def names(folder: Path) -> None:
    for name in ("控\x1b[31m制\x07.txt", "换\n行.txt", "通知\u202etxt.exe", "长" * 83 + ".txt"):
        (folder / name).write_bytes(GOOD)
    (Path(os.fsdecode(os.fsencode(str(folder)) + b"/" + "旧码通知.txt".encode("gb18030")))).write_bytes(GOOD)


def links(folder: Path) -> None:
    (folder / "原件.txt").write_bytes(GOOD)
    os.symlink("原件.txt", folder / "链接.txt")
    os.symlink("/etc/passwd", folder / "外面.txt")
    os.symlink("无.txt", folder / "断.txt")
    os.symlink("环二", folder / "环一")
    os.symlink("环一", folder / "环二")
    os.symlink(".", folder / "自身")
    os.symlink("/", folder / "根")


def fifo(folder: Path) -> None:
    os.mkfifo(folder / "管道.txt")


def device(folder: Path) -> Path:
    return Path("/dev/zero")


def folder_named_as_file(folder: Path) -> None:
    (folder / "通知.pdf").mkdir()
    (folder / "通知.pdf" / "内.txt").write_bytes(GOOD)


def vanishing(folder: Path) -> Path:
    return folder / "不在了.txt"


def sparse(folder: Path) -> None:
    with (folder / "大.txt").open("wb") as file:
        file.truncate(1 << 40)


# Cases that need other limits than the standard ones to be small.
LIMITS = {"xlsx-big-sheet": Limits(unpacked_bytes=100 * MB), "zip-total": Limits(unpacked_bytes=100 * MB), "zip-overlap": Limits(unpacked_bytes=100 * MB)}
CASES: dict[str, tuple[str, Callable[[], bytes] | Callable[[Path], Path | None]]] = {
    "zip-ratio": ("a.zip", zip_ratio), "zip-total": ("a.zip", zip_total), "zip-depth": ("a.zip", zip_depth), "zip-count": ("a.zip", zip_count),
    "zip-directory": ("a.zip", zip_directory), "zip-overlap": ("a.zip", zip_overlap), "zip-lies": ("a.zip", zip_lies),
    "zip-traversal": ("a.zip", zip_traversal), "zip-link": ("a.zip", zip_link), "zip-names": ("a.zip", zip_names),
    "7z-ratio": ("a.7z", sevenzip_ratio), "rar-ratio": ("a.rar", rar_ratio), "mail-many": ("a.eml", mail_many), "mail-nested": ("a.eml", mail_nested),
    "docx-entities": ("a.docx", lambda: s.docx(P, bomb("w:document"))), "docx-external": ("a.docx", lambda: s.docx(P, external("w:document"))),
    "xlsx-entities": ("a.xlsx", lambda: s.xlsx(CELL, bomb("worksheet"))), "xlsx-external": ("a.xlsx", lambda: s.xlsx(CELL, external("worksheet"))),
    "ofd-entities": ("a.ofd", lambda: s.ofd(LABEL, bomb("ofd:Page"))), "ofd-external": ("a.ofd", lambda: s.ofd(LABEL, external("ofd:Page"))),
    "xml-sheets-entities": ("a.xml", lambda: s.xml_sheets(bomb("Workbook"), "公开&b9;")),
    "xml-sheets-external": ("a.xml", lambda: s.xml_sheets(external("Workbook"), "公开&b9;")),
    "docx-deep": ("a.docx", docx_deep), "docx-relations": ("a.docx", docx_relations),
    "html-div": ("a.html", lambda: html_nested("div")), "html-table": ("a.html", lambda: html_nested("table")), "html-font": ("a.html", lambda: html_nested("font")),
    "html-spans": ("a.html", html_spans), "html-brackets": ("a.html", html_brackets), "html-attributes": ("a.html", html_attributes),
    "pdf-tree-loop": ("a.pdf", pdf_tree_loop), "pdf-xref-loop": ("a.pdf", lambda: s.pdf(extra="/Prev 9")), "pdf-bomb": ("a.pdf", pdf_bomb),
    "pdf-double-bomb": ("a.pdf", pdf_double_bomb), "pdf-form-loop": ("a.pdf", pdf_form_loop), "pdf-many-lines": ("a.pdf", pdf_many_lines),
    "pdf-many-pages": ("a.pdf", lambda: s.pdf(kids="3 0 R " * 200_000, count=200_000)),
    "pdf-huge-page": ("a.pdf", lambda: s.pdf(page="/MediaBox [0 0 1000000000 1000000000]")),
    "xlsx-rows": ("a.xlsx", xlsx_rows), "xlsx-far": ("a.xlsx", xlsx_far), "xlsx-merged": ("a.xlsx", xlsx_merged), "xlsx-big-sheet": ("a.xlsx", xlsx_big_sheet),
    "xlsx-strings": ("a.xlsx", xlsx_strings),
    **{f"picture-{kind}": (f"a.{kind.split('-')[0]}", lambda kind=kind: picture_header(kind)) for kind in ("png", "png-whole", "gif", "bmp", "tiff", "jpg")},
    "ofd-steps": ("a.ofd", ofd_steps), "ofd-template-loop": ("a.ofd", ofd_template_loop), "rtf-nested": ("a.rtf", rtf_nested),
    "rtf-binary": ("a.rtf", rtf_binary), "doc-loop": ("a.doc", doc_loop), "mht-nested": ("a.mht", mht_nested),
    "txt-long-line": ("a.txt", lambda: ("公开信息、" * 1_500_000).encode()), "txt-zeros": ("a.txt", lambda: bytes(5 * MB)),
    "csv-open-quote": ("a.csv", lambda: b'a,b,c\n1,2,"' + b"x,\n" * 100_000), "csv-columns": ("a.csv", lambda: (b"1," * 500_000 + b"\n") * 3),
    "names": ("", names), "links": ("", links), "fifo": ("", fifo), "device": ("", device), "folder-named-as-file": ("", folder_named_as_file),
    "vanishing": ("", vanishing), "sparse": ("", sparse),
}  # fmt: skip


def made(case: str, folder: Path) -> Path:
    """Write a case into an empty folder; the path to hand to a command."""
    name, make = CASES[case]
    if name:
        (folder / name).write_bytes(make())  # type: ignore[call-arg]
        return folder / name
    return make(folder) or folder  # type: ignore[call-arg]
