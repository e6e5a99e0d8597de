"""Numbers with right and wrong check characters, and the layouts in which documents carry them; fixed seed, no real data."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.extract.sensitive_checks import PROVINCES, is_credit_code, is_resident_id, passes_luhn

NAMES = ["张伟明", "李秀英", "王建国", "赵丽", "孙志强", "欧阳明", "刘洋", "陈桂芳"]
LABELS = {
    "resident-id": ["身份证号：", "身份证号码", "公民身份号码为", "证件号码:", "居民身份证号码：", "身份证（", "身份证号 "],
    "bank-card": ["银行卡号：", "卡号", "一卡通账号：", "开户行：某银行，账号：", "社保卡银行账号 "],
    "credit-code": ["统一社会信用代码：", "信用代码", "纳税人识别号:", "统一社会信用代码（"],
    "disability-card": ["残疾证号：", "残疾人证号码", "残疾人证号:", "残疾证（"],
}
HEADS = {"resident-id": "身份证号", "bank-card": "银行卡号", "credit-code": "统一社会信用代码", "disability-card": "残疾证号"}
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Case:
    """A text, and the (kind, bare number) that stand in it."""

    text: str
    expected: tuple[tuple[str, str], ...]
    layout: str


def resident_id(rng: random.Random) -> str:
    """A valid number of a made-up person."""
    area = rng.choice(sorted(PROVINCES - {"81", "82", "83", "71"})) + f"{rng.randint(1, 29):02d}{rng.randint(1, 31):02d}"
    body = f"{area}{rng.randint(1935, 2020)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    return next(body + c for c in "0123456789X" if is_resident_id(body + c))


def bank_card(rng: random.Random) -> str:
    """A valid card number of 16, 18 or 19 digits."""
    body = rng.choice(["622848", "621700", "622202", "623058", "620059"]) + "".join(rng.choices("0123456789", k=rng.choice([9, 11, 12])))
    card = next(body + c for c in "0123456789" if passes_luhn(body + c))
    return bank_card(rng) if is_resident_id(card) else card


def credit_code(rng: random.Random) -> str:
    """A valid code of a body or a company."""
    body = rng.choice(["11", "12", "51", "91", "92", "93"]) + rng.choice(sorted(PROVINCES - {"81", "82", "83", "71"}))
    body += f"{rng.randint(1, 9999):04d}" + rng.choice(["MA", "MB", "00"]) + "".join(rng.choices(SIGNS, k=7))
    return next((body + c for c in SIGNS if is_credit_code(body + c)), "") or credit_code(rng)


def disability_card(rng: random.Random) -> str:
    """A valid certificate number, sometimes reissued."""
    return resident_id(rng) + str(rng.randint(1, 7)) + str(rng.randint(1, 4)) + rng.choice(["", "", "", "B1"])


MAKERS = {"resident-id": resident_id, "bank-card": bank_card, "credit-code": credit_code, "disability-card": disability_card}


def spoil(number: str, kind: str, rng: random.Random) -> str:
    """The number with a wrong check character."""
    at = 17 if kind in ("resident-id", "disability-card", "credit-code") else len(number) - 1
    signs = SIGNS if kind == "credit-code" else "0123456789" if kind == "bank-card" else "0123456789X"
    return number[:at] + rng.choice([c for c in signs if c != number[at]]) + number[at + 1 :]


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" < c <= "~" else c for c in text)


def _grouped(number: str, kind: str, sign: str) -> str:
    if kind in ("bank-card", "credit-code"):
        return sign.join(number[i : i + 4] for i in range(0, len(number), 4))
    return sign.join([number[:6], number[6:14], number[14:]])


def layouts(number: str, kind: str, rng: random.Random) -> tuple[str, str]:
    """One layout of a number, with its name."""
    label, head, name = rng.choice(LABELS[kind]), HEADS[kind], rng.choice(NAMES)
    close = "）" if label.endswith("（") else rng.choice(["", "。", "，联系电话见附件。"])
    shape = rng.choice(
        ["label", "label", "lower", "wide", "blanks", "hyphens", "line-end", "table", "table-split", "label-cell", "flat-list", "glued-han", "bare-row"]
    )
    cut = rng.randint(4, len(number) - 4)
    if shape == "lower":
        return f"{name}，{label}{number.lower()}{close}", shape
    if shape == "wide":
        return f"{label}{_wide(number)}{close}", shape
    if shape == "blanks":
        return f"{label}{_grouped(number, kind, ' ')}{close}", shape
    if shape == "hyphens":
        return f"{label}{_grouped(number, kind, '-')}{close}", shape
    if shape == "line-end":
        return f"经核对，{name}的{label}{number[:cut]}\n{number[cut:]}{close}", shape
    if shape == "table":
        rows = "\n".join(f"{i}\t{rng.choice(NAMES)}\t{number if i == 2 else '/'}\t{rng.randint(100, 999)}" for i in range(1, 4))
        return f"序号\t姓名\t{head}\t金额\n{rows}", shape
    if shape == "table-split":
        return f"姓名\t{name}\t{head}\t{number[:cut]}\t{number[cut:]}", shape
    if shape == "label-cell":
        return f"姓名\t{name}\t{head}\t{number}\t备注\t", shape
    if shape == "flat-list":
        return f"序号 姓名 {head} 金额 1 {name} {number} 500.00 2 {rng.choice(NAMES)} / 600.00", shape
    if shape == "glued-han":
        return f"序号姓名{head}村组1{name}{number}东风村二组", shape
    if shape == "bare-row" and kind != "credit-code":
        return f"{name} {rng.choice('男女')} {number} 东风村", shape
    return f"{label}{number}{close}", "label"


def valid_cases(count: int, seed: int = 20260101) -> Iterator[Case]:
    """Cases with a number that must be found; one in five has a wrong check character and must not be."""
    rng = random.Random(seed)
    for n in range(count):
        kind = ("resident-id", "bank-card", "credit-code", "disability-card")[n % 4]
        number = MAKERS[kind](rng)
        if n % 5 == 4:
            wrong = spoil(number, kind, rng)
            text, shape = layouts(wrong, kind, rng)
            yield Case(text, (), f"wrong:{kind}:{shape}")
        else:
            text, shape = layouts(number, kind, rng)
            yield Case(text, ((kind, number.upper()),), f"{kind}:{shape}")


def look_alikes(count: int, seed: int = 20260102) -> Iterator[Case]:
    """Numbers of documents that are nobody's: indexes, orders, codes, totals, telephones of offices, dates."""
    rng = random.Random(seed)

    def d(n: int) -> str:
        return str(rng.randint(1, 9)) + "".join(rng.choices("0123456789", k=n - 1))

    def day(sign: str = "") -> str:
        return f"{rng.randint(2003, 2026)}{sign}{rng.randint(1, 12):02d}{sign}{rng.randint(1, 28):02d}"

    shapes = [
        ("index", lambda: f"索引号：{rng.randint(0, 99999999):09d}/{rng.randint(2003, 2026)}-{d(5)}"),
        ("index-code", lambda: f"索引号：11{d(6)}MB{d(8)}/{rng.randint(2010, 2026)}-{d(5)}"),
        ("order", lambda: f"订单号：{d(4)}{day()}{d(6)}"),
        ("order-long", lambda: f"交易单号{d(10)}{day()}{d(10)}"),
        ("contract", lambda: f"合同编号：{d(6)}{day()}{d(4)}"),
        ("contract-card", lambda: f"合同编号：{bank_card(rng)}"),
        ("project", lambda: f"项目代码：{rng.randint(2016, 2026)}-{d(6)}-{d(2)}-{d(2)}-{d(6)}"),
        ("project-plain", lambda: f"项目编号{d(6)}{day()}{d(4)}"),
        ("total", lambda: f"本期合计{d(16)}.{d(2)}元，余额{d(9)}.00元"),
        ("total-commas", lambda: f"账户余额合计：{d(3)},{d(3)},{d(3)}.{d(2)}元"),
        ("office-phone", lambda: f"监督电话：0{d(3)}-{d(7)}，联系电话：0{d(2)}-{d(8)}、12345"),
        ("date", lambda: f"自{day('-')}至{day('-')}，{day('.')}印发，{day()}"),
        ("postcode", lambda: f"邮政编码：{d(6)} 地址：幸福路{d(2)}号 电话：{d(7)}"),
        ("meter", lambda: f"电表号：{d(12)}，水表号{d(18)}"),
        ("isbn", lambda: f"ISBN 978-7-{d(4)}-{d(4)}-{d(1)}，ISBN：9787{d(9)}"),
        ("document", lambda: f"某政办发〔{rng.randint(2003, 2026)}〕{d(2)}号、国办发〔{rng.randint(2003, 2026)}〕{d(2)}号"),
        ("wrong-credit", lambda: f"统一社会信用代码：{spoil(credit_code(rng), 'credit-code', rng)}"),
        ("digits-18", lambda: f"流水号{d(18)}，受理编号{d(18)}"),
        ("digits-20", lambda: f"采购文件编号：{d(20)}"),
        ("grid", lambda: "\n".join("\t".join(d(rng.randint(1, 8)) for _ in range(8)) for _ in range(4))),
        ("amounts", lambda: " ".join(f"{d(4)}.{d(2)}" for _ in range(8))),
        ("coordinates", lambda: f"拐点坐标：X={d(7)}.{d(3)}，Y={d(8)}.{d(3)}；东经{d(3)}.{d(8)}"),
        ("case", lambda: f"（{rng.randint(2003, 2026)}）鲁01刑初{d(3)}号，{day()}{d(6)}号票据"),
        ("barcode", lambda: f"条形码69{d(11)}，追溯码{d(20)}"),
        ("land", lambda: f"不动产单元号：{d(6)}{d(6)}GB{d(5)}F{d(8)}，宗地代码{d(12)}GB{d(5)}"),
    ]
    for n in range(count):
        name, make = shapes[n % len(shapes)]
        yield Case(make(), (), name)
