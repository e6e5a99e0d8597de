"""Which documents of a run are linked: the same bytes, nearly the same text, and not this year's notice with last year's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nlp.intake.likeness import sketch_of
from nlp.types import Analysis, Failure, Likeness
from nlp.work.linking import Links
from nlp.work.steps import Finished
from tests.build import analysis_of

TEXT = "".join(f"第{n}项工作由县财政局会同县审计局在{n}月底前完成并向社会公开有关结果，接受群众监督。" for n in range(1, 12))


def finished(path: str, text: str = TEXT, sha256: str | None = None, **metadata: Any) -> Finished:
    analysis = analysis_of((), text, path, **metadata)
    document = analysis.outline.document
    document = replace(document, media=replace(document.media, sha256=sha256 or path))
    return Finished(0, replace(analysis, outline=replace(analysis.outline, document=document)), sketch_of(text))


def links(*results: Finished) -> list[str | Likeness | None]:
    seen, out = Links(), []
    for result in results:
        linked = seen.linked(result)
        assert isinstance(linked, Analysis)
        media = linked.outline.document.media
        out.append(media.same_as or media.like)
    return out


def test_identical_bytes() -> None:
    assert links(finished("a", sha256="1"), finished("b", sha256="1"), finished("c", sha256="1")) == [None, "a", "a"]


def test_one_path_given_twice_is_no_copy() -> None:
    assert links(finished("a", sha256="1"), finished("a", sha256="1"), finished("b", sha256="1")) == [None, None, "a"]


def test_nearly_the_same_text() -> None:
    (_, found) = links(finished("a"), finished("b", TEXT.replace("第3项", "第三项")))
    assert isinstance(found, Likeness)
    assert found.path == "a"
    assert 0.9 < found.similarity < 1


def test_the_most_alike_is_named_and_the_first_of_equals() -> None:
    near, far = TEXT.replace("第3项", "第三项"), TEXT.replace("县财政局", "县教育局")
    found = links(finished("far", far), finished("near", near), finished("near2", near), finished("c"))
    assert [f.path if isinstance(f, Likeness) else f for f in found] == [None, "far", "near", "near"]


@pytest.mark.parametrize(("one", "other", "linked"), [
    ({"title": "2020年工作要点"}, {"title": "2021年工作要点"}, False),
    ({"title": "二〇二〇年工作要点"}, {"title": "二〇二一年工作要点"}, False),
    ({"title": "2021年工作要点（第二稿）"}, {"title": "2021年工作要点"}, True),
    ({"title": "工作要点"}, {"title": "2021年工作要点"}, True),
    ({"document_number": "某政办〔2020〕3号"}, {"document_number": "某政办〔2020〕4号"}, False),
    ({"document_number": "某政办〔2020〕3号"}, {}, True),
    ({"document_number": "某政办〔2020〕3号"}, {"document_number": "某政办〔2020〕3号"}, True),
    ({"issuer": ("甲县人民政府",)}, {"issuer": ("乙县人民政府",)}, False),
    ({"issuer": ("甲县财政局", "甲县审计局")}, {"issuer": ("甲县财政局",)}, True),
])  # fmt: skip
def test_the_head_tells_this_year_from_last(one: dict[str, Any], other: dict[str, Any], linked: bool) -> None:
    assert (links(finished("a", **one), finished("b", TEXT + "完。", **other))[1] is not None) == linked


def test_other_texts_and_failures_are_not_linked() -> None:
    other = "关于加强冬季供暖保障工作的紧急通知，各供热企业须落实值班制度。" + "".join(chr(0x4E00 + 7 * n) for n in range(300))
    assert links(finished("a"), finished("b", other)) == [None, None]
    failure = Failure("c", "empty", "文件是空的。")
    assert Links().linked(Finished(0, failure)) is failure
