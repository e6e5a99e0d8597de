"""索引号: what the document states, else the office's template filled with what is known; a missing part gives no number but a reason.

The running number of a year belongs to the catalogue, not to one document: only a batch (`numbered`) can give it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.rulebook import Row, Rulebook
from nlp.types import DocumentRecord

FIELD = "index_number"
NO_SERIAL = "缺少流水号"
_PART = re.compile(r"\{([a-z_]+)\}")
_FIXED = ("org", "credit", "area", "body", "short", "class")
_PARTS = frozenset({*_FIXED, "year", "date", "theme", "serial"})
_NAMES = {
    "org": "机构代码", "credit": "统一社会信用代码", "area": "行政区划代码", "body": "单位编号", "short": "单位简称", "class": "信息类别",
    "year": "公开日期或成文日期", "date": "公开日期或成文日期", "theme": "主题分类", "serial": "流水号",
}  # fmt: skip
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_YEAR_SERIAL = re.compile(r"(?P<year>20[0-9]{2}) ?[=＝:：] ?(?P<n>[0-9]+)")


def organisation_check(code: str) -> bool:
    """Whether nine signs end in the check sign of GB 11714.

    >>> organisation_check("000000000"), organisation_check("01527918X")
    (False, True)
    """
    if not re.fullmatch("[0-9A-Z]{8}[0-9X]", code):
        return False
    total = sum(w * int(c, 36) for w, c in zip(_ORG_WEIGHTS, code, strict=False))
    return code[8] == "0123456789X0"[11 - total % 11]


def credit_check(code: str) -> bool:
    """Whether eighteen signs end in the check sign of GB 32100: weights 3**i mod 31."""
    if len(code) != 18 or any(c not in _CREDIT_SIGNS for c in code):
        return False
    total = sum(pow(3, i, 31) * _CREDIT_SIGNS.index(c) for i, c in enumerate(code[:17]))
    return _CREDIT_SIGNS.index(code[17]) == (31 - total % 31) % 31


@dataclass(frozen=True, slots=True)
class Office:
    """`record-office.tsv`: template, the office's own parts, and the next running number by year ("" for every year)."""

    template: str
    parts: Mapping[str, str]
    width: int
    next_serial: Mapping[str, int]

    @classmethod
    def load(cls, book: Rulebook) -> Office:
        """Read and check the table. Raises RuleError for an unknown part, a wrong code or a number that is none."""
        rows = {row["id"]: row for row in book.table("record-office")}
        template = rows["template"]
        for name in _PART.findall(template["value"]):
            if name not in _PARTS:
                raise template.fault(f"没有名为 {{{name}}} 的组成部分，可用：{'、'.join(sorted(_PARTS))}。")
        parts = {name: _own(rows[name]) for name in _FIXED if name in rows}
        width = rows["serial_width"]["value"]
        if not width.isascii() or not width.isdigit() or not 1 <= int(width) <= 12:
            raise rows["serial_width"].fault(f"流水号位数应为1至12的数字，现为“{width}”。")
        return cls(template["value"], parts, int(width), _serials(rows["next_serial"]))

    def compose(self, record: DocumentRecord, serial: int | None) -> tuple[str | None, str]:
        """The number of a record, or None with the reason: which parts are missing."""
        day = record.published_on or record.written_on
        known = {
            **self.parts,
            "year": day[:4] if day else "",
            "date": day.replace("-", "") if day else "",
            "theme": record.themes[0].code if record.themes else "",
            "serial": "" if serial is None else str(serial).zfill(self.width),
        }
        missing = [p for p in dict.fromkeys(_PART.findall(self.template)) if not known.get(p)]
        if missing:
            return None, "缺少" + "、".join(dict.fromkeys(_NAMES[p] for p in missing))
        return _PART.sub(lambda m: known[m[1]], self.template), "按本单位索引号模板生成"

    def first(self, year: str) -> int | None:
        """The first free running number of a year; None where the office has not said."""
        return self.next_serial.get(year, self.next_serial.get(""))


def _own(row: Row) -> str:
    """A part of the office's own, checked by its check sign."""
    value = row["value"]
    part = row["id"]
    if value and part == "org" and not organisation_check(value):
        raise row.fault(f"组织机构代码“{value}”应为9位且校验位正确，请核对。")
    if value and part == "credit" and not credit_check(value):
        raise row.fault(f"统一社会信用代码“{value}”应为18位且校验位正确，请核对。")
    if value and part == "area" and not re.fullmatch("[0-9]{6}", value):
        raise row.fault(f"行政区划代码“{value}”应为6位数字，请核对。")
    return value


def _serials(row: Row) -> dict[str, int]:
    value = row["value"]
    if not value:
        return {}
    if re.fullmatch("[0-9]+", value):
        return {"": int(value)}
    out = {}
    for piece in row.items("value"):
        m = _YEAR_SERIAL.fullmatch(piece)
        if m is None:
            raise row.fault(f"“{piece}”应为数字，或写成 2025=1 的形式。")
        out[m["year"]] = int(m["n"])
    return out


def numbered(records: Sequence[DocumentRecord], office: Office) -> list[DocumentRecord]:
    """The records of a batch with numbers where the office's table allows it, in the order given.

    Within a year numbers run by date of publication (else of the document), then by the order given. A number that the document
    states is kept, and one that the batch states already is not given again.
    """
    taken = {r.index_number for r in records if r.index_number}
    order = sorted(range(len(records)), key=lambda i: (records[i].published_on or records[i].written_on or "", i))
    used: dict[str, int] = {}
    out = list(records)
    for i in order:
        record = records[i]
        day = record.published_on or record.written_on
        if record.index_number or record.withheld or day is None:
            continue
        first = office.first(day[:4])
        if first is None:
            continue
        serial = used.get(day[:4], first)
        made, why = office.compose(record, serial)
        while made is not None and made in taken and "{serial}" in office.template:
            serial += 1
            made, why = office.compose(record, serial)
        if made is not None and made in taken:  # a template without a running number
            made, why = None, "与本批另一文档重号"
        if made is not None:
            used[day[:4]] = serial + 1
            taken.add(made)
        out[i] = replace(record, index_number=made, defaults={**record.defaults, FIELD: why})
    return out
