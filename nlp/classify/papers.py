"""The field of a paper that is not about disclosure: what it has published is of that field.

    慈善事业促进条例 … 应当及时公布下列信息：     -> social-assistance, not the work of disclosure
"""

from __future__ import annotations

import re

from nlp.classify.disclosure_words import names_disclosure
from nlp.classify.domain_reading import DomainRules
from nlp.classify.judging import classify_text
from nlp.classify.predictor import LinearModel

SURE_OF_TITLE = 0.5  # probability from which a title says the field of its paper
LEAST_OF_TITLE, LEADS_BY = 0.1, 3.0  # a title is short: a smaller one does where no other field comes near
# Fields of papers on everything at once: a plan of the year, the hall of services
_ALL_FIELDS = frozenset({"open-government", "normative-documents", "government-services"})
# The section is about disclosure whatever its paper is
_SAYS_DISCLOSURE = re.compile(r"(?:政务|政府信息)公开(?!栏)|政府网站建设|政务新媒体|政策解读|新闻发布")


def field_of_paper(title: str, rules: DomainRules, model: LinearModel | None) -> str | None:
    """The field that a title names, where the paper is not about disclosure; None where it is, or names none."""
    if not title or names_disclosure(title):
        return None
    (code, p), (_, second) = classify_text(title, rules, model)[:2]
    sure = p >= SURE_OF_TITLE or (p >= LEAST_OF_TITLE and p >= LEADS_BY * second)
    return code if sure and code not in _ALL_FIELDS else None


def says_disclosure(text: str) -> bool:
    """Whether a section speaks of disclosure as work of its own, which it may do in a paper of any field.

    >>> says_disclosure("(五)加强政务公开。"), says_disclosure("有关结果应当向社会公布。")
    (True, False)
    """
    return _SAYS_DISCLOSURE.search(text) is not None
