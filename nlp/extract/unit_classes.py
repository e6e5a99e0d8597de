"""Classes of bodies: what stands before them (各, 县直, 驻市), what describes them (有牵头任务的单位), which carry a name of their own."""

from __future__ import annotations

import re

from nlp.extract.unit_words import HAN

GOVERNMENTS = frozenset(("人民政府", "政府", "办事处", "街道办", "管委会", "管理委员会"))
# 事发地乡镇人民政府: the government of whichever area it is.
_ANY_AREA = re.compile(r"\A(?:事发地?|所在地?|当地|属地|相邻|有关)|(?:乡镇|县区|市县|区县)\Z")
_VILLAGES = frozenset(("村民委员会", "居民委员会", "村委会", "居委会"))
_NAMED = frozenset(("乡", "镇", "街道", "村", "社区", "农场", "林场", "牧场", "工业区", "公司", "银行", "医院"))

# 报文单位, 受检单位, 被检查单位: named by what they do.
ACTING = re.compile(
    rf"(?![由为对向在因按本该其此从将把给让使以经与和同及至到是有无某各每全我你他个另只可若如凡除请]|.各|.有)"
    rf"(?:被[{HAN}]{{2,4}}|受[{HAN}]{{1,2}}|[{HAN}]{{2}})(?:单位|部门)\Z"
)
# 市政府效能办, 县政府督查办: an office of the government.
OWN_OFFICE = re.compile(
    rf"(?P<level>(?:[{HAN}]{{2,4}})?[省市县区州盟旗])(?:人民)?政府(?!办|各|有关|相关|直属|所属)[{HAN}]{{2,4}}(?<![举承主协交督催代经停开兴创申筹一])办\Z"
)
# 文旅局城建公司交通公司: cells that ran together; not 电力公司城东分公司.
GLUED = re.compile(rf"(?:局|公司)(?!集团)[{HAN}]{{2,}}(?<![分子支团限总])公司\Z")
# 指导幼儿园, 监督教育行政部门: such verbs take a body as their object; not 指导中心, 监督管理机构, 协调机构.
STEERS = re.compile(r"(?:指导|监督|督促|协调|支持|帮助|引导|动员|启动|推动|推进)(?!管理|检|服务|员|执法|机构|机制)")
# 县推进社区矫正工作领导小组: bodies for one task, whose names hold verbs; and what even those do not hold.
TASK_FORCE = re.compile(r"(?:小组|领导组|指挥部|专班|委员会|联席会议|协调机制)(?:办公室|办|成员单位)?\Z")
TASK_FORCE_STOP = re.compile(
    r"成立|设立|批转|转送|责成|受[省市县区]|协助|(?<=[\u4e00-\u9fff])在|(?<!建)(?<!开)设(?!施|备|计)|组建|召开|经(?!济|信|贸|营|开|管|费)|报|送|请示|[的了由向是把被给]|会同|以及|[要须](?!素)"
    r"|提请|接到|收到|负责|应当|日内|通过|(?<=[民员位众])对|(?:支持|领导|督促|指导|监督|帮助)(?=村民委员会|居民委员会|村委会|居委会|村务监督)"
)


def each_pattern(level: str, each: str) -> re.Pattern[str]:
    """各…, 有关…, 县直各…, 市级有关…, 全市各级…, 驻市…, 县级以上…, 各县（市）…."""
    belonging = r"(?:直属?|级|属|管|辖)"
    before = (
        rf"[全本我]?{level}{belonging}?(?:及[^，。]{{1,4}}驻[{HAN}]{{1,3}})?|驻[{HAN}]{{1,3}}?|(?:中央|{level}){{1,3}}{belonging}"
    )
    before += r"|(?:学校|学院|大学|医院|公司|集团(?:公司)?|全[校院局厅系委])(?:机关|内部|直属|所属|内设)?"
    areas = r"地方(?:各级)?|基层|乡镇级?|镇街|县[市区]区?|[市区]县区?"
    return re.compile(rf"(?:{before})?{each}+|{level}(?:直属?|级|属|管)(?:以上|以下)?|{areas}")


def relative_pattern(classes: str, plain: str) -> re.Pattern[str]:
    """省、市、县三级…机构; 有牵头任务的单位、部门; 承担…任务的部门."""
    level = "[省市县区州盟旗乡镇村]"
    tiers = rf"{level}(?:[、和]{level}){{2,4}}[三四五]级[{HAN}]{{0,8}}?{classes}(?![{HAN}]{{0,2}}(?:人员|负责人|领导))"
    verb = r"(?:(?:负|没)?有(?!条件|需|意|关|权|能力|特)|无(?!条件|需|意|关|权|法|偿|论|证|照)"
    verb += r"|具有|承担|发生|出现|引发|制作|保存|获取|产生|形成|采集|涉及|从事|设有|实行|纳入|列入|参与"
    verb += "|接受|提供|申请|参加|承接|举办|申报|收到|接到|取得|使用)"
    areas = r"(?:（[省市县区乡镇街道村、]{1,6}）)?"
    with_task = (
        rf"(?:其他|其它|所有|[{HAN}]{{2,3}}[省市县区州](?=有))?{verb}[{HAN}“”、]{{1,24}}?"
        rf"的(?![省市县区]人民政府)(?:各|相关|有关)*[{HAN}]{{0,4}}?{classes}{areas}(?:[、和及]{plain})*"
    )
    # 企业所在区（县级市）, 项目所在地人民政府, 实施扶贫项目的地方
    local = (
        rf"(?!其|设)(?:(?![由在向对经报和与及局委厅部办])[{HAN}]){{2,6}}所在(?:(?:市|县|区|州|镇|乡镇?|街道|村)(?:（[^（）]{{1,8}}）)?|地的?(?:[省市县区州乡镇级]{{0,4}}(?:人民)?政府|[{HAN}]{{0,8}}?部门))"
        rf"(?:人民政府|政府|管委会)?"
    )
    doing = rf"(?:实施|开展|建有|出台)[{HAN}“”、]{{2,16}}?的(?:地方|地区|县市区?|乡镇|村)"
    passive = rf"被[{HAN}]{{2,8}}的(?:各|相关|有关)*(?:单位|部门|企业|机构|学校|乡镇)"  # 被征求意见的单位
    # 信息采集的责任科室
    charged = (
        rf"(?![由在向对经报和与及局委厅部办各将把按为请])(?:(?![是为要应须须将])[{HAN}]){{2,14}}?的(?:责任|牵头|主管|承办|主办|实施|起草|制作|产权|使用|建设|运营)"
        rf"(?:科室|处室|部门|单位|机构)"
    )
    in_charge = rf"负责(?!人)[{HAN}、]{{2,12}}?的(?:部门|机构|单位|科室|机关)"
    village = r"各?(?:行政)?(?:村|社区|村居|村社)(?:（社区）)?“?两委”?(?:班子)?(?!干部|成员|换届|负责)"
    others = rf"(?:其他|其它)?与[{HAN}]{{2,14}}?(?:密切|直接|紧密)?相关的[{HAN}]{{0,6}}?{classes}"
    others += rf"|共同的?上一?级(?:人民政府)?[{HAN}]{{0,10}}?(?:部门|机关)|共同的?上一?级人民政府"
    others += (
        rf"|法律、?(?:行政)?法规(?:、规章|或者?规章)?授权的[{HAN}]{{0,16}}?(?:组织|单位|机构)(?![{HAN}]{{0,2}}(?:人员|负责人))"
    )
    others += r"|设区的?市(?:级)?(?:人民)?政府|各?(?:有关|相关)方面(?![的面])"
    return re.compile(f"{tiers}|{with_task}|{local}|{doing}|{village}|{passive}|{charged}|{in_charge}|{others}")


def described_pattern(classes: str) -> re.Pattern[str]:
    """拟发布信息的主体单位, 从事采砂的单位: any description of a class, straight before its duty."""
    begins = r"(?![对将把向由请给督推要约责让使支鼓通根按依以在与和及或并经凡任其该此引指动促帮围结加强各希这上下全本我]|有条件|有需|有意)"
    return re.compile(
        rf"{begins}(?:(?!应当|必须|负责|不得|可以|[是系]|(?:部门|单位|机关|政府|[局委])(?:[和及与或、]|以及)|的(?:有关|相关|各))[{HAN}0-9“”《》、]){{3,36}}?的[{HAN}]{{0,4}}?{classes}(?<!政府)(?<!乡镇)(?<!街道)"
        r"(?=(?:(?:和|及|以及|或者?|、)个人)?(?:，?(?:应当|必须)|应[^急用届]|要(?!求)|须|不得|可以|负责))"
    )


def is_proper(bare: str, suffix: str) -> bool:
    """Whether a class ending carries a name of its own: 开河乡, 市城建投资公司, 桥头村村民委员会; not 建设单位, 公立医院."""
    stem = bare[: -len(suffix)]
    if suffix in GOVERNMENTS:
        return not _ANY_AREA.search(stem) and len(stem) > 2 and (stem[-1] in "省市县区州盟旗镇乡道村" or suffix.startswith("管"))
    if suffix in _VILLAGES:
        return len(stem) > 2 and stem[-1] in "村区里园"
    return suffix in _NAMED and len(stem) > 1
