"""`gongkai train --with-reviews`, `gongkai evaluate --candidate|--reviews`, `gongkai model`: learning from what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.inputs import kit_or_message, say
from cli.messages import text
from cli.stores import Stopped, opened

if TYPE_CHECKING:
    from nlp.kit import Kit
    from nlp.review.learning import Lessons

PARTS = {"reviews": ("留出的审核结果", "held-back reviews"), "test": ("测试语料", "test passages"), "gold": ("标注文件", "gold files")}
GOLD = "corpora/gold/dev*"


def train_with_reviews(root: Path, rules: Path | None, place: str | None, written: Path | None, lang: str) -> int:
    """Make a candidate from the corpora below `root` and the lessons of a store, and compare it; 0 when it was made.

    `written`: folder to which the lessons are written too. The project's models and corpora stay as they are.
    """
    if not (root / "models/domains/recipe.toml").exists() or not (root / "corpora").is_dir():
        say(text("no_corpora", lang, path=root.resolve()))
        return 1
    from nlp.kit import models_dir
    from nlp.model_store import ModelStore, ModelStoreFault, default_folder
    from nlp.review.candidate import train_candidate
    from nlp.review.learning import write_lessons
    from nlp.rulebook import RULES_DIR, Rulebook
    from nlp.training.corpus import CorpusError

    kit = kit_or_message(rules, lang)
    try:
        found = _lessons(place, lang, kit)
    except Stopped as stopped:
        return stopped.status
    if kit is None:
        return 1
    say(text("lessons", lang, train=len(found.train), held=len(found.held_back), skipped=sum(found.skipped.values())))
    if written is not None:
        say(text("lessons_written", lang, paths="、".join(map(str, write_lessons(found, written)))))
    if not found.train:
        say(text("no_lessons", lang))
        return 1
    models = ModelStore(default_folder())
    made_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    book = Rulebook((RULES_DIR,) if rules is None else (RULES_DIR, rules))
    try:
        version = train_candidate(root, models_dir(), found, book, models, models.in_use(), made_at, say)
    except CorpusError as error:
        say(text("corpus_fault", lang, message=error))
        return 1
    except ModelStoreFault as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    say(text("candidate_made", lang, name=version.name))
    return _compare(version.name, kit, root, found, sorted(root.glob(GOLD)), lang)


def compare(name: str, root: Path, rules: Path | None, place: str | None, gold: list[Path], lang: str) -> int:
    """Measure a version against the models in use, and write down whether it is better; 0 when it could be measured."""
    kit = kit_or_message(rules, lang)
    try:
        found = _lessons(place, lang, kit)
    except Stopped as stopped:
        return stopped.status
    if kit is None:
        return 1
    return _compare(name, kit, root, found, gold or sorted(root.glob(GOLD)), lang)


def _lessons(place: str | None, lang: str, kit: Kit | None) -> Lessons:
    """Lessons of a store in the domains of the kit."""
    from nlp.review.learning import Lessons, lessons

    with opened(place, lang, must_exist=True) as store, store.read() as connection:
        found = lessons(connection)
    known = set(kit.domains.names) if kit else set()
    kept = [tuple(p for p in part if known.issuperset(p.codes)) for part in (found.train, found.held_back)]
    return replace(found, train=kept[0], held_back=kept[1]) if kit else Lessons((), (), {})


def _compare(name: str, kit: Kit, root: Path, found: Lessons, gold: Sequence[Path], lang: str) -> int:
    from nlp.classify.predictor import ModelFault
    from nlp.model_store import ModelStore, ModelStoreFault, default_folder
    from nlp.review.candidate import LEAST_HELD_BACK, is_better
    from nlp.review.candidate import compare as measured

    models = ModelStore(default_folder())
    try:
        comparison = measured(kit, models.path(name), root, found.held_back, [g for g in gold if any(g.glob("*.gold.json"))])
    except ModelStoreFault as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    except ModelFault as error:
        say(str(error))
        return 1
    better = is_better(comparison)
    models.put_comparison(name, models.in_use(), better, comparison)
    _print(name, models.in_use(), comparison, lang)
    if len(found.held_back) < LEAST_HELD_BACK:
        say(text("candidate_few", lang, n=len(found.held_back), least=LEAST_HELD_BACK))
    say(text("candidate_better" if better else "candidate_not_better", lang, name=name))
    return 0


def _print(name: str, base: str, comparison: Mapping[str, Any], lang: str) -> None:
    """The comparison as a table."""
    from cli.tables import show

    heads = ("", "量", base, name) if lang == "zh" else ("", "measure", base, name)
    show(heads, [
        (PARTS[part][lang == "en"], measure, str(figures["in_use"][measure]), str(figures["candidate"][measure]))
        for part, figures in comparison.items()
        for measure in figures["in_use"]
    ])


def overruled_rules(place: str | None, lang: str) -> int:
    """Print which rules and models people overrule, most often first."""
    from cli.tables import show
    from nlp.review.overruled import overruled

    try:
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            found = overruled(connection)
    except Stopped as stopped:
        return stopped.status
    heads = ("来源", "字段", "决定数", "改动", "驳回", "比例") if lang == "zh" else ("source", "field", "decided", "changed", "rejected", "share")
    show(heads, [(o.source, o.field, str(o.n), str(o.changed), str(o.rejected), f"{o.share:.2f}") for o in found])
    if not found:
        say(text("nothing_overruled", lang))
    return 0


def list_versions(lang: str) -> int:
    """Print the versions of the models; the one in use is marked."""
    from cli.tables import show
    from nlp.model_store import INSTALLED, ModelStore, default_folder

    models = ModelStore(default_folder())
    now = models.in_use()
    rows = [("*" if now == INSTALLED else "", INSTALLED, "", "", "", "")]
    for name in models.names():
        v = models.version(name)
        judged = "" if not v.comparison else ("yes" if v.better else "no") if lang == "en" else ("是" if v.better else "否")
        rows.append(("*" if now == name else "", name, v.made_at, str(v.lessons), v.base, judged))
    chinese, english = ("在用", "版本", "训练时间", "审核语料", "对照", "更好"), ("in use", "version", "made", "lessons", "against", "better")
    heads = chinese if lang == "zh" else english
    show(heads, rows)
    return 0


def promote(name: str, lang: str) -> int:
    """Put a version into use; 1 unless it was found better than the one in use."""
    from nlp.model_store import ModelStore, ModelStoreFault, default_folder

    try:
        ModelStore(default_folder()).promote(name)
    except ModelStoreFault as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    say(text("model_promoted", lang, name=name))
    return 0


def roll_back(lang: str) -> int:
    """Go back to the models that were in use before."""
    from nlp.model_store import ModelStore, ModelStoreFault, default_folder

    try:
        name = ModelStore(default_folder()).roll_back()
    except ModelStoreFault as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    say(text("model_rolled_back", lang, name=name))
    return 0
