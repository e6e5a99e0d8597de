"""Domains: sections, documents, entries; refusal; answers without a model; altered models."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nlp.classify.counted import count
from nlp.classify.domain_reading import DomainRules, read_text, read_texts, read_words, text_features
from nlp.classify.domains import classify_domains, listed_fields, with_own_domains, yield_to_fields
from nlp.classify.judging import GROUP, classify_text, classify_texts, grouped
from nlp.classify.predictor import LinearModel, ModelFault, load_model
from nlp.kit import load_kit, models_dir
from nlp.pipeline import analyze
from nlp.rulebook import Rulebook
from nlp.types import Analysis, Source
from tests.build import entry_of, outline_of

RULES = DomainRules.load(Rulebook())


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return load_model(models_dir() / "domains")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("县财政局要在批复后20日内公开部门预算、决算和三公经费。", "budget"),
        ("按季度公布城乡低保对象人数、保障标准和资金支出情况。", "social-assistance"),
        ("公开建设项目环境影响评价文件受理、拟批准和审批决定。", "environment"),
        ("中标候选人公示期不得少于3日，评标委员会成员名单同时公布。", "construction-tendering"),
        ("做好人大代表建议和政协委员提案办理复文的公开工作。", "proposals"),
        ("加强组织领导，将政务公开工作纳入年度绩效考核，开展业务培训。", "open-government"),
        ("定期公布食品抽检不合格产品名单。", "food-drug"),
    ],
)
def test_plain_cases(model: LinearModel, text: str, code: str) -> None:
    best, p = classify_text(text, RULES, model)[0]
    assert best == code
    assert p >= model.threshold


@pytest.mark.parametrize("text", ["", " ", "。", "a", "的", "1234567890", "第三章 夜雨敲窗，她把旧信一封封收进木匣，灯影摇晃。"])
def test_nothing_is_said_of_what_concerns_none(model: LinearModel, text: str) -> None:
    _, sections, _ = classify_domains(outline_of(text), RULES, model)
    assert [x.code for s in sections for x in s.labels] == []


def test_every_label_has_evidence_and_reason(model: LinearModel) -> None:
    text = "县民政局按季度公开城乡低保对象人数、低保标准、补助水平、资金支出等情况。"
    labels, sections, _ = classify_domains(outline_of(text), RULES, model)
    assert [x.code for x in labels] == ["social-assistance"]
    label = sections[0].labels[0]
    assert label.evidence
    assert all(text[s.start : s.end] == s.quote for s in label.evidence)
    assert label.reasons[0].source == f"model:{model.name}"


def test_a_phrase_counts_on_word_borders_only() -> None:
    words, hits = read_words("公安机关依法办理居民身份证", RULES)
    assert "".join(words) == "公安机关依法办理居民身份证"
    assert {c for _, _, codes in hits for c in codes} == {"household-registration"}


def test_the_work_itself_yields_to_fields() -> None:
    assert yield_to_fields([("audit", 0.9), ("open-government", 0.8)], 0.4) == [("audit", 0.9)]
    assert yield_to_fields([("open-government", 0.9), ("audit", 0.6)], 0.4) == [("open-government", 0.9)]
    assert yield_to_fields([("audit", 0.3)], 0.4) == []


def test_listed_fields() -> None:
    text = "公共资源配置主要包括保障性住房分配、国有土地使用权出让、政府采购、国有产权交易、工程建设项目招标投标等事项。"
    assert listed_fields(read_text(text, RULES))[:3] == ["housing-security", "land-mineral-transfer", "government-procurement"]
    assert listed_fields(read_text("材料包括身份证、户口簿、申请表、照片。", RULES)) == []


TEXTS = ["公开预算。公布决算；接受监督。", "", "第12条 2023年PM2.5为31.5微克。Ａbc低保對象〇八", "一、财政\n三公经费3,200元，公安置业。", "。。 \n"]


def test_many_texts_are_counted_as_the_trainer_counts_one(model: LinearModel) -> None:
    _, found = read_texts(TEXTS, RULES, model.codes)
    whole, sentences = count(found, model.weighing.by_kind)
    for i, text in enumerate(TEXTS):
        at, n = model.weighing.known(text_features(text, RULES))
        wanted = dict(zip(at.tolist(), n.tolist(), strict=True))
        of_text = whole.text == i
        assert dict(zip(whole.at[of_text].tolist(), whole.times[of_text].tolist(), strict=True)) == wanted
        of_sentences = [k for k, owner in enumerate(found.owner) if owner == i]
        parts = [dict(zip(sentences.at[sentences.text == k], sentences.times[sentences.text == k], strict=True)) for k in of_sentences]
        assert {c: sum(p.get(c, 0) for p in parts) for c in wanted} == wanted
        votes = {f[2:]: n for f, n in text_features(text, RULES).items() if f[:2] == "r:"}
        cast = found.votes[of_sentences].sum(axis=0)
        assert {c: v for c, v in zip(model.codes, cast.tolist(), strict=True) if v} == votes


def test_texts_together_are_judged_as_alone(model: LinearModel) -> None:
    together = classify_texts(TEXTS, RULES, model)
    for text, ranked in zip(TEXTS, together, strict=True):
        assert [(c, round(p, 4)) for c, p in classify_text(text, RULES, model)] == [(c, round(p, 4)) for c, p in ranked]


def test_long_documents_are_read_in_groups() -> None:
    texts = ["甲" * (GROUP - 1), "乙", "丙", "丁" * (2 * GROUP), "戊"]
    groups = list(grouped(texts))
    assert [len(g) for g in groups] == [2, 2, 1]
    assert [t for g in groups for t in g] == texts


def test_an_entry_takes_the_domain_of_its_own_matter(model: LinearModel) -> None:
    entries = with_own_domains((entry_of("农村低保对象名单", content=("低保对象", "低保金"), domain="open-government"),), (), RULES, model)
    assert entries[0].domain == "social-assistance"


def test_without_a_model_the_lexicon_answers_and_says_so(tmp_path: Path) -> None:
    kit = load_kit(models=tmp_path)
    result = analyze(Source("a.txt", "县财政局要及时公开部门预算、三公经费和财政决算。".encode()), kit)
    assert isinstance(result, Analysis)
    assert result.domains[0].code == "budget"
    assert result.domains[0].reasons[0].source == "rule:domain-lexicon"
    assert any("只用规则判断" in w for w in result.warnings)


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "domains"
    shutil.copytree(models_dir() / "domains", folder)
    weights = bytearray((folder / "weights.npz").read_bytes())
    weights[len(weights) // 2] ^= 1
    (folder / "weights.npz").write_bytes(bytes(weights))
    with pytest.raises(ModelFault, match="被改动"):
        load_model(folder)


def test_weights_are_no_pickle_and_small() -> None:
    folder = models_dir() / "domains"
    assert sum(p.stat().st_size for p in folder.iterdir()) < 20 * 1024 * 1024
    assert json.loads((folder / "model.json").read_text("utf-8"))["codes"] == list(RULES.names)
