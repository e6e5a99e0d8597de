"""Reading a catalogue that an office has (XLSX, XLS, CSV, DOCX, HTML, PDF, or our JSON) back into rows, tick marks included."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.draft.table_grid import TableColumns
from nlp.intake.reader import read
from nlp.types import Failure, Limits, Source, Table

_MOST_HEAD_ROWS = 5
_BLANK = re.compile(r"\s+")
_SAME = re.compile(r"^(?:同上|同前|〃|″|\"|同上行|同上述)$")
# what people put into a tick cell: √ ✓ ☑ ■ ● 是, V or v, a 口 or t from a font of symbols that was lost, 1, Y, x
_TICKED = re.compile(r"^(?:[√✓✔☑■●▲★Ｖvt口1YyＹxX×○]|是|有|R|þ|ü|P|a)$")
_UNTICKED = re.compile(r"^(?:[□☐/—\-–0Nn]+|否|无)?$")
_CHOICE = re.compile(r"(?P<mark>[■√☑✓✔●□☐○〇])\s*(?P<name>[^■√☑✓✔●□☐○〇\n；;]+)")
_CHOSEN = frozenset("■√☑✓✔●")
_LEVELS = {
    "level_state": "国家级", "level_province": "省级", "level_city": "市级", "level_county": "县级", "level_township": "乡级",
    "level_village": "村级",
}


class CatalogueFault(Exception):
    """A file that is no catalogue. `code` names the message; `facts` fill it in."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Matter:
    """A row of a catalogue, whatever it was read from. Texts have no blanks at their ends; absent is None or ()."""

    item: str
    parent_item: str | None = None
    content: tuple[str, ...] = ()
    basis: str | None = None
    deadline: str | None = None
    unit: str | None = None
    supervision: str | None = None
    channels: tuple[str, ...] = ()
    audience: str | None = None
    mode: str | None = None
    level: tuple[str, ...] = ()
    domain: str | None = None
    place: str = ""  # where it stands, for people: row number

    @property
    def key(self) -> str:
        """The item without blanks, for comparing."""
        return _BLANK.sub("", self.item)


def matter_of(fields: Mapping[str, Any], names: Mapping[str, str], place: str = "") -> Matter:
    """The row of an entry's fields; like the catalogue table it stands under its domain when it has no 一级事项."""
    domain = names.get(fields.get("domain") or "")
    return Matter(
        item=fields["item"], parent_item=fields.get("parent_item") or domain, content=tuple(fields.get("content") or ()),
        basis=fields.get("basis"), deadline=fields.get("deadline"), unit=fields.get("unit"),
        supervision=fields.get("supervision"), channels=tuple(fields.get("channels") or ()), audience=fields.get("audience"),
        mode=fields.get("mode"), level=tuple(fields.get("level") or ()), domain=domain, place=place,
    )


def read_catalogue(path: Path, columns: TableColumns, names: Mapping[str, str], limits: Limits | None = None) -> list[Matter]:
    """Rows of a catalogue file; `names` are the domains by code. Raises CatalogueFault when it cannot be read or holds no catalogue table."""
    if path.suffix.lower() == ".json":
        return _from_json(path, names)
    document = read(Source(str(path)), limits or Limits())
    if isinstance(document, Failure):
        raise CatalogueFault("catalogue_unreadable", path=path, reason=document.message)
    found = matters_in(document.tables, columns)
    if not found:
        raise CatalogueFault("catalogue_no_table", path=path)
    return found


def matters_in(tables: Sequence[Table], columns: TableColumns) -> list[Matter]:
    """Rows of all catalogue tables among some tables; [] where none is one."""
    return [m for table in tables for m in _from_table(_grid(table.cells), columns)]


def _from_json(path: Path, names: Mapping[str, str]) -> list[Matter]:
    try:
        stored = json.loads(path.read_text("utf-8"))
        return [matter_of(row, names, str(row.get("seq", n))) for n, row in enumerate(stored["rows"], 1)]
    except OSError as error:
        raise CatalogueFault("catalogue_unreadable", path=path, reason=error.strerror or error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CatalogueFault("catalogue_json", path=path, reason=error) from error


def _grid(cells: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Texts by row with a merged cell's text in every place that it covers, so that each row stands alone."""
    return [[c.text.strip() for c in row] for row in cells]


def _from_table(rows: list[list[str]], columns: TableColumns) -> list[Matter]:
    """Rows below the head; [] for a table whose head names no matter."""
    kinds: dict[int, str] = {}
    first = 0
    for r, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        found = {c: k for c, text in enumerate(row) if text and (k := _kind(text, columns))}
        if len({row[c] for c in found}) >= 2 or (first and found and len(found) * 3 >= 2 * sum(map(bool, row))):
            kinds |= found
            first = r + 1
        elif first:
            break
    held = set(kinds.values())
    if not held & {"item", "level2", "level3", "level1", "content"} or len(held) < 2:
        return []
    matters: list[Matter] = []
    above: dict[int, str] = {}
    for n, row in enumerate(rows[first:], 1):
        cells = {c: _carried(c, row[c], kind, above) for c, kind in kinds.items() if c < len(row)}
        made = _matter(cells, kinds, str(n))
        if made is not None:
            matters.append(made)
    return matters


def _kind(head: str, columns: TableColumns) -> str | None:
    """What a head says; in a flattened head (公开对象-全社会) the last part rules."""
    parts = re.split(r"[-—－]", head)
    return columns.kind(head) or (columns.kind(parts[-1]) if len(parts) > 1 else None)


def _carried(column: int, text: str, kind: str, above: dict[int, str]) -> str:
    """The cell's text; 同上 and an empty 一级事项 stand for the cell above."""
    if _SAME.match(text) or (not text and kind in ("level1", "domain") and column in above):
        return above.get(column, "")
    above[column] = text
    return text


def _matter(cells: Mapping[int, str], kinds: Mapping[int, str], place: str) -> Matter | None:
    by_kind: dict[str, list[str]] = {}
    for c, text in cells.items():
        if text and text not in by_kind.get(kinds[c], ()):
            by_kind.setdefault(kinds[c], []).append(text)
    names = [_BLANK.sub("", by_kind[k][0]) for k in ("level3", "level2", "item", "task", "level1") if k in by_kind]
    content = tuple(element for text in by_kind.get("content", ()) for element in elements_of(text))
    if not names and not content:
        return None
    item = names[0] if names else content[0]
    if set(by_kind) <= {"level1", "seq"}:  # a band over the table, no row
        return None
    parent = _BLANK.sub("", by_kind["level1"][0]) if "level1" in by_kind and by_kind["level1"][0] != item else None
    return Matter(
        item=item, parent_item=parent, content=content, basis=_one(by_kind, "basis"), deadline=_one(by_kind, "deadline"),
        unit=_one(by_kind, "publisher") or _one(by_kind, "lead"), supervision=_one(by_kind, "supervision"),
        channels=_channels(by_kind.get("channel", ())), audience=_audience(by_kind), mode=_mode(by_kind),
        level=tuple(label for kind, label in _LEVELS.items() if _ticked(by_kind, kind)) or tuple(
            label for label in _LEVELS.values() if label in "".join(by_kind.get("level", ()))
        ),
        domain=_one(by_kind, "domain"), place=place,
    )


def elements_of(text: str) -> list[str]:
    """Elements of a cell: its lines, or its pieces numbered from 1 where the reader joined the lines; numbers are left out.

    >>> elements_of("1.2026年部门预算 2.“三公”经费"), elements_of("收支总表\\n三公经费"), elements_of("3.5亿元以上项目")
    (['2026年部门预算', '“三公”经费'], ['收支总表', '三公经费'], ['3.5亿元以上项目'])
    """
    joined = " ".join(text.split("\n")) if re.match(r"1[.、．]", text) else ""
    pieces: list[str] = []
    at, number = 0, 1
    while joined and (found := re.compile(rf"(?:^|(?<=\s)){number}[.、．]\s*").search(joined, at)):
        if number > 1:
            pieces.append(joined[at : found.start()].strip())
        at, number = found.end(), number + 1
    if pieces or number > 1:
        return [p for p in (*pieces, joined[at:].strip()) if p]
    return [line.strip() for line in text.split("\n") if line.strip()]


def _one(by_kind: Mapping[str, list[str]], kind: str) -> str | None:
    return "、".join(_BLANK.sub("", t) for t in by_kind.get(kind, ())) or None


def _ticked(by_kind: Mapping[str, list[str]], kind: str) -> bool:
    """Whether a tick cell is ticked: a mark that people use, or words (whom a 特定群体 is)."""
    text = "".join(by_kind.get(kind, ())).strip()
    return bool(text) and (bool(_TICKED.match(text)) or not _UNTICKED.match(text))


def _channels(cells: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in cells:
        choices = [(m["mark"], m["name"].strip(" 　_：:")) for m in _CHOICE.finditer(text)]
        if choices:
            found += [name for mark, name in choices if mark in _CHOSEN]
        else:
            found += [w.strip() for w in re.split(r"[、，,；;\n]", text) if w.strip()]
    return tuple(dict.fromkeys(found))


def _audience(by_kind: Mapping[str, list[str]]) -> str | None:
    if _ticked(by_kind, "audience_all"):
        return "全社会"
    if _ticked(by_kind, "audience_specific"):
        return "特定群体"
    said = "".join(by_kind.get("audience", ()))
    if not said:
        return None
    return "全社会" if re.search(r"社会|公众|全体|群众", said) else "特定群体"


def _mode(by_kind: Mapping[str, list[str]]) -> str | None:
    said = "".join(by_kind.get("mode", ()))
    if re.search(r"不予公开|不公开", said):
        return "不予公开"
    if _ticked(by_kind, "mode_active") or "主动" in said:
        return "主动公开"
    return "依申请公开" if _ticked(by_kind, "mode_request") or "申请" in said else None
