"""Subjects that no name rule knows, told by where they stand: whatever ends like a body straight before its 应当 is a class of
bodies (受灾地区人民政府应当, 受理破产案件的人民法院应当, 业主、物业服务企业应当).

Tried only where no list of known shapes leads to a duty. The phrase is cut at 、和或以及 into members that each end like a body;
a short member without an ending shares that of the next one (勘察、设计单位).
"""

from __future__ import annotations

import re

from nlp.extract.unit_forms import Name
from nlp.extract.unit_items import Item
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_names import NameRules

LONGEST_PHRASE = 64

# What follows the phrase: its modal, or what stands before that; a bare 要 or 应 also parts words (主要, 供应), so more must follow it.
_MODAL = (
    r"(?:应当(?!由)|必须(?!由)|[要应须](?=(?:按照|根据|结合|依法|及时|主动|积极|切实|认真|严格|加强|建立|制定|明确|定期|健全|完善|组织"
    r"|落实|做好|配合|充分|高度|进一步|指定|参照|加大|强化|自觉|于每?[0-9一二三四五六七八九十年月]|在[^，。；]{2,20}(?:公开|公布|公示|内|前))))"
)
_BEHIND = re.compile(
    rf"，?(?:均|都|也|还|同时|一律)?{_MODAL}"
    r"|(?:根据|按照|依据|依照|结合|接到|收到|发现(?!地)|受理|认为|(?<![所存现内])在(?!建(?!设)|编(?!制)|线|职|校)|自(?=收到|接到|受理|作出)|对(?!外|口|象)|将(?!来)|会同|每[年季月半]|经(?=审|研|核|批|调)|为(?!主))"
    r"[^。；！？\n]{2,70}?(?:应当|必须)"
)
# What begins no subject: prepositions, verbs with an object, a clause of its own, whoever it may be; not 受理…的法院, 依法设立的机构.
_NO_SUBJECT = re.compile(
    r"[对将把向由请给为从自如若凡在按据以经与和同及或并而且不未无是这那此其该你贵您使让被就才再又也都均则便即所应可已本我当]|根据|依据|依照|因|除|需要|有(?!关|条件|防|[^的]{2,20}的)|受(?!理|委托|赠|托|灾|移送|质询|援|益|水|影响|突发|检|审|捐|聘)"
    r"|任何|一切|全国性?单位|违反|具有|符合|属于|设立(?!的)|设置|举办(?!地|单位|者|方|的)|开办|兴办|成立|建立(?!名册|的)|建设(?!单位|行政|主管|部门|工程|项目|用地|[、和])|新建|改建|扩建"
    r"|申请(?!人|机关|执行)|变更|终止|注销|撤销|收购|转让|委托(?!机关|行政|单位|方|法院)|聘用|聘请|利用|认为|发现|要求|购买|选择|采用|实行|进行"
    r"|支持|鼓励|引导|督促|推动|推进|促进|帮助|动员|协调(?!机构)|指导(?!中心|机构|单位)|监督(?!管理|检|机构)|保障(?!机构|部门)|加强|强化|提高|扶持|培育|规范(?!性)|责令|通知|会同|报请|提请"
    r"|(?:从事|经营|使用|实施|开展|处理|制定|编制)[^的]+\Z|前款|上述规定|下列|两个以上|多个|外国|现有|已建|明确|写明|载明|列明|约定"
)
# A phrase holds no second clause and no modal of its own.
_CLAUSE = re.compile(
    r"应当|必须|不得|可以|认为|发现(?!地)|是否|以便|从而|之日|之前|之后|以后|以前|的，|时，|前款|(?<!法律)规定(?!的)|(?<![理自事缘])由(?!此)|向(?![阳导])|进行|予以|关于|对于|针对|造成|导致|提出(?!.*的)|告知|通知(?!单)"
)
# 起|草单位, 其|他单位: a lead-in that ended within a word.
_WITHIN_WORD = re.compile(
    r"(?<=起)[草诉]|(?<=其)[他它余]|(?<=后)[续勤备期]|(?<=前)[期置款述]|(?<=内)[部设容]|(?<=时)[间候代限]|(?<=再)[生次]|(?<=并)购|(?<=现)[有场行]"
)
_JOINT = re.compile(r"、|以及(?:其(?![他它]))?|及其(?![他它])|及|和|与|或者(?:其(?![他它]))?|或")
# 业主, 纳税人, 公民: persons, who are no bodies.
_PERSON = re.compile(
    r"(?:[人者员户主民工师生方客长]|代表|个人|家长|家属|成员|人民|群众|学生|干部|法人|双方|用户|子女|父母|对象|家庭)\Z"
)
# What ends no body though it ends like one: 行政区域, 住所, 会所, 建设、施工; a meeting of persons acts.
_NO_BODY = re.compile(
    r"(?:场所|住所|处所|厕所|诊所(?<!卫生所)|道路|车站|[加充换]\S{0,2}站|收费站|停靠站|网站|中转站|变电站|工作|布局|结构|格局|单位和个人|住院|剧院|规划|建设|活动|电梯|货币单位|计量单位|小区|社区)\Z"
)
# 公共文化场所|应当建立: a place acts where only those who run it can.
_PLACE_ACTS = re.compile(r"(?:场所|景区|公园|商场|车站|机场)\Z")
_ACTS = re.compile(
    r"，?(?:均|都|也|还)?(?:应当?|必须|要|须)(?:依法|按照?[^，。；]{2,16}|根据[^，。；]{2,16}|及时|定期|主动|在[^，。；]{2,16}(?=公布|公示|公开))?"
    r"(?:建立健全|建立(?:完善|健全)?|健全|制定|提供|公开|公布|公示|配备(?:专|兼)|指定|安排(?:专|人)|接受|做好|加强|为[^，。；]{2,12}提供|配合|落实|开展|组织|负责|履行|遵守|报送|编制)"
)
# 公民、法人或者其他组织: whoever it may be.
_ANYBODY = re.compile(
    r"(?:公民|法人|个人|自然人|当事人|经营者)(?:、[^、和或]{1,8}){0,3}(?:、|和|或者?|及|以及)(?:其他|其它|非法人)?(?:组织|单位|机构)\Z|单位(?:和|或者?|、)个人\Z"
)
# 国家、社会、学校及其他教育机构: everybody.
_EVERYBODY = re.compile(r"(?:\A|[、和及与])(?:国家|社会|家庭|各级)(?=[、和及与]|以及)")
_NUMBER = re.compile(r"（[一二三四五六七八九十0-9]{1,3}）")
# 单位, 组织 alone: whoever reads this.
_BARE = frozenset(
    ("单位", "组织", "企业", "机构", "个人", "其他组织", "其他单位", "其它组织", "公司", "团体", "部门", "机关", "所在单位")
)
# 股东大会, 受灾地区, 互联网平台经营者: ends that are no endings of names, as only their place shows that a body is meant.
_ENDS = re.compile(
    r"(?:组织|大会|地区|地方|小组|总站|图书馆|博物馆|纪念馆|档案馆|文化馆|美术馆|科技馆|体育馆|出版社|电视台|广播电台|(?<!新)媒体|银行|大学|中心"
    r"|法院|检察院|街道|乡镇|司局|团体)\Z"
)
_OFFICES_OF_ONE = frozenset(("处", "科", "室", "股"))  # 出入口处, 交叉口处: too common at the end of other words
_BRACKET_END = re.compile(r"（[^（）]{1,12}）\Z")
_LEVEL = re.compile(
    r"(?:各|有关|相关|沿海|所在地?的?)?(?:设区的?市|不设区的市|市辖区|省辖市|地级(?:以上)?市|直辖市|自治区|自治州|自治县|民族乡|国家|中央|[省市县区州盟旗乡镇]|区县|县区)(?:级|（[^（）]{1,8}）[区县市]?)?\Z"
)


# What may follow the phrase behind 由.
_VERB_BEHIND = re.compile(
    r"负责(?!人|同志)|组织(?!机构|部门|法)|责令|给予|处(?=[0-9一二三四五六七八九十没]|以|警告|罚)|依法|依照|根据|按照?|规定(?!的)|制定(?!机关|部门|单位)|公布|公告|会同|审批(?!机关|部门|单位|机构)"
    r"|决定(?!机关|部门|单位|的)|核发(?!机关|部门)|承担(?!法律|任务)|统一|具体|追究|指定(?!的|部门|机构)|报(?!告|刊|社|纸|名)|没收|吊销|收回|办理(?!机构|单位)|处理(?!机构|单位)|审查(?!机构|部门)|审核(?!机构|部门)|批准(?!的|机关|部门)|确定(?!的)|登记(?!机关|机构|部门)"
    r"|监督(?!管理|机构|检验|部门|局)|协调(?!机构|机制)|实施|管理(?!部门|机构|单位|局|的|委|处|权)|予以|提出|出具|发布|安排|共同|分别|委托(?!的)|牵头|承办(?!单位|部门)|采取|集中|每[年季月]|在|于|向|对|及时|定期"
)
_STOP = re.compile(r"[，。；：！？\n\t]")
_SELF = re.compile(
    r"本(?:单位|部门|机关|院|局|级人民政府负责人)\Z|第[一二三]|其他|他人|目前|当前|自己|各自|相应|当地|同一|一个|两个|双方"
    r"|原(?=[^的]{2,8}\Z)"
)


def _ends_as_body(word: str, names: NameRules) -> bool:
    """Whether a word ends like a body: with a strong ending of a name, or with one that its place makes one."""
    word = _BRACKET_END.sub("", word)
    if _ENDS.search(word) is not None:
        return True
    suffix = names.suffix_of(word)
    return suffix is not None and suffix.strong and suffix.text not in _OFFICES_OF_ONE and not names.ends_as_none(word)


def subject_phrase(text: str, at: int, end: int, names: NameRules) -> UnitList | None:
    """The bodies of the phrase that begins at `at` and stands straight before its modal or what leads to that, or None."""
    number = _NUMBER.match(text, at, end)
    at = number.end() if number is not None else at
    close = _STOP.search(text, at, min(end, at + LONGEST_PHRASE))
    limit = close.start() if close else min(end, at + LONGEST_PHRASE)
    for m in _BEHIND.finditer(text, at + 2, min(end, limit + LONGEST_PHRASE)):
        if m.start() > limit:
            return None
        phrase = text[at : m.start()]
        if _ends_as_body(phrase, names) or _PLACE_ACTS.search(phrase) is not None:
            return _phrase(text, at, m.start(), end, names)
    return None


def _phrase(text: str, at: int, stop: int, end: int, names: NameRules) -> UnitList | None:
    """The bodies of text[at:stop], or None where it is no subject."""
    phrase = text[at:stop]
    if (
        _EVERYBODY.search(phrase)
        or _WITHIN_WORD.match(text, at)
        or _ANYBODY.search(phrase)
        or _NO_SUBJECT.match(phrase)
        or _CLAUSE.search(phrase)
        or _PERSON.search(phrase)
    ):
        return None
    items = _members(text, at, stop, _ACTS.match(text, stop, end) is not None, names)
    return UnitList(items, stop) if items else None


def phrase_behind_by(text: str, at: int, end: int, names: NameRules) -> UnitList | None:
    """The bodies of the phrase behind 由 that ends straight before a verb: 由其所在地县级以上人民政府生态环境主管部门|责令, or None."""
    at += text.startswith("其", at) and not text.startswith(("其他", "其它", "其中"), at)
    close = _STOP.search(text, at, min(end, at + LONGEST_PHRASE))
    limit = close.start() if close else min(end, at + LONGEST_PHRASE)
    for m in _VERB_BEHIND.finditer(text, at + 2, limit):
        phrase = text[at : m.start()]
        if not _ends_as_body(phrase, names):
            continue
        if _WITHIN_WORD.match(text, at) or _SELF.match(phrase) or _CLAUSE.search(phrase) or _ANYBODY.search(phrase):
            return None
        items = _members(text, at, m.start(), False, names)
        return UnitList(items, m.start()) if items else None
    return None


def _members(text: str, start: int, stop: int, acts: bool, names: NameRules) -> tuple[Item, ...]:
    """The members of a phrase from left to right, or none if its last is no body."""
    out: list[Item] = []
    whole_from = -1  # where a member begins that an unfinished piece before it belongs to
    for begin, end, joined in reversed(_pieces(text, start, stop, names)):
        word = text[begin:end]
        if _is_body(word, acts, names):
            out.append(Item(begin, end, Name("class", shared=True), joined=joined))
        elif not out:
            return ()
        elif _PERSON.search(word) and not _LEVEL.match(word):
            continue
        elif _LEVEL.match(word):
            out.append(Item(begin, end, Name("stem", shared=True), joined=joined))
        elif _shares(text, word, out[-1], names):
            out.append(Item(begin, end, Name("stem"), joined=joined))
        else:
            whole_from = begin
            out[-1] = Item(begin, out[-1].end, out[-1].name, joined=joined)
    kept = [i for i in reversed(out) if text[i.start : i.end] not in _BARE]
    if len(kept) > 1 and any(_PLACE_ACTS.search(text[i.start : i.end]) for i in kept):
        return ()  # 公园、商场、广场等公共场所
    return tuple(kept) if kept and (whole_from < 0 or len(kept) < 4) else ()


def _pieces(text: str, start: int, stop: int, names: NameRules) -> list[tuple[int, int, str]]:
    """The pieces between joints outside brackets and quotes: begin, end, and the joint before each."""
    out: list[tuple[int, int, str]] = []
    depth, at, begin, joined = 0, start, start, ""
    while at < stop:
        if text[at] in "（“《":
            depth += 1
        elif text[at] in "）”》":
            depth -= 1
        joint = _JOINT.match(text, at, stop) if depth == 0 and at > begin else None
        if joint is not None and _parts_here(text, begin, joint, stop, names):
            out.append((begin, at, joined))
            joined, begin = joint[0], joint.end()
            at = begin
        else:
            at += 1
    return [*out, (begin, stop, joined)]


def _parts_here(text: str, begin: int, joint: re.Match[str], stop: int, names: NameRules) -> bool:
    """Whether a joint parts two members: not 住房和城乡建设部门, nor within a description (提供劳务和服务的单位)."""
    before, behind = text[begin : joint.start()], text[joint.end() : stop]
    body = _ends_as_body(before, names)
    if body or _LEVEL.match(before) or _PERSON.search(before):
        return "的" not in behind or "的" in before or body
    return joint[0] == "、" and "的" not in behind


def _is_body(word: str, acts: bool, names: NameRules) -> bool:
    """Whether a piece ends like a body."""
    if _PLACE_ACTS.search(word) and acts:
        return True
    return _ends_as_body(word, names) and _NO_BODY.search(word) is None and (not _PERSON.search(word) or word.endswith("经营者"))


def _shares(text: str, word: str, following: Item, names: NameRules) -> bool:
    """Whether a piece shares the ending of the next member: 勘察 in 勘察、设计单位."""
    later = text[following.start : following.end]
    short = len(word) <= 8 and "的" not in word and "的" not in later and following.joined == "、"
    if _JOINT.search(later) is not None and not any(later.startswith(stem) for stem in names.stems):
        return False  # 代表建议、批评和意见承办单位; but 财政、住房和城乡建设部门
    suffix = names.suffix_of(later)
    return short and suffix is not None and len(suffix.text) < len(later)
