"""Bodies that only what stands behind them shows to be meant or not: 村在公开栏公布, 学校应当, 每个单位要, 各县、滨江区可以参照."""

from __future__ import annotations

import re

from nlp.extract.unit_words import HAN

PLACE_FIRST = frozenset("乡镇村街社所")
# 村在公开栏公布, 乡镇、村应当: bare classes of places as subjects.
BARE_PLACE = re.compile(
    r"(?:所在)?(?:乡镇|镇街|村居|村社|镇村|街道|社区|村|镇|乡)(?:（[省市县区乡镇村社街道场、]{1,6}）)?"
    r"(?=(?:、|和|及|以及)[\u4e00-\u9fff]|应当|必须|要(?![求素闻点])|应(?![急用届])|须|负责|成立|组建|在(?:接到|收到)|在[^，。；]{2,12}(?:公开|公示|公布|公告|张贴))"
)
# 每个单位要明确一名联络员, 每一个科室都要: every body of a kind as the subject of a duty.
EVERY = re.compile(
    rf"每一?个(?:(?:参[评赛加]|成员|责任|申报)?[{HAN}]{{0,4}}?(?:单位|部门|科室|处室|学校|企业|机构|支部)|乡镇|镇街|街道|社区|村|镇|乡)(?=(?:都|均|也)?(?:应当|必须|要(?![求素])|须|应(?![急用届])|可以?(?![能靠持见])))"
)
# 吉利区 in 各县（市）、吉利区可以参照执行: a named area beside a class of areas, straight before its duty.
AREA_BESIDE = re.compile(
    rf"(?!各|本|有关|相关)[{HAN}]{{2,6}}?(?:[县区旗市]|新区|开发区|示范区|高新区)(?=应当|必须|要(?![求素])|须|可以?(?:参照|按照?|结合|根据|依照)|参照|按照|结合)"
)
# 学院应当公开, 学院在公开信息前: a school speaks of itself by its kind.
BARE_SCHOOL = re.compile(
    r"(?:学院|大学|学校|医院)(?=设立?[\u4e00-\u9fff]{4,20}(?:领导小组|委员会|办公室)(?:[，；（]|负责))|(?:学院|大学)(?:（[\u4e00-\u9fff]{2,4}）)?(?=应当|必须|应(?![急用届])|要(?![求素])|不得|负责|成立|设立|设[\u4e00-\u9fff]{4,20}作为|发现|在(?:公开|发布|收到|接到)|建立|每[年学]|实行|将(?:[定不]|在|对|按|于))"
)
# 政府采购, 政府指导价, 县政府重点工作: things of a government.
OF_GOVERNMENT = re.compile(
    r"指导价|定价|采购|投资|购买|信息|网站|工作报告|工作部门|常务会|性|集中采购|门户|公报|债|补助|补贴|规章|规范性|令|决策|重点工作|职能|职责"
    r"|组成部门|直属|权力|权责|资产|数据|大院|会议|领导|主要领导|分管|行政许可|印发|文件|名义|批准|同意"
)
