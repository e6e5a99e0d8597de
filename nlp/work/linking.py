"""The same document twice: results in order, each linked to the earlier one that has its bytes or nearly its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nlp.intake.likeness import Likes
from nlp.types import Analysis, Failure, Likeness, Metadata
from nlp.work.steps import Finished

_YEAR = re.compile("(?:19|20)[0-9]{2}|[一二][〇零○Oo九][〇零○Oo一二三四五六七八九]{2}")


@dataclass(slots=True)
class Links:
    """What a run has seen so far. Give it every result, in the order of output: links then do not depend on who worked when."""

    _paths: dict[str, str] = field(default_factory=dict)  # sha256 -> path that came first
    _heads: dict[str, Metadata] = field(default_factory=dict)
    _likes: Likes = field(default_factory=Likes)

    def linked(self, finished: Finished) -> Analysis | Failure:
        """The result with `same_as` or `like` in its source where an earlier document calls for it."""
        result: Analysis | Failure = finished.result
        if isinstance(result, Failure):
            return result
        media = result.outline.document.media
        first = self._paths.setdefault(media.sha256, media.path)
        if first != media.path:
            return _with(result, same_as=first)
        if media.path in self._heads:  # the same path given twice is one file, no copy
            return result
        alike = self._alike(result, finished.sketch or b"")
        self._heads[media.path] = _head(result.outline.metadata)
        self._likes.add(media.path, finished.sketch or b"")
        return result if alike is None else _with(result, like=alike)

    def _alike(self, result: Analysis, sketch: bytes) -> Likeness | None:
        for path, similarity in self._likes.like(sketch):
            if may_be_same(self._heads[path], result.outline.metadata):
                return Likeness(path, similarity)
        return None


def _head(metadata: Metadata) -> Metadata:
    """What two documents are told apart by; the evidence of all others would be held to the end of the run."""
    return Metadata(metadata.title, document_number=metadata.document_number, issuer=metadata.issuer)


def may_be_same(a: Metadata, b: Metadata) -> bool:
    """Whether two heads can belong to one document: not with two numbers, two issuers, or titles of other years.

    This year's notice often repeats last year's word for word, and a town's that of its county; each is a document of its own.
    """
    if a.document_number and b.document_number and a.document_number != b.document_number:
        return False
    if a.issuer and b.issuer and not set(a.issuer) & set(b.issuer):
        return False
    years = [set(_YEAR.findall(m.title)) for m in (a, b)]
    return not (years[0] and years[1] and years[0] != years[1])


def _with(result: Analysis, same_as: str | None = None, like: Likeness | None = None) -> Analysis:
    document = result.outline.document
    media = replace(document.media, same_as=same_as, like=like)
    return replace(result, outline=replace(result.outline, document=replace(document, media=media)))
