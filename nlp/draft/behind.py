"""What stands behind a verb of disclosure: its object, a place, a count of days, or a noun that makes the verb one (工作, 力度)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nlp.draft.phrases import Range
from nlp.draft.reading import Place
from nlp.draft.sheet import FILL

Follows = Literal["", "end", "tail", "joint", "no-duty"]
_NUMBER = "[0-9〇一二三四五六七八九十]{1,6}"
# 发布一次…, 公布了一批…: a count behind the verb
_COUNT = re.compile(r"(?:一次|[一二两三几0-9]{1,3}次|一批|一期|一回)(?:以上)?|首批")
# where an object ends inside its clause, each with an example
_CUT = re.compile(
    r"并(?![购列轨联网发症])"  # 公开结果|并接受监督
    r"|以便|便于|方便(?=群众|企业|公众|社会|办事|市民|职工)|供(?=公众|社会|群众|市民|企业|查)"  # 公开指南|方便群众
    r"|接受(?=社会|群众|监督|公众|职工|村民|家长|师生)|以(?=接受|提高|促进|增强|保障|满足)"
    r"|(?<=[\u4e00-\u9fff〓]{2})(?<!批)后(?=[再方进报实组])"  # 公示名单|后报县政府
    r"|(?<=.{3})(?:同时|随后|但)(?!期)|或者?(?=组织(?!机构|名称|架构)|召开|举行|开展|采取)"
    rf"|(?:不少于|不得少于|为期|至少){_NUMBER}(?:个)?(?:工作日|日|天|次)|{_NUMBER}(?:个)?(?:工作日|天|日)(?:以上|后|$)"  # 公示名单|7天
    r"|、(?=(?:审核|发放|办理|受理|负责|开展|指导|监督(?!管理)|协调|制定|编制|组织(?!机构|机关|单位|部门|架构|体系|章程|(?:编制|实施|认定|制定)(?:机关|单位|部门|机构)))"
    r"(?![^，。；、]{0,4}(?:电话|渠道|信箱|邮箱|热线)|结果|情况|标准|程序|办法"
    r"|流程|依据|条件|时限|方案|计划|进度|事项|信息|对象|范围|项目|名单|意见|决定|部门|单位|机构|人员|电话"
    r"|方式)[^，。；、的]{4,}(?:[及和、]|$))"  # 招聘信息|、审核报考人员资格
    r"|、(?=(?:颁发|核发|送达|告知|听取|征求|受理|提示)(?!程序|信息|内容|公告|牌|语"
    r"|条件|范围|结果|情况|标准|时限|期限|机构|部门|单位|渠道|方式|电话|时间|依据|材料|流程|书|意见)[^，。；、]{2,})"  # 公布名录|、颁发证书
    r"|(?<=.)等$|、(?=表明|辟除|澄清|回应|接受|听取|征求|[^，。；、]{0,12}(?:内|前)(?:发布|公布|公开|举行|召开|公示))"  # 发布信息|、24小时内举行发布会  # noqa: E501
)
# 公布在政府网站, 公示于候诊处: a place behind the verb
_DESTINATION = re.compile(r"(?:到|至|在|于|给)(?!位|期|少|此|今|建)")
_CLOSE_PLACE = re.compile(r"(?:[车楼厅店场院校门屋室][内上外前]|楼道|门口|处)$")  # 张贴车内
# 公示期…, 公示7天, 公布完毕: no object
_STANDING = re.compile(
    rf"期|时间|时限|日期|不少于|不得少于|{_NUMBER}(?:个)?(?:工作日|日|天|月|小时|周)|一周|为期|至|止|完毕|结束"
)
STANDS = re.compile(
    rf"(?:期|时间)?(?:为|不少于|不得少于|至少|满)?{_NUMBER}(?:个)?(?:工作日|自然日|天|日|个月|年)(?:以上)?(?![前内后度])"
)
_ET_CETERA_OF = re.compile(r"等[^，。；]{0,20}(?:情况|工作|方面)[^，。；]*的|.*等工作$")  # 预算公开|等管理工作完成情况好的
_ET_CETERA = re.compile(r"等(?:相关|有关|各项|一系列|配套)?")
_AND_THEN = re.compile(  # 目录应当公布|、定期评估; 予以公布|和宣传
    r"(?:、|，|和)?(?:并)?(?:定期|及时|动态|适时|实时|同步|主动|持续)*(?:评估|更新|调整|修订|清理|维护|完善|备案|归档|管理|宣传|推广)$"
)
_OR_ELSE = re.compile(r"或者?(?:在|以|通过|采取|于|书面|口头|当面|直接通知|告知|通知)")  # 在专栏张贴|或在职工大会上说明
_NOUN_JOIN = re.compile(r"和|、|及|与|以及|或")
# 公示|及应用|信用信息: the last of a row of verbs
_LAST_OF_ROW = re.compile(
    r"(?:和|及|并|以及|、)(?:应用|使用|运用|共享|管理|更新|维护|归档|保存|推送|反馈|传递)(?=[^，。；、的]{4,})"
)
# 水质信息，由县疾控中心组织网上|公开|工作
_ORGANISES = re.compile(r"由[^，。；]{2,30}?(?:负责)?(?:统一|具体)?(?:组织|承担)(?:实施|开展)?(?:网上|对外|集中|统一|及时)*$")
# 发布|、调整和解除|预警信息: verbs in a row with one object
_ROW_OF_VERBS = re.compile(
    r"(?:、[\u4e00-\u9fff]{2}){0,3}(?:和|及|以及|或者?|、|并)(?:适时|及时|依法|动态)*(?:调整|解除|更新|变更|撤销|修改|终止|修订)(?=[^，。；、和及的可应要由]{3,})"
    r"|(?:和|及|并)(?:严格|认真|切实)?(?:履行|遵守|执行|兑现)(?=[^，。；、]{2,})"  # 公布|并履行|服务承诺
)
# 公开范围|从市级扩大到县级: the matter stands before the verb
_WIDENED = re.compile(r"(?:范围|内容|领域)(?:从|由|向|进一步|逐步)[^，。；]{0,30}(?:扩大|延伸|拓展|扩展|推广)")
# 按照实施公开、|通报|情况和归档的程序组织实施: steps in a row
_BY_STEPS = re.compile(r"[^，。；]{0,40}[和及、][^，。；]{0,12}的(?:程序|步骤|流程|顺序)(?:组织)?(?:实施|进行|办理|执行|开展)?$")
_PAPERS = re.compile(  # 附论证、|公示|等相关材料
    r"等(?:相关|有关|证明|申请|书面|佐证|支撑)*(?:材料|资料|文件|证明|附件|程序|环节|手续|方式|义务)(?:$|、|，|和|的(?!目录"
    r"|清单|名单))|[^，。；]{0,40}等(?:相关|有关)?(?:材料|资料|文件)(?:向|报|到|申请|办理|提交)"
)
_CONCERNED = re.compile(r"与[^，。；]{2,24}(?:有关|相关|密切|相适应)[^，。；的]{0,4}的")  # 公布|与项目有关的信息
_ASKS = re.compile(r"(?:并)?(?:征求|听取|征询)[^，。；的]{0,16}(?:意见|建议)(?:的(?:时间|期限|期间)[^，。；]*)?$")
_TAIL_ENDS = "、和及与的由要应均并"
# 公布实施: the regulation comes into force
_IN_FORCE = frozenset({"实施", "施行", "执行", "生效", "之", "组织实施", "后实施"})
# 发布解读稿31篇: what has been done is counted
# 公布|法规的公告应当载明…: what the paper holds
_PAPER_HOLDS = re.compile(
    r"[^，。；]{2,24}是否|[^，。；]{0,8}时一并|公告的(?:形式|方式)|(?:、[^，。；、]{2,4}){0,4}等?各?环节|[^，。；、]{0,4}信息的(?:管理|审核|审查|监管|检查|监督)"
    r"|[^，。；]{2,30}(?:公告|通告|公报|通知|决定|报告)(?:应当?|须|要|必须)?(?:载明|注明|列明|写明|附有|包括|包含)"
)
_TALLY = re.compile(r"[0-9](?:余|多)?(?:万)?(?:件|条|篇|批|场|份|例|次|人次|期)(?:[、，和]|$)")
# 公开全面、准确、及时; 公开依法、有序进行: how, not what
_QUALITY = re.compile(
    r"(?:全面|准确|及时|真实|完整|规范|有序|到位|彻底|充分|有效|依法|顺利|健康|透明|权威|客观|统一|深入|扎实|同步|高效|便捷|安全|、|和|且|又|更加|更)+(?:地)?(?:进行|开展|推进|运行|实施|落实|发展|展开|的|$)"
)
_QUALITY_ONLY = re.compile(
    r"(?:全面|准确|及时|真实|完整|规范|有序|到位|彻底|充分|有效|依法|顺利|健康|透明|权威|客观|统一|深入|扎实|同步|高效|便捷|安全|、|和|且|又|更加|更)+"
    r"(?:(?:地)?(?:进行|开展|推进|运行|实施|落实|发展|展开)[^，。；]*)?"
)
_LIMITED = frozenset({"open", "publish", "notice", "announce", "release"})
# 信息的主动性, 信息的能力: what is said of the work of disclosing
_TRAIT = re.compile(
    r"(?:[^，。；的、]{0,6}信息|政策|工作|内容)的[^，。；]{0,16}(?:性|能力|水平|质量|意识|效率|效果|力度|主体|渠道|平台|方式|责任|义务|行为|流程|机制|制度)$"
)
# 资金公告|主要包括…: a noun and what it holds
_INCLUDES = re.compile(r"(?:主要|具体|一般|应当?|要|须|必须)*(?:包括|包含|涵盖|载明)(?![^。；]*在内)")
# 公开“便于查询”的原则: a slogan
_SLOGAN = re.compile(
    rf"(?:{FILL}+|“[^”，。；]{{1,20}}”)(?:的)?(?:原则|要求|理念|模式|做法|工作法|机制|制度|活动|平台|栏目|专栏|专题|行动|品牌|服务)"
)
# 预决算公开|为批准后二十日内: the limit
_LIMIT = re.compile(
    rf"(?:时间|时限|期限)?(?:一般)?为(?=[^，。；]{{0,40}}(?:{_NUMBER}(?:个)?(?:工作日|日|天|月|年)|每|年底|月底|季度)[^，。；]{{0,6}}(?:内|前|底|[日天月])?$)"
)
# 公开信息要真实: what is said of what is disclosed
_MODAL_INSIDE = re.compile(
    r"(?<![重主需必摘概纪首简纲])要(?![素求点闻件])|应当|必须|须(?!知)|(?<![即])将(?![来])"
    r"|(?<![相对响供效反适理])应(?![急对用届])"
)


@dataclass(frozen=True, slots=True)
class Behind:
    """Object, destination and limit behind a verb; `follows` says what makes the verb a noun or no duty at all."""

    object: Range | None = None
    destination: Range | None = None
    follows: Follows = ""
    times: tuple[Range, ...] = ()


_NO_DUTY = Behind(follows="no-duty")


def read_behind(place: Place) -> Behind:
    """What stands behind the verb in its clause."""
    lexicon, masked = place.lexicon, place.sheet.masked
    at, b = place.trigger.end, place.own[1]
    last = _LAST_OF_ROW.match(masked, at, b) if masked[place.trigger.start - 1 : place.trigger.start] == "、" else None
    at = last.end() if last is not None else at
    if _ASKS.match(masked, at, b):
        return Behind(follows="end")  # 公示|征求公众意见
    row = _ROW_OF_VERBS.match(masked, at, b) if last is None else None
    at = row.end() if row is not None else at
    if _WIDENED.match(masked, at, b):
        return Behind(follows="tail")
    if _BY_STEPS.match(masked, at, b) or _PAPERS.match(masked, at, b) or _PAPER_HOLDS.match(masked, at, b):
        return _NO_DUTY
    count = _COUNT.match(masked, at, b)
    at = count.end() if count is not None else at
    if at >= b or masked[at:b] in "”\"’":  # 实行“三榜公示|”
        return Behind(follows="end" if count is None else "")
    if _OR_ELSE.match(masked, at, b) or (masked[at] in "、和" and _AND_THEN.match(masked, at, b)):
        return Behind(follows="end")
    limit = _LIMIT.match(masked, at, b)
    if masked[at] == "等" and not masked.startswith("等级", at) and _ET_CETERA_OF.match(masked, at, b):
        return _NO_DUTY
    if limit is not None and place.trigger.row.id in _LIMITED:
        return Behind(times=((limit.end(), b),))
    if _QUALITY.match(masked, at, b) and _QUALITY_ONLY.fullmatch(masked, at, b):
        return _NO_DUTY
    if _INCLUDES.match(masked, at, b):
        return _NO_DUTY
    if _TRAIT.match(masked, at, b) or _SLOGAN.match(masked, at, b):
        return _NO_DUTY
    with_it = _CONCERNED.match(masked, at, b)
    if (with_it is None and lexicon.signs.find("no-object", masked, at, b)) or lexicon.signs.find(
        "no-object-adjective", masked, at, b
    ):
        return _NO_DUTY
    if _STANDING.match(masked, at, b):
        return Behind()
    to = _DESTINATION.match(masked, at, b)
    if to is not None:
        cut = _CUT.search(masked, to.end(), b)
        end = cut.start() if cut else b
        return Behind(destination=(to.end(), end) if lexicon.is_place(masked[to.end() : end]) else None)
    return _tail(place, at, b) or _object(place, at, b)


def _again(place: Place, at: int, end: int) -> int | None:
    """Where the same verb follows behind 、: 公开|聘任条件|、公开选任程序."""
    word = place.sheet.masked[place.trigger.start : place.trigger.end]
    found = place.sheet.masked.find("、" + word, at + 2, end - 3)
    if found < 0 or next((t.start for t in place.verbs.triggers(place.sheet, found + 1, end)), -1) != found + 1:
        return None
    return found


def _bracket_only(place: Place, at: int, end: int) -> bool:
    """发布（详见附表）: a bracket is no object."""
    return place.sheet.text[at] in "（(" and not place.sheet.masked[at:end].strip(FILL)


def _tail(place: Place, at: int, b: int) -> Behind | None:
    """公开|工作, 公开|力度, 公开|等工作: a noun that makes the verb one."""
    lexicon, masked = place.lexicon, place.sheet.masked
    tail = lexicon.tail.match(masked, at, b)
    if tail is not None and tail.end() == b and tail[0] == "工作" and _ORGANISES.search(masked, place.low, place.trigger.start):
        return Behind(follows="end")
    if tail is not None and (tail.end() == b or masked[tail.end()] in _TAIL_ENDS):
        return Behind(follows="tail")
    et_cetera = _ET_CETERA.match(masked, at, b)
    if et_cetera is not None and lexicon.tail.match(masked, et_cetera.end(), b):
        return Behind(follows="tail")
    if tail is not None and (tail[0] != "工作" or not lexicon.signs.find("own-work", masked, tail.end(), b)):
        return _NO_DUTY
    return None


def _object(place: Place, at: int, b: int) -> Behind:
    lexicon, masked = place.lexicon, place.sheet.masked
    joint = _NOUN_JOIN.match(masked, at, b) if _CONCERNED.match(masked, at, b) is None else None
    cut = _CUT.search(masked, at, b)
    end = cut.start() if cut else b
    again = _again(place, at, end)
    if again is not None:
        return Behind((at, again))
    if place.sheet.text[at] in "（(" and masked[at:end].lstrip(FILL)[:1] in ("等", "、"):
        return _NO_DUTY  # 价格公示（含安装费）等信息
    if (masked[b - 1] == "的" and end == b) or lexicon.signs.find("condition", masked, at, end):
        return _NO_DUTY
    modal = _MODAL_INSIDE.search(masked, at, end)
    if modal is not None and "的" not in masked[modal.end() : end]:
        return _NO_DUTY
    if masked[at:end].endswith("等工作") or masked[at:end] in ("进行", "操作"):
        return _NO_DUTY
    while end > at and masked[end - 1] in "、，等的 ":
        end -= 1
    if _TALLY.search(masked, at, end):
        return _NO_DUTY
    if end <= at or masked[at:end] in _IN_FORCE or _bracket_only(place, at, end):
        return Behind(follows="end" if cut is None else "")
    if place.trigger.row.id == "post" and end - at <= 8 and _CLOSE_PLACE.search(masked, at, end):
        return Behind(destination=(at, end))
    return Behind((at, end), None, "joint" if joint is not None else "")
