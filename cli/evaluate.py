"""`gongkai evaluate`: measures on gold files, with counts."""

from __future__ import annotations

from pathlib import Path

from cli.inputs import kit_or_message, say
from cli.messages import text


def run(gold: list[Path], root: Path, rules: Path | None, lang: str, faults: bool) -> int:
    """Print a table of measures for each folder of gold files; 1 where a folder has none."""
    folders = gold or sorted(p for p in (root / "corpora/gold").glob("*") if p.is_dir())
    if not folders:
        say(text("no_gold", lang, path=root / "corpora/gold"))
        return 1
    kit = kit_or_message(rules, lang)
    if kit is None:
        return 1
    from nlp.training.evaluate import measure

    bad = 0
    for folder in folders:
        documents = len(list(folder.glob("*.gold.json")))
        if not documents:
            say(text("no_gold", lang, path=folder))
            bad = 1
            continue
        print(f"# {folder} ({documents})")
        for name, t in measure(folder, kit).items():
            counts = f"({t.right} right, {t.missed} missed, {t.extra} extra)"
            print(f"{name:18} P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}   {counts}")
            if faults:
                for fault in t.faults:
                    print(f"    {fault}")
    return bad
