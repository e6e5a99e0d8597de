"""Words of the pages, Chinese first, English beside them: `words.tsv`. A page asks for them by name; a missing name is an error."""

from __future__ import annotations

from pathlib import Path


def _read(path: Path) -> dict[str, tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    return {name: (zh, en) for name, zh, en in rows}


WORDS = _read(Path(__file__).parent / "words.tsv")


def word(name: str, lang: str, /, **facts: object) -> str:
    """The word `name` in a language, with its facts filled in. KeyError for an unknown name.

    >>> word("queue", "en")
    'Queue'
    """
    zh, en = WORDS[name]
    said = en if lang == "en" else zh
    return said.format(**facts) if facts else said
