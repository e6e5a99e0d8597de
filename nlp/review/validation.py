"""What a catalogue row must have before it is published: required cells, full unit names, nothing left open, sensible lengths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

LONGEST_ITEM = 60
MODES: Final = ("主动公开", "依申请公开", "不予公开")
AUDIENCES: Final = ("全社会", "特定群体")
_SAME = re.compile(r"同上|同前|〃")
_SENTENCE = re.compile(r"[。；！？\n]")
# 县发改局, 人社局, 卫健委: names that are only used shortened
_SHORT_UNIT = re.compile(r"^(?:省|市|州|县|区|旗|镇|乡)?(?:发改|住建|人社|卫健|卫计|市监|文旅|农业农村委|经信|编办|国资)(?:委|局|办|厅)?$")

# code -> (Chinese, English)
FAULTS: Final[dict[str, tuple[str, str]]] = {
    "item_missing": ("没有事项名称", "no name of the matter"),
    "item_long": ("事项名称超过 {n} 字", "the name is longer than {n} characters"),
    "item_sentence": ("事项名称写成了句子", "the name is a sentence"),
    "mode_unknown": ("公开方式应为主动公开、依申请公开或不予公开", "mode must be one of the three"),
    "audience_unknown": ("公开对象应为全社会或特定群体", "audience must be one of the two"),
    "domain_missing": ("没有公开领域", "no domain"),
    "unit_missing": ("没有公开主体", "no unit"),
    "unit_short": ("公开主体“{unit}”是简称，请写全称", "the unit {unit} is abbreviated; give its full name"),
    "deadline_missing": ("没有公开时限", "no time limit"),
    "basis_missing": ("没有公开依据", "no basis"),
    "channels_missing": ("没有公开渠道", "no channel"),
    "same_above": ("“同上”没有写明", "同上 is not resolved"),
}
# without these a row cannot be confirmed at all; the others are told at export
HARD: Final = frozenset({"item_missing", "item_long", "mode_unknown", "audience_unknown", "domain_missing"})


def codes_of(fields: Mapping[str, Any]) -> list[tuple[str, dict[str, object]]]:
    """Codes of what is wrong with the fields of an entry, with the facts of each."""
    found: list[tuple[str, dict[str, object]]] = []
    item = str(fields.get("item") or "").strip()
    if not item:
        found.append(("item_missing", {}))
    elif len(item) > LONGEST_ITEM:
        found.append(("item_long", {"n": LONGEST_ITEM}))
    elif _SENTENCE.search(item):
        found.append(("item_sentence", {}))
    if fields.get("mode") not in MODES:
        found.append(("mode_unknown", {}))
    if fields.get("audience") not in AUDIENCES:
        found.append(("audience_unknown", {}))
    if not fields.get("domain"):
        found.append(("domain_missing", {}))
    unit = fields.get("unit")
    if not unit:
        found.append(("unit_missing", {}))
    else:
        short = [u for u in re.split(r"[、，,]", str(unit)) if _SHORT_UNIT.match(u.strip())]
        found += [("unit_short", {"unit": u}) for u in short]
    found += [(f"{name}_missing", {}) for name in ("deadline", "basis", "channels") if not fields.get(name)]
    if any(_SAME.search(str(fields.get(name) or "")) for name in ("item", "basis", "unit", "deadline")):
        found.append(("same_above", {}))
    return found


def faults_of(fields: Mapping[str, Any], lang: str = "zh") -> list[str]:
    """What is wrong with the fields of an entry, in words."""
    return [FAULTS[code][lang == "en"].format(**facts) for code, facts in codes_of(fields)]


def hard_faults(fields: Mapping[str, Any], lang: str = "zh") -> list[str]:
    """What keeps an entry from being confirmed."""
    return [FAULTS[code][lang == "en"].format(**facts) for code, facts in codes_of(fields) if code in HARD]
