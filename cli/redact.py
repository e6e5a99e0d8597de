"""`gongkai redact`: a masked copy of a file in the same format, and what was masked where."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.files import write_whole
from cli.inputs import say
from cli.messages import text

if TYPE_CHECKING:
    from nlp.redact.report import RedactFault, Report


def run(path: Path, output: Path, kinds: Sequence[str], form: str, rules: Path | None, lang: str) -> int:
    """Mask and write; 0 when everything was looked at, 1 when not or on a failure, 2 for wrong usage."""
    from nlp.redact.words import KINDS

    asked = frozenset(k.strip() for word in kinds for k in word.replace("，", ",").split(",") if k.strip())
    unknown = sorted(asked - KINDS.keys())
    if unknown:
        say(text("redact_kinds", lang, kinds=" ".join(unknown), allowed=" ".join(KINDS)))
        return 2
    if _same(path, output):
        say(text("redact_same", lang, path=output))
        return 2
    if path.suffix.lower().replace(".htm", ".html")[:5] != output.suffix.lower().replace(".htm", ".html")[:5]:
        say(text("redact_ending", lang, path=output, ending=path.suffix))
        return 2
    if not output.parent.is_dir():
        say(text("not_writable", lang, path=output, reason="文件夹不存在" if lang == "zh" else "no such folder"))
        return 1
    from nlp.redact.kit import load_redact_kit
    from nlp.redact.redact import redact
    from nlp.redact.report import RedactFault
    from nlp.rulebook import RuleError

    try:
        done = redact(str(path), load_redact_kit(rules), asked)
        write_whole(output, lambda p: _write(p, done.data))
    except RedactFault as fault:
        say(_fault(path, fault, lang))
        return 1
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return 1
    except OSError as error:
        say(text("not_writable", lang, path=output, reason=error.strerror or error))
        return 1
    _show(done.report, output, form, lang)
    return 0 if done.report.complete() else 1


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _same(a: Path, b: Path) -> bool:
    try:
        return a.resolve() == b.resolve() or (b.exists() and a.exists() and a.samefile(b))
    except OSError:
        return False


def _fault(path: Path, fault: RedactFault, lang: str) -> str:
    from nlp.intake.messages import kind_name
    from nlp.redact.redact import ENDINGS
    from nlp.redact.words import kind_word

    facts = dict(fault.facts)
    if fault.code == "format":
        facts = {"kind": kind_name(str(facts["media_type"]), "en" if lang == "en" else "zh"), "allowed": " ".join(ENDINGS)}
    if fault.code == "left":
        left = facts["kinds"]
        assert isinstance(left, list)
        facts = {"kinds": "、".join(kind_word(k, lang) for k in left)}
    return text(f"redact_{fault.code}", lang, path=path, **facts)


def _show(report: Report, output: Path, form: str, lang: str) -> None:
    from nlp.redact.words import kind_word, place_words

    for n in report.notices:
        facts = dict(n.facts)
        pages = facts.get("pages")
        if isinstance(pages, list):
            facts["pages"] = "、".join(map(str, pages))
        say(text(f"notice_{n.code}", lang, **facts))
    if form == "json":
        record = {
            "input": report.path, "output": str(output), "media_type": report.media_type, "kinds": report.kinds(),
            "masked": [{"kind": m.kind, "mask": m.shown, "place": place_words(m.place, lang)} for m in report.masked],
            "notices": [{"code": n.code, "left": n.open, "message": text(f"notice_{n.code}", lang, **dict(n.facts))} for n in report.notices],
            "complete": report.complete(),
        }  # fmt: skip
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    if report.masked:
        _table(report, lang)
    counts = "、".join(f"{kind_word(k, lang)} {n}" for k, n in report.kinds().items()) or ("无" if lang == "zh" else "none")
    say(text("redact_written", lang, path=output, n=len(report.masked), counts=counts))


def _table(report: Report, lang: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from nlp.redact.words import kind_word, place_words

    table = Table(show_lines=False)
    for head in ("种类", "遮盖后", "位置") if lang == "zh" else ("kind", "masked", "place"):
        table.add_column(head, overflow="fold")
    for m in report.masked:
        table.add_row(*(Text(cell) for cell in (kind_word(m.kind, lang), m.shown, place_words(m.place, lang))))
    Console(highlight=False, width=None if sys.stdout.isatty() else 120).print(table)
