"""Places where a unit stands behind an opening word and has no duty: labels, payments, definitions, whoever is hired."""

from __future__ import annotations

import re

from nlp.extract.unit_lists import UnitList

# 监督电话：县纪委监委: a label with its value, not a clause.
_CONTACT = re.compile(
    r"(?:电话|方式|地址|时间|来源|作者|邮箱|渠道|依据|载体|名称|局长|主任|职务|采购人|招标人|代理机构|建设单位|联系人|经办人|审核|编辑"
    r"|主办|承办|受理单位|咨询单位|发布机构|发文机关|发布单位)：\Z"
)
# 所需费用由企业承担: paying is no task.
_MONEY = re.compile(r"(?:费用?|资金|经费|成本|损失|风险|价款|税款|开支)[^，。；]{0,8}，?由\Z")
_PAYS = re.compile(r"(?:自行|各自|全额|共同)?(?:承担|负担|解决|支付|自理|列支|筹措)")
# 由省级药品监督管理部门|考核合格的人员
_QUALIFIES = re.compile(r"(?!负责|组织|承担)[^，。；]{0,30}(?:合格|取得|颁发|核发|认定|指定)[^，。；]{0,12}的(?:人员|单位|企业|机构|产品)\Z")
# 成员由市委宣传部、市教育局等单位联络员组成
_CONSISTS = re.compile(r"(?:组成|构成|兼任|担任)[^\u4e00-\u9fff]*\Z")
# 由政府监管向社会共治转变: from one thing to another, no duty.
_TURNS = re.compile(r"[^，。；]{0,12}(?:向|到|转为|变为)[^，。；]{1,20}(?:转变|转型|过渡|延伸|拓展|转移)")

# 由村民会议|从村民中推选产生: how a body comes about
_ELECTED = re.compile(
    r"(?:(?:依法|民主|直接|投票|差额|等额|从[^，。；]{2,20}?中|在[^，。；]{2,20}?中)){0,3}(?:推选|选举|推举|推荐|投票|协商|民主推荐|民主选举|聘任|任命|选聘)(?:、(?:推选|选举|推举|协商))?(?:产生|选出)"
)
# 由县民政部门|决定…, 由县人大常委会|授予…: here deciding is the task; not 由X决定的事项.
_RULES = re.compile(r"(?:决定|授予)(?![的书])(?=[\u4e00-\u9fff“]|\Z)|(?:批准|规定)\Z")
# 交由专业化企业|承担, 委托第三方机构|评估: whoever of that kind is hired has no duty by this text.
_OUTSIDE = ("企业", "公司", "组织", "协会", "银行")
_OUTSIDER = re.compile("专业|第三方|中介|资质|社会")
# 由具有相应资质的单位|承担: whoever qualifies.
_QUALIFIED = re.compile(r"(?:具有|具备|取得|有)[^，。；]{0,16}(?:资质|资格|能力|条件|证书|许可证?)的")
# 是指由省级人民政府公布的企业: a definition.
_DEFINED_BY = re.compile(r"(?:是指|系指|所称)由\Z")
# 其他组织和个人不得发布: nobody else may
_NOBODY = re.compile(r"其他(?:单位|组织|机构)(?:和|或者?|、)个人(?:均|都|一律)?不得")
# 填写单位：　登记时间：: the blank of a form.
_BLANK_OF_FORM = re.compile(r"(?:填写|填报|填表|制表|报送|申报|申请|编制|盖章|受理|送检|委托|报名|推荐)(?:单位|部门|机构|企业|科室)(?=：)")
_HIRED = ("企业", "公司", "机构", "组织", "单位", "协会", "银行", "院", "学校")

# 由村民会议|讨论决定的事项: says which matters.
_MATTERS = re.compile(
    r"[^，。；]{0,16}?(?:(?:讨论|审议|表决|研究|协商|决策)(?:决定|通过|确定|同意)?|决定)的(?:其他|其它|重大|重要)?(?:事项|问题|方案|决议|决定)"
    r"(?!由|应|要|须)"
)


# 居民会议|每年至少举行二次: how a meeting is held is no duty of its own.
_HELD = re.compile(r"[^，。；]{0,16}?(?:举行|召开)|[^，。；]{0,8}由[^，。；]{2,40}?(?:参加|组成|出席|召集|主持)")


def is_held(text: str, units: UnitList, behind: int, sentence: int) -> bool:
    """Whether the words only say how a meeting is held: 居民会议|每年至少举行二次."""
    return text.endswith(("会议", "大会"), 0, units.end) and _HELD.match(text, behind, sentence) is not None


# 经营者对处罚决定不服的，可以申请复议: a right
_APPEALS = re.compile(r"[^。；]{0,50}?(?:不服|有异议)的，可以?(?:依法)?(?:申请|向|提起|提出)")
# 投资的单位|可以享有冠名权: what one may have
_ENJOYS = re.compile(r"[^，。；]{0,14}?可以?(?:依法|优先|按照?[^，。；]{1,10})?(?:享有|享受|获得|获取|领取)")
# 企业应当清算而未清算的，…: what was left undone
_OMITS = re.compile(r"应当?[^，。；]{1,20}(?:而|但|却)(?:未|不|没)[^，。；]{0,20}的[，；。]")


# 违反本办法规定，建设单位|在预售时未公示的，由…责令: what is punished, no duty
_AGAINST = re.compile(r"违反[^。；\n]{2,60}，\Z")
_PUNISHED = re.compile(r"[^。；\n]{0,120}?(?:的|之一)，(?:由|处|责令|给予|没收|依法|依照|对|尚不|构成|可以?处)")
# 县指挥部|主要由县水利局、县应急局组成: of whom it is made up
_MADE_UP = re.compile(r"(?:主要|一般|通常|可)由[^。；]{2,200}?(?:组成|构成)(?!，(?:主要|具体|全面|统一)?负责)")
# （三）国务院海关部门|规定的其他信息。: an item of a list
_OTHER_THINGS = re.compile(
    r"(?:规定|确定|认为|要求|认定|指定|授权|交办|批准|委托|公布)[^，。；]{0,16}的(?:其他|其它)[^，。；]{1,20}(?:[。；\n]|\Z)"
)
# 明确|各成员单位|应当承担的职责: what is named
_NAMES_IT = ("明确", "写明", "载明", "约定", "列明", "界定", "划分", "细化", "注明", "规定")
_NAMED_DUTY = re.compile(r"应当?[^，。；的]{2,14}的[^，。；]{1,12}(?=[，。；\n]|\Z)")


# 小微企业新招人员达到一成的，可以申请贷款贴息: on what a benefit depends
_BENEFITS = re.compile(
    r"[^。；\n]{4,110}?的，(?:均|都)?可以?(?:依法|优先|按(?:照|规定)?[^，。；]{0,12})?(?:申请|申领|享受|获得|领取)[^，。；]{0,40}?(?:贷款|贴息|补贴|补助|奖励|优惠|资助|减免|扶持|资金|待遇|津贴)"
    r"|[^。；\n]{4,110}?的，(?:一次性|按(?:照|规定)?[^，。；]{0,14}|每年|分别|最高|可以?)?(?:给予|予以|享受|发放)[^，。；]{0,30}?(?:贷款|贴息|补贴|补助|奖励|优惠|资助|减免|扶持|贴补)"
)
_BENEFITED = ("企业", "公司", "合作社", "个体工商户", "农场", "用人单位", "农户", "机构")


def is_benefited(text: str, units: UnitList, behind: int, sentence: int) -> bool:
    """Whether the words only say who may have a benefit: 小微企业|新招人员达到一成的，可以申请贷款贴息."""
    if not text.endswith(_BENEFITED, 0, units.end) or text.find("的，", behind, sentence) < 0:
        return False
    return _BENEFITS.match(text, behind, sentence) is not None


def is_punished(text: str, start: int, behind: int, sentence: int) -> bool:
    """Whether a unit that begins at `start` stands in a clause on what is punished: 违反本办法规定，|建设单位|未公示的，由…."""
    if text.find("的，", behind, sentence) < 0 and text.find("之一，", behind, sentence) < 0:
        return False
    return _AGAINST.search(text, max(0, start - 70), start) is not None and _PUNISHED.match(text, behind, sentence + 1) is not None


def is_named_duty(text: str, start: int, behind: int, sentence: int) -> bool:
    """Whether the duty is only what something names: 明确|各成员单位|应当承担的职责."""
    return text.endswith(_NAMES_IT, 0, start) and _NAMED_DUTY.match(text, behind, sentence + 1) is not None


def is_no_duty(text: str, behind: int, sentence: int) -> bool:
    """Whether the words tell of a right to appeal, of what was left undone, of whom a body is made up, or name other things."""
    if text.find("的，可", behind, sentence) > 0 and _APPEALS.match(text, behind, sentence) is not None:
        return True
    if text.startswith("应", behind) and _OMITS.match(text, behind, sentence) is not None:
        return True
    if text.startswith(("主要由", "一般由", "通常由", "可由"), behind) and _MADE_UP.match(text, behind, sentence) is not None:
        return True
    if text.find("的其", behind, sentence) > 0 and _OTHER_THINGS.match(text, behind, sentence + 1) is not None:
        return True
    return text.find("可", behind, behind + 16) >= 0 and _ENJOYS.match(text, behind, sentence) is not None


def is_contact(text: str, start: int, at: int) -> bool:
    """Whether a label stands before the place: 监督电话：|县纪委监委."""
    return text.startswith("：", at - 1) and _CONTACT.search(text, max(start, at - 10), at) is not None


def pays(text: str, start: int, at: int, behind: int, end: int) -> bool:
    """Whether the unit between `at` and `behind` only pays: 费用由|企业|承担."""
    return _MONEY.search(text, max(start, at - 16), at) is not None and _PAYS.match(text, behind, end) is not None


def is_outside(text: str, start: int, at: int, opens: str, units: UnitList) -> bool:
    """Whether the list at a place names nobody with a duty: a definition, a form's blank, a kind of bodies that is hired."""
    if _NOBODY.match(text, at) or (not opens and _defines(text, at)):
        return True
    if (opens == "由" and _DEFINED_BY.search(text, max(start, at - 4), at)) or _BLANK_OF_FORM.match(text, at):
        return True
    first = units.items[0]
    if first.name.kind != "class" or text.startswith(("各", "本"), first.start):
        return False
    if opens == "委托":
        return text.endswith(_HIRED, first.start, first.end)
    if opens == "由" and _QUALIFIED.match(text, first.start, first.end):
        return True
    if opens != "由" or not text.startswith("交", at - 2):
        return False
    return text.endswith(_OUTSIDE, first.start, first.end) or _OUTSIDER.search(text, first.start, first.end) is not None


def _defines(text: str, at: int) -> bool:
    """Whether the sentence of a place says what a word means: 本制度所称主动公开，是指…，|镇政府应当…."""
    told = text.rfind("所称", max(0, at - 120), at)
    return told >= 0 and not any(sign in text[told:at] for sign in "。；\n") and "指" in text[told:at]


def is_no_act(words: str) -> bool:
    """Whether the words behind 由 and its units tell of no task: 转变, 讨论决定的事项, 组成."""
    told = _QUALIFIES.match(words) or _TURNS.match(words) or _MATTERS.match(words) or _CONSISTS.search(words) or _ELECTED.match(words)
    return told is not None


def decides(words: str) -> bool:
    """Whether deciding is the task: 决定是否延期; not 决定的事项."""
    return _RULES.match(words) is not None
