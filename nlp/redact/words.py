"""Kinds and places of masked information in words, Chinese and English."""

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "resident-id": ("身份证号", "resident identity number"), "bank-card": ("银行卡号", "bank card"),
    "credit-code": ("信用代码", "credit code"), "disability-card": ("残疾证号", "disability card"),
    "student-number": ("学籍号", "student number"), "mobile": ("手机号", "mobile number"),
    "landline-home": ("家庭电话", "home telephone"), "bank-account": ("银行账号", "bank account"),
    "passport": ("护照号", "passport"), "hk-macao-permit": ("港澳通行证号", "Hong Kong and Macao permit"),
    "taiwan-permit": ("台胞证号", "Taiwan permit"), "officer-id": ("军官证号", "officer's card"),
    "plate": ("车牌号", "number plate"), "vin": ("车架号", "vehicle number"), "driver-archive": ("驾驶证档案编号", "driver's file"),
    "social-security-number": ("社保编号", "social security number"), "household-number": ("户口簿户号", "household number"),
    "medical-record": ("病历号", "medical record"), "email": ("个人邮箱", "mail address"), "qq": ("QQ 号", "QQ number"),
    "wechat": ("微信号", "WeChat account"), "address-full": ("详细住址", "home address"), "minor": ("未成年人姓名", "name of a minor"),
    "minor-school": ("未成年人就学信息", "a minor's school"), "family-member": ("家庭成员姓名", "family member"),
    "hardship-person": ("困难群众姓名", "name in a hardship list"), "health": ("健康信息", "health information"),
    "petitioner": ("举报人等姓名", "name of a petitioner"), "author": ("作者信息", "author"), "metadata": ("元数据", "metadata"),
    "attachment": ("附件", "attached file"),
}  # fmt: skip

_PARTS: dict[str, tuple[str, str]] = {
    "body": ("正文", "body"), "header": ("页眉", "header"), "footer": ("页脚", "footer"), "footnote": ("脚注", "footnotes"),
    "endnote": ("尾注", "endnotes"), "comment": ("批注", "comments"), "annotation": ("注释", "annotation"), "field": ("表单", "form field"),
    "outline": ("书签", "outline"), "link": ("链接", "link"), "alternate": ("替代文字", "replacement text"), "string": ("其他文字", "other text"),
}  # fmt: skip

_PLACES: dict[str, tuple[str, str]] = {
    "line": ("第{0}行", "line {0}"), "cell": ("第{0}行第{1}格", "row {0}, cell {1}"),
    "table": ("表{0}第{1}行第{2}格", "table {0}, row {1}, cell {2}"), "attribute": ("属性 {0}", "attribute {0}"),
    "sheet": ("工作表“{0}”{1}", "sheet {0}, {1}"), "page": ("第{0}页", "page {0}"), "form": ("表单或批注外观", "form appearance"),
    "property": ("文档属性 {0}", "property {0}"), "part": ("{0}", "{0}"), "object": ("{0}", "{0}"), "shared": ("共用字符串", "shared strings"),
    "metadata": ("文档元数据", "metadata"), "attachment": ("附件", "attached file"), "paragraph": ("{0}第{1}段", "{0}, paragraph {1}"),
}  # fmt: skip


def kind_word(kind: str, lang: str) -> str:
    """A kind in words."""
    return KINDS.get(kind, (kind, kind))[lang == "en"]


def place_words(place: str, lang: str) -> str:
    """A place in words.

    >>> place_words("table:1:2:3", "zh"), place_words("paragraph:body:4", "en")
    ('表1第2行第3格', 'body, paragraph 4')
    """
    name, _, rest = place.partition(":")
    facts = [_PARTS[f][lang == "en"] if f in _PARTS else f for f in rest.split(":") if f]
    if name == "paragraph" and len(facts) == 1:
        facts = [_PARTS["body"][lang == "en"], *facts]
    template = _PLACES.get(name, ("{0}", "{0}"))[lang == "en"]
    try:
        return template.format(*facts)
    except IndexError:
        return " ".join([name, *facts])
