"""Writes small OLE2 containers, Word binaries and MSG files for tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise

SECTOR, MINI, END, FREE = 512, 64, 0xFFFFFFFE, 0xFFFFFFFF
Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """A container of streams (bytes) and storages (dicts)."""
    entries: list[list] = [["Root Entry", 5, FREE, FREE, b""]]  # name, kind, right sibling, first child, data

    def add(branch: Tree) -> int:
        numbers = []
        for name, value in branch.items():
            number = len(entries)
            entries.append([name, 1 if isinstance(value, dict) else 2, FREE, FREE, value if isinstance(value, bytes) else b""])
            numbers.append(number)
            if isinstance(value, dict):
                entries[number][3] = add(value)
        for a, b in pairwise(numbers):
            entries[a][2] = b
        return numbers[0] if numbers else FREE

    entries[0][3] = add(tree)
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        if not data:
            return END
        first, count = len(sectors), -(-len(data) // SECTOR)
        for i in range(count):
            sectors.append(data[i * SECTOR : (i + 1) * SECTOR].ljust(SECTOR, b"\0"))
            fat.append(END if i == count - 1 else first + i + 1)
        return first

    mini, minifat, starts = b"", [], {}
    for n, (_, kind, _, _, data) in enumerate(entries):
        if kind != 2:
            continue
        if len(data) >= 4096:
            starts[n] = store(data)
        elif data:
            first, count = len(mini) // MINI, -(-len(data) // MINI)
            starts[n] = first
            minifat += [END if i == count - 1 else first + i + 1 for i in range(count)]
            mini += data.ljust(count * MINI, b"\0")
    entries[0][4], starts[0] = mini, store(mini)
    minifat_bytes = struct.pack(f"<{len(minifat)}I", *minifat) + b"\xff" * (-4 * len(minifat) % SECTOR)
    minifat_at = store(minifat_bytes)
    rows = []
    for n, (name, kind, right, child, data) in enumerate(entries):
        raw = name.encode("utf-16-le") + b"\0\0"
        row = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child) + b"\0" * 36
        rows.append(row + struct.pack("<IQ", starts.get(n, END), len(data)))
    directory_at = store(b"".join(rows))
    fat_at = len(sectors)
    count = -(-(len(fat) + 2) // (SECTOR // 4))
    fat += [0xFFFFFFFD] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff")
    sectors += [table[i * SECTOR : (i + 1) * SECTOR] for i in range(count)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6sIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, count, directory_at)
    head += struct.pack("<IIIIII", 0, 4096, minifat_at, len(minifat_bytes) // SECTOR, END, 0)
    head += struct.pack("<109I", *range(fat_at, fat_at + count), *[FREE] * (109 - count))
    return head + b"".join(sectors)


def _box_list(bodies: Sequence[str], first: int) -> bytes:
    """Where each text box ends in the text of all, and the number of its shape."""
    ends = [0]
    for body in bodies:
        ends.append(ends[-1] + len(body) + 1)
    lists = b"".join(struct.pack("<IIHIII", 1, 0, 0, 0, first + k, 0)[:22] for k in range(len(bodies)))
    return struct.pack(f"<{len(ends)}I", *ends) + lists if bodies else b""


def word97(main: str, boxes: tuple[tuple[int, str], ...] = (), flags: int = 0x0200, header_boxes: tuple[str, ...] = ()) -> bytes:
    """A Word 97 binary with text and nothing else (the converter does not take it); boxes are (place, text)."""
    box_text = "".join(text + "\r" for _, text in boxes) + ("\r" if boxes else "")
    header_text = "".join(text + "\r" for text in header_boxes) + ("\r" if header_boxes else "")
    text = (main + box_text + header_text).encode("utf-16-le")
    word = bytearray(0x800)
    struct.pack_into("<HH", word, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", word, 10, flags)
    struct.pack_into("<8i", word, 0x4C, len(main), 0, 0, 0, 0, 0, len(box_text), len(header_text))
    units = len(text) // 2
    pieces = struct.pack("<II", 0, units) + struct.pack("<HIH", 0, len(word), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    box_list, header_list = _box_list([body for _, body in boxes], 1000), _box_list(header_boxes, 2000)
    anchors = b""
    if boxes:
        places = [place for place, _ in boxes]
        anchors = struct.pack(f"<{len(boxes) + 1}I", *places, len(main)) + b"".join(struct.pack("<I22x", 1000 + k) for k in range(len(boxes)))
    table = bytearray()
    for number, part in ((33, clx), (40, anchors), (56, box_list), (58, header_list)):
        struct.pack_into("<II", word, 0x9A + 8 * number, len(table), len(part))
        table += part
    return compound({"WordDocument": bytes(word) + text, "1Table": bytes(table)})


def word6(text: str) -> bytes:
    """A Word 6 binary: one run of GBK bytes."""
    body = text.encode("gbk")
    word = bytearray(0x300)
    struct.pack_into("<HH", word, 0, 0xA5DC, 0x65)
    struct.pack_into("<II", word, 0x18, len(word), len(word) + len(body))
    return compound({"WordDocument": (bytes(word) + body).ljust(4096, b"\0")})


def msg(fields: dict[str, str], attachments: Tree | None = None, inner: bool = False, ansi: bool = False, **streams: bytes) -> Tree:
    """The tree of an MSG file: property number -> text; attachments as storages."""
    kind, codec = ("001E", "gbk") if ansi else ("001F", "utf-16-le")
    tree: Tree = {f"__substg1.0_{number}{kind}": text.encode(codec) for number, text in fields.items()}
    page = struct.pack("<IIQ", 0x3FFD0003, 6, 936)
    sent = struct.pack("<IIQ", 0x00390040, 6, 132223104000000000)  # 2020-01-01 00:00
    tree["__properties_version1.0"] = b"\0" * (24 if inner else 32) + page + sent
    tree |= {f"__substg1.0_{name.lstrip('_')}": data for name, data in streams.items()}
    return tree | (attachments or {})


def attachment(number: int, name: str, data: bytes | Tree) -> Tree:
    """One attachment of a mail: a file, or a mail as a storage."""
    held: Tree = {"__substg1.0_3707001F": name.encode("utf-16-le"), "__properties_version1.0": b"\0" * 8}
    held["__substg1.0_37010102" if isinstance(data, bytes) else "__substg1.0_3701000D"] = data
    return {f"__attach_version1.0_#{number:08X}": held}
