"""Corpora as the trainer and the evaluator read them: JSON lines, one passage a line, every fault named with file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path


class CorpusError(ValueError):
    """A fault in a corpus file; the message names file, line and cause."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled text: `doc` groups passages of one document, `codes` are domain codes, most important first."""

    doc: str
    text: str
    codes: tuple[str, ...]
    register: str
    file: str


def read_passages(paths: Iterable[Path], codes: Collection[str]) -> list[Passage]:
    """Passages of JSON-lines files in the order of the paths. Raises CorpusError for a line that is no passage."""
    out: list[Passage] = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{path.name} 第{number}行"
            try:
                row = json.loads(line)
                passage = Passage(row["doc"], row["text"], tuple(row["codes"]), row.get("register", ""), path.name)
            except (ValueError, KeyError, TypeError) as error:
                cause = f"{type(error).__name__}: {error}"
                raise CorpusError(f"{where}：不是一条语料（{cause}）。每行应是含 doc、text、codes 的 JSON。") from error
            unknown = [c for c in passage.codes if c not in codes]
            if unknown:
                raise CorpusError(f"{where}：没有代码为“{unknown[0]}”的领域，可用代码见 rules/domains.tsv。")
            if not passage.text.strip():
                raise CorpusError(f"{where}：text 是空的。")
            out.append(passage)
    return out


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
