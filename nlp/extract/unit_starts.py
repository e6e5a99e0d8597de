"""Where the subject of a duty may begin: behind punctuation, a number, a lead-in (同时, 每年3月底前), a description, an opening
word; and what may stand between the subject and its verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A clause may begin behind punctuation (a full stop typed as a point too), or in 甲牵头、乙配合.
_START = re.compile(
    r"(?:(?<=[，。；：！？\n\t】])|(?<=以外的)|(?<=之外的)|(?<=[ 　]{2})|(?<=(?:牵头|负责|配合|参与|主办|承办)、)|(?<=[件项号条]、)"
    r"|(?<=[\u4e00-\u9fff]\.))(?=[^，。；：！？\n\t）】”])"
    # 行政执法公示制度|各执法机关要…: a heading that ran into its text
    r"|(?=各)(?<=制度|要求|安排|职责|任务|原则|措施|机制|目标|内容|步骤)(?=各[\u4e00-\u9fff]{2,10}(?:要|应|须|必须))"
)
# 问题较多的有关单位要…: a subject behind what describes it; not 对问题较多的有关单位要….
_DESCRIBED = re.compile(
    r"(?:(?<=[，。；：！？\n\t])|(?<![\s\S]))(?![对将把向由请给为督推要约责让使支鼓通由根按依以])[^，。；：！？\n\t、]{4,60}?(?<!设区)的"
    r"(?=(?:各|有关|相关|[省市县区州](?:级|直|人民政府)|乡镇|镇街)[\u4e00-\u9fff]{2,10}?(?:要|应|须|必须|应当|，在|每|于|根据|按照|负责)"
    r"|(?:乡（镇）|乡镇|[乡镇])人民政府(?=、|和|及|以及|应当|必须|负责)|街道办事处(?=、|和|及|以及|应当|必须|负责))"
)
_NUMBERING = re.compile(
    r"[ 　■√☑●·*\-—]*(?:第[一二三四五六七八九十百零〇0-9]{1,5}[章节条款项][ 　]*|（[一二三四五六七八九十0-9]{1,3}）[、.]?"
    r"|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}(?:\.[0-9]{1,2}){1,4}(?!小时|[0-9万亿%])|[0-9]{1,3}(?:[、．]|\.(?![0-9]))|[①-⑳⑴-⒇㈠-㈩]"
    r"|[一二三四五六七八九十]是(?:要)?|[首其再][先次]，?|最后，?)?[ 　]*"
)
# 作出处罚决定的|市场监督管理部门应当; 企业的|工会负责: a body of a name behind what tells which.
_WHICH = re.compile(
    r"(?:(?<=[，。；：！？\n\t])|(?<=[条项][ 　])|(?<![\s\S]))(?![对将把向由请给为督推要约责让使支鼓通由根按依以在与和经除加规强])"
    r"[^，。；：！？\n\t]{4,40}?(?<!设区)的(?=(?:[\u4e00-\u9fff]{5,16}(?:部门|机关|机构|组织|委员会|[局厅])|工会|工会组织|职工(?:代表)?大会|(?:国有|集体|民营|私营|非公有制)[\u4e00-\u9fff]{0,2}企业(?:[、和][\u4e00-\u9fff]{2,8}企业){1,4}，下列[^，。；]{2,12})(?:（[^（）\n]{1,12}）)?(?:应当|必须|应在|应将|应按|具体负责|负责|主管))"
)
# （以下简称省级指挥部）负责: a body under the short name that its definition gives.
DEFINED = re.compile(
    r"（以下(?:统|简|合)?称(?:为)?“?(?=[^（）“”\n]{3,24}”?），?(?:负责|具体负责|主要负责|应当|必须|主管|承担|统一|履行|会同|依法|按照|根据))"
)
# 各牵头领导、|责任单位要, 分管副县长、|县教育局要: officers at the head of a list of subjects.
_OFFICERS = re.compile(
    r"(?:(?<=[，。；：！？\n\t])|(?<![\s\S]))(?:各?(?:分管|牵头|主管|责任|联系|包联|包抓|挂钩|主要|相关|有关){1,2}(?:市|县|区|省|镇|乡|校|院|局)?(?:领导|负责人|责任人|负责同志|副?[市县区省镇乡]长|副?秘书长|副?书记))"
    r"(?:同志)?(?:、|和|及)(?=[\u4e00-\u9fff])"
)
# Words that may stand before the subject without a comma: 同时, 每年3月底前, 检查结束后.
_LEAD_IN = re.compile(
    r"(?:特别是|尤其是|同时|此外|另外|其中|对此|为此|因此|必要时|原则上|届时|期满后|今年|今后|下一步|平时|日常|会后|会前|目前|现|并|再|也|则|而|要求"
    r"|其(?=(?:工会|[\u4e00-\u9fff]{2,6}(?:单位|部门|机构)(?:[、和或][\u4e00-\u9fff]{2,6})?)(?:应当|必须|负责|要))|本行政区域(?:范围)?内?的|其(?:所属|下属|直属|设立)的?(?=[\u4e00-\u9fff]{2,14}(?:机构|单位|部门)(?!（以下))"
    r"|本(?:市|省|县|区|州)(?=[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){1,12}等(?:有关|相关|行政|主管|管理|执法|监管){0,4}部门)"
    r"|(?:根据|按照)[\u4e00-\u9fff]{2,8}(?:要求|规定|部署|安排|精神)(?=[省市县区镇乡各]|[\u4e00-\u9fff]{2,6}(?:[省市县区镇乡]人民政府|[省市县区镇乡][\u4e00-\u9fff]{1,6}[镇乡]人民政府))"
    r"|(?:依照|按照|根据|依据)(?:前[款条项]|上述|本[条款办条规][法例定]?|第[一二三四五六七八九十百]{1,4}[条款项]){1,2}的?规定(?=[省市县区州国][\u4e00-\u9fff])"
    r"|具体|然后|随后|最后|明确|除[^，。；]{1,12}外|被[\u4e00-\u9fff]{2,6}的"
    r"|(?:[汛假旱雨暑寒节春夏秋冬年月季学农灾赛考][\u4e00-\u9fff]{0,3}?[期季天日节假初底末中间前后]|节假日|冬春|平常|每逢[\u4e00-\u9fff]{2,5}?)"
    r"(?=各|[省市县区镇乡][\u4e00-\u9fff]|有关|相关)"
    r"|(?![^，。；]{0,4}?(?:允许|支持|鼓励|推动|推进|引导|指导|促进|督促|带动|动员|帮助|组织))(?:每年|每月|每季度|每半年"
    r"|每周)?[^，。；：！？、（）要应将由的]{0,14}?(?:前(?![款条项述])|以?内|底前|之后|(?<!博士)(?<!售)后(?!果|续|勤|备|期)|之日起|起|期间|时)(?:，)?)"
)
# 、县政府网站; ，在…领导下; （以下简称省指挥部）, （设在市民政局）; a blank; 县环保局。负责…; what stands between a unit and its verb.
ASIDE = re.compile(
    r"(?:即[\u4e00-\u9fff]{2,20}(?:（[\u4e00-\u9fff]{1,6}）)?(?=（以下|，))?(?:”?）(?=，?(?:负责|具体负责|主要负责|应当|必须|主管|承担|统一|履行|会同|依法|按照|根据)))?(?:[、和及][^，。；、]{0,10}(?:网站|门户|客户端))?(?:，在[^，。；]{2,24}(?:领导|指导|组织|协调)下，?|在[^，。；]{2,24}(?:领导|指导|组织|协调)下，(?!负责))?"
    r"(?:（(?:以下|下同|简称|下称|下简|设在|不?含|不?包括)(?:[^（）\n]|（[^（）\n]{1,8}）){0,90}）(?:，(?!负责|承担|牵头))?)?"
    r"(?:(?:或者?|及|和)(?:其(?:依法)?(?:授权|委托|指定|确定)|其他(?:依法|依照[^，。；的]{2,12})?(?:行使|负有|承担|履行)[^，。；的]{2,16})的[\u4e00-\u9fff]{0,10}?(?:机构|单位|组织|部门))?"
    r"(?:，?(?:主要)?由[^。；，]{2,90}?(?:任|担任|兼任|组成)[^，。；]{0,8}，(?=(?:主要|具体|全面|统一|分别)?(?:负责|承担|牵头|研究|统筹|协调)))?"
    r"(?:(?<=组)[：。]\s{0,2}由[^。；，]{2,90}?组成，(?=(?:主要|具体|全面|统一|分别)?(?:负责|承担)))?"
    r"(?:，以[^。；，]{2,30}?为(?:组长|主任|总指挥|指挥长|召集人|副组长)[^。；]{0,60}?，(?=(?:主要|具体|全面|统一)?(?:负责|承担|牵头|统筹|协调)))?"
    r"(?:[ 　]{2,4}|[ 　](?=(?:主要|具体|全面|牵头)?(?:负责|承担|牵头|组织|做好|协助|配合)))?"
    r"(?:，(?=(?:应当|必须|均应|都要|均要|要|应|须|可(?=以|向|按|在|自|申请|根据))[^，。；]{2})|(?:(?:和|及|以及|或者?|、)(?:其他|其它|其|相关|有关)?"
    r"(?:个人|公民|有条件的[\u4e00-\u9fff]{2,4}|(?:工作|执法|从业|管理)?人员|(?:委托|授权|所属|下属|设立|指定)的[\u4e00-\u9fff]{2,12}?(?:机构|单位|组织|部门)(?=应|必须|要|须|可以|不得)|经营者|[村居]民|农户|住户|用户|业主|劳动者|消费者|当事人|权利人|关系人|法人|[\u4e00-\u9fff]{1,4}[人者]|家长|职工|学生|群众)){1,4}"
    r"(?:，(?=应当|必须|(?:发现|遇有|遇到|收到|接到|获悉)[^，。；]{2,40}，[^，。；]{0,8}(?:应当|必须)))?(?=应当?|必须|要|须|不得|可以|[对在自][^。；]{2,70}?应当|[^，。；]{2,40}，[^，。；]{0,16}应当))?"
    r"(?:，(?=(?:今后|今年|明年|下一?步|接下来)(?:也|都|还|均)?[将要应]))?"
    r"(?:。\s{0,2}(?=(?:主要|具体|全面)?(?:负责|承担|牵头))|、(?=[要应须]))?"
)
# 由其所在单位或者监察机关, 由火灾发生地的县级人民政府: what stands between the opening word and the list.
ASIDE_BEFORE = re.compile(
    r"(?!(?:[本同上县市省]一?级(?:以上)?(?:地方)?人民政府(?:确定|指定|认可)的[有相]关|[\u4e00-\u9fff]{2,10}(?:单位|部门)(?:确定|指定|认可)的[^部，。]{0,8}(?:机构|单位|企业)))"
    r"(?:其所在单位的?(?=上级)|(?:各?(?:分管|主管|主要|有关|相关|单位|部门){0,2}(?:领导|负责人|负责同志)(?:、|和|或者?|及))|[\u4e00-\u9fff]{2,8}领导下的|(?:所涉及|涉及|有关|相关)的|其(?:任免|所属)[^，。；]{0,6}?(?:单位|部门|机关)(?:、|或者?)|其(?=上|主管|行业|共同|所在单位)|(?:(?!或|人民政府)[\u4e00-\u9fff]){2,14}(?:产生|选出|组建|设立|确定|指定|授权|认可|委托)的|作出[\u4e00-\u9fff]{1,6}的|[\u4e00-\u9fff]{0,8}地的"
    r"(?=[省市县区州乡镇街村有相])|(?:[\u4e00-\u9fff]{0,4}(?:所在地|居住地|户籍地|注册地)|属地|辖区)(?=(?:区县|县区|县市|[县市区]（[市县区、]{1,4}）)、)|所在地(?=[县市区]（[市县区、]{1,4}）[\u4e00-\u9fff]{2,12}(?:部门|机构|局))|[\u4e00-\u9fff]{0,4}所在(?=(?:区县|县区|县市|[县市区])(?:（[自治县市区、]{1,6}）)?[\u4e00-\u9fff]{2,12}(?:机构|部门|局|中心)))"
)

# 成立以县长为组长、有关部门为成员的|领导小组
FOUNDED_BY = re.compile(
    r"(?:以|由)[^。；]{2,90}?(?:组长|成员|主任|指挥长|召集人|组成|参加|牵头)[^。；，]{0,6}?的(?=[^。；，]{2,30}?(?:小组|指挥部|委员会|工作组|专班|联席会议))"
)


# 由县应急局牵头，|县公安局、县水利局等单位组成
_LEADER = re.compile(r"牵头(?:组建|负责|组织)?，\Z")
LEADER_NEAR = 8


def beside_leader(text: str, at: int) -> bool:
    """Whether who leads a group is named straight before a place: 由县应急局牵头，|县公安局等单位组成."""
    return _LEADER.search(text, max(0, at - LEADER_NEAR), at) is not None


def starts(text: str, start: int, end: int, fresh: Sequence[int], openers: re.Pattern[str]) -> list[tuple[int, str]]:
    """Places of text[start:end] where the list of a subject may begin, with the opening word before it (由, 请 …), in order.

    `fresh`: ends of responsibility brackets, behind which a clause may begin; `openers`: the opening words.
    """
    out: list[tuple[int, str]] = []
    for at in (start, *(m.end() for m in _START.finditer(text, start, end)), *fresh):
        number = _NUMBERING.match(text, at, end)
        begin = number.end() if number else at
        out.append((begin, ""))
        if (lead := _LEAD_IN.match(text, begin, end)) and lead.end() > begin:
            out.append((lead.end(), ""))
    out += [(m.end(), "") for m in _DESCRIBED.finditer(text, start, end)]
    out += [(m.end(), "") for m in _OFFICERS.finditer(text, start, end)]
    if text.find("的", start, end) >= 0:
        out += [(m.end(), "") for m in _WHICH.finditer(text, start, end)]
    if text.find("（以下", start, end) >= 0:
        out += [(m.end(), "") for m in DEFINED.finditer(text, start, end)]
    out += [(m.end(), m[0]) for m in openers.finditer(text, start, end)]
    return sorted(dict.fromkeys(out), key=lambda p: (p[0], not p[1]))


def each_of_officers(text: str, at: int) -> tuple[int, int] | None:
    """The 各 that officers before a list of units share with its first unit: 各 in 各牵头领导、|责任单位要."""
    each = text.rfind("各", max(0, at - 16), at)
    m = _OFFICERS.match(text, each) if each >= 0 else None
    return (each, each + 1) if m is not None and m.end() == at else None


def is_defined(text: str, at: int, done: int) -> bool:
    """Whether a body begins at a place under the short name that it gets there, its full name not being understood."""
    bracket = text.rfind("（", max(0, at - 10), at)
    m = DEFINED.match(text, bracket) if bracket > done else None
    return m is not None and m.end() == at


def before_list(text: str, at: int, end: int, opens: str) -> re.Match[str] | None:
    """What stands between an opening word and its list: 由其所在单位的|上级部门, 成立以县长为组长的|领导小组."""
    if opens in ("由", "接受", "会同"):
        return ASIDE_BEFORE.match(text, at, end)
    return FOUNDED_BY.match(text, at, end) if opens in ("成立", "设立", "建立", "组建") else None
