from __future__ import annotations

import pytest

from nlp.structure.outline import StructureRules


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("机密★20年", ("机密", "20年")), ("秘密★长期", ("秘密", "长期")), ("绝密★启用前", ("绝密", "启用前")), ("机密★", ("机密", None)),
        ("秘密", ("秘密", None)), ("密级：机密", ("机密", None)), ("000012 机密★5年 特急", ("机密", "5年")), ("（秘密）", ("秘密", None)),
        ("商业秘密", None), ("秘书处", None), ("保密宣传月", None), ("国家秘密", None), ("机密文件管理办法", None), ("特急", None),
    ],
)  # fmt: skip
def test_secrecy_marks(rules: StructureRules, line: str, want: tuple[str, str | None] | None) -> None:
    assert rules.marks.secrecy_line(line) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("（此件公开发布）", "active"), ("（此件主动公开）附件", "active"), ("请执行。（此件公开发布）2021年", "active"), ("（此件依申请公开）", "on_request"),
        ("（此件不予公开）", "withheld"), ("（此件不公开）", "withheld"), ("（此件删减后公开）", None), ("（依申请公开除外）", None),
    ],
)  # fmt: skip
def test_notes_inside_text(rules: StructureRules, text: str, want: str | None) -> None:
    found = rules.marks.declared(text)
    assert (found[0] if found else None) == want


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("此件公开发布", "active"),
        ("（主动公开）", "active"),
        ("依申请公开", "on_request"),
        ("不予公开", "withheld"),
        ("主动公开目录", None),
    ],
)
def test_notes_alone_on_a_line(rules: StructureRules, line: str, want: str | None) -> None:
    found = rules.marks.declared_line(line)
    assert (found[0] if found else None) == want


@pytest.mark.parametrize(
    ("value", "want"),
    [
        ("主动公开", "active"), ("依申请公开", "on_request"), ("不予公开", "withheld"), ("■主动公开 □依申请公开", "active"),
        ("□主动公开 ☑依申请公开", "on_request"), ("□主动公开 □依申请公开", None), ("政府网站", None),
    ],
)  # fmt: skip
def test_values_of_labels(rules: StructureRules, value: str, want: str | None) -> None:
    assert rules.marks.declared_value(value) == want
