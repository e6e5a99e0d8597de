"""Persons whose names must not be published: minors, families, the sick, petitioners; in lists by their columns, in text by labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from nlp.extract.sensitive_checks import birth_date, day_of, is_resident_id
from nlp.extract.sensitive_rules import ColumnRoles, NameRules
from nlp.extract.sensitive_tables import PersonTable, Place

ADULT = 18
_SELF = frozenset({"户主", "本人", "申请人", "本户", "户主本人"})
_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-./年]?(1[0-2]|0?[1-9])?(?:[-./月]?(3[01]|[12][0-9]|0?[1-9]))?日?(?![0-9])")
_ID = re.compile(r"[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx]")
_AGE = re.compile(r"(?<![0-9.])([0-9]{1,3})(?:周?岁)?(?![0-9.])")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}(?:[·•][\u4e00-\u9fff]{1,8})?")
# the end of a name in running text
_NAME_END = re.compile(r"(?=[，。、；：（）\s”》]|反映|投诉|举报|信访|来信|来访|要求|诉求|称|等|同志|先生|女士|系|为|\Z)")
# 张小明（男，10岁…  王某，女，2012年3月5日出生
_MINOR = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,3})[（，](?:男|女)，(?:[\u4e00-\u9fff]{1,5}族，)?"
    r"(?:(?P<age>[0-9]{1,2})周?岁|(?P<y>(?:19|20)[0-9]{2})年(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日)?(?:出?生))"
)


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A name or a word of a list at text[start:end]."""

    start: int
    end: int
    kind: str


def find_people(
    text: str, tables: Sequence[PersonTable], columns: ColumnRoles, names: NameRules, today: date | None, title: str
) -> Iterator[PersonHit]:
    """Names and list words; `today` is the document's own date, without which birth dates say nothing."""
    for table in tables:
        yield from _in_table(table, columns, names, today, title)
    yield from _labelled(text, names)
    yield from _minors(text, names, today)


# ---------------------------------------------------------------- lists
def _in_table(
    table: PersonTable, columns: ColumnRoles, names: NameRules, today: date | None, title: str
) -> Iterator[PersonHit]:
    roles = {col: columns.role_of(head) for col, head in enumerate(table.heads)}
    held = {r for r in roles.values() if r}
    for row in table.rows:
        yield from (PersonHit(p.start, p.end, "petitioner") for p in row if roles[p.col] == "petitioner" and names.is_cell_name(_plain(p)))
    if "name" not in held:
        return
    of_pupils = _of_pupils(table, held, names, title)
    for row in table.rows:
        yield from _in_row(row, roles, columns, names, today, of_pupils)


def _of_pupils(table: PersonTable, held: set[str], names: NameRules, title: str) -> bool:
    """Whether the list is one of pupils or children by its columns or its title, not one of teachers or candidates."""
    heads = "".join(table.heads)
    if any(t in heads or t in title for t in names.teachers):
        return False
    if "pupil" in held and ("guardian" in held or "school" in held or any(p in heads + title for p in names.pupils)):
        return True
    return bool(held & {"pupil", "school", "guardian"}) and any(p in title or p in heads for p in names.pupils)


def _in_row(
    row: Sequence[Place], roles: dict[int, str | None], columns: ColumnRoles, names: NameRules, today: date | None, pupils: bool
) -> Iterator[PersonHit]:
    cells = [(roles[p.col], p) for p in row]
    ill = [p for role, p in cells if role == "health" and columns.says("health", _plain(p))]
    relation = next((_plain(p) for role, p in cells if role == "relation"), None)
    minor = pupils or _is_minor(cells, today)
    for role, p in cells:
        word = _plain(p)
        if role == "name" and names.is_cell_name(word):
            if minor:
                yield PersonHit(p.start, p.end, "minor")
            elif relation and relation not in _SELF and columns.says("relation", relation) and not _is_head_of_house(row, roles, p):
                yield PersonHit(p.start, p.end, "family-member")
            elif ill:
                yield PersonHit(p.start, p.end, "hardship-person")
        elif role == "guardian" and names.is_cell_name(word):
            yield PersonHit(p.start, p.end, "family-member")
        elif minor and role in ("pupil", "school") and columns.says(role, word) and "*" not in word:
            yield PersonHit(p.start, p.end, "minor-school")
    yield from (PersonHit(p.start, p.end, "health") for p in ill if "*" not in p.text)


def _is_head_of_house(row: Sequence[Place], roles: dict[int, str | None], name: Place) -> bool:
    """The first of two name columns (户主姓名, 成员姓名) is the head of the house."""
    in_names = [p for p in row if roles[p.col] == "name"]
    return len(in_names) > 1 and in_names[0] is name


def _plain(place: Place) -> str:
    return "".join(place.text.split())


def _is_minor(cells: Sequence[tuple[str | None, Place]], today: date | None) -> bool:
    for role, place in cells:
        if role == "age" and (m := _AGE.fullmatch(_plain(place))) and int(m[1]) < ADULT:
            return True
        if today is None:
            continue
        if role == "birth" and (m := _DATE.fullmatch(_plain(place))) and _is_young(m[1], m[2], m[3], today):
            return True
        if (m := _ID.fullmatch(place.text.strip())) and is_resident_id(number := re.sub("[ -]", "", m[0])):
            born = birth_date(number)
            if born is not None and _age(born, today) < ADULT:
                return True
    return False


def _is_young(year: str, month: str | None, day: str | None, today: date) -> bool:
    born = day_of(int(year), int(month or 12), int(day or 1))
    return born is not None and _age(born, today) < ADULT


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born <= today else ADULT


# ---------------------------------------------------------------- running text
def _labelled(text: str, names: NameRules) -> Iterator[PersonHit]:
    for kind, labels in (("petitioner", names.labels), ("family-member", names.relations)):
        for m in labels.finditer(text):
            name = _NAME.match(text, m.end())
            if name is None:
                continue
            for end in dict.fromkeys((name.end(), m.end() + 2)):
                if _NAME_END.match(text, end) and names.is_name(text[m.end() : end]):
                    yield PersonHit(m.end(), end, kind)
                    break


def _minors(text: str, names: NameRules, today: date | None) -> Iterator[PersonHit]:
    for m in _MINOR.finditer(text):
        young = int(m["age"]) < ADULT if m["age"] else today is not None and _is_young(m["y"], m["m"], m["d"], today)
        if young and names.is_name(m["name"]):
            yield PersonHit(m.start("name"), m.end("name"), "minor")
