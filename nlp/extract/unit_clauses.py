"""Responsibility clauses: closing brackets （市发改委牵头，各镇配合）, labelled values 责任单位：…, cells of a table.

Here a list of units is expected, so weak endings count; roles come from the words behind a list (牵头, 配合), between two lists
(会同), from a sign behind a unit (（牵头）) or from the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.extract.unit_claims import Claim, Where
from nlp.extract.unit_lists import ListRules
from nlp.extract.unit_names import guarded, words_of
from nlp.extract.unit_prefixes import Named, Running, restore
from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import Role

LONGEST_CLAUSE = 600
MOST_TAIL = 14  # 按照各自职责分工分别牵头抓好落实: longer words behind a bracket's list are a sentence

_SEPARATORS = re.compile(r"[，、：:\s|■√☑●·*\-—]+")
_STOPS = re.compile(r"[；;。\n\t]+")
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff（）/]{2,10}：")
_BLANK_OR_COLON = re.compile(r"[\s：:]+")
_CHUNK = re.compile(r"[^，。；：:！？、（）\s]+")
_SIGN_OR_NOTE = re.compile(r"（[^（）]*）?")
# 等 at the end of a list may be all that is left of it.
_LEFT_OVER = re.compile(r"等?\Z")
_WEAK_LEAD = frozenset(("负责", "按职责", "分别", "各负其责", "做好", "组织", "完成"))
# Brackets that explain a word instead of saying who acts.
_NO_CLAUSE = re.compile(
    r"以下|简称|统称|即|如|例如|含|包括|不含|见|详见|附|注|原|曾|联系|电话|试行|暂行|修订|草案|或者?|[0-9]|第|共|下同|除|指|不包括|其中|经|根据"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at a place: the role of what follows ("none": no unit follows), the rule row, and where its value begins."""

    role: Role | None
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clause says: its claims; `explicit` when a word or label gave the roles; `strange` when parts were not understood;
    `end` behind the last thing understood; `running`: the prefixes it carries on."""

    claims: tuple[Claim, ...]
    explicit: bool
    strange: bool
    end: int
    running: Running = Running()


@dataclass(frozen=True, slots=True)
class ClauseRules:
    """Role words and labels, compiled."""

    lists: ListRules
    shared: re.Pattern[str]
    lead: re.Pattern[str]
    support: re.Pattern[str]
    supervise: re.Pattern[str]
    links: re.Pattern[str]
    opens: re.Pattern[str]
    tail: re.Pattern[str]
    labels: tuple[tuple[str, Role | None], ...]
    label: re.Pattern[str]
    any_role: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook, lists: ListRules) -> ClauseRules:
        """Read `units-roles.tsv` and `units-labels.tsv`; hold each label to its examples."""
        rows = book.table("units-roles")
        tails = [r for r in rows if r["place"] == "tail"]
        links = guarded(r for r in rows if r["place"] == "link")
        labels: list[tuple[str, Role | None]] = []
        sources: list[str] = []
        for row in book.table("units-labels"):
            pattern = _label_pattern(row)
            role = None if row["role"] == "none" else row["role"]
            if role not in (None, "lead", "support", "supervise"):
                raise row.fault(f"role 应为 lead、support、supervise 或 none，不是“{role}”，请修改。")
            check_examples(row, lambda text, p=pattern: [text] if p.fullmatch(text) else [])  # type: ignore[misc]
            sources.append(f"(?P<g{len(labels)}>{pattern.pattern})")
            labels.append((row["id"], role))  # type: ignore[arg-type]
        return cls(
            lists=lists,
            shared=re.compile(
                "|".join(sorted((r["word"] for r in words_of(book.table("units-words"), "shared")), key=len, reverse=True))
            ),
            lead=re.compile(guarded(r for r in tails if r["role"] == "lead")),
            support=re.compile(guarded(r for r in tails if r["role"] == "support")),
            supervise=re.compile(guarded(r for r in tails if r["role"] == "supervise")),
            links=re.compile(links),
            opens=re.compile(guarded(r for r in rows if r["place"] == "open")),
            tail=re.compile(rf"(?:(?!{links})[^，。；：:！？、（）\s])*"),
            labels=tuple(labels),
            label=re.compile("|".join(sources)),
            any_role=re.compile(guarded(tails)),
        )

    # ------------------------------------------------------------ labels
    def label_of(self, text: str) -> Label | None:
        """The label that a whole text is (a table head cell, a line): 牵头单位, 配合/责任单位, 完成时限."""
        if len(text) > 40:
            return None
        word = _BLANK_OR_COLON.sub("", text)
        if not 2 <= len(word) <= 16:
            return None
        m = self.label.fullmatch(word)
        return self._label(m, 0, len(text)) if m else None

    def label_at(self, text: str, at: int, end: int) -> Label | None:
        """The label that begins at a place, without its colon."""
        m = self.label.match(text, at, end)
        return self._label(m, m.start(), m.end()) if m else None

    def _label(self, m: re.Match[str], start: int, end: int) -> Label:
        rule, role = self.labels[int((m.lastgroup or "g0")[1:])]
        return Label(role, rule, start, end)

    def label_before(self, text: str, start: int, colon: int) -> Label | None:
        """The label that ends at a colon: 责任单位：, also behind other text (…。责任科室：). Longest first; not 各责任单位：."""
        for at in range(max(start, colon - 14), colon - 1):
            m = self.label.fullmatch(text, at, colon)
            if m is None:
                continue
            label = self._label(m, at, colon + 1)
            if label.rule.endswith("-short"):
                continue
            return None if at > start and text[at - 1] in "各有关该的由请为和与、" else label
        return None

    def find_labels(self, text: str, start: int, end: int) -> list[Label]:
        """All labels with a colon in text[start:end]."""
        out: list[Label] = []
        at = text.find("：", start, end)
        while at >= 0:
            if at - start >= 2 and text[at - 1] > "一" and (label := self.label_before(text, out[-1].end if out else start, at)):
                out.append(label)
            at = text.find("：", at + 1, end)
        return out

    # ------------------------------------------------------------ roles
    def role_of(self, tail: str) -> Role | None:
        """Role that the words behind a list give it: 按职责分工分别牵头落实 -> lead, 配合落实 -> support, 负责监督 -> supervise."""
        support, lead, supervise = self.support.search(tail), self.lead.search(tail), self.supervise.search(tail)
        if support and not (lead and lead[0] == "牵头" and lead.start() < support.start()):
            return "support"
        if (
            supervise
            and supervise.start() <= 6
            and not any(m[0] not in _WEAK_LEAD for m in self.lead.finditer(tail, 0, supervise.start()))
        ):
            return "supervise"
        return "lead" if lead else None

    # ------------------------------------------------------------ a clause
    def read(
        self,
        text: str,
        start: int,
        end: int,
        where: Where,
        label: Label | None = None,
        first_leads: bool = False,
        running: Running = Running(),
        glued: bool = False,
    ) -> Reading:
        """Claims of the clause text[start:end]; every claim quotes the whole clause (the caller narrows that for labels)."""
        return _Reader(self, text, start, end, where, label, first_leads, running, glued).read()


def _label_pattern(row: Row) -> re.Pattern[str]:
    try:
        return re.compile(compile_pattern(row["pattern"], {}))
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error


class _Reader:
    """One pass over a clause. Keeps the units that wait for their role in segments (parted by commas)."""

    def __init__(
        self,
        rules: ClauseRules,
        text: str,
        start: int,
        end: int,
        where: Where,
        label: Label | None,
        first_leads: bool,
        running: Running,
        glued: bool,
    ) -> None:
        self.rules, self.text, self.start, self.end, self.where, self.glued = rules, text, start, end, where, glued
        self.label, self.first_leads, self.running = label, first_leads, running
        self.role: Role | None = label.role if label else None
        self.rule = f"units-labels:{label.rule}" if label else f"units:{where}"
        self.linked = False
        self.muted = label is not None and label.role is None
        self.waiting: list[list[Named]] = [[]]
        self.claims: list[Claim] = []
        self.explicit = label is not None
        self.strange = False
        self.understood = start
        self.fresh = True  # a list may begin here: at the start, behind a separator, a label or a link

    def read(self) -> Reading:
        at = self.start
        while at < self.end:
            at = self._step(at)
        self._flush(None)
        return Reading(tuple(self.claims), self.explicit, self.strange, self.understood, self.running)

    def _step(self, at: int) -> int:
        text, rules = self.text, self.rules
        if m := _STOPS.match(text, at, self.end):
            self._flush(None)
            self.linked, self.fresh = False, True
            self.role = self.label.role if self.label else None
            self.muted = self.label is not None and self.label.role is None
            return m.end()
        if m := _SEPARATORS.match(text, at, self.end):
            self.fresh = True
            if "，" in m[0] and self.waiting[-1]:
                self.waiting.append([])
            return m.end()
        if (label := self._label(at)) is not None:
            self._flush(None)
            self.label, self.role, self.rule, self.linked = label, label.role, f"units-labels:{label.rule}", False
            self.muted, self.explicit, self.fresh = label.role is None, True, True
            return label.end
        if not self.muted and (m := _OTHER_LABEL.match(text, at, self.end)) is not None and at > self.start:
            self._flush(None)
            self.muted = True
            return m.end()
        if not self.muted:
            if (after := self._link(at)) is not None:
                self.fresh = True
                return after
            if (self.fresh or self.glued) and (after := self._list(at)) is not None:
                self.fresh = False
                return after
        self.fresh = False
        return self._other(at)

    def _label(self, at: int) -> Label | None:
        """A label with its colon, or straight before a list (牵头单位市发改委)."""
        text = self.text
        colon = text.find("：", at, min(self.end, at + 16))
        if colon > 0 and (label := self.rules.label_of(text[at:colon])) is not None:
            return Label(label.role, label.rule, at, colon + 1)
        label = self.rules.label_at(text, at, self.end)
        if label is not None and label.role is not None and label.end - at >= 4:
            behind = label.end + (1 if text[label.end : label.end + 1] in "为是" else 0)
            if behind < self.end and self.rules.lists.read_list(text, behind, self.end, listed=True) is not None:
                return Label(label.role, label.rule, at, behind)
        return None

    def _link(self, at: int) -> int | None:
        m = self.rules.links.match(self.text, at, self.end)
        if m is None or self.rules.lists.read_list(self.text, m.end(), self.end, listed=True, commas=False) is None:
            m = self.rules.opens.match(self.text, at, self.end)
            return m.end() if m and m.end() < self.end else None
        self._flush("lead" if self.role is None else self.role)
        self.linked, self.explicit = True, True
        return m.end()

    def _list(self, at: int) -> int | None:
        found = self.rules.lists.read_list(self.text, at, self.end, listed=True, glued=self.glued, commas=False)
        if found is None:
            return None
        named, self.running = restore(self.text, found, self.rules.lists.names, self.rules.shared, self.running)
        self.waiting[-1] += named
        tail = self.rules.tail.match(self.text, found.end, self.end)
        words = tail[0] if tail else ""
        self.understood = found.end
        role = self.rules.role_of(words if self.where != "bracket" else words[:MOST_TAIL])
        if role is not None and not (self.where == "bracket" and len(words) > 2 * MOST_TAIL):
            self.explicit = True
            self.understood = found.end + len(words.rstrip())
            self._flush("support" if self.linked else role)
            self.linked = False
        elif not _LEFT_OVER.match(words.strip()) and self.where != "table":
            self.strange = True
            if not self.glued and not words.startswith((" ", "（")):
                self.waiting[-1] = (
                    self.waiting[-1][: -len(named)] if not self.explicit or self._is_person(words) else self.waiting[-1]
                )
        return found.end + len(words) if words else found.end

    @staticmethod
    def _is_person(words: str) -> bool:
        return bool(
            re.match(r"[^，。；]{0,4}(?:负责人|负责同志|领导|主任|局长|书记|人员|干部|同志|网站|平台|负责制|门户)", words)
        )

    def _other(self, at: int) -> int:
        m = _SIGN_OR_NOTE.match(self.text, at, self.end) or _CHUNK.match(self.text, at, self.end)
        stop = m.end() if m and m.end() > at else at + 1
        chunk = self.text[at:stop]
        if (
            any(self.waiting)
            and not self.muted
            and not chunk.startswith("（")
            and (role := self.rules.role_of(chunk)) is not None
        ):
            self.explicit = True  # 市教育局、各镇，按职责分工负责
            self.understood = stop
            self._flush("support" if self.linked else role)
            self.linked = False
        elif not chunk.startswith("（"):
            self.strange = self.strange or not re.search("[0-9]|长期|持续|全年|时限|完成|推进", chunk)
        return stop

    def _flush(self, role: Role | None) -> None:
        """Give the waiting units their role: the words' own, else the sign's, the link's, the label's, else lead."""
        segments = [s for s in self.waiting if s]
        self.waiting = [[]]
        has_lead = any(c.role == "lead" for c in self.claims)
        signed = any(n.item.sign for s in segments for n in s)
        first = True
        for i, segment in enumerate(segments):
            for named in segment:
                given: Role
                if named.item.sign is not None:
                    given = named.item.sign
                elif role is not None:
                    given = (
                        "lead"
                        if role == "support" and i < len(segments) - 1 and not has_lead and not self.linked and self.label is None
                        else role
                    )
                    if self.label is not None and self.role is not None and i < len(segments) - 1:
                        given = self.role
                elif self.linked or (signed and self.role in (None, "lead")):
                    given = "support"
                else:
                    given = self.role or "lead"
                    if self.first_leads and self.role in (None, "lead") and not first:
                        given = "support"
                first = False
                self.claims.append(Claim(self.start, self.end, named, given, self.where, self.rule, 0.95))


_MARKS = re.compile(r"[（）【】〔〕\[\]]")
_PAIRS = {"）": "（", "】": "【", "〕": "〔", "]": "["}


def brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Contents of the outermost closed brackets of text[start:end], in order; a last one left open runs to the end. Linear.

    >>> [ "甲（乙（丙）丁）（戊"[a:b] for a, b in brackets("甲（乙（丙）丁）（戊", 0, 10) ]
    ['乙（丙）丁', '戊']
    """
    open_marks: list[tuple[str, int]] = []
    closed: list[tuple[int, int]] = []
    for m in _MARKS.finditer(text, start, end):
        if m[0] not in _PAIRS:
            open_marks.append((m[0], m.end()))
        elif open_marks and open_marks[-1][0] == _PAIRS[m[0]]:
            opened = open_marks.pop()[1]
            while closed and closed[-1][0] > opened:
                closed.pop()
            closed.append((opened, m.start()))
    if open_marks and (not closed or open_marks[-1][1] > closed[-1][1]) and end - open_marks[-1][1] <= LONGEST_CLAUSE:
        closed.append((open_marks[-1][1], end))
    return closed


def is_note(content: str) -> bool:
    """Whether a bracket explains a word: （以下简称…）, （见附件）, （2018年）."""
    return bool(_NO_CLAUSE.match(content))


def narrowed(claims: Iterable[Claim], start: int, end: int) -> tuple[Claim, ...]:
    """The claims with another quote."""
    return tuple(Claim(start, end, c.named, c.role, c.where, c.rule, c.score) for c in claims)
