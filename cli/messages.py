"""Sentences that a person reads, Chinese first, English with `--lang en`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "failed": ("未能处理 {path}：{message}（{code}）", "not processed {path}: {message} ({code})"),
    "internal": ("程序自身出错（{cause}），请把这份文件和本行提示交给维护人员。",
                 "a fault of the program itself ({cause}); give this file and this line to whoever maintains it."),
    "no_files": ("{path}：文件夹中没有可读的文件。请放入网页、Word、PDF 或文本文件。",
                 "{path}: no readable file in this folder. Put web pages, Word, PDF or text files there and try again."),
    "done": ("共 {total} 份文档，{good} 份完成，{bad} 份未能处理。", "{total} documents, {good} done, {bad} not processed."),
    "written": ("已写入 {path}：{rows} 条建议条目，来自 {documents} 份文档。每条须由人确认后才能进入目录。",
                "Wrote {path}: {rows} suggested rows from {documents} documents. A person must confirm each row first."),
    "no_rows": ("{path}：没有可公开事项，不产生条目。{why}", "{path}: nothing to disclose was found, no rows. {why}"),
    "not_public": ("{path}：有 {rows} 项列明不予公开，不进入主动公开目录（用 analyze 可查看）。",
                   "{path}: {rows} matters are listed as not to be published and left out of the catalogue (see analyze)."),
    "secret": ("{path}：带有密级标志（{mark}），不产生任何公开建议，请按保密规定处理。",
               "{path}: carries a secrecy mark ({mark}); nothing is suggested for publication. Handle it by the secrecy rules."),
    "bad_output": ("无法写出 {path}：文件类型应为 {allowed}。", "cannot write {path}: the ending must be one of {allowed}."),
    "not_writable": ("无法写入 {path}：{reason}。请换一个文件夹，或先关闭正在打开的文件。",
                     "cannot write {path}: {reason}. Choose another folder, or close the file if it is open."),
    "rule_fault": ("规则表有误：{message}", "fault in a rule table: {message}"),
    "progress": ("处理文档", "documents"),
    "nothing_written": ("没有一份文档处理成功，未写出文件。", "no document went through; no file was written."),
    "model_written": ("模型已写入 {path}。", "model written to {path}."),
    "corpus_fault": ("语料有误：{message}", "fault in the corpora: {message}"),
    "no_corpora": ("{path} 下没有 corpora/ 或 models/domains/recipe.toml。请在项目文件夹中运行，或用 --root 指明。",
                   "no corpora/ or models/domains/recipe.toml below {path}. Run inside the project folder or give --root."),
    "no_gold": ("{path} 中没有标注文件（*.gold.json）。", "no gold files (*.gold.json) in {path}."),
}


def text(key: str, lang: str, **facts: object) -> str:
    """The sentence `key` in a language, with its facts filled in."""
    zh, en = TEXTS[key]
    return (en if lang == "en" else zh).format(**facts)
