"""An original as plain text, web page, saved page, and inside a mail and an archive."""

from __future__ import annotations

import base64
import email.message
import html
import io
import zipfile

from tests.originals.model import Grid, Original, numbered


def plain(original: Original, codec: str = "utf-8") -> bytes:
    """Text with paragraphs set in by two ideographic blanks, tables by tabs, as an editor saves it."""
    lines = []
    for part, text in numbered(original):
        if isinstance(part, Grid):
            lines += ["\t".join(cell or "" for cell in row) for row in part.rows]
        else:
            lines.append(("　　" if part.kind == "body" else "") + text)
    return ("\r\n".join(lines) + "\r\n").encode(codec)


def web(original: Original, codec: str = "utf-8") -> bytes:
    """A page of a government site: navigation and foot around a heading and the text."""
    body = ""
    for part, text in numbered(original):
        words = html.escape(text)
        if isinstance(part, Grid):
            body += _table(part)
        elif text == original.title:
            body += f"<h1>{words}</h1>\n"
        elif part.kind in ("title", "number"):
            body += f'<p style="text-align:center">{words}</p>\n'
        elif part.kind in ("signature", "date"):
            body += f'<p style="text-align:right">{words}</p>\n'
        elif part.kind == "body":
            body += f'<p style="text-indent:2em"><span>{words}</span></p>\n'
        else:
            body += f"<p>{words}</p>\n"
    menu = "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(("首页", "政务公开", "政务服务", "互动交流")))
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{codec}"><title>{html.escape(original.title)}</title>\n'
        f'<meta name="ArticleTitle" content="{html.escape(original.title)}"></head>\n<body><div class="nav"><ul>{menu}</ul></div>\n'
        f'<div class="article"><div class="content">\n{body}</div></div>\n'
        '<div class="footer"><p><a href="/about/">网站地图</a> | <a href="/contact/">联系我们</a></p></div></body></html>\n'
    )
    return page.encode({"gb2312": "gb18030"}.get(codec, codec))


def _table(grid: Grid) -> str:
    rows = ""
    for r, row in enumerate(grid.rows):
        name = "td" if r else "th"
        cells = ""
        for c, text in enumerate(row):
            if text is not None:
                reach = grid.reach(r, c)
                span = f' rowspan="{reach}"' if reach > 1 else ""
                cells += f"<{name}{span}><p>{html.escape(text)}</p></{name}>"
        rows += f"<tr>{cells}</tr>\n"
    return f'<table border="1"><tbody>\n{rows}</tbody></table>\n'


def saved_page(original: Original) -> bytes:
    """MHT as browsers save it: the page in base64, a picture beside it."""
    page = base64.encodebytes(web(original, "gb2312")).replace(b"\n", b"\r\n")
    parts = (
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://www.example.cn/a.html\r\n\r\n' + page,
        b"Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://www.example.cn/a.gif\r\n\r\nR0lGODlhAQABAAAAACw=\r\n",
    )  # fmt: skip
    head = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----Page"\r\n\r\n'
    return head + b"".join(b"------Page\r\n" + p for p in parts) + b"------Page--\r\n"


def mail(original: Original, name: str, data: bytes) -> bytes:
    """A mail that carries the file."""
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["To"] = f"转发：{original.title}", "办公室 <a@example.cn>", "b@example.cn"
    message["Date"] = "Mon, 10 Mar 2025 09:30:00 +0800"
    message.set_content("请查收附件。\n")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP with names in GB18030, as office computers pack it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(_GbName(name), data)
    return out.getvalue()


class _GbName(zipfile.ZipInfo):
    """An entry whose name is written in GB18030 without the mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800
