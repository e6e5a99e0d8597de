"""Ten thousand random and mutated texts through every stage: none raises, every span quotes its text; long runs stay linear."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from nlp.contract import to_json
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Source
from tests.test_contract import spans

GOLD = Path(__file__).resolve().parents[1] / "corpora" / "gold"
LINES = [line[:90] for p in sorted(GOLD.glob("dev*/*.txt")) for line in p.read_text("utf-8").split("\n") if line.strip()]
INSERTED = ["、", "，", "（", "）", "(", ")", "〔", "〕", "《", "》", "：", "；", "。", "\n", "\t", " ", "\u3000", "\xa0", "\u200b", "\r\n", "一", "（二）",
            "3.", "第四条", "附件1", "⑤", "20", "２０２１", "个工作日内", "年底前", "各", "市", "局", "牵头", "公开", "及时", "\ud83d\ude00".encode(
                "utf-16", "surrogatepass").decode("utf-16"), "\x00", "檔案", "ﬁ", "󰀀", "\u202e"]  # fmt: skip
CHUNKS, EACH = 20, 500
SHORT = 2  # chunks of `make test`; the others are for `make long`


def mutated(rng: random.Random) -> str:
    """One to three lines of documents, or noise, with up to eight cuts, doubles, swaps and insertions."""
    if rng.random() < 0.1:
        return "".join(rng.choice(INSERTED) for _ in range(rng.randrange(60)))
    text = "\n".join(rng.choice(LINES) for _ in range(rng.randrange(1, 3)))
    for _ in range(rng.randrange(9)):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.randrange(12))
        match rng.randrange(5):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] * rng.randrange(2, 5) + text[end:]
            case 2:
                text = text[:at] + text[at:end][::-1] + text[end:]
            case _:
                text = text[:at] + rng.choice(INSERTED) + text[at:]
    return text


@pytest.mark.parametrize("chunk", [pytest.param(n, marks=[pytest.mark.long] if n >= SHORT else []) for n in range(CHUNKS)])
def test_mutated_texts_go_through_every_stage(kit: Kit, chunk: int) -> None:
    rng = random.Random(chunk)
    for _ in range(EACH):
        data = mutated(rng).encode()
        record = json.loads(to_json(analyze(Source("a.txt", data), kit)))
        for span in spans(record):
            assert record["text"][span["start"] : span["end"]] == span["quote"], (data, span)


@pytest.mark.parametrize(
    "piece",
    ["、", "（", "（）", "）", "1", "１、", "（一）", "一、", "第一条", "《", "〔2018〕1号", "年", "12月", "市、", "局", "各部门", "公开", "及时公开", "牵头，",
     "。", "\n", "\n一、", "：", " 1 ", "\t", "附件：", "abc ", "县财政局负责；", "受灾地区人民政府应当报告。",
     "由其所在地的主管部门责令改正，", "3.公开丙。", "应当公布甲、乙、", "公开甲、乙等情况和", "编制规划，明确范围，", "| 甲 | 乙 ", "# **甲** "],
)  # fmt: skip
def test_long_runs_take_linear_time(kit: Kit, piece: str) -> None:
    def seconds(size: int) -> float:
        source = Source("a.txt", (piece * (size // len(piece))).encode())
        began = time.process_time()
        analyze(source, kit)
        return time.process_time() - began

    seconds(2_000)
    small, large = max(seconds(10_000), 0.05), seconds(40_000)
    if large >= 9 * small:  # another process may have been in the way: a second look
        large = min(large, seconds(40_000))
    assert large < 9 * small, (small, large)
