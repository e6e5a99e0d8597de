"""Sketches: made copies and drafts are alike, other documents are not, and the estimate is near the true share."""

from __future__ import annotations

import random
import re
from itertools import combinations
from pathlib import Path

import pytest

from nlp.intake.likeness import LIKE, Likes, similarity, sketch_of

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold"
TEXTS = [p.read_text("utf-8") for p in sorted(GOLD.glob("dev*/*.txt"))]


def web_page(text: str) -> str:
    head = "首页 > 政务公开 > 通知公告\n索引号：11370000004502 发布机构：办公室 发布日期：2020-03-09 浏览次数：231\n字号：大 中 小 打印\n"
    foot = "\n【关闭】【打印】 主办：县人民政府办公室 承办：县大数据中心 备案号：鲁ICP备05001234号 联系我们 网站地图"
    return head + text.replace("，", ",").replace("\n", "\r\n ") + foot


def printed(text: str) -> str:
    """Lines of 28 characters, a page number every twenty lines."""
    out: list[str] = []
    for n, line in enumerate(text.split("\n"), 1):
        out += [line[i : i + 28] for i in range(0, len(line), 28)]
        if n % 20 == 0:
            out.append(f"— {n // 20} —")
    return "\n".join(out)


def redrafted(text: str, share: float, rng: random.Random) -> str:
    """Some sentences dropped, lengthened, exchanged for others."""
    sentences = re.split("(?<=[。；\n])", text)
    changes = (lambda s: "", lambda s: s[: len(s) // 2] + "，按照有关规定" + s[len(s) // 2 :], lambda s: rng.choice(sentences))
    return "".join(rng.choice(changes)(s) if rng.random() < share else s for s in sentences)


def true_share(a: str, b: str) -> float:
    pieces = []
    for text in (a, b):
        letters = "".join(c for c in text if c.isalnum())
        pieces.append({letters[i : i + 5] for i in range(len(letters) - 4)})
    return len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])


def test_there_are_documents_to_measure_on() -> None:
    assert len(TEXTS) >= 20


def test_a_web_page_is_like_its_print() -> None:
    assert min(similarity(sketch_of(web_page(t)), sketch_of(printed(t))) for t in TEXTS) > 0.75 > LIKE


def test_a_draft_is_like_the_final_text() -> None:
    rng = random.Random(1)
    assert min(similarity(sketch_of(t), sketch_of(redrafted(t, 0.1, rng))) for t in TEXTS) >= LIKE + 0.1
    fifth = [similarity(sketch_of(t), sketch_of(redrafted(t, 0.2, rng))) for t in TEXTS]
    assert sum(s >= LIKE for s in fifth) >= 0.95 * len(fifth)


def test_other_documents_are_not_alike() -> None:
    sketches = [sketch_of(t) for t in TEXTS]
    assert max(similarity(a, b) for a, b in combinations(sketches, 2)) < 0.2 < LIKE


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_the_estimate_is_near_the_true_share(share: float) -> None:
    rng = random.Random(2)
    for text in TEXTS:
        other = redrafted(text, share, rng)
        assert abs(similarity(sketch_of(text), sketch_of(other)) - true_share(text, other)) < 0.13


def test_blanks_and_punctuation_do_not_count() -> None:
    text = TEXTS[0]
    assert similarity(sketch_of(text), sketch_of(" ".join(text).replace("。", "！"))) == 1.0


@pytest.mark.parametrize("text", ["", "公开", "公开" * 20, "，。" * 500, "\ud800" * 200])
def test_short_texts_have_no_sketch(text: str) -> None:
    assert sketch_of(text) == b""
    assert similarity(sketch_of(text), sketch_of(TEXTS[0])) == 0.0


def test_a_long_text_has_the_sketch_of_its_smallest_pieces() -> None:
    text = "".join(TEXTS)
    assert len(sketch_of(text)) == 256 * 8
    assert similarity(sketch_of(text), sketch_of(text + TEXTS[0])) > 0.99


def test_the_index_finds_what_comparing_all_finds() -> None:
    rng = random.Random(3)
    likes, sketches = Likes(), {}
    for n, text in enumerate(TEXTS):
        for version in (text, redrafted(text, 0.1, rng)):
            name = f"{n}-{len(sketches)}"
            sketches[name] = sketch_of(version)
            likes.add(name, sketches[name])
    for text in TEXTS:
        asked = sketch_of(redrafted(text, 0.15, rng))
        expected = {name for name, sketch in sketches.items() if similarity(asked, sketch) >= LIKE}
        found = likes.like(asked)
        assert {name for name, _ in found} == expected
        assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
