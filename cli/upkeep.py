"""The commands that keep a catalogue and its models up to date: adjust, import, evidence, model. Registered by `cli.main`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.office import Db, Lang, LangOption, Quiet, Rules, Today


class AdjustFormat(StrEnum):
    """Output of `adjust` without a file."""

    table = "table"
    json = "json"


model_app = typer.Typer(help="模型版本。 Versions of the models.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(model_app, name="model")
    app.command()(adjust)
    app.command("import")(import_catalogue)
    app.command()(evidence)


@model_app.command("list")
def model_list(lang: LangOption = Lang.zh) -> None:
    """列出模型版本。 List the versions of the models."""
    from cli.models import list_versions

    raise typer.Exit(list_versions(lang.value))


@model_app.command("promote")
def model_promote(
    name: Annotated[str, typer.Argument(metavar="VERSION", help="版本 / version")], lang: LangOption = Lang.zh
) -> None:
    """启用一个更好的版本。 Put a version that was found better into use."""
    from cli.models import promote

    raise typer.Exit(promote(name, lang.value))


@model_app.command("rollback")
def model_rollback(lang: LangOption = Lang.zh) -> None:
    """退回前一个版本。 Go back to the version before."""
    from cli.models import roll_back

    raise typer.Exit(roll_back(lang.value))


def adjust(
    catalogue: Annotated[Path, typer.Argument(metavar="CATALOGUE", help="现有目录 / the catalogue that the office has")],
    db: Db = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入文件 / write to a file: .xlsx .html .json")] = None,
    format: Annotated[AdjustFormat, typer.Option("--format", "-f", help="输出格式 / output format")] = AdjustFormat.table,
    today: Today = None,
    rules: Rules = None,
    lang: LangOption = Lang.zh,
) -> None:
    """动态调整：对照库里的文档，现有目录哪些该增、过时、缺少、矛盾。 What of a catalogue to adjust."""
    from cli.adjust import adjust as run

    raise typer.Exit(run(catalogue, db, output, format.value, today or datetime.now().date(), rules, lang.value))


def import_catalogue(
    catalogue: Annotated[Path, typer.Argument(metavar="CATALOGUE", help="现有目录 / the catalogue that the office has")],
    person: Annotated[str, typer.Option("--person", help="由谁负责导入 / who answers for it")],
    db: Db = None,
    rules: Rules = None,
    lang: LangOption = Lang.zh,
) -> None:
    """把现有目录逐条导入为人工录入的条目；重复导入不会重复。 Enter the rows of a catalogue by hand, once each."""
    from cli.adjust import import_rows as run

    raise typer.Exit(run(catalogue, person, db, rules, lang.value))


def evidence(
    output: Annotated[Path, typer.Option("--output", "-o", help="文件夹，或一份文档的 .html / folder, or an .html for one document")],
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", help="文件或文件夹 / files or folders")] = None,
    db: Db = None,
    document: Annotated[int | None, typer.Option("--document", metavar="N", help="库里的第几号文档 / number of a stored document")] = None,
    rules: Rules = None,
    lang: LangOption = Lang.zh,
    quiet: Quiet = False,
) -> None:
    """每份文档一个网页：左原文、右条目，点字段即亮出依据；不联网。 One page a document that shows its evidence."""
    from cli.evidence import run

    raise typer.Exit(run(paths or [], output, db, document, rules, lang.value, quiet))
