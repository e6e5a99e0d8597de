"""OFD files put together from XML: objects, pages, packages."""

from __future__ import annotations

import io
import struct
import zipfile

NAMESPACE = "http://www.ofdspec.org/2016"


def element(name: str, inner: str, prefix: str = "ofd", space: str = NAMESPACE) -> str:
    declared = f'xmlns:{prefix}="{space}"' if prefix else f'xmlns="{space}"' if space else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {declared}>{inner}</ofd:{name}>'
    return text.replace("<ofd:", f"<{prefix}:").replace("</ofd:", f"</{prefix}:") if prefix else text.replace("ofd:", "")


def text(
    words: str, x: float, y: float, size: float = 5.0, attributes: str = "", extra: str = "", step: float | None = None
) -> str:
    """A text object whose base line lies at y."""
    step = size if step is None else step
    moves = f'DeltaX="g {len(words) - 1} {step}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {len(words) * size + 1} {size * 1.3}" Font="3" Size="{size}" {attributes}>'
        f'{extra}<ofd:TextCode X="0" Y="{size}" {moves}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0} {y0} {x1 - x0 + 0.1} {y1 - y0 + 0.1}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(*objects: str, head: str = "") -> str:
    return f'{head}<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'


def ofd(
    *pages: str,
    templates: tuple[str, ...] = (),
    info: str = "",
    common: str = "",
    document: str = "",
    body: str = "",
    files: dict[str, str | bytes] | None = None,
    prefix: str = "ofd",
    space: str = NAMESPACE,
    box: str = "0 0 210 297",
    method: int = zipfile.ZIP_DEFLATED,
    documents: int = 1,
) -> bytes:
    def xml(name: str, inner: str) -> str:
        return element(name, inner, prefix, space)

    parts: dict[str, str | bytes] = {}
    bodies = ""
    for d in range(documents):
        listed = "".join(f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/P{i}/Content.xml"/>' for i in range(len(pages)))
        below = "".join(f'<ofd:TemplatePage ID="{50 + i}" BaseLoc="Tpls/T{i}.xml"/>' for i in range(len(templates)))
        parts[f"Doc_{d}/Document.xml"] = xml(
            "Document",
            f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>{below}{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{document}",
        )
        for i, content in enumerate(pages):
            parts[f"Doc_{d}/Pages/P{i}/Content.xml"] = xml("Page", content)
        for i, content in enumerate(templates):
            parts[f"Doc_{d}/Tpls/T{i}.xml"] = xml("Page", content)
        bodies += (
            f"<ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>Doc_{d}/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"
        )
    parts["OFD.xml"] = xml("OFD", bodies)
    for name, data in (files or {}).items():
        parts[name] = data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


NOTICE = page(
    text("各乡镇人民政府：", 28, 70),
    text("关于做好政务公开工作的通知", 60, 50, 8),
    text("现将有关事项通知如下，请遵照执行。", 38, 80),
)


def table_page() -> str:
    rules = [line(20, y, 140, y) for y in (50, 60, 70, 80)] + [line(x, 50, x, 80) for x in (20, 40, 100, 140)]
    cells = [
        text("序号", 22, 57), text("任务", 42, 57), text("单位", 102, 57), text("1", 22, 67), text("公开预算", 42, 67),
        text("财政局", 102, 67), text("2", 22, 77), text("公开决算", 42, 77), text("审计局", 102, 77),
    ]  # fmt: skip
    return page(text("分工表", 60, 40), *rules, *cells, text("表后一段。", 20, 95))


def font(pairs: dict[int, int]) -> bytes:
    """A font file that holds a table of characters and nothing else."""
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(pairs.items()))
    sub = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(pairs)) + groups
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + sub
    return b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


def renamed(raw: bytes, old: bytes, new: bytes) -> bytes:
    """A zip with one entry's name replaced by bytes of the same archive structure, its UTF-8 mark taken away."""
    out = bytearray()
    directory = raw.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", raw, directory + 16)[0]
    at, moved, entries = 0, 0, []
    while raw[at : at + 4] == b"PK\x03\x04":
        (flags,) = struct.unpack_from("<H", raw, at + 6)
        (size,) = struct.unpack_from("<I", raw, at + 18)
        length, extra = struct.unpack_from("<HH", raw, at + 26)
        name = raw[at + 30 : at + 30 + length]
        head = bytearray(raw[at : at + 30])
        entries.append((at, len(out)))
        if name == old:
            name, flags = new, flags & ~0x800
        struct.pack_into("<H", head, 6, flags)
        struct.pack_into("<H", head, 26, len(name))
        out += head + name + raw[at + 30 + length : at + 30 + length + extra + size]
        at += 30 + length + extra + size
    begin = len(out)
    for _was, now in entries:
        length, extra, comment = struct.unpack_from("<HHH", raw, start + moved + 28)
        head = bytearray(raw[start + moved : start + moved + 46])
        name = raw[start + moved + 46 : start + moved + 46 + length]
        if name == old:
            name = new
            struct.pack_into("<H", head, 8, struct.unpack_from("<H", head, 8)[0] & ~0x800)
        struct.pack_into("<H", head, 28, len(name))
        struct.pack_into("<I", head, 42, now)
        out += head + name
        moved += 46 + length + extra + comment
    end = bytearray(raw[directory:])
    struct.pack_into("<II", end, 12, len(out) - begin, begin)
    return bytes(out + end)
