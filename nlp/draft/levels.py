"""The level of a row (省级, 市级, 县级 …): of the body that discloses where its name tells it, else of the document's issuer.

A 市 is told from the list of cities; where its name is not in it, from whom it writes to and what it calls its own (全市, 各县区).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.draft.hidden import hide
from nlp.rulebook import Rulebook
from nlp.types import Metadata

_LEVEL_WORDS = (
    ("村级", re.compile(r"村民委员会|居民委员会|村委会|居委会|村务监督委员会|村党支部|社区居委会")),
    (
        "乡级",
        re.compile(
            r"(?:(?<!乡)镇|乡(?!镇)|街道|苏木)(?:人民政府|党委|党政办|办事处|政府(?!网)|党政综合办|便民服务|财政所|$|(?=[0-9]{4}年?|基层|政务公开|村务))|街道办事处|民族乡人民政府"
        ),
    ),
    (
        "国家级",
        re.compile(
            r"^(?:国务院|中共中央|中华人民共和国|国家|全国|最高人民|财政部|教育部|民政部|公安部|司法部|商务部|审计署|海关总署|中国证监会|中国人民银行|人力资源社会保障部|人力资源和社会保障部|自然资源部|生态环境部|住房和城乡建设部|住房城乡建设部|交通运输部|水利部|农业农村部|农业部|文化和旅游部|文化部|国家卫生|应急管理部|退役军人事务部|科学技术部|科技部|工业和信息化部|外交部|国防部|环境保护部|国土资源部|卫生部|铁道部)"
        ),
    ),
    (
        "省级",
        re.compile(
            r"省(?![\u4e00-\u9fff]{1,5}(?:市(?!场|政)|[县州盟旗区]))(?:人民政府|委|政府|[\u4e00-\u9fff]{2,14}(?:厅|局|委员会|办公室|办))|^[\u4e00-\u9fff]{1,3}省(?![\u4e00-\u9fff]{1,5}(?:市(?!场|政)|[县州盟旗区]))|自治区(?!.*(?:市|县|州|盟))|^(?:北京|上海|天津|重庆)市(?![\u4e00-\u9fff]{1,4}[区县])"
        ),
    ),
    (
        "市级",
        re.compile(
            r"自治州|[\u4e00-\u9fff]盟(?:行政公署|公署|委)|地区行政公署|^[\u4e00-\u9fff]{2,4}州(?:人民政府|[\u4e00-\u9fff]{2,14}(?:局|委|办))"
        ),
    ),
    (
        "县级",
        re.compile(
            r"(?:县|旗)(?:人民政府|委|政府|[\u4e00-\u9fff]{2,16}(?:局|委员会|办公室|办|中心|队)|$|(?=[0-9]{4}年))|市[\u4e00-\u9fff]{1,4}区(?!域)|^[\u4e00-\u9fff]{1,5}(?<![治新发园地社])区(?:人民政府|委|政府|[\u4e00-\u9fff]{2,16}(?:局|委员会|办公室|办))"
        ),
    ),
)
# what a unit cell says of the level: 各县（市、区）人民政府, 各乡镇, 青石镇人民政府, 各村
_LEVEL_OF_BODY = (
    ("省级", re.compile(r"^省(?!内|直)")),
    ("市级", re.compile(r"^各?(?:设区(?:的)?市|地级市|地市|市州|州市|市县|市[\U000f0000-\U000f0fff])")),
    (
        "县级",
        re.compile(
            r"^各?(?:县(?!级?以上)|区县|旗|市县|区(?!域|内|直))|^[\u4e00-\u9fff]{1,6}[县旗](?:人民政府|政府|委|[\u4e00-\u9fff]{2,14}(?:局|办|委|中心|委员会|办公室))"
        ),
    ),
    (
        "乡级",
        re.compile(
            r"^各?(?:乡镇|镇|乡|街道)|[县区市旗][\u4e00-\u9fff]{2,5}(?:(?<![乡城])镇|乡|街道)$|(?:镇|(?<!城)乡|街道)(?:人民政府|办事处|党委)$"
        ),
    ),
    ("村级", re.compile(r"^各?(?:行政村|村(?!镇)|社区|村居)|(?:村民委员会|村委会|居委会|居民委员会)$")),
)
_PART_OF_BODY = re.compile(r"[^省市县区州旗乡镇]{1,8}[股科组室处]")
_BEFORE_WORK = re.compile(r"转发|批转|关于|贯彻")
_LAW_OF_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,3}(?:省|自治区)(?:实施)?[^，]*(?:条例|办法|规定)(?:（[^）]*）)?$")
# whom a city writes to tells what city it is: 各县（市、区）, or 各乡镇
_TO_COUNTIES = re.compile(r"各(?:区)?县|各区(?!域)|县（|区县|县市区|市、县|各市县")
_TO_TOWNSHIPS = re.compile(r"乡|镇|街道")
# What a document calls its own: 全县, 我市, 本镇, 区政府; and the bodies it speaks of by their kind: 县财政局, （区教育局牵头）
_OWN = (
    ("省级", re.compile(r"[全我](?:省|自治区)|(?<![各部])省(?:政府|委)(?!驻|直)")),
    ("市", re.compile(r"[全我]市|(?<![省各本、/])市(?:政府|委)(?!、县)")),
    ("县级", re.compile(r"[全我][县旗区](?!域)|(?<![各、市郊）级])[县旗区](?:政府|委(?!员))(?![（、])")),
    ("乡级", re.compile(r"[全我本](?:镇|乡(?!镇)|街道)|(?<![各乡、市县区）])(?:镇(?!街|村)|街道)(?:党委|政府|党政)")),
    ("村级", re.compile(r"[我本]村(?!级)|村务公开|村民代表会议")),
)
_ITS_BODIES = (
    ("省级", re.compile(r"(?:[、（：，]|(?<=由)|^)省[\u4e00-\u9fff]{1,10}[厅局委]")),
    ("市", re.compile(r"(?:[、（：，]|(?<=由)|^)市[\u4e00-\u9fff]{1,10}[局委办]")),
    ("县级", re.compile(r"(?:[、（：，]|(?<=由)|^)[县旗区][\u4e00-\u9fff]{1,10}[局委办]")),
    ("乡级", re.compile(r"党政(?:综合)?办公?室?|党政综合办|便民(?:综合)?服务中心|(?<![村居])(?:财政|土管|国土)所")),
)
_LEAST_BODIES = 2
_READ = 12_000  # characters of a document that are read for this
_COUNTIES_BELOW = re.compile(r"各(?:区)?县|各区(?![域片])|[县区]（[市县区、]+）|各?县[市区]区?|区[市县]县?(?=人民|政府|[相有])|各市县")
_TOWNS_BELOW = re.compile(r"各(?:乡镇?|镇|街道)|乡镇（街道）|镇（街道）|镇街")
_CITY = re.compile(r"[\u4e00-\u9fff]{2,7}?市")
_BARE_CITY = "市"
# 其他负有监督管理职责的部门: of the level of those named before it
_BESIDE = re.compile(r"(?:及其|其)?(?:其他|其它|有关|相关|所属)")


@dataclass(frozen=True, slots=True)
class Levels:
    """Cities by name, with the level that a plan or law of theirs has."""

    cities: Mapping[str, str]

    @classmethod
    def load(cls, book: Rulebook) -> Levels:
        """Read `cities.tsv`."""
        return cls({name: row["level"] for row in book.table("cities") for name in row.items("names")})

    def of_issuer(self, metadata: Metadata) -> tuple[str, ...]:
        """Level that the issuer's name, else the title tells; () where neither does."""
        told = levels_of(metadata)
        if told:
            return told
        bare = levels_of_unit(_named(metadata)) if metadata.issuer else ()
        city = self.city_of(metadata)
        return bare[:1] or ((city,) if city is not None else ())

    def of_unit(self, unit: str, city: str | None) -> tuple[str, ...]:
        """Levels that a unit cell names itself, cities by their names too; `city`: the level that a bare 市 has in this document."""
        parts = [piece for piece in hide(unit)[0].split("、") if piece]
        told = [levels_of_unit(piece, city) or ((own,) if (own := self.of_city(piece)) else ()) for piece in parts]
        if len(parts) > 1 and all(told):
            named = {label for labels in told for label in labels}
            return tuple(label for label, _ in _LEVEL_OF_BODY if label in named)
        return told[0] if len(parts) == 1 and told[0] else levels_of_unit(unit, city)

    def city_of(self, metadata: Metadata) -> str | None:
        """Level of the city that made a document; None where none did, or one that the list has not."""
        return self.of_city(_named(metadata))

    def of_city(self, name: str) -> str | None:
        """Level of the city whose name opens a title or the name of a body (省 before it or not); None where the list has it not."""
        name = name.removeprefix("中共")
        name = name[name.find("省") + 1 :] if 0 < name.find("省") < 4 else name
        m = _CITY.match(name)
        return self.cities.get(m[0][:-1]) if m is not None else None


def _named(metadata: Metadata) -> str:
    return (metadata.issuer or (metadata.title,))[0]


def levels_of_text(text: str, metadata: Metadata) -> tuple[str, ...]:
    """The one level whose words stand out in a text (全县, 县财政局); () where none does. A 市 needs its counties or towns named."""
    text, of_city = text[:_READ], "市" in _named(metadata)[:8]
    own = Counter({label: len(pattern.findall(text)) for label, pattern in _OWN})
    ranked = own.most_common(2)
    if not of_city and (ranked[0][1] < 1 or ranked[0][1] < 2 * ranked[1][1]):
        bodies = Counter({label: len(pattern.findall(text)) for label, pattern in _ITS_BODIES})
        ranked = bodies.most_common(2)
        if ranked[0][1] < _LEAST_BODIES or ranked[0][1] < 2 * ranked[1][1]:
            return ()
    label = "市" if of_city else ranked[0][0]
    if label != "市":
        return (label,)
    if _COUNTIES_BELOW.search(text):
        return ("市级",)
    return ("县级",) if _TOWNS_BELOW.search(text) else ()


def levels_of_unit(unit: str, city: str | None = None) -> tuple[str, ...]:
    """Levels that a unit cell names itself (各乡镇、各村); () where one of its bodies names none.

    `city`: the level that 市 has in this document, where it is known. Beside counties it is theirs above: 市级.

    >>> levels_of_unit("各县（市、区）人民政府、各乡镇"), levels_of_unit("市财政局"), levels_of_unit("市财政局、区县财政局")
    (('县级', '乡级'), (), ('市级', '县级'))
    """
    hidden, _ = hide(unit)
    pieces = [piece for piece in hidden.split("、") if piece]
    found = [[label for label, pattern in _LEVEL_OF_BODY if pattern.search(piece)] for piece in pieces]
    city = city or ("市级" if any("县级" in labels for labels in found) else None)
    if city is not None:
        found = [labels or ([city] if piece.startswith(_BARE_CITY) else []) for labels, piece in zip(found, pieces, strict=True)]
    if any(found):  # a part of the body beside it: 青石旗人民政府办公室、|综合组
        found = [
            labels
            for labels, piece in zip(found, pieces, strict=True)
            if labels or not (_PART_OF_BODY.fullmatch(piece) or _BESIDE.match(piece))
        ]
    if not found or not all(found):
        return ()
    named = {label for labels in found for label in labels}
    return tuple(label for label, _ in _LEVEL_OF_BODY if label in named)


def levels_of(metadata: Metadata) -> tuple[str, ...]:
    """Level of the issuer as the catalogue has it; () where the names do not say (a 市 may be either)."""
    names = " ".join(metadata.issuer) or metadata.title
    first = (metadata.issuer or (metadata.title,))[0].replace("中共", "")
    if not metadata.issuer and _LAW_OF_PROVINCE.match(first):
        return ("省级",)  # 某省实施村民委员会组织法办法
    if not metadata.issuer:
        first = _BEFORE_WORK.split(first, maxsplit=1)[0] or first  # 某县政府办公室|转发某省…
    for label, pattern in _LEVEL_WORDS:
        if pattern.search(first):
            return (label,)
    if "市" not in names[:8]:
        return ()
    to = metadata.addressees or ""
    if _TO_COUNTIES.search(to):
        return ("市级",)
    return ("县级",) if _TO_TOWNSHIPS.search(to) else ()
