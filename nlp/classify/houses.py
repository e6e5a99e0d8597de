"""Hospitals, schools, villages, works: what they have to publish about themselves is of their own field.

    医院应当主动公开下列信息：（一）科室布局、楼层指引；   -> health, though no word of the item says so
    下列信息不予公开：（一）涉及患者个人隐私的；           -> none: that is how disclosure is done
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern

_OPENS_LIST = re.compile(
    r"(?:公开|公布|公示)[^。；\n]{0,12}(?:下列|以下|如下)[^。；\n]{0,8}(?:信息|内容|事项|村务)"  # 应当主动公开下列信息
    r"|(?:下列|以下)[^。；\n]{0,6}(?:信息|事项)[^。；\n]{0,10}公开"  # 有以下信息的应当主动公开
)
# …应当主动公开符合下列基本要求之一的信息：; (一)主动公开的范围
_HEADS_LIST = re.compile(
    r"(?:公开|公布|公示)[^。；\n]{0,40}[:：]\Z|(?:公开|公布|公示)(?:的)?(?:信息)?(?:的)?(?:主要)?(?:内容|范围|事项|信息|重点)(?:范围)?(?:包括|有|是|为)?[:：]?\Z"
)
_WITHHOLDS = re.compile(r"(?:不予|不得|免予|不应|暂不)(?:主动)?公开")
_LONGEST_LEAD = 200  # a longer text is no sentence that opens a list


def opens_list(text: str) -> bool:
    """Whether a text opens a list of what is to be published.

    >>> opens_list("第八条 医院应当主动公开下列信息："), opens_list("第九条 下列信息不予公开：")
    (True, False)
    """
    return _OPENS_LIST.search(text) is not None and _WITHHOLDS.search(text[:_LONGEST_LEAD]) is None


def lists_published(lead: str) -> bool:
    """Whether the own text of a section, its heading included, leads a list of what is published, in whatever words.

    >>> lists_published("第十条 市政公开的主要内容包括："), lists_published("二、不予公开的范围：")
    (True, False)
    """
    end = lead.rstrip()[-_LONGEST_LEAD:]
    return _WITHHOLDS.search(end) is None and (_HEADS_LIST.search(end) is not None or opens_list(end))


@dataclass(frozen=True, slots=True)
class Houses:
    """Names of bodies and the field of each, in the order of the table."""

    rows: tuple[tuple[str, re.Pattern[str]], ...] = ()

    @classmethod
    def load(cls, book: Rulebook) -> Houses:
        """Read `domain-houses.tsv`. Raises RuleError for a faulty pattern or an example that fails."""
        return cls(tuple(_house(row) for row in book.table("domain-houses")))

    def field_of(self, text: str) -> str | None:
        """The field of the body that a text names; None where it names none."""
        return next((code for code, pattern in self.rows if pattern.search(text)), None)


def _house(row: Row) -> tuple[str, re.Pattern[str]]:
    try:
        pattern = re.compile(compile_pattern(row["pattern"], {}))
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error
    check_examples(row, lambda text: [text] if pattern.search(text) else [])
    return row["code"], pattern
