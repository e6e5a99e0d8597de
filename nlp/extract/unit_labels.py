"""Labels before units: 责任单位：, 牵头部门：, the head cells of a table; and labels after which no unit follows (完成时限：)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import Role

LONGEST_LABEL = 16

_BLANK_OR_COLON = re.compile(r"[\s：:]+")
# 各责任单位： addresses them; 由责任单位：… is a sentence.
_NOT_BEFORE = frozenset("各有关该的由请为和与、")


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the role of what follows (None: no unit does), the rule row, where the label and where its value begins."""

    role: Role | None
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LabelRules:
    """All label rows as one pattern; its groups tell the row."""

    rows: tuple[tuple[str, Role | None], ...]
    pattern: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook) -> LabelRules:
        """Read `units-labels.tsv`; hold each row to its examples."""
        rows: list[tuple[str, Role | None]] = []
        sources: list[str] = []
        for row in book.table("units-labels"):
            pattern = _pattern(row)
            role = None if row["role"] == "none" else row["role"]
            if role not in (None, "lead", "support", "supervise"):
                raise row.fault(f"role 应为 lead、support、supervise 或 none，不是“{role}”，请修改。")
            check_examples(row, lambda text, p=pattern: [text] if p.fullmatch(text) else [])  # type: ignore[misc]
            sources.append(f"(?P<row{len(rows)}>{pattern.pattern})")
            rows.append((row["id"], role))  # type: ignore[arg-type]
        return cls(tuple(rows), re.compile("|".join(sources)))

    def label_of(self, text: str) -> Label | None:
        """The label that a whole text is (a table head cell, a line): 牵头单位, 配合/责任单位, 完成时限."""
        word = _BLANK_OR_COLON.sub("", text) if len(text) <= 40 else ""
        m = self.pattern.fullmatch(word) if 2 <= len(word) <= LONGEST_LABEL else None
        return self._label(m, 0, len(text)) if m else None

    def label_at(self, text: str, at: int, end: int) -> Label | None:
        """The label that begins at a place, without its colon."""
        m = self.pattern.match(text, at, end)
        return self._label(m, m.start(), m.end()) if m else None

    def find_labels(self, text: str, start: int, end: int) -> list[Label]:
        """All labels with a colon in text[start:end]."""
        out: list[Label] = []
        at = text.find("：", start, end)
        while at >= 0:
            if at - start >= 2 and text[at - 1] >= "一":
                label = self._before(text, out[-1].end if out else start, at)
                out += [label] if label is not None else []
            at = text.find("：", at + 1, end)
        return out

    def _before(self, text: str, start: int, colon: int) -> Label | None:
        """The longest label that ends at a colon, also behind other text (…。责任科室：)."""
        for at in range(max(start, colon - LONGEST_LABEL + 2), colon - 1):
            m = self.pattern.fullmatch(text, at, colon)
            label = self._label(m, at, colon + 1) if m else None
            if label is not None and not label.rule.endswith("-short"):
                return None if at > start and text[at - 1] in _NOT_BEFORE else label
        return None

    def _label(self, m: re.Match[str], start: int, end: int) -> Label:
        rule, role = self.rows[int((m.lastgroup or "row0")[3:])]
        return Label(role, rule, start, end)


def _pattern(row: Row) -> re.Pattern[str]:
    try:
        return re.compile(compile_pattern(row["pattern"], {}))
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error
