"""`gongkai audit`, `gongkai store`, `gongkai account`, `gongkai version`: keeping a store in order."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from cli.inputs import say
from cli.messages import text
from cli.stores import Stopped, opened
from cli.triage import _person


def verify(place: str | None, lang: str) -> int:
    """Check the audit log's chain of hashes; 0 when it holds, 1 when a record was changed or is missing."""
    from nlp.store.audit import verify as check

    try:
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            verdict = check(connection)
    except Stopped as stopped:
        return stopped.status
    if verdict.broken is None:
        say(text("audit_good", lang, n=verdict.records, head=verdict.head))
        return 0
    say(text(f"audit_{verdict.cause}", lang, n=verdict.broken, good=verdict.records))
    return 1


def back_up(target: Path, place: str | None, lang: str) -> int:
    """Write a back-up."""
    from nlp.store.backup import back_up as write

    try:
        with opened(place, lang, must_exist=True) as store:
            report = write(store, target)
    except Stopped as stopped:
        return stopped.status
    except OSError as error:
        say(text("not_writable", lang, path=target, reason=error.strerror or error))
        return 1
    say(text("backed_up", lang, path=target, rows=report.rows, files=report.originals))
    return 0


def restore(source: Path, place: str | None, lang: str) -> int:
    """Fill an empty store from a back-up."""
    from nlp.store.backup import restore as read

    if not source.is_file():
        say(text("backup_missing", lang, path=source))
        return 1
    try:
        with opened(place, lang) as store:
            report = read(store, source)
    except Stopped as stopped:
        return stopped.status
    say(text("restored", lang, path=source, rows=report.rows, files=report.originals))
    return 0


def retention(apply: bool, place: str | None, lang: str) -> int:
    """List the originals whose days are over, or remove them."""
    from cli.tables import show
    from nlp.review.pictures import Pictures, pictures_beside
    from nlp.review.retention import apply as remove
    from nlp.review.retention import outdated

    try:
        with opened(place, lang, must_exist=True) as store:
            if apply:
                folder = pictures_beside(store)
                found = remove(store, _person(), Pictures(folder).forget) if folder else remove(store, _person())
            else:
                with store.read() as connection:
                    found = outdated(connection, store.clock())
    except Stopped as stopped:
        return stopped.status
    why = {"closed": ("已办结", "closed"), "rejected": ("没有条目入目录", "nothing entered")}
    heads = ("#", "文档", "原因", "最后一次决定", "字节") if lang == "zh" else ("#", "document", "why", "last decision", "bytes")
    show(heads, [(str(o.id), o.name, why[o.why][lang == "en"], o.last, str(o.size)) for o in found])
    say(text("retention_applied" if apply else "retention_listed", lang, n=len(found)))
    return 0


def add_account(name: str, display: str, role: str, place: str | None, lang: str) -> int:
    """Make an account; the password is asked for, or read from standard input when that is no terminal."""
    from nlp.store.accounts import AccountFault, create

    password = _password(lang)
    try:
        with opened(place, lang) as store, store.write() as connection:
            create(connection, name, display, role, password, store.now(), _person())
    except AccountFault as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    except Stopped as stopped:
        return stopped.status
    say(text("account_made", lang, name=name, role=role))
    return 0


def change_password(name: str, place: str | None, lang: str) -> int:
    """Set the password of an account."""
    from nlp.store.accounts import AccountFault, set_password

    password = _password(lang)
    try:
        with opened(place, lang, must_exist=True) as store, store.write() as connection:
            set_password(connection, name, password, store.now(), _person(), must_change=True)
    except AccountFault as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    except Stopped as stopped:
        return stopped.status
    say(text("password_set", lang, name=name))
    return 0


def list_accounts(place: str | None, lang: str) -> int:
    """Print the accounts."""
    from cli.tables import show
    from nlp.store.accounts import all_accounts

    try:
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            found = all_accounts(connection)
    except Stopped as stopped:
        return stopped.status
    heads = ("账号", "姓名", "角色", "启用") if lang == "zh" else ("account", "name", "role", "active")
    show(heads, [(a.name, a.display, a.role, "√" if active else "") for a, active in found])
    return 0


def name_version(name: str, note: str | None, place: str | None, lang: str) -> int:
    """Give the catalogue as it stands a name."""
    from nlp.review.catalogue import name_version as give
    from nlp.store.decisions import Refused

    try:
        with opened(place, lang, must_exist=True) as store, store.write() as connection:
            count = give(connection, name, note, _person(), store.now())
    except Refused as refused:
        say(text(refused.code, lang, **refused.facts))
        return 1
    except Stopped as stopped:
        return stopped.status
    say(text("version_made", lang, name=name, n=count, at=datetime.now(UTC).date()))
    return 0


def _password(lang: str) -> str:
    import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    while True:
        first = getpass.getpass(text("password_ask", lang))
        if first == getpass.getpass(text("password_again", lang)):
            return first
        say(text("password_differs", lang))
