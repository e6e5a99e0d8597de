"""What a clause tells of the role at first sight, before the verbs are weighed: who records or answers carries out, who sees to it
that named others act oversees them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.types import Role

_MUST = r"(?:都|均|也|还)?(?:应当?|要|须|必须|将|可以)?(?:切实|认真|严格|依法|定期|及时|积极|主动|进一步|组织){0,2}"
# 要对调查取证、审核决定全过程进行记录: what is recorded is one's own work.
_RECORDS = re.compile(
    rf"(?:{_MUST}(?:通过[^，。；]{{2,20}}，)?)对[^，。；]{{2,50}}?(?:进行|予以|逐一)(?:全面|全过程|完整)?(?:记录|归档|研究|公示|公开|登记|备案|整改|解答|答复|解读|更新|分类|梳理|汇总)"
    r"|(?:应当?|要)?(?:严格)?落实(?:好)?(?:将|把)[^，。；]{2,60}?的(?:要求|规定)"
)
# 各级政府要监督项目法人单位依法公开, 督促各乡镇履行职责: others are to act, and are named.
_SEES_TO = re.compile(
    rf"{_MUST}(?:监督(?!检查|管理)|督促|指导)(?:和?(?:指导|督促|监督))?(?!本|自身|其)[^，。；]{{2,24}}?(?:单位|企业|机构|部门|学校|乡镇|街道|医院|组织|公司|社区|政府)"
    r"(?:严格|认真|切实)?(?:依法|按时|按照|及时|履行|落实|做好|开展|建立|健全|完善|公开|公示|公布|编制|执行|加强)"
)
# 各级政府要定期对公开工作进行检查: a government looks at what its offices do.
_GOVERNMENT = re.compile(r"(?:人民政府|政府|党委|管委会|办公厅（室）|办公厅)\Z")
_GOVERNS = re.compile(
    rf"{_MUST}对[^，。；]{{2,50}}?(?:工作|情况|落实|任务|部门|单位)(?:完成|进展|推进|落实|执行|的)?(?:情况)?(?:进行|开展|实施|加强)(?:监督检查|检查|督查|考核|指导|监督|督导|评估)"
)
# 国务院有关部门要加强对本系统工作的指导, 上级机关要对下一级机关的工作加强指导: those below.
_BELOW = r"(?:本(?:系统|行业|地区|辖区|领域|行政区域)|下一?级|所属|基层|各地)"
_GUIDES = re.compile(
    rf"{_MUST}(?:加强|强化)对{_BELOW}[^，。；]{{0,50}}?的?(?:业务)?(?:指导|督促|监督|检查|督导)"
    rf"|{_MUST}对{_BELOW}[^，。；]{{2,60}}?(?:加强|进行|给予|强化)(?:业务|工作|跟踪)?(?:指导|监督|督促|督导|检查)"
)
# 负责推进、指导、监督全市公开工作, 负责采集、审核和发布, 负责村务公开的组织协调和监督: who drives the work or does it leads,
# also where checking it comes last; so does who answers to a 责任制考核.
_DRIVE = r"(?:推进|推动|组织|统筹|安排|拟订|拟定|制定|制订|落实|采集|收集|搜集|归集|编制|编写|起草|汇总|整理|筹集|筹措|受理|办理)"
_DRIVES = re.compile(
    rf"(?:具体|主要|统一|全面|直接|依法)*负责(?:{_DRIVE}(?:实施|协调|推进|规划)?(?:、|和|及|与|以及)(?=[^，。；]{{0,12}}?(?:指导|监督|督促|检查|考核|审核|管理))"
    rf"|落实(?!情况|监督|检查)[^，。；]{{2,20}}?(?:责任制|目标|责任)考核"
    rf"|[^，。；]{{2,40}}?的{_DRIVE}(?:实施|协调|推进|规划)?(?:、|和|及|与|以及)(?:[\u4e00-\u9fff、]{{2,12}})(?:工作)?\Z)"
)
_BY_DUTY = re.compile(r"(?:按照?|根据|依照|依据|结合)[^，。；]{0,20}(?:职责|职能|分工|规定|要求)，")


def role_at_sight(names: Sequence[str], words: str, help_words: re.Pattern[str]) -> Role | None:
    """The role of units by the words behind them, or None where the verbs must decide; `help_words` tell of helping.

    >>> helps = re.compile("(?:应当|要)?(?:积极)?配合")
    >>> role_at_sight(["各级政府"], "要监督建设单位依法公开信息", helps), role_at_sight(["审计部门"], "根据工作职责，配合做好检查", helps)
    ('supervise', 'support')
    >>> role_at_sight(["执法机关"], "要对审核决定全过程进行记录", helps), role_at_sight(["市教育局"], "要检查各校", helps)
    ('lead', None)
    """
    if _RECORDS.match(words) or _DRIVES.match(words):
        return "lead"
    if (told := _BY_DUTY.match(words)) is not None and help_words.match(words[told.end() :]):
        return "support"
    if _SEES_TO.match(words) or _GUIDES.match(words):
        return "supervise"
    return "supervise" if all(_GOVERNMENT.search(n) for n in names) and _GOVERNS.match(words) else None
