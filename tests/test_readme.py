"""The README's examples are commands that exist, in both languages alike."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = re.compile(r"^    \.venv/bin/gongkai (?P<rest>[^#\n]+)", re.MULTILINE)


def examples(name: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8")
    return [part.strip() for m in EXAMPLE.finditer(text) for part in re.split(r"&& \.venv/bin/gongkai|>", m["rest"])[:2]]


def test_both_languages_have_the_same_examples() -> None:
    assert examples("README.md") == examples("README.zh-CN.md") != []


@pytest.mark.parametrize("example", [e for e in examples("README.md") if not e.endswith("jsonl")])
def test_examples_parse(example: str) -> None:
    group = get_command(app)
    words = shlex.split(example)
    command = group.get_command(None, words[0])  # type: ignore[attr-defined]
    assert command is not None
    command.make_context(words[0], words[1:], resilient_parsing=False)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_no_placeholder_is_left(name: str) -> None:
    assert not re.search(r"\{[A-Z]+\}", (ROOT / name).read_text("utf-8"))
