"""Whether the text layer of a page can be what the page shows: told by the characters it is made of.

A broken font map gives private-use characters, or takes every character for another one; a bad recognition layer below a scan gives
rare characters and no words. In both cases the everyday characters are missing.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LEAST = 24  # characters: fewer tell nothing
_LEAST_HAN = 40
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_ODD = re.compile("[\x80-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u024f\u0250-\u036f\u0483-\u1fff\ua000-\uabff]")  # 1 Latin-1 taken for GBK
_LATIN_WORD = re.compile("[A-Za-z]{3,}")
_VOWEL = re.compile("[AEIOUYaeiouy]")
_LEADERS = re.compile(r"([.…·_=*~-])\1{3,}")  # of a table of contents, of a form
_FIGURE = re.compile("[0-9A-Za-z]")

_MOST_PRIVATE, _MOST_RARE, _MOST_ODD = 0.12, 0.25, 0.3
_LEAST_COMMON = 0.25  # share of everyday characters among Han; official papers have 0.45 and more, other characters put at random 0.2

# The everyday characters of official papers and of names, in both scripts.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处府研究院县市省乡镇村局委办厅室务项目名单位责标准证书申请审批许可规划项服信息企业费用号附表报送印件责完善落实保障"
    "安全监督检查财税金税价格预算教育卫医疗环境食药土房住城劳就险济救助"
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛超霞刚桂英华玉萍红娥玲芬燕彬鹏辉波斌浩宇婷雪琳莹佳健俊峰琴云莉兰凤洁梅松鑫飞翔旭东晓春志建国庆永福生海山仁德荣爱青慧"
    "為個國時來這們學對會發動過產種經進著當點從應開還後與關各實體機業樣內數氣條問題結變將區強務規劃項單準證書請審縣鄉鎮廳辦號"
)


def garbled(text: str) -> bool:
    """Whether the characters of a page (without blanks) are no text. Short texts never are."""
    count = len(text)
    if count < _LEAST:
        return False
    if len(_PRIVATE.findall(text)) > _MOST_PRIVATE * count or len(_ODD.findall(text)) > _MOST_ODD * count:
        return True
    han = _HAN.findall(text)
    if len(han) >= _LEAST_HAN:
        rare = sum(1 for c in han if _is_rare(c))
        return rare > _MOST_RARE * len(han) or sum(1 for c in han if c in _COMMON) < _LEAST_COMMON * len(han)
    if len(han) > 0.1 * count:
        return False
    text = _LEADERS.sub("", text)
    count = max(len(text), 1)
    words = _LATIN_WORD.findall(text)
    letters = sum(map(len, words))
    if letters > 0.5 * count:  # consonants only: no language
        return sum(len(w) for w in words if _VOWEL.search(w)) < 0.4 * letters
    return len(_FIGURE.findall(text)) < 0.35 * count and _signs_only(text)


def _signs_only(text: str) -> bool:
    """Mostly ASCII signs: !"#$%&'( as glyph numbers give them."""
    signs = sum(1 for c in text if "!" <= c <= "~" and not c.isalnum())
    return signs > 0.5 * len(text) and len(set(text)) > 12


@lru_cache(maxsize=16_384)
def _is_rare(char: str) -> bool:
    """A Han character of neither GB 2312 nor Big5's common half."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        try:
            return not 0xA4 <= char.encode("big5")[0] <= 0xC6
        except UnicodeEncodeError:
            return True
    return False
