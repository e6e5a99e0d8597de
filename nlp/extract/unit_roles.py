"""The role that the verbs behind a subject give it: helping is support, checking others is supervise, the rest is lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.extract.unit_prefixes import Named
from nlp.extract.unit_steering import role_at_sight
from nlp.extract.unit_words import guarded
from nlp.rulebook import Row
from nlp.types import Role

# Who is checked: 对所监管的企业, 对各单位, 落实情况.
_OTHERS = re.compile(
    r"监管的|下属|所属|下级|同级(?=[^，。；]{0,8}(?:机关|政府|部门|单位))|各(?:市|州|盟|旗|单位|部门|乡|镇|街|县|区|地|级|村|社|校|成员|责任|牵头|相关|有关|栏目|项)|基层|企业|行业|地方(?!人民|政府)"
    r"|落实|执行|完成情况|开展情况|进展|(?:对(?!本)|将)[^，。；]{2,16}(?:机构|部门|机关|单位|公司|委员会)[^，。；]{2,24}情况[^，。；]{0,6}(?:进行|开展)|全[省市县区州]|辖区|乡镇|街道|本领域|以上事项|滞后|责令|处分|指导[村社企学医居农各业]|(?:对|各|下属)科室"
)
_OWN = re.compile(r"本(?:单位|部门|系统|机关|校|院|局|级)|自身|自查|自我|内部|拟(?:公开|发布)")
# Bodies that are there to check others.
_CHECKER = re.compile(r"纪委|纪检|监委|监察|审计|督查|督察|督导|巡察|巡视|考核|考评|监督(?!管理)|绩效|质检|稽查")
_CHECKERS_WORK = re.compile(
    r"(?:检查|审计|考核|评议)(?!结果|办法|方案|制度|情况|标准|材料|报告|台账|机构|机关)|(?<!调)查处|处分|督|紧盯|回头看|跟踪|暗访|核查|抽查|调度|验收|考评|监督|审核|责令|问责|评议|通报|监察(?!机关|部门|委|局|机构|室)"
)
# 考评小组, 督查组: groups that are there to check others.
_CHECK_GROUP = re.compile(r"(?:考核|考评|督查|督导|督察|检查|巡查|验收|稽查|评审)[\u4e00-\u9fff]{0,4}(?:组|委员会|队)\Z")
_CHECK_WORDS = re.compile(r"考[核评]|督[查导促]|检查|巡查|验收|评[审估价议]|抽查|(?:落实|完成|进展)情况|通报|跟进")
_LEADING = re.compile(r"领导(?:小组|机构|组)\Z")
_GROUP = re.compile(r"(?:小组|委员会|领导机构|指挥部|领导组|专班|联席会议)(?:办公室)?\Z")
# 监审处|应当建立公开工作检查、评议制度; not 承办单位|应当建立内部督查制度.
_SETS_CHECKS = re.compile(
    r"(?:应当?|要|须|将|负责|牵头|分别|进一步){0,3}(?:建立健全|建立|健全|完善|制定)(?![^，。；]{0,16}(?:内部|自查|社会监督|保密审查))[^，。；]{0,24}?"
    r"(?:考核|考评|评议|检查|督查|督导|通报)[^，。；]{0,10}?(?:制度|机制|办法|体系|细则|标准)"
)
_CHECKS_ALL = re.compile(r"(?:领导机构|公开办|[县市州省区]办|主管部门|市州|地市)\Z")
# 领导小组|负责组织领导各部门政务公开考评工作
_LEADS_CHECKS = re.compile(
    r"(?:统一|具体|全面|主要)?负责(?:组织|统一)?(?:组织|领导|开展|实施|协调)[^，。；]{0,24}(?:考评|考核|评议|督查|检查|评估)(?:工作)?\Z"
)
# 领导小组根据工作质量，|做出最后评定
_JUDGES = re.compile(r"(?:应当?|要|将)?[做作]出(?:最[后终]|综合|总体|考核|年度)*(?:评定|评价|评判|考评)")
_REGULATOR = re.compile(r"主管|监管|监督|监察|审计|执法|行政|督|纪检")
# 县级民政部门加强监督指导: a department of one matter that checks does not check itself, unlike 各单位要加强监督检查.
_OFFICE = re.compile(
    r"(?:民政|财政|教育|公安|司法|人社|社会保障|卫生|卫健|健康|环保|生态环境|农业|农村|水利|水务|住建|建设|城管|城市管理|交通|运输|文化|文旅|旅游|应急"
    r"|发改|发展改革|工信|商务|自然资源|国土|林业|体育|税务|统计|扶贫|振兴|医保|保障|规划|科技|保密|档案|信访)部门"
)
_BARE_CHECK = re.compile(r"(?:要|应当?|须|必须)?(?:切实|进一步)?(?:加强|强化)(?:日常)?(?:监督|督促|督导|检查|监管|考核)")
# 县级以上民政部门|具体负责指导、督促社区建设
_GUIDES_OTHERS = re.compile(
    r"(?:主要|具体|全面|统一)?负责(?:(?:指导|督促|监督|协调|检查|督导)[、和及与]?){2,}(?!工作。)[\u4e00-\u9fff]{2}"
)
_GUIDE = re.compile(r"(?:[局委厅]|行业组织|行业协会|联合会|总工会|指导中心|管理中心)\Z")
# 由县、区教育局审核: an office reviews what others hand in.
_REVIEWS = re.compile(
    r"(?:(?:应当?|必须|须|要)?(?:及时|依法)?对[^，。；]{0,14}(?:报送|备案|提交|申报|申请|报备|上报)[^，。；]{0,10}?)?(?:负责|统一|组织|进行|分别|集中)?(?:审核|审查|复核|核准|初审|核验)"
    r"(?!确认|认定|审批|发放|办理|上报|公示|发布)(?![^，。；]{0,12}本)"
)
_HELPER_NAME = re.compile(r"(?:配合|协办|协助|参与|协作|协同)(?:责任)?(?:单位|部门|机构|科室)\Z")
# 考核办法, 检查结果, 监督电话: things, no checking.
_NO_THING = (
    r"(?!迎检|人员|队伍|力量|结束|后|汇总|机制|制度|办法|方案|体系|结果|标准|指标|名单|渠道|电话|方式|作用|热线|员|报告|管理(?!。|；|，|\Z)|组|意见|内容|依据|程序|信息|台账|平台"
    r"|职责|权|栏|重点|材料|经费|站|局|所(?![属辖管在监])|中心)"
)
# 接受监督, 公布检查结果: the unit does not check.
_NO_CHECK = re.compile(
    r"接受|公布|公开|提供|建立|制定|完善|纳入(?!考核|绩效|年度考)|迎接|主动|配合|畅通|报送|报告|规范|向(?:群众|社会|职工|村民|居民|公众|(?:本级|同级|上级)?[省市县区州]?(?:人大|人民代表大会|上级))"
)
# 要加强指导: said in general, without whom.
_BARE_GUIDANCE = re.compile(r"[^，。；]{0,6}(?:加强|强化|做好)(?:组织|协调|统筹|业务|工作|、|和)*指导(?:和?服务)?\Z")
# 牵头单位要抓好任务分解和督促落实: seeing one's own task through, without whom.
_SEES_THROUGH = re.compile(
    r"[^，。；]{0,4}(?:抓好|做好|抓实|搞好)[^，。；对各]{0,8}?(?:分解|安排|部署|组织|实施|协调|推进|落实)(?:[、和及与]|督促|督导|检查|组织|协调|推进|落实|实施)+(?:工作)?\Z"
)
# 负责广告设置的综合协调和监督检查: who brings all together leads.
# 应当委托具备资质的机构进行评估: to have something examined is one's own task.
_HAS_EXAMINED = re.compile(
    r"(?:可以?|应当?)?(?:依法)?(?:委托|聘请)[^，。；]{2,60}?(?:负责|承担|实施|办理|协助)"
    r"|(?:应当?|可以?|必须|须|要)?(?:依法|按照?[^，。；]{2,8})?(?:委托|聘请)[^，。；]{2,36}?(?:评估|评审|论证|鉴定|检测|测绘|设计|编制)"
)
# 负责资金拨付与监督管理: who carries something out besides leads.
_CARRIES_OUT = re.compile(
    r"(?:主要|具体|全面|统一)?负责[^，。；]{2,30}?(?:拨付|编制|核定|筹集|筹措|发放|申报|拨款|立项|审批)(?:[、和与及]|以及)(?:资金)?(?:监督|监管|绩效)(?:管理|检查)?(?:工作)?\Z"
    r"|(?:主要|具体|全面|统一)?负责(?:审核|审查|初审)[^，。；]{2,24}?并?(?:发放|拨付|兑现|办理|汇总|上报)[^，。；]{0,12}\Z"
    r"|(?:主要|具体)?负责(?:技术|业务)指导[和、与及](?!监督|检查|督促|考核|协调)"
)
# 共同做好养老机构的监督管理等工作: several offices oversee together.
_OVERSEE_TOGETHER = re.compile(
    r"(?:[^，。；]{0,24}职[责能](?:分工|范围)?(?:内)?，?)?(?:应当?|要|须|必须)?(?:按照?[^，。；]{2,12}，?)?(?:共同|协同|依法)做好[^，。；]{2,30}?(?<![与和及、])监督管理(?:等)?(?:相关)?工作\Z"
)
_COORDINATES = re.compile(
    r"(?:应当?|要|负责|牵头)?(?:成立|设立|组建)[^，。；]{2,24}(?:办公室|领导小组|工作小组|专班|指挥部)\Z|"
    r"(?:主要|具体|全面|统一)?负责(?:[^，。；]{0,16}的)?组织实施[和、与及](?:监督|检查|考核)|(?:主要|具体|全面|统一)?负责[^，。；]{2,24}?的(?:综合|统筹)协调[和、与及](?:检查|监督|督促|督查)"
)
# 将定期对各镇工作开|: the text breaks off behind those who are looked at, before its verb.
_BROKEN_OFF = re.compile(
    r"(?:将|要|应)?(?:不定期|定期|适时|随时|每[半一两]?[月季年]度?)对各[^，。；]{1,24}?(?:工作|任务|落实|完成|推进|建设|情况)(?:开展?|落实?|推进?|进展?|完成?|情况?)*\Z"
)
# 应当加强对种植户的指导和服务: who serves leads.
_SERVES = re.compile(
    r"[^，。；]{0,6}(?:加强|做好|提供|强化)[^，。；]{0,40}?(?:指导(?:和|、|与|及)服务|服务(?:和|、|与|及)指导|指导服务)"
    r"(?![^，。；]*(?:监督|检查|督促|监管))"
)
# 要履行监督职责: the office is to check, whoever is checked.
_CHECKS_BY_OFFICE = re.compile(
    r"[^，。；]{0,24}?(?<!接受)(?:履行|行使|落实|承担)(?:好|了)?(?:[^，。；]{0,6}的)?(?:行业|日常|综合|执法|监督|管理)*(?:监督|监管|监督管理|督查)(?:检查)?职[责能权]\Z"
    r"|[^，。；]{0,6}(?:加强|强化)[^，。；]{0,24}?(?:检查|监督|督查)[、和与及](?:巡查|抽查|检查|督查|暗访)(?:工作|力度)?\Z"
)
# 负责实施客运企业的信息公开监督管理工作: whatever those do who are overseen.
_OVERSEES = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?，?|依法|具体|统一|主要){0,3}(?:负责|实施|承担|开展)[^，。；]{0,50}?(?:企业|机构|单位|行业|市场|场所)(?:的|[^，。；]{0,16}?)"
    r"(?:监督管理|监管|监督检查)工作\Z"
    r"|(?:按照?(?:各自)?职责(?:分工)?，?|依法|具体|统一|主要|全面){0,2}负责对[^，。；]{2,70}?的(?:日常|行业|行政|全程)*(?:监督管理|监督检查|监管|监督|检查|督导|督促|指导)(?:工作)?\Z"
    r"|(?:应当?|要|须)?(?:进一步|切实)?加强对[^，。；]{2,24}?(?:部门|单位|机构|乡镇|街道|县区|学校|企业)(?:的)?工作的(?:组织)?领导"
)
# 应当加强对审查工作的指导、监督和检查: whose work is looked at is said, so it is not their own.
# 由主管部门给予通报批评, 由有权机关对责任人员依法给予处分: who punishes oversees.
_PUNISHES = re.compile(
    r"(?!应当?予以批评教育\Z)(?:应当?|可以?|依法|依规|依纪|依法依规|依规依纪|按照?[^，。；]{2,12}?|视情节?(?:轻重)?|对[^，。；]{2,36}?|分别){0,4}追究(?!刑事)[^，。；]{0,30}?(?:责任|问责)"
    r"|(?!应当?予以批评教育\Z)(?:应当?|可以?|依法|依规|视情节?(?:轻重)?|视其情节(?:轻重)?|按照?[^，。；]{2,12}?|对[^，。；]{2,36}?|分别){0,4}(?:给予|予以|作出)(?:通报)?(?:批评|批评教育|警告|(?:政务|党纪|纪律|行政|相应|相关|组织|[或者、和])*处分|处理处分|通报批评|通报)"
    r"|(?:应当?|可以?)?(?:依法|依规|直接)?(?:取消|撤销|吊销)[^，。；]{0,24}(?:资格|称号|许可证|执照|证书)"
)
# 应当将检查中发现的问题及整改情况，及时向社会公布: who publishes leads, whatever was checked.
_GIVES_OUT = re.compile(
    r"[^，。；]{0,4}(?:将|把)[^，。；]{2,60}，?(?:及时|定期|依法|按[^，。；]{1,6}|在[^，。；]{2,24})?(?:向社会|向公众|向社会公众)?(?:予以|进行)?(?:公布|公开|公示|发布|公告)\Z"
    r"|(?:应当?|要|须|必须)(?:及时|依法|定期|主动|按照?[^，。；]{1,6}|在[^，。；]{2,24}|向社会)*(?:公布|公开|公示|发布|公告)"
)
# 市政务办|为全市公开工作的工作部门，负责组织、协调、检查…: what it is in charge of decides.
_TOLD_AS = re.compile(
    r"[是为][^，。；]{0,40}(?<!主管)(?<!监管)(?<!监督管理)(?:部门|单位|机构|机关|组织)，"
    r"(?=(?:主要|具体|全面|统一|直接|专门)?(?:负责|承担))"
)
# 县农业农村局|作为行业主管部门，负责…
_AS_HEAD = re.compile(r"(?:是|作为)[^，。；]{0,24}(?:主管|监管|监督)(?:部门|单位|机关|机构)")
# 产品质量监督部门的规定, 负有监督管理职责的部门, 被责令停产的单位: others are named by words of checking.
_OTHERS_NAMED = re.compile(
    r"(?:监督(?:检验|检疫)*(?:管理)?|监管|监察|审计|督查|督导)(?:职责的)?(?:主管|行政)?(?:部门|机关|机构|委员会)|被责令|接受[^，。；]{2,20}(?:监督|审计|检查|指导)"
)
# 要切实履行牵头抓总、督办落实的责任
_HEADS_UP = re.compile(r"[^，。；]{0,10}履行[^，。；]{0,6}牵头")
_CHECKS_ON = re.compile(r"[^，。；]{0,16}?加强对[^，。；]{2,40}?的[^，。；]{0,8}?(?:监督|指导|检查|督导|督促|监管)")
# 由局办公室审核后交信息中心发布: one checks what another does.
_PASSES_ON = re.compile(
    r"(?:统一|负责|会商|集中|初步)?(?:审核|复核|审查|初审|把关)(?:把关|同意|通过|确认)?后，?(?:再|统一)?(?:交|送|由|转|报)"
)
# 审计处负责审计结果的公开
# 负责村务公开的组织协调和监督; not of one's own house
_STEERS_OF = re.compile(
    r"(?:主要|具体|全面|统一)?负责[^，。；]{2,40}?的(?!综合)(?=[^，。；]{0,16}?(?:指导|监督|督促|检查|考核))(?:(?:组织|协调|指导|监督|督促|检查|推进|考核|评估|规划)(?:、|和|及|与)?){2,}(?:工作)?\Z"
)
# 负责指导本行业的公开工作: those of a field are others.
_GUIDES_FIELD = re.compile(r"(?:指导|监督|督促)[^，。；]{0,10}?本(?:行业|系统|地区|辖区|行政区域)")
_SECTION = re.compile(r"(?:[科处股室]|办公室|领导小组|委员会|工会|监察室|纪委)\Z")
_HOUSE = re.compile(r"(?:监督|指导|检查|督促|考核|协调)[^，。；]{0,12}?(?:本|全)(?:局|委|厅|院|校|处|机关|系统|单位|公司|行)")
_PUBLISHES = re.compile(r"(?:公开|公布|公示|发布)(?:工作)?\Z")
# 要按照工作职责，对…进行监督: the verb stands in the next clause.
BY_RULE = re.compile(
    r"(?:按照?|根据|依照|依据|结合|落实|执行|采取|采用|通过|运用|在)[^，。；]{0,40}(?:职责|职能|分工|规定|需要|实际|要求|安排|部署|进度|时限|制度|机制|原则|方式|形式|任务|情况|结果|质量|表现|好坏|得分|轻重|职[责权能]范围内?)\Z"
)
# 将对未完成的任务，进行重点督查: the object stands in a clause of its own.
FAR_OBJECT = re.compile(r"[^，。；]{0,8}(?:对|针对|将|把)[^，。；]{2,60}(?:的|情况|结果|信息|数据|任务|事项|单位|项目|问题|企业|地区|人员|行为)\Z")

_STATE = re.compile(
    r"(?:公安|质监|市场监管|城管|执法|税务|海关|消防|交警|林业|水利|住建|教育|民政|卫生|环保|安监|应急|文化|旅游|工商|农业|交通)"
    r"[\u4e00-\u9fff]{0,8}(?:机关|机构|部门)\Z"
)

# whoever publishes, coordinates, serves, carries out or hires leads, whatever else the words name
_LEADING_WORDS = (_GIVES_OUT, _HEADS_UP, _COORDINATES, _SERVES, _CARRIES_OUT, _HAS_EXAMINED)


@dataclass(frozen=True, slots=True)
class RoleRules:
    """Patterns over the words behind a list, up to the end of its clause."""

    help: re.Pattern[str]
    check: re.Pattern[str]
    check_of: re.Pattern[str]
    charge_of_checks: re.Pattern[str]
    listed_in: re.Pattern[str]

    @classmethod
    def load(cls, verbs: Iterable[Row]) -> RoleRules:
        """Build the patterns from `units-verbs.tsv`."""
        rows = tuple(verbs)
        modals = guarded(r for r in rows if r["kind"] == "modal")
        helps = guarded(r for r in rows if r["role"] == "support")
        told = "调度(?=[^，。；：]{0,14}(?:各|落实|进展|进度|情况))"
        told += "|通报(?=[^，。；：]{0,10}(?:工作|落实|进展|进度|考核|检查|督查|排名|情况))"  # not 通报雨情
        checks = f"{guarded(r for r in rows if r['role'] == 'supervise')}|{told}"
        return cls(
            # 要积极配合, 协助做好, 应当予以支持
            help=re.compile(
                rf"(?:{modals}|积极|主动|有义务|有责任|有权|全面|密切|扎实|予以|共同|大力|集中|分别|通力|全力|认真|切实|做好|也|都|还|均|依法|及时|负责|具体|按照?职责|(?:在|按照?|根据)各自的?职[责权能](?:分工|范围内?)?){{0,6}}"
                rf"(?:{helps}|(?<=予以)支持(?!和|并)|(?<=做好)(?:相关|有关|各项)的?(?:配合|协助)|(?:加强|强化|履行)配合)"
            ),
            # 将定期组织监督检查, 每半年开展一次满意度测评, 负责监督
            check=re.compile(
                rf"(?P<gap>[^，。；：]{{0,22}}?)"
                rf"(?:{modals}|负责|组织|开展|进行|实施|牵头|加强|做好|每[半一两]?[日周月季年]度?|定期|不定期|适时|及时|依法|依规|跟踪|全程"
                rf"|会同[^，。；]{{2,24}}?|^|由[^，。；]{{2,24}}?)(?P<mid>[^，。；：]{{0,14}}?)(?:{checks}){_NO_THING}"
            ),
            # 对各地报送情况按季度进行调度, 对所监管的企业开展评估, 加强对各镇的指导
            check_of=re.compile(
                rf"(?P<gap>[^，。；：]{{0,24}}?)(?:对|将(?!审[核批查]))[^，。；：]{{1,50}}?"
                rf"(?:进行|开展|实施|组织|予以|加以|每[日周月季年]|定期|不定期|逐[项一]|跟踪|全程|全面|纳入|列入|的|检查|数据)[^，。；：]{{0,14}}?"
                rf"(?:{checks}|审计监督|指导监督|监督|指导|监管(?!部门|信息|平台|体系|机制|责任|职责|措施|规则|事项|数据|对象)|调度|复核|核查|审核|审查|考核|绩效|检查|审计){_NO_THING}"
            ),
            # 将公开工作纳入绩效考核内容
            listed_in=re.compile(r"[^，。；：]{0,24}?(?:将|把)[^，。；：]{1,50}?(?:纳入|列入|作为)[^，。；：]{0,16}(?:考核|绩效|考评)"),
            # 负责统筹规划、政策指导、监督检查
            charge_of_checks=re.compile(
                rf"[^，。；]{{0,16}}?(?:负责|承担)[^，。；]{{0,24}}?(?:指导|监督|督促|检查|督查|考核|把关){_NO_THING}"
                r"|[^，。；]{0,16}?负责[^，。；]{0,50}?的(?:指导|监督|监督检查|督促|考核|检查)工作"
            ),
        )

    def role(self, named: Sequence[Named], text: str, words: str) -> Role:
        """Role of the units of one list by the words behind it."""
        names = [n.text(text) for n in named]
        if words[:1] in ("是", "为") and (told := _TOLD_AS.match(words)) is not None:
            words = words[told.end() :]
        if _AS_HEAD.match(words):
            return "supervise"
        if "督" in words or "监" in words or "责令" in words or "审计" in words:
            words = _OTHERS_NAMED.sub("部门", words)
        if self.help.match(words):
            return "support"
        if (at_sight := role_at_sight(names, words, self.help)) is not None:
            return at_sight
        if any(p.match(words) for p in _LEADING_WORDS):
            return "lead"
        if _OVERSEE_TOGETHER.match(words):
            return "supervise"
        generic = all(
            n.collective and not _REGULATOR.search(w) and not _CHECK_GROUP.search(w) and not _LEADING.search(w)
            for n, w in zip(named, names, strict=True)
        )
        if all(_CHECK_GROUP.search(w) for w in names) and _CHECK_WORDS.search(words):
            return "supervise"
        if _SETS_CHECKS.match(words) and all(_SECTION.search(w) or _GROUP.search(w) or _CHECKS_ALL.search(w) for w in names):
            return "supervise"
        if _STEERS_OF.match(words) and not _OWN.search(words):
            return "supervise"
        if self.listed_in.match(words) and not _OWN.search(words):
            return "supervise"
        if _JUDGES.match(words) or (all(_GROUP.search(w) for w in names) and _LEADS_CHECKS.match(words)):
            return "supervise"
        public = all(_STATE.search(w) for w in names)
        if _CHECKS_BY_OFFICE.match(words) or ((public or not generic) and _OVERSEES.match(words) and not _OWN.search(words)):
            return "supervise"
        if generic and _GUIDES_OTHERS.match(words) and all(_OFFICE.search(w) or _GUIDE.search(w) for w in names):
            return "supervise"
        if (
            not generic
            and not _PUBLISHES.search(words)
            and any(_CHECKER.search(w) for w in names if w[0] not in "被受")  # 被审计单位 is who is checked
            and _CHECKERS_WORK.search(words)
        ):
            return "supervise"
        clause, comma, rest = words.partition("，")
        if comma and _JUDGES.match(rest):
            return "supervise"
        if comma and ((BY_RULE.search(clause) and not clause.startswith("在")) or FAR_OBJECT.match(clause)):
            words = rest if BY_RULE.search(clause) else clause + rest
            if self.help.match(words):
                return "support"
            if _HAS_EXAMINED.match(words):
                return "lead"
        if not generic and _BROKEN_OFF.match(words) and text.rstrip().endswith(words.rstrip()):
            return "supervise"
        if generic and _SEES_THROUGH.match(words):
            return "lead"
        found = [
            m for p in (self.check_of, self.check, self.charge_of_checks, self.listed_in) if (m := p.match(words)) is not None
        ]
        if _PASSES_ON.match(words) or (_PUNISHES.match(words) and "学生" not in words):
            return "supervise"
        if _BARE_GUIDANCE.match(words) or not any(_is_check(m) for m in found):
            return "lead"
        # 各单位要开展检查: their own work, unless the words say whose.
        checked = _REVIEWS.match(words) and all(_OFFICE.search(w) or _GUIDE.search(w) for w in names)
        stated = checked or _CHECKS_ON.match(words) or (_BARE_CHECK.match(words) and any(_OFFICE.search(w) for w in names))
        own = _is_own(words, names) or (generic and not _OTHERS.search(words) and not stated)
        return "lead" if own else "supervise"


def _is_own(words: str, names: Sequence[str]) -> bool:
    """Whether the words tell of one's own work: 检查本单位; not 法制科|负责监督本局的公开工作, nor 指导本行业."""
    inner = all(_SECTION.search(w) for w in names) and _HOUSE.search(words) is not None
    return _OWN.search(words) is not None and not inner and _GUIDES_FIELD.search(words) is None


def _is_check(m: re.Match[str]) -> bool:
    """Whether a match means that the unit itself checks: not 接受监督, 公布检查结果."""
    return not any(_NO_CHECK.search(part or "") for part in m.groupdict().values())


def role_by_name(named: Named, text: str, role: Role) -> Role:
    """各配合单位 help, whatever their verb."""
    if role == "supervise" and named.text(text).endswith("所在单位") and "处分" in text[named.item.end : named.item.end + 60]:
        return "lead"
    return "support" if role == "lead" and _HELPER_NAME.search(named.text(text)) else role
