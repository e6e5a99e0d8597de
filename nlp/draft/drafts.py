"""An entry before its cells, and its name: what a disclosure or table row says, where an item names nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nlp.draft.cleaning import looked_into, without_act
from nlp.draft.lexicon import Lexicon
from nlp.draft.lists import title_matter
from nlp.draft.objects import LONGEST_ITEM, Matter, matter_of
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sheet
from nlp.types import Mode, Section, Span

# items that need the document's subject before them
_NEEDS_NAME = frozenset(
    [
        "工作情况", "进展情况", "有关情况", "相关情况", "检查情况", "督查情况", "考核结果", "评估结果", "检查结果",
        "监督电话", "投诉电话", "举报电话", "信息", "结果", "落实情况", "完成情况", "工作进展",
    ]
)  # fmt: skip
# a heading that names its matter: 监管信息|发布审核流程
_SUBJECT = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,14}信息)(?:公开|发布|公示|报送)")
_CHANGES = (
    "调整",
    "变动",
    "变更",
    "变化",
    "更新",
    "改变",
    "停运",
    "停水",
    "停气",
    "停电",
    "停业",
    "停课",
    "中断",
    "暂停",
    "延期",
    "改道",
    "停止",
    "退出",
    "关停",
    "关闭",
    "撤销",
    "撤点",
    "停办",
    "搬迁",
    "迁址",
    "歇业",
    "闭馆",
    "闭园",
    "停用",
    "封闭",
    "迁移",
    "迁建",
    "终止",
    "取消",
    "征收",
    "征用",
    "占用",
)
_CHANGE_FIRST = re.compile(r"(?P<how>调整|变更|改变|取消|暂停|停止)(?P<what>[^，的]{3,20})")
_ITS = re.compile(r"其(?![他它中余次])")
_LAW = re.compile(r"(?:条例|章程|法)(?:（[^（）]*）)?\s*$")  # a law is about more than one matter
_ETC_ONLY = re.compile(  # 等项目, 评审和公示, 或者取消
    r"或者.*$|(?:[\u4e00-\u9fff]{2}[和、与及])+(?:公示|公告|公布|公开)$|等[^级]{0,4}$|（[一二三四五六七八九十]{1,3}）.{0,4}$"
)
_LONGEST_ITS = 8
_LONGEST_TITLE = 18
_DONE_WITH = re.compile(
    r"(?:(?:统计|监督|分析|综合|专项|随机|绩效|质量|安全|执法|日常|跟踪|行政)?(?:处理|处罚|查处|处置|整治|整改|奖励|表彰|惩戒|评价|考核|评估|测评|检查|抽查|监测|检测|审计|评议|考评|评定|督查|评比|核查|清理|巡查|评审|排查|调查|普查|检验|排名)(?:、|和|与|并|及)?){1,4}"
)  # 对…依法处理并公示: its result is shown
_FOUND = re.compile(r"(?<=[^年月周日].)(?:评估|评价|考核|抽查|核查|测评|评议|监测评估|指标分析|数据分析|情况分析)$")  # 发展环境年度|监测评估
_GRANTED, _PERMIT = frozenset({"颁发", "核发", "换发", "发放"}), re.compile("(?:许可证|证书|执照|资格证|合格证)$")  # 颁发|经营许可证
_EVENT = re.compile(r"(?:事件|事故|灾害|险情|疫情)$")  # 突发事件发生后，要向社会公布: what is told of it
_SUFFIX: Mapping[str, str] = {"explain": "解读", "respond": "回应", "clarify": "澄清", "speak": "澄清回应"}


@dataclass(frozen=True, slots=True)
class RowCells:
    """What the other cells of a table row say for an entry; None or () where they are silent.

    `misplaced`: a cell stood under the head of another column and was left out; `untimed`: its limit is none (持续推进).
    """

    unit: str | None = None
    unit_spans: tuple[Span, ...] = ()
    deadline: str | None = None
    deadline_spans: tuple[Span, ...] = ()
    basis: str | None = None
    basis_spans: tuple[Span, ...] = ()
    supervision: str | None = None
    supervision_spans: tuple[Span, ...] = ()
    channels: tuple[str, ...] = ()
    channel_spans: tuple[Span, ...] = ()
    audience: str | None = None
    mode: Mode | None = None
    level: tuple[str, ...] = ()
    parent: str | None = None
    misplaced: bool = False
    untimed: bool = False


NO_CELLS = RowCells()


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before its cells: where, what, the disclosure that says it, and the row in which it stands.

    `spans` is the evidence of a row without a sentence; else `evidence` holds view ranges. `listed`: an item of a list;
    `when`: how often it is kept up, as the item says itself (按季度更新…).
    """

    at: int
    section: Section
    matter: Matter
    said: Disclosure | None
    evidence: tuple[Range, ...]
    listed: bool = False
    when: Range | None = None
    row: RowCells = NO_CELLS
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Namer:
    """Names what a disclosure discloses, in one document."""

    sheet: Sheet
    lexicon: Lexicon
    sections: Mapping[str, Section]
    title: str

    def drafts(self, section: Section, d: Disclosure) -> list[Draft]:
        """The drafts of one disclosure: one, or one for each separately named list (…清单、…清单)."""
        matter = self._named(section, self.matter(d))
        if len(matter.item) < 2 or matter.item in (*_CHANGES, "辞职") or _ETC_ONLY.match(matter.item):
            return []
        evidence = (d.evidence,) if d.before is None else (d.before, d.evidence)
        if matter.lists:
            return [Draft(d.verb[0], section, matter_of(self.lexicon, [c]), d, evidence) for c in matter.content]
        return [Draft(d.verb[0], section, matter, d, evidence)]

    def matter(self, d: Disclosure) -> Matter:
        """Item and content of a disclosure."""
        text = self.sheet.text
        objects = [text[a:b] for a, b in d.objects]
        extra = [text[a:b] for a, b in d.extra]
        context = looked_into(text[d.context[0] : d.context[1]]) if d.context else None
        if context and len(objects) == 1:
            context = without_act(context, objects[0])
        if context is not None and context.endswith("情况") and objects in (["相关信息"], ["有关信息"], ["信息"]):
            objects, context = [context], None
        suffix = _SUFFIX.get(d.row, "")
        if d.use in ("topic", "earlier") and len(objects) == 1 and _DONE_WITH.fullmatch(objects[0]):
            objects = [f"{objects[0]}结果"]
        if d.use in ("topic", "earlier") and len(objects) == 1 and _FOUND.search(objects[0]):
            objects = [f"{objects[0]}结果"]
        granted = text[max(0, d.objects[0][0] - 2) : d.objects[0][0]] if d.use == "earlier" and len(objects) == 1 else ""
        if granted in _GRANTED and _PERMIT.search(objects[0]):
            objects = [f"{objects[0]}{granted}情况"]
        if d.use == "topic" and len(objects) == 1 and self.lexicon.is_body(objects[0]) and not d.channels:
            objects = [f"{objects[0]}名单"]
        if d.use in ("topic", "earlier") and len(objects) == 1 and _EVENT.search(objects[0]):
            objects = [f"{objects[0]}信息"]
        heading = None
        if context and d.use != "press" and not suffix and context.endswith("信息") and len("".join(objects)) > 6:
            heading, context = context, None
        if context and objects and _ITS.match(objects[0]) and len("".join(objects)) > _LONGEST_ITS:
            heading, context = (
                context + ("" if context.endswith(("信息", "情况")) else "信息"),
                None,
            )  # 对失信企业，公布|其名称、地址、…
        if d.use == "press" and not objects:
            objects = ["新闻发布会"]
        if extra and len(objects) == 1 and self.lexicon.lead.search(objects[0]):
            objects, extra = extra, []  # 下列信息：A、B: the list itself is the matter
        made = matter_of(self.lexicon, objects, extra, heading, context, suffix)
        turned = _CHANGE_FIRST.match(made.item) if d.use == "changed" else None
        if turned is not None:  # 调整公交票价、线路的
            own = matter_of(self.lexicon, [turned["what"]])
            return replace(own, item=own.item + turned["how"], content=tuple(c + turned["how"] for c in own.content))
        if d.use == "changed" and made.item and not any(c in made.item for c in _CHANGES):
            told = tuple(c if any(w in c for w in _CHANGES) else c + "调整" for c in made.content)
            return replace(made, item=made.item[: LONGEST_ITEM - 2] + "调整", content=told)  # 清单有调整的
        return made

    def _named(self, section: Section, matter: Matter) -> Matter:
        """A matter whose item says nothing by itself (工作情况, 信息) under the name of the section's or document's subject."""
        if matter.item not in self.lexicon.words["generic"] and matter.item not in _NEEDS_NAME:
            return matter
        path = section.path
        while path:
            above = self.sections.get(path)
            subject = _SUBJECT.match(above.title) if above is not None and above.title else None
            if subject is not None:
                return replace(matter, item=subject["what"] + matter.item.removeprefix("信息"), clarity=0.7)
            path = path.rpartition("/")[0]
        named = "" if _LAW.search(self.title) else title_matter(self.title)
        if not named or matter.item in named or len(named) > _LONGEST_TITLE:
            return matter
        joined = named + (matter.item.removeprefix("工作") if named.endswith("工作") else matter.item)
        return replace(matter, item=joined[:LONGEST_ITEM], clarity=0.7)
