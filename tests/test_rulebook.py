"""Rule tables: faults are named with file and line, an office's rows replace ours, examples are held."""

import hashlib
import shutil
from pathlib import Path

import pytest

from nlp.rulebook import CHECKED, RULES_DIR, Rulebook, RuleError, check_examples, compile_pattern, read_table


def write(folder: Path, text: str, name: str = "t.tsv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_rows_in_order_without_comments(tmp_path: Path) -> None:
    rows = read_table(write(tmp_path, "# note\nid\tpattern\na\tx\n\nb\ty\n"))
    assert [(r["id"], r["pattern"], r.line) for r in rows] == [("a", "x", 3), ("b", "y", 5)]


def test_a_row_that_is_too_wide_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"t\.tsv 第2行：有3格"):
        read_table(write(tmp_path, "id\tpattern\na\tx\tz\n"))


def test_a_file_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_bytes("id\t表\n".encode("gb18030"))
    with pytest.raises(RuleError, match="UTF-8"):
        read_table(path)


def test_office_rows_replace_ours_and_add(tmp_path: Path) -> None:
    write(tmp_path, "id\tfrom\tto\tunless\texample\nfile\t档案\t案卷\t\t\nmine\t本局\t我局\t\t\n", "script-phrases.tsv")
    rows = {r["id"]: r for r in Rulebook((RULES_DIR, tmp_path)).table("script-phrases")}
    assert rows["file"]["to"] == "案卷"
    assert rows["mine"]["to"] == "我局"
    assert rows["program"]["to"] == "程序"


def test_unknown_table() -> None:
    with pytest.raises(RuleError, match="不存在"):
        Rulebook().table("no-such-table")


@pytest.mark.parametrize(
    ("pattern", "slots", "expected"),
    [
        ("{n}个工作日(之)内", {"n": "[0-9]+"}, "(?P<n>[0-9]+)个工作日(?:之)?内"),
        ("[按|逐]月", {}, "(?:按|逐)月"),
        ("自{x}至{x}", {"x": "."}, "自(?P<x>.)至(?P<x2>.)"),
        ("1.5倍", {}, r"1\.5倍"),
    ],
)
def test_pattern_language(pattern: str, slots: dict[str, str], expected: str) -> None:
    assert compile_pattern(pattern, slots) == expected


@pytest.mark.parametrize("pattern", ["{n", "(之", "之)", "{unknown}"])
def test_pattern_faults(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"槽|括号"):
        compile_pattern(pattern, {"n": "x"})


def test_examples_are_held(tmp_path: Path) -> None:
    row = read_table(write(tmp_path, "id\tfinds\tleaves\na\t三日内；5日\t三月\n"))[0]
    check_examples(row, lambda text: ["日"] if "日" in text else [])
    with pytest.raises(RuleError, match=r"未找到 finds 中的“三日内”"):
        check_examples(row, lambda text: [])
    with pytest.raises(RuleError, match="在 leaves 的“三月”中找到了"):
        check_examples(row, lambda text: [text])


def test_all_our_tables_hold_their_examples(tmp_path: Path) -> None:
    """A copy of our tables is not known by hash, so that every example is held."""
    from nlp.kit import load_kit

    copy = tmp_path / "rules"
    shutil.copytree(RULES_DIR, copy)
    assert not any(row.checked for row in Rulebook((RULES_DIR, copy)).table("deadlines"))
    load_kit(office_rules=copy)


def test_the_list_of_checked_tables_is_current() -> None:
    """After a change of a table: run the tests, then `python -m nlp.rulebook`."""
    listed = dict(line.split("\t") for line in CHECKED.read_text("utf-8").splitlines())
    tables = [p for p in RULES_DIR.glob("*.tsv") if p != CHECKED]
    assert listed == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in tables}


def test_an_altered_table_is_checked_again(tmp_path: Path) -> None:
    from nlp.kit import load_kit

    lines = (RULES_DIR / "attribute.tsv").read_text("utf-8").splitlines()
    broken = [line.replace("2023年国庆值班表", "2023年国庆菜单") for line in lines]
    assert broken != lines
    write(tmp_path, "\n".join(broken), "attribute.tsv")
    with pytest.raises(RuleError, match="未找到 finds 中的“2023年国庆菜单”"):
        load_kit(office_rules=tmp_path)
