"""Analyses as one HTML page that needs no network: each document's text with its findings marked, and tables beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from nlp.export.words import ATTRIBUTES, ROLES, word
from nlp.types import Analysis, Failure

_STYLE = """
body{font:15px/1.7 "Noto Serif CJK SC","Songti SC",SimSun,serif;margin:0;color:#1d2430;background:#f4f5f7}
header{background:#8c1d18;color:#fff;padding:14px 28px;font-size:20px;letter-spacing:.1em}
article{background:#fff;margin:20px auto;max-width:1180px;padding:24px 32px;border:1px solid #dde1e8}
h2{font-size:19px;margin:0 0 8px}
h3{font-size:15px;margin:18px 0 6px;color:#8c1d18}
table{border-collapse:collapse;width:100%;font-size:13px}
td,th{border:1px solid #cfd5de;padding:3px 8px;text-align:left;vertical-align:top}
th{background:#eef1f5}
.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #dde1e8;padding-left:14px}
mark{background:none;border-bottom:2px solid}
mark.d{border-color:#b25b00;background:#fff3e0}
mark.u{border-color:#0b6b56;background:#e5f4f0}
mark.s{border-color:#a3001b;background:#fde7ea}
mark.e{border-color:#1a4fa3;background:#eaf1fd}
.note{color:#555;font-size:13px}
.bad{color:#a3001b}
@media print{article{border:0}}
"""
_KEY = (("e", "公开事项", "matter"), ("d", "时限", "deadline"), ("u", "责任单位", "unit"), ("s", "敏感信息", "sensitive"))


def analysis_page(results: Sequence[Analysis | Failure], lang: str) -> str:
    """A whole page; everything from documents is escaped, personal information is shown masked."""
    title = "公开：文档分析" if lang == "zh" else "gongkai: analyses"
    body = "".join(_failure(r) if isinstance(r, Failure) else _article(r, lang) for r in results)
    return (
        f'<!doctype html>\n<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style><header>{title}</header>{body}</html>\n"
    )


def _failure(failure: Failure) -> str:
    reason = f"{escape(failure.message)} ({escape(failure.code)})"
    return f"<article><h2>{escape(failure.path)}</h2><p class=bad>{reason}</p></article>"


def _article(a: Analysis, lang: str) -> str:
    m = a.outline.metadata
    en = lang == "en"
    facts = [m.document_number, "、".join(m.issuer), m.written_on, m.document_type]
    domains = "、".join(f"{d.name} {d.score:.2f}" for d in a.domains)
    key = " ".join(f'<mark class="{c}">{e if en else z}</mark>' for c, z, e in _KEY)
    if m.classification:
        text = f"<p class=bad>{'Carries a secrecy mark; content not shown.' if en else '带有密级标志，内容不显示。'}</p>"
    else:
        text = f'<p class=note>{key}</p><div class=text>{_marked(a)}</div>'
    attribute = a.attribute
    flag = f"　⚑ {word('needs_review', lang)}" if attribute.needs_review else ""
    basis = "；".join(f"{b.law}{b.article or ''}" for b in attribute.basis)
    return (
        f"<article><h2>{escape(m.title or a.outline.document.media.path)}</h2>"
        f"<p class=note>{escape(a.outline.document.media.path)}　{escape('　'.join(f for f in facts if f))}</p>"
        f"<p>{word('domains', lang)}：{escape(domains) or '—'}<br>"
        f"{word('attribute', lang)}：{ATTRIBUTES[attribute.value][en]} {attribute.score:.2f}{flag}　{escape(basis)}</p>"
        + _record(a, lang)
        + _table("entries", ("section", "item", "content", "deadline", "unit", "score"), lang,
                 [(e.section, e.item, "；".join(e.content), e.deadline or "", e.unit or "", f"{e.score:.2f}") for e in a.entries])
        + _table("deadlines", ("section", "quote", "value", "anchor", "due"), lang,
                 [(d.section, d.quote, d.value, d.anchor or "", d.due or "") for d in a.deadlines])
        + _table("units", ("section", "name", "full", "role"), lang,
                 [(u.section, u.name, u.full_name or "", ROLES[u.role][en]) for u in a.units])
        + "".join(f"<p class=note>⚠ {escape(w)}</p>" for w in a.warnings)
        + f"<h3>{word('text', lang)}</h3>{text}</article>"
    )


def _record(a: Analysis, lang: str) -> str:
    """Theme, kind, validity, summary and keywords of the document's own record; nothing of a document with a secrecy mark."""
    r = a.record
    if r is None or r.withheld:
        return ""
    values = {
        "theme": "、".join(t.name for t in r.themes), "genre": r.genre, "validity": r.validity, "summary": r.summary,
        "keywords": "；".join(r.keywords),
    }
    return "<p>" + "<br>".join(f"{word(k, lang)}：{escape(v)}" for k, v in values.items() if v) + "</p>"


def _table(title: str, heads: Sequence[str], lang: str, rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{word(h, lang)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<h3>{word(title, lang)} {len(rows)}</h3><table><tr>{head}</tr>{body}</table>"


def _marked(a: Analysis) -> str:
    """The text with findings marked; where two overlap, the more serious or shorter one is marked."""
    text = a.outline.document.text
    owner: list[str] = [""] * len(text)
    hidden: dict[int, tuple[int, str]] = {}
    layers = [("e", [(s.start, s.end) for e in a.entries for s in e.evidence.get("item", ())]),
              ("u", [(u.start, u.end) for u in a.units]),
              ("d", [(d.start, d.end) for d in a.deadlines]),
              ("s", [(s.start, s.end) for s in a.sensitive])]
    for name, ranges in layers:
        for start, end in ranges:
            owner[start:end] = [name] * (end - start)
    for s in a.sensitive:
        hidden[s.start] = (s.end, s.mask)
    out: list[str] = []
    at = 0
    while at < len(text):
        if at in hidden:
            end, mask = hidden[at]
            out.append(f'<mark class="s">{escape(mask)}</mark>')
            at = max(end, at + 1)
            continue
        end = at + 1
        while end < len(text) and owner[end] == owner[at] and end not in hidden:
            end += 1
        piece = escape(text[at:end])
        out.append(f'<mark class="{owner[at]}">{piece}</mark>' if owner[at] else piece)
        at = end
    return "".join(out)
