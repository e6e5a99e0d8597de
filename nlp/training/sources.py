"""Writes corpora/SOURCES.tsv and splits.tsv: `python -m nlp.training.sources CORPORA`. Run it after every change of the corpora."""

from __future__ import annotations

import sys
from pathlib import Path

from nlp.training.corpus import sha256_of

ENDINGS = frozenset({".txt", ".json", ".jsonl", ".html", ".docx", ".pdf"})
# folder -> (split, hand or None where the file name tells it, what the files are)
FOLDERS: dict[str, tuple[str, str | None, str]] = {
    "domains/train": ("train", None, "labelled passages"),
    "domains/test": ("test", None, "labelled passages"),
    "attribute/train": ("train", None, "labelled documents"),
    "attribute/test": ("test", None, "labelled documents"),
    "items/dev": ("dev", None, "sections with their catalogue item"),
    "items/test": ("test", None, "sections with their catalogue item"),
    "gold/dev": ("dev", "hand g", "annotated document"),
    "gold/dev2": ("dev", "hands v, w", "annotated document"),
    "gold/test": ("test", "hand h", "annotated document"),
    "doubts": ("train", "hand u", "texts with the rows that a clerk would sign"),
    "samples": ("sample", "hand s", "sample document"),
}


def files_of(corpora: Path) -> list[Path]:
    """Every corpus file, without the lists of them."""
    return sorted(p for p in corpora.rglob("*") if p.is_file() and (p.suffix in ENDINGS or (p.suffix == ".tsv" and p.parent != corpora)))


def write_sources(corpora: Path) -> None:
    """List every corpus file with split, hand, licence and hash, and every annotated document with its part."""
    rows = [
        "# Every corpus file: written for this project (no found text), split, the hand that wrote it, licence, sha256.",
        "path\tsplit\thand\twhat\tlicence\tsha256",
    ]
    for path in files_of(corpora):
        split, hand, what = FOLDERS[str(path.parent.relative_to(corpora))]
        hand = hand or f"hand {path.stem.rsplit('-', 1)[-1]}"
        rows.append("\t".join((str(path.relative_to(corpora)), split, hand, what, "MIT", sha256_of(path))))
    (corpora / "SOURCES.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    parts = ["# Which part a document belongs to; test documents feed no rule and no model.", "document\tpart"]
    for folder in ("dev", "dev2", "test"):
        parts += [f"{p.stem}\t{'test' if folder == 'test' else 'dev'}" for p in sorted((corpora / "gold" / folder).glob("*.txt"))]
    (corpora / "splits.tsv").write_text("\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    write_sources(Path(sys.argv[1]))
