"""A phrase cut down to what it names: without blanks, list signs, and the words that only lead to it or go on from it."""

from __future__ import annotations

import re

from nlp.draft.acted_on import ACT

_ACT = re.compile(rf"{ACT}|审[查核]")
# 经人民代表大会批准的|政府预算
_APPROVED = re.compile(
    r"^(?:依法)?(?:报)?经(?![济营费贸])[^，。；]{0,30}?(?:批准|通过|批复|审核|审定|核准|同意|审查|备案|确认|审议|批复同意|授权|讨论决定|讨论通过)(?:后)?(?:实施|执行|施行)?的(?=[\u4e00-\u9fff]{2})"
)
# 本法第二十三条、第二十四条规定的|村民会议决定事项
_BY_LAW = re.compile(
    r"^(?:前[两三]?款|前[两三]?项|上述|前述)(?:所)?(?:规定|列|称)的(?=[\u4e00-\u9fff]{2})|^(?:本(?:法|条例|办法|规定|细则|制度|章程)|前款|上款|前条)?第[一二三四五六七八九十百0-9]+[条款项](?:(?:、|和|至|及)?第[一二三四五六七八九十百（）0-9]+[条款项])*"
    r"(?:所)?(?:规定|列|明确|列举)的(?=[\u4e00-\u9fff]{3})"
    r"|^按照?[^，。；]{2,30}(?:规定|标准|程序|权限|要求)[^，。；]{0,14}的(?=[^的，。；、]{3,12}$)"
    r"|^属于(?!主动公开|政府)(?=[^，。；]{5})"
)
# words with which a phrase only goes on (特别是…, 确需改变…, 实施的…), and the way of disclosing at its end (补助对象实行市级)
_FRONT = re.compile(
    r"^(?:(?:特别|尤其|主要|重点)是|(?:一定|相应)的|需要(?=终止|调整|变更|暂停|停止|取消)|(?<=^取消)其|对(?=[^，的]{2,20}(?:问题|舆情|关切|热点|政策|文件|法规)$)|(?:编制|制定|修订|调整|修改|变更|划定|确定)(?:或者?|、|和|及)(?:编制|制定|修订|调整|修改|变更|划定|确定)(?=.{4})|(?:细化|推广|宣传(?!册|手册|资料|材料|片|栏|用语|口号|标语|画))(?=[^，]{4})|(?:举办|举行|召开)(?=[^，。；的、]{2,16}的[^，。；]{2,12}$)|我(?:省|市|州|县|区|镇|乡|街道|局|校|院)(?=.{4})|(?:或者?|以及)(?=.{4})|原则上|(?:所有|全部)(?:涉及)?(?=[^，。；]{2,16}的)|(?:办理|实施|承担|开展)(?=[^，。；的]{2,40}等(?:事项|项目|工作)$)|严格执行(?=[^，]{5})|(?:切实)?建立健全(?=[^，]{5})|其中|包括|确需(?=.{4})|(?:实施|作出|制定|形成|获取|办理|承担|划定|确定|设定|行使|执行)的(?=[^的]{3})|对(?:于)?(?![外口象比照应付策接抗立])(?=[^，]{2,24}的[^，]*情况))"
)
_OF_INTEREST = re.compile(
    r"^(?:与|涉及|关系|事关)[^，。；、的]{3,16}的(?!事项|信息|问题|情况|内容)(?=[^，的、]{2,8}、[^，的、]{2,8}、)"
)  # 与群众利益密切相关的|就业、社会保障…
# 清单|的制定, 法规解释|报: what is done with it
_GOING_ON = re.compile(r"的(?:制定|编制|修订)$|(?<![日海公月预警简通情年季旬周快战电汇申举填晚晨时画])报$")
_LONG_ENOUGH = 4
_ON_MATTERS = re.compile(r"(?<=.{4})(?:等)?方面的(?=(?:重大|重要)?(?:事项|内容|信息|情况|问题)$)")  # 学校管理|方面的|事项
_WAY = re.compile(r"(?<=.{4})(?:实行|进行|开展|予以|组织|给予)(?:[省市县区乡镇村组]级|[一二三两]级|事前|事后|动态|网上|定期)?$")
# 用工需求情况|进行调查、统计、预测（并发布相关信息）
_LOOKED_INTO = re.compile(r"(?<=.{4})(?:进行|开展|实施)(?:[\u4e00-\u9fff]{2}(?:、|和|与|及|并)?){1,5}$")
# 退出情况信息|七项信息公开工作
_HOW_MANY = re.compile(r"(?<=.{4})(?:等)?(?:[0-9]+|[一二三四五六七八九十]+)(?:大?[项类个方面]+)(?:重点)?(?:信息|内容|事项)?(?:的?公开)?(?:工作)?$")
_NUMBER_BEHIND = re.compile(r"(?<=电话|热线|号码)[：:（(]?[0-9][0-9-]{6,}[）)]?$")  # 监督电话|0000-1234567
_KNOWN_AS = re.compile("（以下(?:统|简|合并)*(?:简)?称[^（）]{1,40}）")  # 最低生活保障（以下简称低保）标准
_OPENS_LAW = frozenset("本前上第按属")  # what _BY_LAW can begin with
_DROPPED, _ENDS = re.compile(r"[\s■□√☑●◆★]+"), "，、；：。,;:.|—-"


def clean(text: str) -> str:
    """A phrase without blanks, line ends, list signs and dangling particles.

    >>> clean("■ 收支情况 、")
    '收支情况'
    """
    out = _DROPPED.sub("", text)
    if "（以下" in out:
        out = _KNOWN_AS.sub("", out)
    if "经" in out[:5]:
        out = _APPROVED.sub("", out)
    if out[:1] in _OPENS_LAW:
        out = _BY_LAW.sub("", out)
    out = _OF_INTEREST.sub("", out) if "、" in out else out
    out = _GOING_ON.sub("", out) if len(out) > _LONG_ENOUGH else out
    out = _ON_MATTERS.sub("", out)
    out = out[1:] if out[:1] == "其" and len(out) > 2 and out[1] not in "他它中余次实" else out
    out = _HOW_MANY.sub("", out) if out.endswith(("工作", "公开")) else out
    out = _NUMBER_BEHIND.sub("", _WAY.sub("", _FRONT.sub("", out)))
    out = out.removesuffix("都") if out.endswith(("结果都", "情况都", "信息都", "名单都", "事项都", "内容都")) else out
    return out.strip(_ENDS if out.endswith(("目的", "标的")) else _ENDS + "的")


def looked_into(text: str) -> str:
    """What a clause looks into, without how.

    >>> looked_into("用工需求情况进行调查、统计、预测")
    '用工需求情况'
    """
    return _LOOKED_INTO.sub("", text)


def without_act(context: str, told: str) -> str:
    """What is acted on, where what is told of it names the act again.

    >>> without_act("审查本社财务", "审查情况"), without_act("审查财务", "收支情况")
    ('本社财务', '审查财务')
    """
    act = _ACT.match(context)
    return context[act.end() :] if act is not None and told.startswith(act[0]) and len(context) > act.end() + 1 else context
