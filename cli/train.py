"""`gongkai train`: the domain and the attribute model from corpora/."""

from __future__ import annotations

from pathlib import Path

from cli.inputs import say
from cli.messages import text


def run(root: Path, rules: Path | None, lang: str) -> int:
    """Train and write models/domains; 1 for faulty corpora or rules."""
    folder = root / "models" / "domains"
    if not (folder / "recipe.toml").exists() or not (root / "corpora").is_dir():
        say(text("no_corpora", lang, path=root.resolve()))
        return 1
    from nlp.kit import installed_models, load_kit
    from nlp.rulebook import RULES_DIR, Rulebook, RuleError
    from nlp.training.attribute import train_attribute
    from nlp.training.corpus import CorpusError
    from nlp.training.train import train

    try:
        train(root, folder, Rulebook((RULES_DIR,) if rules is None else (RULES_DIR, rules)), say)
        train_attribute(root, root / "models" / "attribute", load_kit(rules, installed_models()), say)
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return 1
    except CorpusError as error:
        say(text("corpus_fault", lang, message=error))
        return 1
    say(text("model_written", lang, path=folder))
    return 0
