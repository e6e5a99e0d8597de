"""Rule tables: load, check and freeze `nlp/rules/*.tsv` and an office's own rows.

A table is a TSV with a head row; lines that begin with "#" are comments. A column `id` makes a row replaceable: an office's
folder may hold a table of the same name, whose rows replace ours with the same id and add the others. A row with `until` in the
past of the chosen date is kept in the file and left out of the book.

The pattern language of rule columns, for people who do not write regular expressions::

    {n}个工作日(之)内      {n} a slot, (之) may be missing
    [按|逐]月              one of
"""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nlp.office_choice import OfficeChoice

RULES_DIR = Path(__file__).parent / "rules"
# Hashes of our own tables as they were when a test held all their examples: those need not be held again at every start.
CHECKED = RULES_DIR / "checked.tsv"


class RuleError(ValueError):
    """A fault in a rule file; the message names file, line, cause and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells by column name, with file name and line number for messages."""

    file: str
    line: int
    cells: Mapping[str, str]
    checked: bool = False

    def __getitem__(self, column: str) -> str:
        value = self.cells.get(column)
        if value is None:
            raise RuleError(f"{self.file} 第{self.line}行：没有“{column}”列，请对照表头补上。")
        return value

    def get(self, column: str, default: str = "") -> str:
        """Cell of a column, or `default` where the table has no such column."""
        return self.cells.get(column, default)

    def items(self, column: str, separator: str = "；") -> tuple[str, ...]:
        """Cell split at `separator` (full- or half-width semicolon by default), blanks dropped."""
        text = self.cells.get(column, "")
        parts = text.replace(";", "；").split("；") if separator == "；" else text.split(separator)
        return tuple([part for part in map(str.strip, parts) if part])

    def fault(self, cause: str) -> RuleError:
        """A RuleError that names this row."""
        return RuleError(f"{self.file} 第{self.line}行：{cause}")


@lru_cache(maxsize=1)
def _checked() -> frozenset[str]:
    lines = CHECKED.read_text("utf-8").splitlines() if CHECKED.exists() else []
    return frozenset(line.split("\t")[1] for line in lines if "\t" in line)


def write_checked() -> None:
    """Write the hashes of our tables; run it (`python -m nlp.rulebook`) when the tests of the examples have passed."""
    tables = sorted(p for p in RULES_DIR.glob("*.tsv") if p != CHECKED)
    rows = (f"{p.name}\t{hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in tables)
    CHECKED.write_text("".join(rows), "utf-8")


def read_table(path: Path) -> tuple[Row, ...]:
    """Rows of one TSV file, in file order. Raises RuleError for a missing file, wrong encoding or a row of the wrong width."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}：读不出来（{error}）。请确认文件在规则文件夹中，并以 UTF-8 保存。") from error
    checked = path.parent == RULES_DIR and hashlib.sha256(data).hexdigest() in _checked()
    head: list[str] | None = None
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if head is None:
            head = [c.strip() for c in cells]
            continue
        if len(cells) > len(head):
            raise RuleError(f"{path.name} 第{number}行：有{len(cells)}格，表头只有{len(head)}列，请检查制表符。")
        cells += [""] * (len(head) - len(cells))
        rows.append(Row(path.name, number, dict(zip(head, map(str.strip, cells), strict=True)), checked))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rule tables of one installation: ours, then the office's folder over it, then what the office chose at its desk."""

    folders: tuple[Path, ...] = (RULES_DIR,)
    choice: OfficeChoice = field(default_factory=OfficeChoice)
    _read: dict[str, tuple[Row, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def table(self, name: str) -> tuple[Row, ...]:
        """Rows of `name`.tsv, read once; a later folder's row replaces an earlier one with the same id."""
        if name not in self._read:
            self._read[name] = self._table(name)
        return self._read[name]

    def _table(self, name: str) -> tuple[Row, ...]:
        merged: dict[str, Row] = {}
        found = False
        for folder in self.folders:
            path = folder / f"{name}.tsv"
            if not path.exists():
                continue
            found = True
            for row in read_table(path):
                key = row.get("id") or f"{row.file}:{row.line}"
                merged[key] = row
        if not found:
            raise RuleError(f"规则表 {name}.tsv 不存在，请重新安装。")
        off = {rule.partition(":")[2] for rule in self.choice.off if rule.partition(":")[0] == name}
        own = (Row("desk", n, dict(cells)) for n, (table, cells) in enumerate(self.choice.rows, 1) if table == name)
        return (*(row for row in merged.values() if not off or row.get("id") not in off), *own)


_TOKEN = re.compile(r"\{(?P<slot>[a-z_]+)\}|(?P<open>[(\[])|(?P<bar>\|)|(?P<close>[)\]])|(?P<text>[^{}()\[\]|]+)")


def compile_pattern(pattern: str, slots: Mapping[str, str]) -> str:
    """Regular expression source of a rule pattern; `slots` maps slot names to (regex) sources.

    >>> compile_pattern("{n}个工作日(之)内", {"n": "[0-9]+"})
    '(?P<n>[0-9]+)个工作日(?:之)?内'
    """
    out: list[str] = []
    closers: list[str] = []
    used: dict[str, int] = {}
    at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise ValueError(f"“{pattern[at:at + 6]}”处的括号不成对")
        at = token.end()
        if slot := token["slot"]:
            if slot not in slots:
                raise ValueError(f"没有名为 {{{slot}}} 的槽，可用：{'、'.join(sorted(slots))}")
            used[slot] = used.get(slot, 0) + 1
            name = slot if used[slot] == 1 else f"{slot}{used[slot]}"
            out.append(f"(?P<{name}>{slots[slot]})")
        elif token["open"]:
            out.append("(?:")
            closers.append(")?" if token["open"] == "(" else ")")
        elif token["bar"]:
            out.append("|")
        elif token["close"]:
            if not closers:
                raise ValueError("多了一个右括号")
            out.append(closers.pop())
        else:
            out.append(re.escape(token["text"]))
    if closers:
        raise ValueError("少了一个右括号")
    return "".join(out)


def literals(words: Iterable[str]) -> str:
    """Regular expression source of plain words, of which the longest at a place matches; a tree, so that a place is tried in a few
    steps however many words there are.

    >>> literals(["局", "分局", "分公司", "分"])
    '(?:分(?:公司|局)?|局)'
    """
    return _branch(sorted({w for w in words if w}), 0)


def _branch(words: list[str], depth: int) -> str:
    """The words, which have `depth` characters in common, from there on."""
    ends = len(words[0]) == depth if words else False
    groups: dict[str, list[str]] = {}
    for word in words[1:] if ends else words:
        groups.setdefault(word[depth], []).append(word)
    branches = []
    for first, own in groups.items():
        if len(own) == 1:
            branches.append(re.escape(own[0][depth:]))
        else:
            branches.append(re.escape(first) + _branch(own, depth + 1))
    if not branches:
        return "(?!)" if not ends else ""
    return f"(?:{'|'.join(branches)})" + ("?" if ends else "")


def check_examples(row: Row, finds: Callable[[str], Iterable[str]]) -> None:
    """Hold a row to its own `finds` and `leaves` columns; `finds(text)` gives what the row finds in a text.

    Raises RuleError when an example of `finds` is not found or one of `leaves` is. Rows of our own unaltered tables pass: a
    test has held them.
    """
    if row.checked:
        return
    for example in row.items("finds"):
        if not list(finds(example)):
            raise row.fault(f"pattern 未找到 finds 中的“{example}”，请修改其一。")
    for example in row.items("leaves"):
        hits = list(finds(example))
        if hits:
            raise row.fault(f"pattern 在 leaves 的“{example}”中找到了“{hits[0]}”，请修改其一。")


if __name__ == "__main__":
    # The kit loads every table and so holds changed rows to their examples; a RuleError stops here. It is imported by name, for it
    # imports this module.
    importlib.import_module("nlp.kit").load_kit()
    write_checked()
