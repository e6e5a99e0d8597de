"""One small file for every reader, made here."""

from __future__ import annotations

import email.message
import io
import struct
import zipfile
import zlib

from tests.intake.ole_files import attachment, compound, msg, word97

LINES = ("关于做好政务公开工作的通知", "某政办发〔2020〕8号", "各有关单位：", "一、请于3月底前公开预算。", "（一）县财政局负责。")
TEXT = "\n".join(LINES) + "\n"
ROWS = (("序号", "事项", "单位"), ("1", "公开预算", "县财政局"), ("2", "公开决算", "县审计局"))


def zipped(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>通知</title></head><body><div>{body}<table>{rows}</table></div></body></html>".encode()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str | None = None, doctype: str = "", **more: str) -> bytes:
    """A Word document; `body` is inner XML."""
    if body is None:
        cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        rows = "".join("<w:tr>" + "".join(cell.format(c) for c in row) + "</w:tr>" for row in ROWS)
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES) + f"<w:tbl>{rows}</w:tbl>"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        **more,
    })  # fmt: skip


def pdf(content: bytes | None = None, extra: str = "", page: str = "", kids: str = "3 0 R", count: int = 1, filters: str = "") -> bytes:
    """A PDF of one page; `content` is its stream as stored."""
    if content is None:
        content = b"BT /F1 14 Tf 50 700 Td (Notice 2020) Tj 0 -20 Td (1. Publish the budget before March 31.) Tj ET 50 600 m 300 600 l S"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R {page} >>".encode(),
        f"<< /Length {len(content)} {filters} >>\nstream\n".encode() + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, at = bytearray(b"%PDF-1.7\n"), []
    for n, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % a for a in at)
    return bytes(out) + f"trailer\n<< /Size {len(at) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode()


OFD = "http://www.ofdspec.org/2016"


def ofd(page: str | None = None, doctype: str = "", document: str = "") -> bytes:
    """An OFD of one page; `page` is what its layer holds."""
    if page is None:
        page = "".join(
            f'<ofd:TextObject ID="{n}" Boundary="10 {10 + 8 * n} 150 7" Font="3" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g {len(line) - 1} 5">{line}</ofd:TextCode></ofd:TextObject>'
            for n, line in enumerate(LINES)
        )
    head = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
    space = f'xmlns:ofd="{OFD}"'
    return zipped({
        "OFD.xml": f'{head}<ofd:OFD {space} Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:Title>通知</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'{head}<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{document}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'{head}<ofd:Page {space}><ofd:Content><ofd:Layer ID="1">{page}</ofd:Layer></ofd:Content></ofd:Page>',
    })  # fmt: skip


S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(sheet: str | None = None, doctype: str = "", strings: str = "") -> bytes:
    """A workbook of one sheet; `sheet` is its inner XML."""
    if sheet is None:
        cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
        rows = "".join(f'<row r="{r}">' + "".join(cell.format("ABC"[i], r, c) for i, c in enumerate(row)) + "</row>" for r, row in enumerate(ROWS, 1))
        sheet = f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A5:C5"/></mergeCells>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    head = f'<?xml version="1.0"?>{doctype}'
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{S}" xmlns:r="{office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{S}">{sheet}</worksheet>',
        **({"xl/sharedStrings.xml": strings} if strings else {}),
    })  # fmt: skip


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xml_sheets(doctype: str = "", value: str = "公开预算") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{doctype}<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="S"><Table><Row><Cell><Data ss:Type="String">{value}</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">县财政局</Data></Cell></Row></Table></Worksheet></Workbook>'
    ).encode()


def csv() -> bytes:
    return ("\n".join(",".join(row) for row in ROWS) + "\n" + '3,"引号,在内",县民政局\n').encode("gb18030")


def rtf() -> bytes:
    body = b"".join(b"\\'%02x" % b if b > 127 else bytes([b]) for b in TEXT.replace("\n", "\\par ").encode("gbk"))
    return rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}" + body + rb"\trowd\cellx1000\cellx2000 1\cell 2\cell\row}"


def doc() -> bytes:
    return word97(TEXT.replace("\n", "\r") + "序号\x07事项\x07\x071\x07公开预算\x07\x07")


def eml() -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["To"] = "关于报送材料的函", "办公室 <a@example.cn>", "b@example.cn"
    message.set_content(TEXT)
    message.add_alternative(html().decode(), subtype="html")
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="附件1.txt")
    return message.as_bytes()


def mhtml() -> bytes:
    return b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + html() + b"\r\n--b--\r\n"


def outlook() -> bytes:
    fields = {"0037": "关于报送材料的函", "1000": TEXT, "0C1A": "办公室"}
    return compound(msg(fields, attachment(0, "附件1.txt", TEXT.encode())))


def png(width: int = 60, height: int = 20, data: bytes | None = None) -> bytes:
    """A grey picture; `data` is what its compressed part holds."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    data = zlib.compress((b"\0" + b"\xff" * width) * height) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def sevenzip(files: dict[str, bytes]) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


def rar(files: dict[str, bytes]) -> bytes:
    from tests.intake.test_members import rar as made

    return made(files)


def seeds() -> dict[str, bytes]:
    """Name -> bytes: one file for every reader but pictures, whose recognition is too slow to be repeated thousands of times."""
    made = {
        "a.txt": TEXT.encode(), "gbk.txt": TEXT.encode("gb18030"), "a.html": html(), "a.docx": docx(), "a.pdf": pdf(), "a.ofd": ofd(), "a.xlsx": xlsx(),
        "a.xls": xls(), "a.xml": xml_sheets(), "a.csv": csv(), "a.rtf": rtf(), "a.doc": doc(), "a.eml": eml(), "a.mht": mhtml(), "a.msg": outlook(),
        "a.zip": zipped({"通知.txt": TEXT, "附件1.html": html(), "内.zip": zipped({"附件2.csv": csv()})}),
    }  # fmt: skip
    files = {"通知.txt": TEXT.encode(), "附件1.csv": csv()}
    for name, make in (("a.7z", sevenzip), ("a.rar", rar)):
        try:
            made[name] = make(files)
        except ImportError:
            continue
    return made
