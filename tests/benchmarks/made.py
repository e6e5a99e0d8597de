"""Documents made from corpora/samples by a fixed seed: as many as a benchmark wants, no two with the same bytes."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlp.intake.reader import read
from nlp.types import Document, Limits, Source

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpora" / "samples"
_FORMATS = (".txt", ".html", ".docx", ".pdf")
_SHARES = (80, 10, 6, 4)  # of a hundred documents
_LINES = 60  # of a text
_HEAD, _FOOT = 4, 2  # lines of a sample that stay at its begin and end
_SECRET = "08-"  # the sample with a secrecy mark, of which nothing may be suggested


def documents(count: int, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of documents: four of five plain text of mixed lines, the others samples as they are but for a mark of their own."""
    chance = random.Random(seed)
    for number in range(count):
        (ending,) = chance.choices(_FORMATS, _SHARES)
        if ending == ".txt":
            yield f"{number:05}.txt", _text(number, chance).encode()
        else:
            yield f"{number:05}{ending}", _marked(chance.choice(_files(ending)), number)


def long_text(size: int, seed: int = 7) -> str:
    """A document of `size` bytes in UTF-8 or a little less: the paragraphs of the samples under numbered headings, over and over."""
    chance = random.Random(seed)
    parts = ["关于印发《政务公开工作汇编》的通知", "各乡镇人民政府，县政府各部门：", "现将《政务公开工作汇编》印发给你们，请认真贯彻执行。"]
    held, number = sum(len(part.encode()) + 1 for part in parts), 0
    while True:
        number += 1
        for line in (f"第{number}章　工作任务", *chance.sample(_lines(False), 12)):
            held += len(line.encode()) + 1
            if held > size:
                return "\n".join(parts)
            parts.append(line)


def _text(number: int, chance: random.Random) -> str:
    """A sample's head and foot around lines of all samples, with a mark of its own."""
    own = chance.choice(_texts())
    body = chance.sample(_lines(), chance.randrange(5, _LINES))
    return "\n".join([*own[:_HEAD], f"（第{number}号）", *body, *own[-_FOOT:]])


def _marked(data_and_ending: tuple[bytes, str], number: int) -> bytes:
    """The bytes of a sample with a mark that no reader shows as text."""
    data, ending = data_and_ending
    if ending != ".docx":
        return data + (f"\n<!-- {number} -->\n" if ending == ".html" else f"\n% {number}\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for item in given.infolist():
            made.writestr(item, given.read(item))
        made.comment = str(number).encode()
    return out.getvalue()


@cache
def _files(ending: str) -> tuple[tuple[bytes, str], ...]:
    return tuple((path.read_bytes(), ending) for path in sorted(SAMPLES.glob(f"*{ending}")))


@cache
def _texts(secret: bool = True) -> tuple[tuple[str, ...], ...]:
    """Lines of each sample, as gongkai reads it."""
    paths = [path for path in sorted(SAMPLES.iterdir()) if secret or not path.name.startswith(_SECRET)]
    read_ones = [read(Source(str(path)), Limits()) for path in paths]
    return tuple(tuple(filter(None, map(str.strip, one.text.split("\n")))) for one in read_ones if isinstance(one, Document))


@cache
def _lines(secret: bool = True) -> tuple[str, ...]:
    return tuple(line for text in _texts(secret) for line in text)
