"""gongkai inside a spaCy pipeline."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def pipeline() -> object:
    """A blank Chinese pipeline whose one component is ours, found by its entry point: nothing of ours is imported here."""
    import spacy

    made = spacy.blank("zh")
    made.add_pipe("gongkai")
    return made


def test_spans_stand_on_the_pipeline_s_own_words(pipeline: object) -> None:
    doc = pipeline("县财政局应当自预算批准之日起20个工作日内公开部门预算。")  # type: ignore[operator]
    assert [(s.text, s.label_) for s in doc.spans["deadlines"]] == [("20个工作日内", "duration")]
    assert [s.label_ for s in doc.spans["units"]] == ["lead"]
    assert [t.text for t in doc][:4] == ["县", "财", "政", "局"]


def test_a_text_that_reading_changes_comes_back_as_read(pipeline: object) -> None:
    doc = pipeline("关于公开预算的通知\r\n县财政局要在2026年3月20日前公开部门预算。\r\n")  # type: ignore[operator]
    assert "\r" not in doc.text
    assert [s.text for s in doc.spans["deadlines"]] == ["2026年3月20日前"]


def test_an_empty_text_says_so(pipeline: object) -> None:
    with pytest.raises(ValueError, match="空"):
        pipeline("")  # type: ignore[operator]
