"""The word lists of `disclosure-words.tsv`, compiled for reading leftwards from a verb.

A word that ends at an offset is found on the reversed text, where it begins: one match, longest word first, no search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.draft.sheet import FILL, Sheet
from nlp.draft.signs import Signs
from nlp.draft.starting import starting
from nlp.rulebook import Rulebook

# Kinds that may stand between a subject and its verb, in the order in which a word of several kinds is taken.
_OF_GOVERNMENT = re.compile("指导价|定价|采购|投资(?!主管)|信息|网站|购买|补贴|债务|公报|储备")
# words that only begin like a modal: 需求计划, 要素, 应急预案, 将来
_NO_MODAL = "(?!需求|要[素求点闻件]|应(?:急|用|届|对|税|聘)|将(?:来|军)|可(?:行|能|持续|研|靠|再生|降解|回收|燃|视|吸入|移动|溯)|得(?:分|票))"
ADVERBS = ("past", "negation", "public", "immediate", "vague", "modal", "manner", "serial")


# what else may follow a subject: prepositions, time, and verbs of disclosure and report
_OPENERS = (
    r"设在|临时|因(?!公|素)|确需|拟(?!任|录|聘|推|提)|开设|开辟|开通|刊发|播出|承担|统筹|牵头|凡"
    r"|[在于对将把向由按每从为以至]|经(?![营济费贸信开纪管办])|自(?![治然贸])|[0-9]|根据|依据|结合|会同|联合|通过"
    r"|利用|接到|收到|接报|报送|报告|负责|公开|公布|公示|公告|发布|通报|年底"
    r"|调查(?!总?队|组|局|中心|科|处|员|人|机构|机关|委员会)|入户(?=调|走|核)|走访|摸底|民主评议|评议(?![会组委])"
    r"|年内|不得|应急|立即|具体|一[是律般]|第[一二三四]季度"
)


# 县政府督查室, 县委组织部: part of a name, no verb
_NO_NAME = (
    "(?!(?:督查|督导|监督|检查|组织|审核|审批|监测|检测|评审|评估|统计|协调|推进|指导|考核|执行|登记|征收|征集|采购)"
    "(?:室|局|组|科|处|队|所|站|部|中心|委员会|办公室|机构|机关|部门)|组织(?:编制|实施|认定)(?:机关|单位|部门)|组织(?:要|应|须|将|可以|每|按|对|在))"
)


_PAPER = re.compile(r"(?:预报|警报|简报|通报|情报|年报|月报|季报|旬报|周报|快报|战报|海报|电报|汇报|申报|举报|填报)$")


def _alternatives(words: Iterable[str], turned: bool = False) -> str:
    return "|".join(re.escape(w[::-1] if turned else w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists and the patterns made of them."""

    words: Mapping[str, frozenset[str]]
    kind_of: Mapping[str, str]
    turned_adverb: re.Pattern[str]
    turned_not_adverb: re.Pattern[str]
    turned_body: re.Pattern[str]
    turned_not_body: re.Pattern[str]
    turned_place: re.Pattern[str]
    turned_head: re.Pattern[str]
    turned_tail: re.Pattern[str]
    heading: re.Pattern[str]
    push: re.Pattern[str]
    push_always: re.Pattern[str]
    make: re.Pattern[str]
    tail: re.Pattern[str]
    modal: re.Pattern[str]
    region: re.Pattern[str]
    person: re.Pattern[str]
    authority: re.Pattern[str]
    lead: re.Pattern[str]
    signs: Signs
    predicate: re.Pattern[str]
    verb_start: re.Pattern[str]
    officer: re.Pattern[str]
    whole: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook) -> Lexicon:
        """Read the table."""
        words = {row["id"]: frozenset(row.items("words")) for row in book.table("disclosure-words")}
        kind_of = {w: kind for kind in reversed(ADVERBS) for w in words[kind]}
        adverbs = set().union(*(words[k] for k in ADVERBS))
        return cls(
            words=words,
            kind_of=kind_of,
            turned_adverb=re.compile(_alternatives(adverbs, turned=True)),
            turned_not_adverb=re.compile(_alternatives(words["not-adverb"], turned=True)),
            turned_body=re.compile(f"{FILL}*(?:{_alternatives(words['body'], turned=True)})"),
            turned_not_body=re.compile(f"{FILL}*(?:{_alternatives(words['body-not'], turned=True)})"),
            turned_place=re.compile(f'[{FILL}”"]*(?:{_alternatives(words["place"], turned=True)})'),
            turned_head=re.compile(_alternatives(words["head"], turned=True)),
            turned_tail=re.compile(_alternatives(words["tail"], turned=True)),
            heading=re.compile(f"(?!规范性|实施(?:地|单位|主体|者|人|机构|部门|细则|办法))(?:{_alternatives(words['heading'])})"),
            push=re.compile(_alternatives(words["push"])),
            push_always=re.compile(_alternatives(words["push-always"])),
            make=re.compile(f"(?!规范性|建成区|统计(?:调查|资料|数据|信息|机构|部门|局|报表|人员|指标))(?:{_alternatives(words['make'])})"),
            tail=re.compile(_alternatives(words["tail"])),
            modal=re.compile(f"{_NO_MODAL}(?:{_alternatives(words['modal'])})"),
            region=re.compile(f"^(?:{_alternatives(words['region'])})(?:的)?"),
            person=re.compile(f"(?:{_alternatives(words['person'])})$"),
            authority=re.compile(f"(?:{_alternatives(words['authority'])}){FILL}*$"),
            lead=re.compile(_alternatives(words["list-lead"])),
            verb_start=re.compile(_alternatives(words["verb-start"])),
            signs=Signs.load(book),
            whole=re.compile(_alternatives(words["whole"])),
            officer=re.compile(f"(?:{_alternatives(words['leader'])}){FILL}*$"),
            predicate=re.compile(
                starting(
                    f"{_NO_NAME}(?:{_alternatives(words['make'] | words['heading'] | words['push'])})"
                    f"|{_NO_NAME}(?:{_alternatives(adverbs)})|{_OPENERS}"
                )
            ),
        )

    def adverb_before(self, sheet: Sheet, start: int, edge: int) -> tuple[int, str] | None:
        """Start and kind of the adverb that ends at `edge`, not before `start`."""
        n = len(sheet.masked)
        m = self.turned_adverb.match(sheet.turned, n - edge, n - start)
        if m is None:
            return None
        other = self.turned_not_adverb.match(sheet.turned, n - edge, n - start)
        if other is not None and other.end() > m.end():
            return None
        begin = n - m.end()
        if sheet.masked[begin] == "会" and begin - start >= 2 and self.is_body(sheet.masked[max(start, begin - 12) : begin + 1]):
            return None if m[0][::-1] == "会" else (begin + 1, self.kind_of[m[0][::-1]])  # 村委会|将, not 村委|会将
        return begin, self.kind_of[m[0][::-1]]

    def is_body(self, phrase: str) -> bool:
        """Whether a phrase ends like the name of a body that can have a duty (县财政局, 各镇（街道）, 养老机构)."""
        turned = phrase.rstrip()[::-1]
        body, other = self.turned_body.match(turned), self.turned_not_body.match(turned)
        return body is not None and (other is None or other.end() < body.end())

    def body_prefix(self, masked: str, start: int, end: int) -> tuple[int, int] | None:
        """The body with which a range begins: all of it, or what stands before a predicate (管委会|审议)."""
        if self.is_body(masked[start:end]):
            return (start, end)
        for at in range(end - 1, start + 1, -1):
            if of_government(masked, at):
                continue
            if self.is_body(masked[start:at]) and (self.predicate.match(masked, at, end) or self.kind_of.get(masked[at:end])):
                return (start, at)
        return None

    def is_place(self, phrase: str) -> bool:
        """Whether a phrase ends like a place of disclosure (门户网站, 村务公开栏, 征收范围内), not like a paper (天气预报, 年报)."""
        return not _PAPER.search(phrase) and bool(self.turned_place.match(phrase[::-1]))


def of_government(masked: str, at: int) -> bool:
    """Whether the 政府 that ends at an offset is no body but part of a word: 调整政府|指导价, 政府|采购."""
    return masked.startswith("政府", max(0, at - 2)) and _OF_GOVERNMENT.match(masked, at) is not None
