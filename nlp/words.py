"""Chinese words: jieba's dictionary through rjieba (Rust), or through jieba itself where no rjieba wheel exists.

Both give the same words for the same dictionary and added words (a test holds them against each other), so a model trained with
one answers alike with the other; rjieba is some fifteen times as fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.caching import by_identity
from nlp.rulebook import Rulebook

ADDED_FREQUENCY = 2_000


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Words of a text with `added` terms known to the dictionary. Picklable; the engine is made at first use in each process."""

    added: tuple[str, ...] = ()
    engine: str = "rjieba"

    @classmethod
    def of_lexicon(cls, book: Rulebook) -> Segmenter:
        """The one that knows the phrases of the domain lexicon. Stages share it: an engine takes a tenth of a second to make."""
        return cls(tuple(sorted({phrase for row in book.table("domain-lexicon") for phrase in row.items("phrases")})))

    def words(self, text: str) -> list[str]:
        """Words in order; joined, they give the text back."""
        cut: list[str] = list(_engine(self.added, self.engine).cut(text))
        return cut


@by_identity(8)
@lru_cache(maxsize=4)
def _engine(added: tuple[str, ...], name: str) -> Any:
    if name == "rjieba":
        try:
            import rjieba
        except ImportError:  # no wheel for this processor: the pure Python engine knows the same dictionary
            return _engine(added, "jieba")
        engine = _made_at_import().pop() if _made_at_import() else rjieba.Jieba()
        for word in added:
            engine.add_word(word, ADDED_FREQUENCY, "n")
        return engine
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in added:
        tokenizer.add_word(word, ADDED_FREQUENCY, "n")
    return tokenizer


@lru_cache(maxsize=1)
def _made_at_import() -> list[Any]:
    """The engine that rjieba makes when it is imported, for the first who needs one: a second costs a tenth of a second and 40 MB."""
    import rjieba

    return [rjieba]
