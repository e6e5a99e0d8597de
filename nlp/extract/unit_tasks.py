"""Whether what follows a unit tells of a task: not of the past, of an aim, a definition or a thing (企业防治污染设施的审批情况)."""

from __future__ import annotations

import re

from nlp.extract.unit_lists import UnitList

# Words of a report: what was done is no duty.
_PAST_FIRST = re.compile(
    r"[^，。；]{0,2}(?:已经|已于|已将|曾)|[\u4e00-\u9fff](?<![为除])了(?![解结望却])"
    r"|[^，。；]{0,16}(?:提出|进行|开展|研究|制定|完成|印发|召开|作出|发布|下发|审核|形成|起草|赴[^，。；]{2,10}调研)了(?![解结望却])"
)
_PAST = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![为除])了(?![解结望却])|(?:共|累计|先后|总共|分别)[\u4e00-\u9fff]{0,8}[0-9]|以来|近日"
    r"|(?<![0-9一二三四五六七八九十])日前|同比|截至|截止"
)
# A title or a caption is no duty: 县供销社改革方案, 市人民政府工作规则.
_TITLE_END = re.compile(
    r"(?:条例|办法|规定|细则|意见|通知|方案|公告|通告|预案|制度|规则|要点|规划|清单|目录|一览表|职责|说明|简介|章程)\Z"
)
_MAKES = re.compile(
    r"(?:请[于在按将]|进一步|推行|协同实施|组织实施|实施本|遵守|贯彻|学习|履行|制[定订]"
    r"|编制|起草|拟[定订]|出台|修订|发布|公布|公开|落实|执行|完善|健全|提供|实行|建立|提出|报送|公示)"
)
# 报备账号较为完整, 群众满意度明显提高: a state, no task.
_STATE = re.compile(
    r"实行[^，。；]{0,10}(?:负责制|责任制)(?:度)?\Z|较为|较好|较大|较差|比较|明显|不够|不足|普遍|十分|仍然|尚未|有所|有待|存在|占[比0-9全]|达到?[0-9]|的局面|的格局|的转变|数/|×|÷|^均为|相结合的|过程中(?:形成|产生|制作|获取)的|的(?:重要|主要|有效|关键)[^，。；]{1,6}\Z"
)
# “政府引导、企业运营”的模式: the end of a saying that began before the unit.
# 组织机构健全、责任明确: a state that is asked for.
_ASKED_STATE = re.compile(r"(?:健全|完善|完备|明确|到位|规范|齐全|有力|落实|稳定)(?=[、，；。]|\Z)")
# 实行由政府统一领导，人事部门牵头运作的工作体制, 按照校长领导、办公室组织实施的工作机制进行: how things are arranged, no task.
_ARRANGED = re.compile(r"(?:实行|建立|形成|按照?|坚持|构建|健全|完善|遵循)[^。；\n]{0,80}\Z")
_ARRANGEMENT = re.compile(
    r"(?:(?!建立|形成|构建|健全|完善|实行|推行|落实|探索|创新|制定|按照?)[^。；\n]){0,80}?的(?:[\u4e00-\u9fff“”]{0,8})?(?:体制|机制|格局|模式|局面)(?:进行|运行|开展|，|。|；|\Z)"
)
# 政府引导、企业运营: a slogan of bare kinds of bodies; 县第二小学新建工程: the name of a project.
_SLOGAN = re.compile(r"[\u4e00-\u9fff]{2}(?=[、，；。]|\Z)")
_SLOGAN_BODIES = frozenset(("政府", "企业", "学校", "社区", "单位", "部门", "机构"))
_PROJECT = re.compile(r"[\u4e00-\u9fff]{0,4}(?:建|改造|建设|提升|修缮|装修|维修|加固|搬迁|整治|扩容|提质|升级)(?:工程|项目)(?=[、，；。\n]|\Z)")
_SAYING_END = re.compile('[”"]的?(?:[\u4e00-\u9fff]{0,4}(?:模式|机制|格局|原则|体制|思路|局面|方针|要求))')
_QUOTE_OPENS = re.compile('[“"]')
# 以流入地政府为主、以公办学校为主的原则
_POLICY = re.compile(r"为主[^。；\n]{0,24}?(?:原则|政策|方针|机制|体制|模式)")
# 企业认定标准按照…执行, 综合医院考核应采用…: the verb is a noun of the subject.
_NOUN_VERB = re.compile(
    r"(?:认定|考核|评价|服务|管理|建设|监督|检查|监管|评审|采购|运行|运营|经营|治理|改革|发展|保障|培训|教育|申报|登记|收费|开办|融资|审批|审核"
    r"|执法|安全|设置|准入|退出|招生|入学|录取|报名|升学|转学|办学|考试|就业|信用|用工|用地|用水|用电|搬迁|补贴|补助|调查|统计)+"
    r"(?:标准|情况|工作|水平|能力|质量|效率|范围|办法|内容|信息|数据|指标|结果|成本|环境|资质|资格|条件|制度|项目|资金|经费|业务|人数|总数|数量|积极性|名单|计划|简章|方案)*"
    r"(?:，经|实行|采[用取]|应|可|须|由|为|是|有|不|按照?|根据|参照|方面|过程|时|后|中|等|、|与|和|的|所|得到|以|数|/|÷|×|%|[。；\n]|\Z)"
)
# 设计机构设置 at a line's end: a noun of a list, no sentence.
_NOUN_END = re.compile(r"[\u4e00-\u9fff]{1,6}(?=\n|\Z)")
# 应当遵循公开、公平的原则: an aim, no task.
_PRINCIPLE = re.compile(r"[^，。；]{0,20}(?:应当?|必须|要)，?(?:遵循|坚持|贯彻|符合)[^。；，]{2,40}?原则\Z")
# 及法律授权的组织: the list goes on with what is not understood, so the subject is not known.
_GOES_ON = re.compile(r"以及|[及、和与或]")
# 本制度所称信息是指，医院在…获取的: a definition; …的公示，适用本办法: the scope.
_DEFINES = re.compile(r"(?:是指|系指|所称|指的是)[^。；]{0,60}\Z")
_SCOPE = re.compile(r"[^。；]*，(?:均|都|也)?适用(?:于)?本(?:办法|规定|制度|细则|条例|规则)")
# 防治污染设施的审批情况: what a list of things ends with.
_THINGS_END = re.compile(
    r"(?:情况|条件|标准|结果|目录|清单|项目|信息|规定|办法|制度|名单|指南|流程|程序|数量|金额|名称|经费|资金|支出|收入|数据|内容|的(?:房地产|房屋|车辆|产品|商品|物品|案件|行为|情形|人员|单位|企业|机构))[。；]?\Z"
)
_DOING = re.compile(
    r"\A(?:制[定订]|编制|起草|拟[定订]|出台|修订|发布|公布|公开|落实|完善|健全|提供|建立|提出|报送|公示|上报|填报|更新|汇总|张贴|进一步|推行(?![^。；]*情况))|[向将把每按并在于]|及时|定期"
)
# 执法部门进行检查时，|当事人应当配合: what the other has to do, then.
_OTHERS_DUTY = re.compile(r"，(?![并应必同经由对将按在依且也还要须可不及])[\u4e00-\u9fff]{2,14}?(?:应当|必须|不得)")
_THEN = re.compile(r"，被[\u4e00-\u9fff]{2,6}(?:应当|必须|不得)")
# 配合 alone is a task: 其他相关部门配合。
_BARE_HELP = re.compile(r"(?:积极|全力|密切|主动|做好)*(?:配合|协助|参与|参加|负责|落实|牵头)")
# 食堂服务人员: people of the body, not the body.
_STAFF = re.compile(
    r"(?:服务|管理|工作|施工|执法|从业|医务|监管|技术|经办|值班|办案|监督|检查|作业|参加|主要|分管|有关|相关|现场|党政|主管)*"
    r"(?:(?:防汛|安全|行政|直接|第一|包保|包联|网格|河湖|项目){0,3}责任人|人员|人士|骨干|[一二三四五六七八九十]分之|过半数|半数以上|领导|负责(?:同志|人)|主要负责(?=[、，。；同人为和与及])|同志)"
)
# 县教育局重点工作通过…进行通报: a thing of the body.
_OWNED = re.compile(
    r"(?:重点|主要|日常|中心|基本|全部|年度|全年|当前|近期)(?:工作|任务|项目|职责|事项|情况|信息|内容|领域|目标)(?![：:])"
)
# 企业继续教育经费从成本中列支: its money, not the body.
_FUNDS = re.compile(
    r"(?!安排|统筹|落实|拨付|负责|保障|提供|承担|将|把|的|筹|支付|按|应|要|须|可|应当|必须|每|对|于|根|结)"
    r"[\u4e00-\u9fff]{0,8}(?:经费|费用|资金)(?:从|由|在|纳入|列入|可以?从)"
)
# 各县区公开情况|纳入考核, 填埋场处置过程|应: what the body does or gets is the subject.
_OUTCOME = re.compile(
    r"(?!收到|接到|接受|发现|获悉|遇|出现|知悉|了解|掌握|结合|结果|视|如|有|无|其)(?:(?![对将把按在根依照向与从给就以因凭经于应要须由得使或])[\u4e00-\u9fff]){2,12}?"
    r"(?<!根据)(?<!特殊)(?:情况|过程|结果|费用|水质|质量|进度|成效|得分|水平)(?=应当?|必须|须|要(?![求素])|均|达到|达不到|纳入|列入|由|作为|不得|及时|按|将(?=[作纳列在按于由])|可(?=由|以))"
)
# 各部门自行出台的文件，也要解读: the duty is told of what the body made.
_MADE = re.compile(
    r"(?:不能|无法|难以|不便)[^，。；]{1,12}的(?:问题|事项|困难|任务|矛盾)|"
    r"(?:自行|联合|单独|共同|自主|各自|牵头)?(?:(?:制[定订]|起草|拟[定订]|研究|审核|编制|印发)(?=出台|制[定订]|印发|发布|起草))?(?:出台|制[定订]|印发|发布|起草|拟[定订]|公布|制作|编制|举办|主办|上报|报送|提供)的[^，。；]{0,24}?"
    r"(?:文件|政策|措施|信息|方案|规划|数据|材料|稿件|活动|公文|规章|标准|报表|预案)，(?:也|均|都|还|一律|同样)?(?=[要应须需]|必须|不得)"
)
# 企业按比例提取的职工教育经费，应当…: what the body has or gives is the subject.
_PRODUCT = re.compile(
    r"(?:(?:按照?|根据|依照|依法|自行|交由)[^，。；]{2,40}?)?(?![对将把就为向与从给应须要收发])[\u4e00-\u9fff]{2}的[^，。；的]{0,10}(?:费用?|经费|资金|设施|设备|信息|文件|产品|工程|项目|房屋|船舶|车辆|数据|资料|作品"
    r"|药品|食品|制剂|商品|土地|用地|名单|目录|标准|方案|规划|预案|条件|职权|职能)，(?=经|应|必须|可以?|不得|须|由|要)"
)
# 报市政府审核批复: assent from above.
SENT = frozenset(("送", "经", "报", "报经", "接受"))
_ASSENT_ABOVE = re.compile(r"(?:审核|审查|研究|审定|审议|审批)?(?:同意|批准|通过|审定|批复)后")
_ASSENT = re.compile(
    r"(?:审核|审查|复核|验收|检验)(?:合格|通过|同意)的"
    r"|(?:审核|审查|复核|会审)(?:同意|批复|批准|审批|后批|批)|(?:审核|审查)[、并]?(?:批准|审批|审定)"
)
# 各乡镇未完成的，取消评优资格: what happens to the body is no task.
_SANCTION = re.compile(
    r"[^，。；]{1,40}?的，(?:一律|依法|依规|将|按规定|视情)?(?:取消|予以|给予|责令|视为|视同|实行一票|扣|追究|通报批评|严肃|不予|对[^，。；]{2,30}?(?:给予|处分|追究)|可以?(?:依法)?对[^，。；]{2,36}?(?:处以?|罚款|警告|给予|追究)|(?:可以?)?(?:并|依法)?处(?:以)?(?=[0-9一二两三四五六七八九十]))"
)
# 有个别单位报送不及时: a finding.
_SOME = re.compile(
    r"(?:但|仍|还)?有?(?:的|些|少数|极少数|个别|部分|一些|多数|不少)"
    r"(?:地方|地区|[\u4e00-\u9fff]{0,2}(?:单位|部门|乡镇|镇|县|企业|学校|科室|街道|村))"
)
# 近年来，各县区大力推进…: a preamble that tells the past.
_SINCE = re.compile(
    r"(?:近[几两三]?年来?|多年来|长期以来|一直以来|[年月会]以来|过去[一几两三]年)，?(?:在[^，。；\n]{2,24}下，)?\Z"
)
# 9月1日18时，州防指|启动…: what happened on that day.
_DATED = re.compile(r"(?:[0-9]{1,2}月[0-9]{1,2}日|昨日|昨晚|今晨)(?:[上下中]午|凌晨|晚|夜间)?(?:[0-9]{1,2}[时点：:]?[0-9]{0,2}分?)?，\Z")
_EVENT = re.compile(r"(?:启动|召开|印发|下发|举行|举办)")
_NUMBERED = re.compile(r"[）、.．]\Z")


def is_owner(text: str, at: int) -> bool:
    """Whether a thing or the people of the unit follow it: 县教育局|重点工作, 食堂|服务人员."""
    if _OUTCOME.match(text, at) is not None:
        return True
    return _OWNED.match(text, at) is not None or _FUNDS.match(text, at) is not None or _STAFF.match(text, at) is not None


def is_maker(text: str, at: int) -> bool:
    """Whether the subject is what the unit made: 各部门|自行出台的文件，也要解读."""
    return _MADE.match(text, at) is not None or _PRODUCT.match(text, at) is not None


def is_assent(text: str, at: int, opens: str) -> bool:
    """Whether the unit gives assent from above: 报市政府|审核批复, 由县政府|审核同意后."""
    if opens == "由":
        return text.endswith(("政府", "党委", "常委会", "党组"), 0, at) and _ASSENT_ABOVE.match(text, at) is not None
    return opens in SENT and (_ASSENT.match(text, at) is not None or text.startswith(("审查调查", "审理"), at))


def is_sanction(text: str, at: int, sentence: int) -> bool:
    """Whether the words say what happens to the unit: 各乡镇|未完成的，取消评优资格."""
    return _SANCTION.match(text, at, sentence) is not None


def is_arrangement(text: str, units: UnitList, at: int) -> bool:
    """Whether the words state how things are arranged: 实行由政府统一领导、|人事部门|牵头运作的工作体制."""
    if _ARRANGEMENT.match(text, at) is None:
        return False
    first = units.items[0].start
    begin = max(text.rfind(sign, max(0, first - 90), first) for sign in "。；\n") + 1
    return _ARRANGED.search(text[max(begin, first - 90) : first]) is not None


def is_policy(text: str, at: int) -> bool:
    """Whether 以X为主 states how things are done in general: 以流入地政府为主的原则."""
    return _POLICY.match(text, at) is not None


def is_past(words: str) -> bool:
    """Whether the words behind a unit begin with what was done: 已经完成."""
    return _PAST_FIRST.match(words) is not None


def states_principle(text: str, at: int, sentence: int) -> bool:
    """Whether the sentence behind a unit states an aim: 应当遵循公开、公平的原则."""
    return _PRINCIPLE.match(text, at, sentence) is not None


def goes_on(text: str, at: int) -> bool:
    """Whether the list goes on with what was not understood: …以及法律授权的组织."""
    return _GOES_ON.match(text, at) is not None


def is_noun_of_subject(text: str, at: int, sentence: int) -> bool:
    """Whether the verb behind a class of bodies is its noun: 综合医院考核应采用…."""
    return _NOUN_VERB.match(text, at, sentence) is not None


def is_task(text: str, units: UnitList, at: int, stop: int, sentence: int) -> bool:
    """Whether a bare verb behind a list of units is a task: text[at:stop] is its clause, `sentence` where the sentence ends."""
    words = text[at:stop]
    if _SOME.match(text, units.items[0].start) or _STATE.search(words):
        return False
    if units.items[-1].name.kind == "class" and _NOUN_VERB.match(text, at, sentence):
        return False
    if (quoted := _SAYING_END.search(words)) and not _QUOTE_OPENS.search(words, 0, quoted.start()):
        return False
    if stop == sentence and sentence - at < 20 and _TITLE_END.search(words) and not _MAKES.search(words):
        return False
    if (told := _SINCE.search(text, max(0, units.items[0].start - 40), units.items[0].start)) and not told[0].startswith("自"):
        return False
    if _DATED.search(text, max(0, units.items[0].start - 20), units.items[0].start) and _EVENT.match(words):
        return False
    if text[units.items[0].start : units.end] in _SLOGAN_BODIES and _SLOGAN.match(text, at):
        return False
    if _PROJECT.match(text, at):
        return False
    if units.items[-1].name.kind == "class" and "各" not in text[units.items[0].start : units.end] and _ASKED_STATE.match(text, at):
        return False
    plain = units.items[-1].name.kind == "class" and "各" not in text[units.items[0].start : units.end]
    if _SCOPE.match(text, at, sentence) or _DEFINES.search(text, max(0, at - 90), units.items[0].start):
        return False
    if plain and stop == sentence and _THINGS_END.search(words) and not _DOING.search(words):
        return False
    if _THEN.match(text, stop) or (words.endswith(("时", "后", "期间")) and _OTHERS_DUTY.match(text, stop)):
        return False
    if plain and _BARE_HELP.fullmatch(words):
        return True
    if (
        plain
        and stop == sentence
        and len(words) < 6
        and _NUMBERED.search(text, max(0, units.items[0].start - 6), units.items[0].start)
    ):
        return False  # （一）医院自查自评。
    if words.endswith("的") or (plain and (len(words) < 3 or _NOUN_END.match(text, units.end))):
        return False
    return _PAST.search(text, units.end, min(sentence, units.end + 60)) is None


def is_certain(units: UnitList) -> bool:
    """Whether a list is one of units also where only a bare verb follows: a certain name is in it, or a long one."""
    return (
        units.sure
        or any(i.name.sure and i.name.kind != "class" for i in units.items)
        or units.items[0].end - units.items[0].start > 4
    )


# 局领导带队，|相关科室|参加
_HELPS = re.compile(r"(?:积极|密切|协同|主动|共同)*(?:参加|配合|协助|参与)(?=[，。；\n]|\Z)")


def helps_beside(text: str, start: int, behind: int) -> bool:
    """Whether some offices (相关科室, 有关单位) help with what the clause before them tells."""
    return text.startswith(("相关", "有关"), start) and text.startswith("，", start - 1) and _HELPS.match(text, behind) is not None
