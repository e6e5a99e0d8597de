"""Words for the values of an analysis, Chinese and English, as people see them."""

from __future__ import annotations

ATTRIBUTES = {
    "active": ("主动公开", "publish"),
    "on_request": ("依申请公开", "on request"),
    "partial": ("部分公开", "in part"),
    "withheld": ("不予公开", "withhold"),
    "undecided": ("未定，须人工判断", "undecided, a person decides"),
}
ROLES = {"lead": ("牵头", "lead"), "support": ("配合", "support"), "supervise": ("监督", "supervise")}
HEADS = {
    "domains": ("公开领域", "domains"), "attribute": ("公开属性", "attribute"), "deadlines": ("时限", "deadlines"),
    "units": ("责任单位", "units"), "entries": ("建议条目", "suggested entries"), "sensitive": ("敏感信息", "sensitive"),
    "section": ("章节", "section"), "quote": ("原文", "quote"), "value": ("取值", "value"), "due": ("到期日", "due"),
    "name": ("名称", "name"), "full": ("全称", "full name"), "role": ("角色", "role"), "item": ("事项", "item"),
    "content": ("内容", "content"), "deadline": ("时限", "deadline"), "unit": ("主体", "unit"), "score": ("可信度", "score"),
    "kind": ("类型", "kind"), "document": ("来源文件", "document"), "domain": ("公开领域", "domain"),
    "review": ("复核", "review"), "anchor": ("起算", "anchor"), "basis": ("依据", "basis"), "text": ("原文", "text"),
    "note": ("备注", "remark"), "records": ("政府信息公开目录", "documents' own records"), "title": ("名称", "title"),
    "index_number": ("索引号", "index number"), "document_number": ("文号", "number"), "theme": ("主题分类", "theme"),
    "genre": ("体裁", "kind"), "validity": ("有效性", "validity"), "disclosure": ("公开属性", "disclosure"),
    "summary": ("内容概述", "summary"), "keywords": ("主题词", "keywords"),
    "needs_review": ("须复核", "needs review"),
}


def word(key: str, lang: str) -> str:
    """The head or label `key` in a language."""
    return HEADS[key][lang == "en"]
