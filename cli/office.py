"""The commands over a store: triage, watch, export, diff, due, audit, store, account, version. Registered by `cli.main`."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Language of messages."""

    zh = "zh"
    en = "en"


class ListFormat(StrEnum):
    """Lists: lines for people, or JSON lines."""

    table = "table"
    json = "json"


class DiffFormat(StrEnum):
    """Output of `diff`."""

    table = "table"
    json = "json"
    html = "html"


class EngineName(StrEnum):
    """Where a batch runs."""

    local = "local"
    dask = "dask"


class Role(StrEnum):
    """What an account may do."""

    clerk = "clerk"
    reviewer = "reviewer"
    administrator = "administrator"
    reader = "reader"
    auditor = "auditor"


def _days(value: str) -> int:
    found = re.fullmatch(r"(\d{1,4})\s*d?", value)
    if not found:
        raise typer.BadParameter("天数写作 30d 或 30 / write a number of days as 30d or 30")
    return int(found[1])


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter("日期写作 2026-03-01 / write a date as 2026-03-01") from error


Db = Annotated[str | None, typer.Option("--db", help="库的地址或文件（缺省在用户数据文件夹）/ URL or file of the store")]
LangOption = Annotated[Lang, typer.Option("--lang", help="提示语言 / language of messages")]
Rules = Annotated[Path | None, typer.Option("--rules", help="本单位规则表 / folder of the office's own rule tables")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度 / no progress")]
Today = Annotated[date | None, typer.Option("--today", parser=_date, metavar="DATE", help="按哪天计算（缺省今天）/ count from this day")]

audit_app = typer.Typer(help="审计日志。 The audit log.", no_args_is_help=True)
store_app = typer.Typer(help="备份与恢复。 Back-up and restore.", no_args_is_help=True)
account_app = typer.Typer(help="审核台账号。 Accounts of the review desk.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(triage)
    app.command()(watch)
    app.command()(desk)
    app.command()(export)
    app.command()(diff)
    app.command()(due)
    app.command()(version)
    app.add_typer(audit_app, name="audit")
    app.add_typer(store_app, name="store")
    app.add_typer(account_app, name="account")
    app.command()(batch)


def _today(given: date | None) -> date:
    return given or datetime.now().date()


def triage(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="文件或文件夹 / files or folders")],
    db: Db = None,
    today: Today = None,
    format: Annotated[ListFormat, typer.Option("--format", "-f", help="输出格式 / output format")] = ListFormat.table,
    rules: Rules = None,
    lang: LangOption = Lang.zh,
    quiet: Quiet = False,
) -> None:
    """分析并入库，列出待办队列（最急的在前）。 Analyse, store, print the queue."""
    from cli.triage import run

    raise typer.Exit(run(paths, db, _today(today), format.value, rules, lang.value, quiet))


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="收文文件夹 / folder that documents arrive in")],
    db: Db = None,
    rules: Rules = None,
    lang: LangOption = Lang.zh,
    once: Annotated[bool, typer.Option("--once", help="处理现有文件后退出 / stop after what is there now")] = False,
) -> None:
    """收文文件夹里来了什么就分析入库。 Triage whatever arrives in a folder."""
    from cli.triage import watch as run

    raise typer.Exit(run(folder, db, rules, lang.value, once))


def desk(
    db: Db = None,
    host: Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口 / port")] = 8000,
    rules: Rules = None,
    secure: Annotated[bool, typer.Option("--secure", help="经 HTTPS 代理访问：会话只走加密连接 / behind an HTTPS proxy")] = False,
    lang: LangOption = Lang.zh,
) -> None:
    """审核台：在本机网页上确认、修改、驳回建议条目。 The review desk, a web page on this machine."""
    from cli.desk import run

    raise typer.Exit(run(db, host, port, rules, secure, lang.value))


def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="目录文件 / catalogue file: .xlsx .docx .csv .json .html")],
    db: Db = None,
    version: Annotated[str | None, typer.Option("--version", help="导出某个版本 / a named version instead of what stands now")] = None,
    unissued: Annotated[bool, typer.Option("--unissued", help="连同未签发的 / with entries not issued yet")] = False,
    lang: LangOption = Lang.zh,
) -> None:
    """导出已确认的目录。 Write the confirmed catalogue."""
    from cli.export import export as run

    raise typer.Exit(run(output, db, version, unissued, lang.value))


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="目录文件，或 store、store:版本名 / a file, or store, store:VERSION")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="同上 / likewise")],
    db: Db = None,
    format: Annotated[DiffFormat, typer.Option("--format", "-f", help="输出格式 / output format")] = DiffFormat.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入文件；.xlsx 为工作簿 / write to a file")] = None,
    lang: LangOption = Lang.zh,
) -> None:
    """比较两份目录：新增、变更（逐字段）、删除。 What changed between two catalogues."""
    from cli.export import diff as run

    raise typer.Exit(run(old, new, db, format.value, output, lang.value))


def due(
    within: Annotated[int, typer.Option("--within", parser=_days, metavar="DAYS", help="多少天内 / within so many days")] = "30d",  # type: ignore[assignment]
    unit: Annotated[str | None, typer.Option("--unit", help="只看某个单位 / of one unit")] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="另存为日历文件 / also write a calendar file")] = None,
    db: Db = None,
    today: Today = None,
    format: Annotated[ListFormat, typer.Option("--format", "-f", help="输出格式 / output format")] = ListFormat.table,
    lang: LangOption = Lang.zh,
) -> None:
    """时限台账：什么、何时、谁来办。 What is due, when, by whom."""
    from cli.export import due as run

    raise typer.Exit(run(db, within, unit, ics, _today(today), format.value, lang.value))


def version(
    name: Annotated[str, typer.Argument(metavar="NAME", help="版本名，如 2026年第一版 / name of the version")],
    note: Annotated[str | None, typer.Option("--note", help="说明 / a note")] = None,
    db: Db = None,
    lang: LangOption = Lang.zh,
) -> None:
    """给现行目录定一个版本。 Give the catalogue as it stands a name."""
    from cli.administration import name_version

    raise typer.Exit(name_version(name, note, db, lang.value))


@audit_app.command("verify")
def audit_verify(db: Db = None, lang: LangOption = Lang.zh) -> None:
    """校验审计日志的哈希链。 Check the hash chain of the audit log."""
    from cli.administration import verify

    raise typer.Exit(verify(db, lang.value))


@store_app.command("backup")
def store_backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / the back-up, a .zip")], db: Db = None, lang: LangOption = Lang.zh
) -> None:
    """备份全部数据和原件。 Write a back-up of everything."""
    from cli.administration import back_up

    raise typer.Exit(back_up(target, db, lang.value))


@store_app.command("restore")
def store_restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / a back-up")], db: Db = None, lang: LangOption = Lang.zh
) -> None:
    """从备份恢复到空库。 Fill an empty store from a back-up."""
    from cli.administration import restore

    raise typer.Exit(restore(source, db, lang.value))


@store_app.command("years")
def store_years(db: Db = None, lang: LangOption = Lang.zh) -> None:
    """大库按年分区（仅 PostgreSQL），每年运行一次。 Cut a large store on PostgreSQL by year; run it once a year."""
    from cli.load import years

    raise typer.Exit(years(db, lang.value))


@store_app.command("load")
def store_load(
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="gongkai batch 的输出文件夹 / output of gongkai batch")],
    db: Db = None,
    today: Today = None,
    lang: LangOption = Lang.zh,
    quiet: Quiet = False,
) -> None:
    """把批量分析结果装入库（PostgreSQL 用 COPY）。 Load the output of a batch into the store."""
    from cli.load import load

    raise typer.Exit(load(source, db, _today(today), lang.value, quiet))


@store_app.command("retention")
def store_retention(
    apply: Annotated[bool, typer.Option("--apply", help="真的删除（缺省只列出）/ remove them; without it they are only listed")] = False,
    db: Db = None,
    lang: LangOption = Lang.zh,
) -> None:
    """按保留天数删除办结文档的原件；缺省只列出。 Remove originals whose days are over; lists them without --apply."""
    from cli.administration import retention

    raise typer.Exit(retention(apply, db, lang.value))


@account_app.command("add")
def account_add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="账号 / account name")],
    role: Annotated[Role, typer.Option("--role", help="角色 / role")] = Role.clerk,
    display: Annotated[str, typer.Option("--display", help="姓名 / name of the person")] = "",
    db: Db = None,
    lang: LangOption = Lang.zh,
) -> None:
    """新建账号；密码在终端输入，或由标准输入给出。 Make an account; its password is asked for."""
    from cli.administration import add_account

    raise typer.Exit(add_account(name, display, role.value, db, lang.value))


@account_app.command("password")
def account_password(
    name: Annotated[str, typer.Argument(metavar="NAME", help="账号 / account name")], db: Db = None, lang: LangOption = Lang.zh
) -> None:
    """重设密码；下次登录须更改。 Set a new password, to be changed at the next sign-in."""
    from cli.administration import change_password

    raise typer.Exit(change_password(name, db, lang.value))


@account_app.command("list")
def account_list(db: Db = None, lang: LangOption = Lang.zh) -> None:
    """列出账号。 List the accounts."""
    from cli.administration import list_accounts

    raise typer.Exit(list_accounts(db, lang.value))


def batch(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="文件夹、路径清单、.parquet、.jsonl / folder, list of paths, or rows")],
    output: Annotated[Path, typer.Option("--output", "-o", help="输出文件夹（分区 Parquet）/ folder for partitioned Parquet")],
    engine: Annotated[EngineName, typer.Option("--engine", help="在哪里运行 / where it runs")] = EngineName.local,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="进程数（缺省为处理器数）/ worker processes")] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="dask 调度器地址 / address of a dask scheduler")] = None,
    partition_size: Annotated[int, typer.Option("--partition-size", min=1, help="每个分区的文档数 / documents of a partition")] = 500,
    timeout: Annotated[float | None, typer.Option("--timeout", min=0.1, help="每份文档的时限，秒 / seconds a document may take")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只抽样估算时间和大小 / only estimate time and size from a sample")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="以前未能读取的文档再试一次 / try documents that failed again")] = False,
    rules: Rules = None,
    lang: LangOption = Lang.zh,
    quiet: Quiet = False,
) -> None:
    """大批量分析，写成分区 Parquet，可中断续做。 Analyse very many documents into Parquet, resumable."""
    from cli.batch import run

    chosen = (engine.value, workers, scheduler, partition_size, timeout, dry_run, retry_failed)
    raise typer.Exit(run(source, output, *chosen, rules, lang.value, quiet))
