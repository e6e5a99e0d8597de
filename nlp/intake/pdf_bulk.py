"""Streams of a PDF that unpack to more than any page holds, found before pdfium unpacks them.

pdfium asks for all the memory that a stream wants and ends the whole process where there is none, so what a bomb got depended on
which came first, that end or the watch on the worker's memory.
"""

from __future__ import annotations

import re
import zlib

from nlp.intake.detect import readable
from nlp.intake.messages import Unreadable
from nlp.types import Limits

_STREAM = re.compile(rb"\bstream\r?\n")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 2_000  # bytes before a stream in which its dictionary stands
_LARGEST = 64 * 1024 * 1024  # bytes of what draws one page; a map of a whole county has some ten million
_PIECE = 1024 * 1024
_DEEP = 4  # filters in each other


def check_streams(data: bytes, limits: Limits) -> None:
    """Raises Unreadable where a stream that is no picture, or all of them together, unpack to too much."""
    left = limits.unpacked_bytes
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        head = head[max(head.rfind(b" obj"), 0) :]
        depth = len(_FLATE.findall(head))
        if depth and not _PICTURE.search(head):
            most = min(_LARGEST, left)
            size = _unpacked(data, found.end(), min(depth, _DEEP), most)
            if size > most:
                raise Unreadable(
                    "too_large", what="页面内容解压后的大小", found=f"超过 {readable(most)}", limit=readable(most)
                )
            left -= size


def _unpacked(data: bytes, start: int, depth: int, most: int) -> int:
    """Bytes that a stream packed `depth` times gives, of every layer the largest; counted until they are more than `most`."""
    layers = [zlib.decompressobj() for _ in range(depth)]
    sizes = [0] * depth

    def feed(layer: int, piece: bytes) -> bool:
        """Whether more is wanted."""
        unpacker = layers[layer]
        while piece and not unpacker.eof:
            out = unpacker.decompress(piece, _PIECE)
            piece = unpacker.unconsumed_tail
            sizes[layer] += len(out)
            if sizes[layer] > most:
                return False
            if layer + 1 < depth and not layers[layer + 1].eof and not feed(layer + 1, out):
                return False
        return not unpacker.eof

    try:
        while start < len(data) and feed(0, data[start : start + _PIECE]):
            start += _PIECE
    except zlib.error:
        pass  # what could be unpacked before the damage counts
    return max(sizes)
