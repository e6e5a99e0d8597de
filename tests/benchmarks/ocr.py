"""Recognition of scans: text similarity and pages a second, beside the same engine used bare. Prints; asserts nothing.

    python -m tests.benchmarks.ocr [ROUNDS]

Three one-page documents written for this are set as PDF, drawn at 200 dpi and read back: as drawn, and turned askew, blurred and
sprinkled with noise. What the text layer of the PDF gives is the measure; blanks do not count.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from statistics import mean

import numpy as np
from PIL import Image, ImageFilter

from nlp.intake.reader import read
from nlp.types import Document, Limits, Source
from tests.intake.pdf_files import Sheet, encoded, han_font, pictures_of

NOTICE = (
    "云岭县人民政府办公室关于做好2024年城乡低保提标工作的通知",
    "云政办发〔2024〕17号",
    [
        "各乡镇人民政府，县政府各部门：",
        "为切实保障困难群众基本生活，根据《社会救助暂行办法》和市民政局有关要求，经县政府第三十二次常务会议研究同意，"
        "现就做好2024年城乡居民最低生活保障提标工作通知如下。",
        "一、提标标准",
        "自2024年7月1日起，城市低保标准由每人每月685元提高到720元，农村低保标准由每人每年6120元提高到6480元。",
        "二、工作要求",
        "（一）摸清底数。各乡镇人民政府要在6月15日前完成在册对象核查，符合条件的应保尽保，不符合条件的及时退出。",
        "（二）按时发放。县民政局牵头，县财政局配合，于每月10日前将资金发放到户，发放结果在5个工作日内向社会公开。",
        "（三）强化监督。设立举报电话0871-6543210，对弄虚作假的单位和个人，依规依纪严肃处理。",
    ],
    ["云岭县人民政府办公室", "2024年5月28日"],
)

GUIDE = (
    "青河市市场监督管理局食品经营许可办事指南",
    "索引号：QH-2023-0456",
    [
        "一、办理依据",
        "《中华人民共和国食品安全法》第三十五条；《食品经营许可和备案管理办法》第九条、第十二条。",
        "二、办理条件",
        "申请人应当先行取得营业执照等合法主体资格，并具有与经营的食品品种、数量相适应的场所，保持该场所环境整洁。",
        "三、办理时限",
        "法定时限为自受理申请之日起20个工作日，承诺时限为8个工作日；材料不齐全的，应当场或者在5日内一次性告知。",
        "四、收费标准",
        "本事项不收取任何费用。咨询电话：12315，监督投诉电话：0533-2188600，网址：www.qhscjg.gov.cn。",
        "五、办理结果",
        "准予许可的，自作出决定之日起10日内颁发《食品经营许可证》，有效期为五年；不予许可的，出具书面决定并说明理由。",
    ],
    ["青河市市场监督管理局", "2023年11月9日"],
)

PLAN_ROWS = [
    ["序号", "重点任务", "责任单位", "完成时限"],
    ["1", "公开2025年部门预算", "县财政局", "3月31日"],
    ["2", "公开义务教育招生方案", "县教育体育局", "6月20日"],
    ["3", "公开征地补偿安置方案", "县自然资源局", "长期坚持"],
    ["4", "公开环境空气质量月报", "县生态环境分局", "每月10日"],
    ["5", "公开行政处罚决定", "县综合行政执法局", "7个工作日"],
]

PLAN = (
    "东川县2025年政务公开工作任务分解表",
    "东公开办〔2025〕3号",
    [
        "为贯彻落实《中华人民共和国政府信息公开条例》，现将2025年政务公开重点任务分解如下，请各责任单位认真组织实施。",
        "各责任单位要明确一名分管负责同志和一名联络员，名单于2月28日前报县政务公开领导小组办公室。",
    ],
    ["东川县政务公开领导小组办公室", "2025年1月16日"],
)


def document_of(parts: tuple[str, str, list[str], list[str]], rows: list[list[str]] | None = None) -> bytes:
    """One of the documents as PDF."""
    title, number, body, end = parts
    sheet = Sheet(han_font())
    sheet.y += 40
    half = len(title) // 2 if len(title) > 20 else len(title)
    for line in (title[:half], title[half:]):
        if line:
            sheet.centred(line, 20)
    sheet.centred(number, 14)
    for text in body[:1] if rows else body:
        sheet.paragraph(text)
    if rows:
        sheet.table(rows, [50, 170, 130, 80])
        for text in body[1:]:
            sheet.paragraph(text)
    for line in end:
        sheet.line(line, x=300)
    return sheet.bytes()


def worn(picture: Image.Image, seed: int, degrees: float = 1.2) -> Image.Image:
    """A picture as a poor scanner gives it: askew, blurred, grey, noisy, with specks."""
    noise = np.random.default_rng(seed)
    turned = picture.convert("L").rotate(degrees, Image.Resampling.BICUBIC, expand=False, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.9)), dtype=np.float32)
    grey = 20 + 0.86 * grey + noise.normal(0, 9, grey.shape)
    specks = noise.random(grey.shape) < 0.0006
    grey[specks] = noise.integers(0, 255, int(specks.sum()))
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).convert("RGB")


def documents() -> list[tuple[str, bytes]]:
    """The three documents by name."""
    return [("notice", document_of(NOTICE)), ("guide", document_of(GUIDE)), ("plan with table", document_of(PLAN, PLAN_ROWS))]


def similarity(a: str, b: str) -> float:
    """Likeness of two texts without their blanks, 0 to 1."""
    a, b = "".join(a.split()), "".join(b.split())
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def text_of(data: bytes, name: str) -> str:
    """Text of a file as the reader gives it. Raises ValueError where it gives none."""
    got = read(Source(name, data), Limits())
    if not isinstance(got, Document):
        raise ValueError(got.message)
    return got.text


def bare(picture: Image.Image) -> str:
    """Text of a picture by rapidocr alone, one thread, its lines in its order."""
    result = _engine()(np.asarray(picture)[:, :, ::-1].copy())
    return "\n".join(result.txts or ())


def _engine() -> Callable[..., object]:
    from rapidocr import RapidOCR

    if not _ENGINES:
        one = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1}
        _ENGINES.append(RapidOCR(params={**one, "Global.log_level": "error"}))
    return _ENGINES[0]


_ENGINES: list[Callable[..., object]] = []


def timed(call: Callable[[], str], rounds: int) -> tuple[str, float]:
    """What a call gives, and the least seconds of the processor's time that it took."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        result = call()
        least = min(least, time.process_time() - start)
    return result, least


def main(rounds: int) -> None:
    """Print the table."""
    text_of(encoded(worn(pictures_of(documents()[0][1])[0], 9)), "a.png")  # both engines loaded before the clock starts
    bare(Image.new("RGB", (400, 300), "white"))
    print(f"{'document':18}{'scan':10}{'characters':>11}{'gongkai':>10}{'s/page':>8}{'bare':>10}{'s/page':>8}")
    spent: dict[str, list[float]] = {"gongkai": [], "bare": []}
    for n, (name, data) in enumerate(documents()):
        original = text_of(data, "a.pdf")
        clean = pictures_of(data)[0]
        for scan, picture in (("clean", clean), ("noisy", worn(clean, n)), ("bad", worn(worn(clean, n), 7 + n, -3.7))):
            file = encoded(picture)
            ours, mine = timed(lambda f=file: text_of(f, "a.png"), rounds)
            theirs, peer = timed(lambda p=picture: bare(p), rounds)
            spent["gongkai"].append(mine)
            spent["bare"].append(peer)
            a, b = similarity(original, ours), similarity(original, theirs)
            print(f"{name:18}{scan:10}{len(''.join(original.split())):11}{a:10.4f}{mine:8.2f}{b:10.4f}{peer:8.2f}")
    for who, seconds in spent.items():
        print(f"{who:10} {1 / mean(seconds):.2f} pages a second of processor time, one thread, {len(seconds)} pages")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
