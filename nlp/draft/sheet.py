"""The working copy of a document's view: brackets, titles and quotations blanked, responsibility clauses set apart.

`masked` has the length of the view, so its offsets are view offsets. What rules must not look into is filled with one
character; a bracket that names who is responsible is a full stop to them (「…公开（市审计局牵头）。」).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FILL = "〓"
_HAN = "\u4e00-\u9fff"

_TITLE = re.compile(r"《[^《》\n]{0,160}(?:《[^《》\n]{0,80}》[^《》\n]{0,60})?》?")
_BRACKET = re.compile(
    r"[（(〔\[【][^（()）〔〕\[\]【】\n]{0,160}(?:[（(〔\[【][^（()）〔〕\[\]【】\n]{0,40}[)）〕\]】][^（()）〔〕\[\]【】\n]{0,120}){0,8}[)）〕\]】]"
)
_ROUNDS = re.compile("“(?:[一二两三四][榜级轮次]|张榜)公[示布]”")  # 名单实行“三榜公示”
_QUOTED = re.compile(r"“[^“”\n]{1,60}”|\"[^\"\n]{1,40}\"")
_SPEAKS = re.compile(r"[，。；：]|公开|公布|公示|发布|解读|审查|谁|上墙|上网|通报|张贴|公告|回应|推送|曝光|转发|澄清")

# （市审计局牵头）, （责任单位：区人社局）, （县（市）市场监管局负责落实）, （局办公室）: the last form only where the bracket ends its sentence
_ROLE = re.compile(
    r"牵头|配合|负责|落实|承办|协办|主办|会同|按职责|分工|责任(?:单位|部门|科室|处室|领导|人|股室)|牵头单位|完成时限|时限"
)
_BODY_IN_BRACKET = re.compile(
    r"^[（(][^，。；：]{0,30}(?:局|委|办|厅|部|处|科|科室|股|室|中心|单位|部门|政府|街道|镇|乡|公司|社区|村|办公室|支队|大队|院|所)(?:[、，和及][^。；：]{1,80})?[)）]$"
)
# 责任单位：A、B  牵头单位：C；完成时限：10月底前   责任科室：D
_LABELLED = re.compile(
    r"(?:责任|牵头|配合|主办|协办|承办|实施|落实|主责|主管|参与|协同|第一责任)"
    r"(?:单位|部门|科室|处室|主体|机构|股室|领导|人)[^，。；：\n]{0,4}[：:]\n?"
    r"(?:(?! [0-9（一二三四五六七八九十])[^。；\n]){1,160}"
    r"(?:[；;\n ](?:完成|公开|办理|责任|公布|落实)?(?:时限|时间|期限)(?:要求)?[：:][^。；\n]{1,40})?"
)
_TIME_LABEL = re.compile(
    r"(?:完成|公开|办理|责任|公布|公示|落实|工作)?(?:时限|时间|期限|频次)(?:要求)?[：:]\n?(?P<when>[^，。；：\n）)]{1,40})"
)
# （区委编办负责，2024年6月底前完成）, （市财政局；每季度）
_TIME_PIECE = re.compile(
    r"(?<=[，；、（])(?P<when>(?:[0-9]{4}年|[0-9]{1,2}月|每|年底|按[年月季]|[0-9]{1,3}个?工作日)[^，。；：、（）]{0,12}?)(?:完成|落实|公开|公布|实施|到位)*(?=[，；）)])"
)
# a line that names nobody but the bodies in charge: 市发改委、市财政局分别牵头落实
_LINE = re.compile(
    rf"(?m)^(?P<who>[{_HAN}、，（）]{{2,80}}?(?:局|委|办|厅|部|处|科|室|中心|单位|部门|政府|分局|银行|支行|公司|院|校|所|站|队|会|镇|乡|街道))等?"
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?|按分工)?(?:分别|共同|具体|联合)?(?:牵头|负责|承办|主办|落实)(?:负责|落实|实施|办理|，[^。；\n]{2,40}(?:配合|参与|负责|落实))?$"
)
# the lines that are held against it: it is tried at every place otherwise
_CHARGED = re.compile(r"(?m)^[^\n]*(?:牵头|负责|承办|主办|落实)[^\n]*$")
# a point typed for a full stop: 按月公布.  村级财务.各村要, 公示内容.1.姓名
_POINT_STOP = re.compile(rf"(?<=[{_HAN}）”])[.．](?=[{_HAN}（(“\n]|[0-9]{{1,2}}[.．、][{_HAN}]|$)")
# the label of an unnumbered list: 一是 二是 首先
_SHI = re.compile(r"[一二三四五六七八九十]是(?:要)?|\s*(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}(?:[.．](?![0-9])|、)|[①-⑳])")


@dataclass(frozen=True, slots=True)
class Duty:
    """A responsibility clause: bracket or labelled line; view offsets. `when`: a time limit named in it."""

    start: int
    end: int
    when: tuple[int, int] | None
    bracket: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text with its masked copy and the same reversed; `rest` are the responsibility clauses in order."""

    text: str
    masked: str
    turned: str
    responsibilities: tuple[Duty, ...]


def make_sheet(text: str) -> Sheet:
    """The working copy of a text.

    >>> make_sheet("公开《预算公开办法》（试行）（市财政局牵头）。").masked
    '公开〓〓〓〓〓〓〓〓〓〓〓〓。。。。。。。。。'
    """
    duties: list[Duty] = []

    def blank(m: re.Match[str]) -> str:
        return FILL * (m.end() - m.start())

    def bracket(m: re.Match[str]) -> str:
        whole = m[0]
        closes = m.end() >= len(text) or text[m.end()] in "。\n；;.，（ \t" or text[m.end() : m.end() + 1].isdigit()
        if whole[0] in "（(" and (
            (_ROLE.search(whole) and len(whole) > 5) or (closes and _BODY_IN_BRACKET.match(whole) and _ends_clause(text, m))
        ):
            when = _TIME_LABEL.search(whole) or _TIME_PIECE.search(whole)
            place = None if when is None else (m.start() + when.start("when"), m.start() + when.end("when"))
            duties.append(Duty(m.start(), m.end(), place, True))
            return "。" * len(whole)
        return FILL * len(whole)

    masked = _TITLE.sub(blank, text)
    masked = _BRACKET.sub(bracket, masked)
    masked = _QUOTED.sub(
        lambda m: FILL * len(m[0]) if (_SPEAKS.search(m[0]) and not _ROUNDS.fullmatch(m[0])) or FILL in m[0] else m[0], masked
    )

    def labelled(m: re.Match[str]) -> str:
        when = _TIME_LABEL.search(m[0])
        place = None if when is None else (m.start() + when.start("when"), m.start() + when.end("when"))
        duties.append(Duty(m.start(), m.end(), place, False))
        return "。" * len(m[0])

    masked = _LABELLED.sub(labelled, masked)
    masked = _CHARGED.sub(lambda line: labelled(m) if (m := _LINE.match(masked, *line.span())) is not None else line[0], masked)
    masked = _POINT_STOP.sub("。", masked)
    return Sheet(text, masked, masked[::-1], tuple(sorted(duties, key=lambda d: d.start)))


def _ends_clause(text: str, m: re.Match[str]) -> bool:
    """Whether the bracket stands at the end of a sentence: behind 。 or before 。, a line end or the end."""
    before = text[m.start() - 1] if m.start() else "\n"
    after = text[m.end()] if m.end() < len(text) else "\n"
    return before in "。；;" or after in "。\n；;."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (up to 。) and its parts (up to ；), each a list of clause ranges (up to ，or ：); view offsets."""

    start: int
    end: int
    parts: tuple[tuple[tuple[int, int], ...], ...]


# no sentence of an office document has more; beyond that each lot is read as a sentence of its own
_MOST_CLAUSES, _MOST_PARTS = 60, 40
_STRETCH = re.compile(r"[^。！？!?\n\t]+")
_WRAPPED = re.compile(r"[^。！？!?]+")
_PART = re.compile(r"[^；;]+")
_CLAUSE = re.compile(r"[^，,：: ]+")


def sentences_of(sheet: Sheet, start: int, end: int, wrapped: bool = False) -> list[Sentence]:
    """Sentences of view range [start, end) with their parts and clauses, list labels (一是) cut off.

    `wrapped`: line ends are no stops (inside a table cell).
    """
    masked = sheet.masked
    out = []
    for s in (_WRAPPED if wrapped else _STRETCH).finditer(masked, start, end):
        parts: list[tuple[tuple[int, int], ...]] = []
        for p in _PART.finditer(masked, s.start(), s.end()):
            at = p.start()
            label = _SHI.match(masked, at, p.end())
            if label is not None and p.end() - label.end() > 3:
                at = label.end()
            clauses = tuple([c.span() for c in _CLAUSE.finditer(masked, at, p.end())])
            parts += [clauses[n : n + _MOST_CLAUSES] for n in range(0, len(clauses), _MOST_CLAUSES)]
        for n in range(0, len(parts), _MOST_PARTS):
            group = tuple(parts[n : n + _MOST_PARTS])
            out.append(Sentence(group[0][0][0], s.end() if n + _MOST_PARTS >= len(parts) else group[-1][-1][1], group))
    return out
