"""Bodies as headings below a heading that shares out the work."""

from __future__ import annotations

from nlp.pipeline import analyze
from nlp.types import Analysis, Source
from tests.kits import whole_kit

PLAN = """关于推进公园夜间开放的实施方案

一、总体目标
到年底前全市公园夜间开放率达到八成。
{above}
（一）市园林局
梳理公园照明设施，制定开放名录。
（二）市公安局、城管局
加强夜间治安防范，劝阻噪声扰民。
（三）各街道
配合做好宣传。
"""


def units(above: str) -> list[tuple[str, str, str]]:
    result = analyze(Source("a.txt", PLAN.format(above=above).encode()), whole_kit())
    assert isinstance(result, Analysis)
    return [(u.section, u.name, u.role) for u in result.units]


def test_each_body_carries_out_what_stands_below_it() -> None:
    assert units("二、职责分工") == [
        ("二/(一)", "市园林局", "lead"), ("二/(二)", "市公安局", "lead"), ("二/(二)", "市城管局", "lead"), ("二/(三)", "各街道", "support"),
    ]  # fmt: skip


def test_bodies_below_another_heading_are_only_named() -> None:
    assert units("二、走访的单位") == []
