"""What a clause does with something whose outcome a later one discloses: checks it, rules on it, names it, reports on it."""

from __future__ import annotations

import re

from nlp.draft.phrases import Range

ACT = (
    "(?:统计|监督|分析|综合|专项|随机|绩效|质量|安全|执法|日常|跟踪)?"
    "(?:评价|考核|评估|测评|检查|抽查|监测|检测|审计|评议|考评|评定|督查|评比|核查|巡查|评审|排名|排查|调查|普查|检验)"
)
_MODALS = r"(?:应当?|要|须|可以|依法|定期|及时|统一|每年|每季度|每半年|每月|按照规定|按规定|负责|组织)*对(?!外|口|于|象)"
# 依法对电磁环境水平进行|监督检查: its result is what is shown
CHECKED = re.compile(
    rf"{_MODALS}(?P<what>[^，。；]{{2,60}}?)(?:进行|开展|实施|组织)(?:了|全面|年度|综合|定期|动态|第三方|社会)*"
    rf"(?P<act>{ACT}(?:(?:、|和|与|并|及)?{ACT}){{0,3}})(?:[和与并及、][^，。；的、]{{2,4}}){{0,3}}$"
)
# 对施工时间和区域作出|限制性规定; 对摊点种类、经营时间等作出规定: what is ruled on
RULED = re.compile(
    rf"{_MODALS}(?P<what>[^，。；]{{3,60}}?)等?(?:作出|做出|提出)(?P<made>[^，。；的]{{0,8}}(?:规定|决定|要求|安排|处理|意见|限制))$"
)
# 考核结果|反馈医院，及时向社会公布
TOLD_ON = re.compile(
    r"(?P<what>(?:(?!将|把)[^，。；]){0,20}(?:结果|情况|报告|意见|名单|决定))(?:及时|应当?|要|须|书面)*(?:反馈|报送|上报|抄送|告知|通知|送达|移交|纳入)(?=[^，。；的]{2,24}$)"
)
# 完成|监测指标分析
WORKED_OUT = re.compile(r"完成(?P<what>[^，。；]{4,40}(?:分析|评估|评价|考核|监测|审计|检查|调查|普查|统计|排名))(?:工作)?$")
_NAMED_AS = re.compile(  # 将管理对象确定为|重点排污单位
    r"(?:应当?|及时|依法|可以)(?:划定|确定|认定|核定|指定)为(?P<as>[^，。；的]{3,20})$"
    r"|经[^，。；]{2,24}(?:确认|认定|评定|审定)为(?P<who>[^，。；的]{4,20})$"
    r"|(?:将|把)[^，。；]{2,40}(?:确定|认定|评定|命名)为(?P<what>[^，。；的]{4,20})$"
)
SHALL_REPORT = re.compile(  # 应当在每年第一季度向主管部门报告|收支情况
    r"(?:应当?|须|必须|要)(?:在?每[^，。；向]{1,10}|定期|按时|及时)?向[^，。；]{2,30}?(?:报告|汇报|报送)(?:一次)?(?=[^，。；]{2,40}(?:情况|结果|报告|状况)$)"
)
_FRONT_OF_LIST = re.compile(  # 集体经济组织对|承包费、租金等财务收支
    r"(?:(?<=组织)|(?<=部门)|(?<=单位)|(?<=机构)|(?<=委员会)|(?<=政府)|^|(?<=要)|(?<=应当))(?:对(?!外|口|于|象)|将|把)"
    r"(?=[^，。；]{4,60}(?:收支|情况|结果|信息|事项|名单|标准|变更|变动)$)"
)
_SHALL_TO = re.compile(r"(?:应当|必须|要)(?:按照[^，。；对]{0,14})?(?=对|依法对|定期对)")
_LEAST_RULE = 2


def named_as(masked: str, a: int, b: int) -> Range | None:
    """What a clause makes of something: 将管理对象确定为|重点排污单位, 应当划定为|危险区."""
    m = _NAMED_AS.search(masked, a, b)
    return None if m is None else m.span(m.lastgroup or 0)


def behind_modal(masked: str, a: int, b: int) -> int:
    """Where a clause without a subject of the lexicon goes on behind its modal: 建筑的所有权人应当按照规定|对能效进行测评."""
    modal = _SHALL_TO.search(masked, a, b)
    return a if modal is None else modal.end()


def done_to(masked: str, a: int, b: int) -> tuple[Range, Range | None] | None:
    """What was found or ruled on something, and on what: 对电磁环境进行|监督检查, 对施工时间作出|限制性规定; None where nothing was."""
    ruled = RULED.match(masked, a, b)
    if ruled is not None:
        own = len(ruled["made"]) > _LEAST_RULE
        return (ruled.span("made"), ruled.span("what")) if own else (ruled.span("what"), None)
    checked = CHECKED.match(masked, a, b)
    if checked is None:
        return None
    if checked["what"].endswith("情况"):
        return checked.span("what"), None
    return checked.span("act"), checked.span("what")


def front_of_list(masked: str, clause: Range) -> Range | None:
    """对|承包费、租金等财务收支|，集体资产变更: what 对 speaks for in the clause before."""
    m = _FRONT_OF_LIST.search(masked, *clause)
    return None if m is None else (m.end(), clause[1])
