"""Heads behind the 等 of a list: those that add nothing to its elements, and what of a head goes to each."""

from __future__ import annotations

import re

# heads behind 等 that add nothing to the elements, and those that add themselves only to verbal nouns
EMPTY_HEAD = frozenset(
    [
        "内容", "事项", "方面", "有关事项", "相关内容", "有关内容", "相关事项", "材料", "资料",
        "要素", "项目", "领域", "方面内容", "具体内容", "重大事项", "主要内容", "各项内容", "环节",
        "工作", "重要事项", "重点内容", "重点", "关键环节", "关键信息", "基本情况", "全部信息", "数据",
        "文件", "服务内容", "服务事项", "相关资料", "有关资料",
    ]
) | {""}  # fmt: skip
THIN_HEAD = frozenset(
    [
        "信息",
        "情况",
        "有关信息",
        "相关信息",
        "有关情况",
        "相关情况",
        "执法信息",
        "具体情况",
        "工作情况",
        "工作信息",
        "政府信息",
        "政策措施",
        "行为",
        "各类信息",
        "重点信息",
    ]
)
EMPTY_END = re.compile(r"(?:重大|重要|其他|相关|有关|主要|重点)[^的]{0,4}(?:事项|内容|方面)$")  # 采购、招投标等|重大财务事项
THIN_FRONT = re.compile(r"(?:执法|有关|相关|具体|工作|各类|重点)(?=信息|情况)")
CLASS_FRONT = re.compile(r"^(?:项目|工程)(?:批准|实施|管理|建设|审批)?(?=信息$)")  # 审批、核准等|项目批准|信息
# 救灾、捐助等|款物的发放情况: without it none of them is anything
THINGS_OF = re.compile(r"(?:款物|资金|款项|物资|经费|补贴|补助|资产|收入)(?:的[^的]{2,10}|(?:分配|使用|发放|管理|安排|收支|拨付|筹集)[^的]{0,8})")
TOLD_OF = re.compile(r"(?:信息|情况|数据|结果)$")
OF_CLASS = re.compile(r"^(?:方面|内容|事项|领域)的?(?=(?:信息|情况)$)")
