"""`gongkai evaluate`: measures on gold files and on test passages, with counts; plots where a folder for them is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.inputs import kit_or_message, say
from cli.messages import text

if TYPE_CHECKING:
    from nlp.kit import Kit
    from nlp.training.measure_entries import EntryTally


def run(gold: list[Path], root: Path, rules: Path | None, lang: str, faults: bool, plots: Path | None = None) -> int:
    """Print a table of measures for each folder of gold files, then for the test passages of `root`; 1 where a folder has none."""
    folders = gold or sorted(p for p in (root / "corpora/gold").glob("*") if p.is_dir())
    if not folders:
        say(text("no_gold", lang, path=root / "corpora/gold"))
        return 1
    kit = kit_or_message(rules, lang)
    if kit is None:
        return 1
    bad = max(_gold(folder, kit, lang, faults) for folder in folders)
    if not gold:
        bad = max(bad, _classifiers(root, kit, lang, plots))
    return bad


def _gold(folder: Path, kit: Kit, lang: str, faults: bool) -> int:
    from nlp.training.evaluate import measure

    documents = len(list(folder.glob("*.gold.json")))
    if not documents:
        say(text("no_gold", lang, path=folder))
        return 1
    print(f"# {folder} ({documents})")
    tallies, entries = measure(folder, kit)
    for name, t in tallies.items():
        counts = f"({t.right} right, {t.missed} missed, {t.extra} extra)"
        print(f"{name:18} P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}   {counts}")
        _faults(t.faults if faults else [])
    _entries(entries)
    _faults(entries.faults if faults else [])
    return 0


def _entries(t: EntryTally) -> None:
    cells = ", ".join(f"{cell} right {right}/{of}" for cell, (right, of) in t.cells.items())
    precision, recall = t.useful / max(t.said, 1), t.found / max(t.there, 1)
    print(f"{'entries':18} P {precision:.3f}  R {recall:.3f}   (found {t.found}/{t.there}, useful {t.useful}/{t.said}; {cells})")


def _faults(faults: list[str]) -> None:
    for fault in faults:
        print(f"    {fault}")


def _classifiers(root: Path, kit: Kit, lang: str, plots: Path | None) -> int:
    """The domain and the attribute classifier on their test parts."""
    from nlp.training.attribute import case_of, judge, measure_attribute, read_labelled
    from nlp.training.calibration import draw_confusion, draw_reliability
    from nlp.training.card import measure_passages
    from nlp.training.corpus import read_passages

    passages = read_passages(sorted(root.glob("corpora/domains/test/*.jsonl")), kit.domains.names)
    labelled = read_labelled(sorted(root.glob("corpora/attribute/test/*.jsonl")), kit.attribute.grounds)
    measured = measure_passages(passages, kit.domains, kit.domain_model)
    answers = [(x, judge(case_of(x, kit), kit, kit.attribute_model)) for x in labelled]
    print(f"# {root / 'corpora/domains/test'} ({len(passages)})")
    for name, value in measured.figures.items():
        print(f"{name:18} {value}")
    print(f"# {root / 'corpora/attribute/test'} ({len(labelled)})")
    for name, value in measure_attribute(answers).items():
        print(f"{name:18} {value}")
    if plots is None:
        return 0
    plots.mkdir(parents=True, exist_ok=True)
    claims = [(a.score, a.value == x.value) for x, a in answers]
    confusion: dict[tuple[str, str], int] = {}
    for x, a in answers:
        pair = (x.label, f"{a.value}/{a.ground}" if a.ground else a.value)
        confusion[pair] = confusion.get(pair, 0) + 1
    try:
        draw_reliability({"domains": measured.claims, "attribute": claims}, plots / "reliability.png")
        draw_confusion(measured.confusion, plots / "domains-confusion.png")
        draw_confusion(confusion, plots / "attribute-confusion.png")
    except ImportError:
        say(text("no_plots", lang))
        return 1
    say(text("plots_written", lang, path=plots))
    return 0
