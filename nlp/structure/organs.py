"""Names of bodies: told from sentences by their endings, for signatures, mastheads and the first line of a title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.rulebook import Rulebook
from nlp.view import HAN

_LONGEST = 45

# （盖章）, （代章）, (印章) behind a signature are no part of the name.
_STAMP = re.compile(r"[（(](?:盖章|代章|公章|印章|章|印|签章|加盖公章)[）)]\Z|（?(?:盖章|公章)）?\Z")

# A name holds Han characters, its own brackets and quotes, middle dots; no other punctuation.
_NAME = re.compile(rf"[{HAN}A-Za-z0-9·“”（）、 \-]{{2,{_LONGEST}}}\Z")

# Words that make a sentence or a title of it; not those of names: 应急管理局, 供应处, 高要区, 将乐县, 对外经济处.
_NO_NAME = re.compile(
    "[0-9]号|20[0-9]{2}年|网站|门户网|关于|印发|根据|按照|经研究|特此|联系人|电话|如下|通知|要求|请示|报告$|[我你他她]|[请是了]|(?<!高)要|将(?!乐)|(?<![供响])应(?![急用对城县村])"
    "|的(?!确)|第[0-9一二三四五六七八九十]{1,4}[期号]|^(?:[0-9一二三四五六七八九十]{1,3}[、.．]|成立(?!于)|(?:组|筹)建|设立|调整|撤销|各|抄送|主送|附件|为|对(?![外口])|在|现)"
)

_PLACE = re.compile(rf"[{HAN}]{{1,6}}?(?:自治[区州县旗]|[省市县区州盟旗])")

_PERSON = re.compile(
    rf"(?:[{HAN}]{{{{0,12}}}})?(?:{{titles}})(?:[ ：:]{{{{0,8}}}}[{HAN}·]{{{{1,2}}}} ?[{HAN}·]{{{{1,6}}}})?\Z".format(
        titles="省长|市长|县长|区长|州长|主席|总理|部长|局长|主任|署长|厅长|行长|校长|院长|镇长|乡长|旗长|盟长|会长|主任委员|审计长|代省长|代市长|代县长|代区长|签发人|签发"
    )
)


@dataclass(frozen=True, slots=True)
class OrganRules:
    """`organ-endings.tsv`: endings of names of bodies, with the least length of the whole name."""

    ending: re.Pattern[str]
    least: Mapping[str, int]

    @classmethod
    def load(cls, book: Rulebook) -> OrganRules:
        """Compile the table and hold every row to its example."""
        rows = book.table("organ-endings")
        least = {end: int(row["short"] or 3) for row in rows for end in row.items("ends")}
        rules = cls(
            re.compile("(?:" + "|".join(sorted(map(re.escape, least), key=len, reverse=True)) + r")(?:（[^（）]{1,12}）)?\Z"),
            least,
        )
        for row in rows:
            if not rules.is_organ(row["example"]):
                raise row.fault(f"ends 与 short 认不出 example 中的“{row['example']}”，请修改其一。")
        return rules

    def is_organ(self, text: str) -> bool:
        """Whether a whole text is the name of a body (several joined by blanks or 、 are not one).

        双河镇人民政府 and 市住房和城乡建设局（代章） are; 请报县教育局 is not.
        """
        name = _STAMP.sub("", text.strip()).strip()
        if not _NAME.match(name) or _NO_NAME.search(name) or name[0] == "（" or name.count("（") != name.count("）"):
            return False
        m = self.ending.search(name)
        if m is None:
            return False
        bare = m[0].split("（")[0]
        return len(name) >= self.least.get(bare, 3)

    def organs(self, text: str) -> list[tuple[int, int]]:
        """The bodies named in one signature line, as ranges: one, or several parted by blanks, tabs or 、; else [].

        >>> rules.organs("财政部 民政部")  # doctest: +SKIP
        [(0, 3), (4, 7)]
        """
        parts = [m.span() for m in re.finditer(r"[^ \t、，；]+", text)]
        ranges = [(a, b) for a, b in parts if self.is_organ(text[a:b])]
        if parts and len(ranges) == len(parts):
            return [x for a, b in ranges for x in self._parted(text, a, a + len(_STAMP.sub("", text[a:b])))]
        joined = text.replace(" ", "").replace("\t", "")
        if self.is_organ(joined):  # one name, broken by blanks: 某某县 人民政府
            begin = len(text) - len(text.lstrip())
            return [(begin, begin + len(_STAMP.sub("", text.strip())))]
        return []


    def _parted(self, text: str, begin: int, end: int) -> list[tuple[int, int]]:
        """Bodies of one place set side by side (某县教育局某县财政局, 中共某县委某县人民政府): the place comes again behind a whole name."""
        place = _PLACE.match(text, begin + 2 * text.startswith("中共", begin), end)  # 中共某县委|某县人民政府
        at = text.find(place[0], place.end(), end) if place is not None else -1
        at -= 2 * text.startswith("中共", at - 2)  # 某市教育局中共|某市委宣传部
        if at < 0 or not (self.is_organ(text[begin:at]) and self.is_organ(text[at:end])):
            return [(begin, end)]
        return [(begin, at), *self._parted(text, at, end)]


def is_person(text: str) -> bool:
    """Whether a line signs with an office and a name: 省长 张三; the name may have got lost on the way."""
    return bool(_PERSON.match(text.strip()))
