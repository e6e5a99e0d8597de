"""Options and exit status. Heavy imports wait until a command runs, so that `--help` answers at once.

Exit status: 0 all documents went through; 1 some did not (one line each on standard error); 2 wrong usage.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import office, upkeep

app = typer.Typer(
    name="gongkai",
    help="公开：从办公文档起草主动公开目录（离线运行）。Drafts disclosure catalogues from office documents, offline.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Lang(StrEnum):
    """Language of messages."""

    zh = "zh"
    en = "en"


class Format(StrEnum):
    """Output of `analyze`."""

    table = "table"
    json = "json"
    html = "html"
    spacy = "spacy"


class ReportFormat(StrEnum):
    """Report of `redact`."""

    table = "table"
    json = "json"


Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="文件或文件夹 / files or folders")]
LangOption = Annotated[Lang, typer.Option("--lang", help="提示语言 / language of messages")]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="本单位规则表 / folder of the office's own rule tables")]
RootOption = Annotated[Path, typer.Option("--root", help="项目文件夹 / folder with corpora/ and models/")]
WorkersOption = Annotated[int | None, typer.Option("--workers", min=1, help="同时处理的进程数（缺省为处理器数）/ worker processes")]
TimeoutOption = Annotated[
    float | None, typer.Option("--timeout", min=0.1, help="每份文档的时限，秒（缺省按大小 2 至 30 分钟）/ seconds a document may take")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度 / no progress")]


@app.command()
def analyze(
    paths: Paths,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式 / output format")] = Format.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入文件（缺省为标准输出）/ write to a file")] = None,
    rules: RulesOption = None,
    lang: LangOption = Lang.zh,
    quiet: QuietOption = False,
    workers: WorkersOption = None,
    timeout: TimeoutOption = None,
) -> None:
    """分析文档：结构、领域、属性、时限、单位。 Parse, classify, extract."""
    from cli.analyze import run

    raise typer.Exit(run(paths, format.value, output, rules, lang.value, quiet, workers, timeout))


@app.command()
def draft(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="目录文件 / catalogue file: .xlsx .docx .csv .json")],
    rules: RulesOption = None,
    lang: LangOption = Lang.zh,
    quiet: QuietOption = False,
    show: Annotated[bool, typer.Option("--show", help="在终端显示目录 / also show the rows in the terminal")] = False,
    workers: WorkersOption = None,
    timeout: TimeoutOption = None,
    no_merge: Annotated[bool, typer.Option("--no-merge", help="各文档的条目不合并 / keep the rows of documents apart")] = False,
    records: Annotated[
        Path | None, typer.Option("--records", help="政府信息公开目录另存为 / the documents' own records in a file of their own")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="按哪一天判断有效性 / the day for which validity is asked")
    ] = None,
) -> None:
    """起草主动公开目录的建议条目。 Write suggested catalogue rows."""
    from cli.draft import run

    raise typer.Exit(run(paths, output, rules, lang.value, quiet, show, workers, timeout, not no_merge, records, as_of))


@app.command()
def redact(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="原文件 / the file: .txt .csv .html .docx .xlsx .pdf")],
    output: Annotated[Path, typer.Option("--output", "-o", help="遮盖后的文件（格式相同）/ the masked copy, same format")],
    kinds: Annotated[list[str] | None, typer.Option("--kinds", help="只遮盖这些种类 / only these kinds (resident-id,mobile)")] = None,
    format: Annotated[ReportFormat, typer.Option("--format", "-f", help="报告格式 / format of the report")] = ReportFormat.table,
    rules: RulesOption = None,
    lang: LangOption = Lang.zh,
) -> None:
    """遮盖个人信息，另存一份。 Write a copy with personal information masked."""
    from cli.redact import run

    raise typer.Exit(run(path, output, kinds or [], format.value, rules, lang.value))


@app.command()
def schema() -> None:
    """打印分析结果的 JSON Schema。 Print the JSON Schema."""
    import json

    from nlp.contract import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def train(
    root: RootOption = Path("."),
    rules: RulesOption = None,
    lang: LangOption = Lang.zh,
    with_reviews: Annotated[
        bool, typer.Option("--with-reviews", help="加上库里的审核结果，训练候选模型 / a candidate that learns from reviews too")
    ] = False,
    db: office.Db = None,
    lessons: Annotated[
        Path | None, typer.Option("--lessons", help="把审核语料另存到文件夹 / also write the lessons to a folder")
    ] = None,
) -> None:
    """用 corpora/ 训练领域模型和属性模型。 Train the domain and the attribute model."""
    if with_reviews:
        from cli.models import train_with_reviews

        raise typer.Exit(train_with_reviews(root, rules, db, lessons, lang.value))
    from cli.train import run

    raise typer.Exit(run(root, rules, lang.value))


@app.command()
def evaluate(
    gold: Annotated[list[Path] | None, typer.Argument(metavar="[GOLD…]", help="标注文件夹 / folders of gold files")] = None,
    root: RootOption = Path("."),
    rules: RulesOption = None,
    lang: LangOption = Lang.zh,
    faults: Annotated[bool, typer.Option("--faults", help="逐条列出错漏 / list every miss and false alarm")] = False,
    plots: Annotated[Path | None, typer.Option("--plots", help="画可靠性图和混淆图的文件夹 / folder for plots")] = None,
    candidate: Annotated[
        str | None, typer.Option("--candidate", metavar="VERSION", help="与在用模型比较的版本 / compare a version with the models in use")
    ] = None,
    reviews: Annotated[bool, typer.Option("--reviews", help="列出人常常改动的规则 / list the rules that people overrule")] = False,
    db: office.Db = None,
) -> None:
    """对照标注文件和测试语料测量。 Measure on gold files and test passages."""
    if candidate is not None:
        from cli.models import compare

        raise typer.Exit(compare(candidate, root, rules, db, gold or [], lang.value))
    if reviews:
        from cli.models import overruled_rules

        raise typer.Exit(overruled_rules(db, lang.value))
    from cli.evaluate import run

    raise typer.Exit(run(gold or [], root, rules, lang.value, faults, plots))


office.register(app)
upkeep.register(app)


def run() -> None:
    """Entry point of the `gongkai` command."""
    app()


if __name__ == "__main__":
    run()
