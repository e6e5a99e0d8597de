"""Rows of `sensitive.tsv`, `sensitive-columns.tsv` and `sensitive-names.tsv`: kinds, their cues, what list columns hold, names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.extract.sensitive_masks import is_keep
from nlp.extract.sensitive_shapes import SHAPES
from nlp.rulebook import Row, Rulebook

# Kinds that are found by their digits and check characters, not by a shape behind a cue (sensitive_numbers.py).
NUMBER_KINDS = frozenset({"resident-id", "resident-id-15", "bank-card", "credit-code", "disability-card", "student-number"})
# Kinds that are names or words of lists (sensitive_people.py).
PEOPLE_KINDS = frozenset({"minor", "minor-school", "family-member", "hardship-person", "health", "petitioner"})
CUE_FREE = re.compile(r"from:([0-9]+)")


@dataclass(frozen=True, slots=True)
class SensitiveRule:
    """One kind: what a mask keeps, cue words and how near they must stand, column heads that hold it.

    need: "yes" only behind a cue or under such a head, "no" anywhere, "from:62" anywhere for numbers that begin so.
    """

    kind: str
    keep: str
    need: str
    reach: int
    cues: tuple[str, ...]
    denies: tuple[str, ...]
    heads: tuple[str, ...]

    def is_free(self, number: str) -> bool:
        """Whether a number of this kind needs no cue."""
        m = CUE_FREE.fullmatch(self.need)
        return self.need == "no" or (m is not None and number.startswith(m[1]))

    def cued(self, before: str) -> bool | None:
        """What the words before a number say: True for a cue, False for a word that disproves, None for neither; the later wins."""
        near = before[-self.reach :]
        cue = max((near.rfind(c) + len(c) for c in self.cues if c in near), default=-1)
        deny = max((near.rfind(d) + len(d) for d in self.denies if d in near), default=-1)
        if cue < 0 and deny < 0:
            return None
        return cue >= deny

    def heads_column(self, head: str) -> bool:
        """Whether a column of this head holds this kind."""
        return any(h in head for h in self.heads)


@dataclass(frozen=True, slots=True)
class ColumnRoles:
    """What list columns hold, by words of their heads; words that a cell of the column must not be to count."""

    roles: tuple[tuple[str, tuple[str, ...], tuple[str, ...], frozenset[str]], ...]

    def role_of(self, head: str) -> str | None:
        """The role of a column, None for one that says nothing of people."""
        for role, heads, unless, _ in self.roles:
            if any(h in head for h in heads) and not any(u in head for u in unless):
                return role
        return None

    def says(self, role: str, cell: str) -> bool:
        """Whether a cell of a column says something: not 无, 健康, a dash."""
        empty = next((e for r, _, _, e in self.roles if r == role), frozenset[str]())
        return bool(cell) and cell not in empty


@dataclass(frozen=True, slots=True)
class NameRules:
    """Family names, labels behind which a name stands (举报人：), words of relation, and what is no name."""

    surnames: frozenset[str]
    labels: re.Pattern[str]
    relations: re.Pattern[str]
    nobody: frozenset[str]
    pupils: tuple[str, ...]
    teachers: tuple[str, ...]

    def is_name(self, text: str) -> bool:
        """Whether a text is a full personal name: family name and one or two more characters, or two parts with a middle dot."""
        if text in self.nobody or not text:
            return False
        if re.fullmatch(r"[\u4e00-\u9fff]{2,8}(?:[·•][\u4e00-\u9fff]{1,8}){1,3}", text):
            return True
        if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text) or any(c in text for c in "某等县市区镇乡局"):
            return False
        return text[:2] in self.surnames if len(text) == 4 else text[0] in self.surnames or text[:2] in self.surnames

    def is_cell_name(self, text: str) -> bool:
        """Whether a cell of a name column holds an unmasked name; rare family names count too."""
        if self.is_name(text):
            return True
        return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text)) and text not in self.nobody and "某" not in text


def load_kinds(book: Rulebook) -> tuple[SensitiveRule, ...]:
    """Rows of `sensitive.tsv` in the order in which they claim a place. Raises RuleError for one that cannot be understood."""
    return tuple(_kind(row) for row in book.table("sensitive"))


def _kind(row: Row) -> SensitiveRule:
    kind = row["id"]
    known = NUMBER_KINDS | PEOPLE_KINDS | SHAPES.keys()
    if kind not in known:
        raise row.fault(f"没有名为“{kind}”的类型，可用：{'、'.join(sorted(known))}。")
    if not is_keep(row["keep"]):
        raise row.fault(f"keep 写的是“{row['keep']}”，应为 4+4 这样的首尾位数，或 email、landline、address、surname、whole。")
    if row["need"] not in ("yes", "no") and not CUE_FREE.fullmatch(row["need"]):
        raise row.fault(f"need 写的是“{row['need']}”，应为 yes、no 或 from:62 这样的开头数字。")
    reach = row.get("reach") or "0"
    if not reach.isdigit():
        raise row.fault(f"reach 写的是“{reach}”，应为字数。")
    return SensitiveRule(
        kind, row["keep"], row["need"], int(reach), row.items("cues"), row.items("denies"), row.items("heads")
    )


def load_columns(book: Rulebook) -> ColumnRoles:
    """Rows of `sensitive-columns.tsv`."""
    return ColumnRoles(
        tuple((r["id"], r.items("heads"), r.items("unless"), frozenset(r.items("empty"))) for r in book.table("sensitive-columns"))
    )


def load_names(book: Rulebook) -> NameRules:
    """Rows of `sensitive-names.tsv`."""
    rows = {r["id"]: r for r in book.table("sensitive-names")}

    def words(key: str) -> tuple[str, ...]:
        return tuple(w for w in rows[key]["words"].replace("；", " ").split()) if key in rows else ()

    def choice(key: str) -> str:
        return "|".join(map(re.escape, sorted(words(key), key=len, reverse=True)))

    surnames = frozenset("".join(words("surnames"))) | frozenset(words("surnames-double"))
    labels = rf"(?:{choice('petitioner-labels')})(?:姓名)?(?:：|\t|（姓名）：|（| )"
    relations = rf"(?:{choice('relations')})(?:姓名)?(?:：|\t|（)?"
    return NameRules(
        surnames, re.compile(labels), re.compile(relations), frozenset(words("nobody")), words("pupils"), words("teachers")
    )
