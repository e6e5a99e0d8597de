"""Responsibility clauses: closing brackets （市发改委牵头，各镇配合）, labelled values 责任单位：…, cells of a table.

Here a list of units is expected, so weak endings count. Roles come from the words behind a list (牵头, 配合), between two lists
(会同), from a sign behind a unit (（牵头）) or from the label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.extract.unit_claims import Claim, Where
from nlp.extract.unit_labels import Label, LabelRules
from nlp.extract.unit_lists import ListRules
from nlp.extract.unit_prefixes import Named, Running, restore
from nlp.extract.unit_words import guarded, words_of
from nlp.rulebook import Rulebook
from nlp.types import Role

# 按照各自职责分工分别牵头抓好落实: longer words behind a bracket's list are a sentence.
MOST_TAIL = 14
# 负责监督: a checking word so near the list's end decides.
NEAR = 6

_NOWHERE = Running()
_SEPARATORS = re.compile(r"[，、：:\s|■√☑●·*\-—]+")
_STOPS = re.compile(r"[；;。\n\t]+")
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff（）/]{2,10}：")
_CHUNK = re.compile(r"[^，。；：:！？、（）\s]+")
_BRACKET = re.compile(r"（[^（）]*）?")
_PERSON = re.compile(r"[^，。；]{0,4}(?:负责人|负责同志|领导|主任|局长|书记|人员|干部|同志|网站|平台|负责制|门户)")
# 分管副市长、 张明副市长、 before the units of a list: officers have no rows, and their names are no fault of the list.
OFFICER = re.compile(
    r"各?(?:(?:分管|牵头|主管|责任|联系|包联|包抓|挂钩|协管|主要|相关|有关){0,2}(?:市|县|区|省|镇|乡|州|校|院|局|党政)?(?:领导|负责人|责任人|负责同志)|[\u4e00-\u9fff]{0,6}?(?:副?(?:省|市|县|区|州|镇|乡)长|副?秘书长|副?书记|常委|调研员|副?主任|副?局长)|[\u4e00-\u9fff]{2,3}(?=同志))"
    r"(?:同志)?(?=[、，]|和|及)"
)
# The rule for the whole document: the first unit of a list leads.
_LISTED_FIRST = re.compile(r"[排列居第首][^，。；）]{0,14}(?:为|是)[^，。；）]{0,4}牵头[^，。；）]{0,4}(?:，下同)?")
_FIRST_LEADS = re.compile(
    r"(?:(?:排|列|居)(?:名)?(?:在)?(?:第一|首)(?:位|个)?的?(?:单位|部门|责任单位)?[的者]?|第一个?(?:责任)?(?:单位|部门)|首个?(?:单位|部门))"
    r"(?:均?为|是|即为)[^，。；）]{0,4}牵头"
)
# Words that say when, not who: 2021年底前完成, 长期坚持.
_WHEN = re.compile(r"[0-9]|长期|持续|全年|时限|完成|推进")
# Words that leave a checking word behind them in force: 负责监督, 按职责督促.
_WEAK_LEAD = frozenset(("负责", "按职责", "分别", "各负其责", "做好", "组织", "完成"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clause says.

    explicit: a word or label gave the roles. strange: parts were not understood. end: behind the last thing understood.
    running: the prefixes that it carries on.
    """

    claims: tuple[Claim, ...]
    explicit: bool
    strange: bool
    end: int
    running: Running = _NOWHERE

    def quoting(self, start: int, end: int) -> list[Claim]:
        """The claims with another quote."""
        return [replace(c, start=start, end=end) for c in self.claims]


@dataclass(frozen=True, slots=True)
class ClauseRules:
    """Lists, labels and role words."""

    lists: ListRules
    labels: LabelRules
    shared: re.Pattern[str]
    lead: re.Pattern[str]
    support: re.Pattern[str]
    supervise: re.Pattern[str]
    links: re.Pattern[str]
    opens: re.Pattern[str]
    tail: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook, lists: ListRules) -> ClauseRules:
        """Read `units-roles.tsv` and `units-labels.tsv`."""
        rows = book.table("units-roles")
        tails = {role: guarded(r for r in rows if r["place"] == "tail" and r["role"] == role) for role in _ROLES}
        links = guarded(r for r in rows if r["place"] == "link")
        shared = sorted((r["word"] for r in words_of(book.table("units-words"), "shared")), key=len, reverse=True)
        return cls(
            lists=lists,
            labels=LabelRules.load(book),
            shared=re.compile("|".join(map(re.escape, shared))),
            lead=re.compile(tails["lead"]),
            support=re.compile(tails["support"]),
            supervise=re.compile(tails["supervise"]),
            links=re.compile(links),
            opens=re.compile(guarded(r for r in rows if r["place"] == "open")),
            tail=re.compile(rf"(?:(?!{links})[^，。；：:！？、（）\s])*"),
        )

    def role_of(self, words: str) -> Role | None:
        """Role that the words behind a list give it: 分别牵头落实 -> lead, 配合落实 -> support, 负责监督 -> supervise."""
        support, lead, supervise = self.support.search(words), self.lead.search(words), self.supervise.search(words)
        if support and not (lead and lead[0] == "牵头" and lead.start() < support.start()):
            return "support"
        if supervise and supervise.start() <= NEAR:
            before = self.lead.finditer(words, 0, supervise.start())
            if all(m[0] in _WEAK_LEAD for m in before):
                return "supervise"
        return "lead" if lead else None

    def read(
        self,
        text: str,
        start: int,
        end: int,
        where: Where,
        label: Label | None = None,
        first_leads: bool = False,
        running: Running = _NOWHERE,
        glued: bool = False,
    ) -> Reading:
        """What the clause text[start:end] says; every claim quotes the whole clause.

        `label` stands before it; `first_leads`: the first of several units leads (排在第一位的为牵头单位); `glued`: units may
        stand with nothing but a blank between them.
        """
        return _Reader(self, text, start, end, where, label, first_leads, running, glued).read()


def first_leads(text: str) -> bool:
    """Whether the document says that the first unit of a list leads.

    >>> first_leads("（责任单位：市发改委、市财政局，排在第一位的为牵头单位，下同）")
    True
    """
    return bool(_FIRST_LEADS.search(text))


_ROLES: tuple[Role, ...] = ("lead", "support", "supervise")


class _Reader:
    """One pass over a clause. Units wait in segments (parted by commas) for the words that give their role."""

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
        self.first_leads, self.running = first_leads, running
        self.label = label
        self.role: Role | None = label.role if label else None  # of the label
        self.muted = label is not None and label.role is None  # behind a label that no unit follows
        self.linked = False  # behind 会同
        self.fresh = True  # a list may begin here: at the start, behind a separator, a label or a link
        self.waiting: list[list[Named]] = [[]]
        self.claims: list[Claim] = []
        self.explicit = label is not None
        self.strange = False
        self.understood = start

    def read(self) -> Reading:
        at = self.start
        while at < self.end:
            at = self._step(at)
        self._flush(None)
        return Reading(tuple(self.claims), self.explicit, self.strange, self.understood, self.running)

    def _step(self, at: int) -> int:
        """Take the next piece; returns where it ends."""
        if m := _STOPS.match(self.text, at, self.end):
            self._flush(None)
            self._take_label(None if self.muted else self.label)  # （县财政局牵头，完成时间：年底前；各镇负责）
            return m.end()
        if m := _SEPARATORS.match(self.text, at, self.end):
            self.fresh = True
            if "，" in m[0] and self.waiting[-1]:
                self.waiting.append([])
            return m.end()
        if self.fresh and (m := _LISTED_FIRST.match(self.text, at, self.end)) and first_leads(m[0]):
            return m.end()
        if (label := self._label_at(at)) is not None:
            self._flush(None)
            self._take_label(label)
            self.explicit = True
            return label.end
        if not self.muted:
            if at > self.start and (m := _OTHER_LABEL.match(self.text, at, self.end)):
                self._flush(None)
                self.muted = True
                return m.end()
            if (after := self._link(at)) is not None:
                self.fresh = True
                return after
            if (self.fresh or self.glued) and (after := self._list(at)) is not None:
                self.fresh = False
                return after
        self.fresh = False
        return self._other(at)

    def _take_label(self, label: Label | None) -> None:
        self.label = label
        self.role = label.role if label else None
        self.muted = label is not None and label.role is None
        self.linked, self.fresh = False, True

    def _label_at(self, at: int) -> Label | None:
        """A label with its colon, or straight before a list (牵头单位市发改委)."""
        text, labels = self.text, self.rules.labels
        colon = text.find("：", at, min(self.end, at + 16))
        if colon > 0 and (label := labels.label_of(text[at:colon])) is not None:
            return Label(label.role, label.rule, at, colon + 1)
        label = labels.label_at(text, at, self.end)
        if label is None or label.role is None or label.end - at < 4:
            return None
        behind = label.end + (1 if text[label.end : label.end + 1] in "为是" else 0)
        if behind >= self.end or self.rules.lists.read_list(text, behind, self.end, listed=True) is None:
            return None
        return Label(label.role, label.rule, at, behind)

    def _link(self, at: int) -> int | None:
        """会同 before a list, or a word that only opens one (由, 请)."""
        m = self.rules.links.match(self.text, at, self.end)
        if m is None or self.rules.lists.read_list(self.text, m.end(), self.end, listed=True, commas=False) is None:
            opened = self.rules.opens.match(self.text, at, self.end)
            return opened.end() if opened and opened.end() < self.end else None
        self._flush(self.role or "lead")
        self.linked, self.explicit = True, True
        return m.end()

    def _list(self, at: int) -> int | None:
        """A list and the words behind it, which may give it its role."""
        found = self.rules.lists.read_list(self.text, at, self.end, listed=True, glued=self.glued, commas=False)
        if found is None:
            return None
        named, self.running = restore(self.text, found, self.rules.lists.names, self.rules.shared, self.running)
        self.waiting[-1] += named
        m = self.rules.tail.match(self.text, found.end, self.end)
        words = m[0] if m else ""
        if words.startswith("由"):  # （各小学由中心小学统筹）: what the next unit cares for
            del self.waiting[-1][-len(named) :]
            return found.end
        self.understood = found.end
        in_bracket = self.where == "bracket"
        role = self.rules.role_of(words[:MOST_TAIL] if in_bracket else words)
        if role is not None and not (in_bracket and len(words) > 2 * MOST_TAIL):
            self._give(role, found.end + len(words))
        elif words.strip("等") and self.where != "table":
            self.strange = True
            if not self.glued and (not self.explicit or _PERSON.match(words)):
                del self.waiting[-1][-len(named) :]
        return found.end + len(words)

    def _other(self, at: int) -> int:
        """Words that are no list: they may still give the units before their role (…、各镇，按职责分工负责)."""
        m = _BRACKET.match(self.text, at, self.end) or _CHUNK.match(self.text, at, self.end)
        stop = m.end() if m and m.end() > at else at + 1
        if (officer := OFFICER.match(self.text, at, self.end)) is not None and not any(self.waiting):
            return officer.end()
        words = self.text[at:stop]
        if words.startswith("（") or first_leads(words):
            return stop
        role = self.rules.role_of(words) if any(self.waiting) and not self.muted else None
        if role is not None:
            self._give(role, stop)
        else:
            self.strange = self.strange or _WHEN.search(words) is None
        return stop

    def _give(self, role: Role, end: int) -> None:
        """The waiting units get a role that words state; behind 会同 they support."""
        self.explicit, self.understood = True, end
        self._flush("support" if self.linked else role)
        self.linked = False

    def _flush(self, stated: Role | None) -> None:
        """Make claims of the waiting units."""
        segments = [s for s in self.waiting if s]
        self.waiting = [[]]
        rule = f"units-labels:{self.label.rule}" if self.label else f"units:{self.where}"
        helped = stated == "support" and not self.linked and all(c.role != "lead" for c in self.claims)
        # a sign or the document's rule says that one unit leads: the others of the list help
        others_help = self.linked or any(n.item.sign for s in segments for n in s)
        for i, segment in enumerate(segments):
            for named in segment:
                if named.item.sign is not None:
                    role: Role = named.item.sign
                elif stated is not None:
                    role = stated
                    if i < len(segments) - 1 and (self.role or helped):
                        role = self.role or "lead"  # 市发改委，各镇配合: the words hold for the last segment
                elif self.role in (None, "lead") and others_help:
                    role = "support"
                else:
                    role = self.role or "lead"
                self.claims.append(Claim(self.start, self.end, named, role, self.where, rule, 0.95))
