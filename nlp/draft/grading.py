"""What is judged of an entry as a whole: its document as a basis, and whether the document may be drafted from."""

from __future__ import annotations

import re

from nlp.types import Attribute, Metadata
from nlp.view import to_simplified

_OPINION = "用词像"  # how the cue of the attribute model begins
# how the title of a document ends, or what stands in it; and a line of cells or a sentence taken for one
_IS_TITLE = re.compile(
    r"关于|(?:通知|意见|办法|方案|决定|规定|条例|要点|细则|公告|公示|通告|通报|制度|法|规则|规程|规范|守则|章程|计划|规划|预案|目录|清单|指南|标准|流程|程序|措施|报告|总结|函|批复|纪要|令|指引|手册"
    r"|须知|公约|协议|说明|解读|简报|公报|启事|倡议书|承诺书|责任书|任务书|分解表|分工表|一览表|安排|机制|职责|年报|规约|大纲|纲要|答复|汇报|讲话|工作|公开|】|》|须知|试行|暂行|草案|稿|[0-9]号?|版)(?:（[^（）]*）|\([^()]*\)|[》】])*$"
)
_NO_TITLE = re.compile(r"[|｜]|用户名|密码|登录|注册|[。；]|^(?:责任|牵头|配合)(?:单位|部门)$|情况，|，[^，]{2,20}，")
_COLUMN = re.compile(r"^(?:[【\[][^【】\[\]]{2,16}[】\]]\s*)+(?=.{4})")  # 【信息公开指南】…: the column of the website


def is_closed(attribute: Attribute) -> bool:
    """Whether a document as a whole may not be drafted from: it is withheld by a mark that it carries, not by its mere words."""
    closing = attribute.value == "withheld" and attribute.ground in (None, "state-secret", "work-secret")
    return closing and not _by_words_only(attribute)


def is_secret(attribute: Attribute) -> bool:
    """Whether a document is secret by what it says itself."""
    return attribute.ground == "state-secret" and not _by_words_only(attribute)


def _by_words_only(attribute: Attribute) -> bool:
    """Whether only the model thinks so: such a document is drafted from, every row for review."""
    return any(cue.why.startswith(_OPINION) for cue in attribute.evidence)


def own_name(metadata: Metadata) -> str:
    """《title》（number）, Simplified; "" for a document without a title, or with what can be none (用户名密码注册, 责任单位)."""
    title = to_simplified(_COLUMN.sub("", metadata.title))
    if not title or (not metadata.document_number and not _IS_TITLE.search(title)) or _NO_TITLE.search(title):
        return ""
    return f"《{title}》" + (f"（{metadata.document_number}）" if metadata.document_number else "")
