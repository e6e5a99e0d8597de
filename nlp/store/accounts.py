"""Local accounts, their sessions, and tokens of other systems. Passwords are kept as argon2id hashes, cookies and tokens as SHA-256."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from nlp.store import audit
from nlp.store.settings import setting_of
from nlp.store.tables import account, api_token, session

Role = Literal["clerk", "reviewer", "administrator", "reader", "auditor"]
ROLES: Final[tuple[Role, ...]] = ("clerk", "reviewer", "administrator", "reader", "auditor")
SHORTEST_PASSWORD = 10
MOST_FAILURES = 5
LOCK_MINUTES = 15
_NAME = re.compile(r"[\w.@-]{1,64}")
_HASHER = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class AccountFault(Exception):
    """Something about an account that a person can mend; `code` names the message."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may use the desk."""

    id: int
    name: str
    display: str
    role: Role
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A person at the desk, with the token that every form must carry."""

    account: Account
    csrf: str


def create(connection: Connection, name: str, display: str, role: str, password: str | None, at: str, by: str) -> Account:
    """Add an account. `password` None: it can only sign on through the proxy. Raises AccountFault."""
    if not _NAME.fullmatch(name):
        raise AccountFault("account_name", name=name)
    if role not in ROLES:
        raise AccountFault("account_role", role=role, allowed=" ".join(ROLES))
    if password is not None:
        check_password(password, name)
    if connection.execute(select(account.c.id).where(account.c.name == name)).first() is not None:
        raise AccountFault("account_exists", name=name)
    made = connection.execute(
        insert(account).values(
            name=name, display=display or name, role=role, password=None if password is None else _HASHER.hash(password),
            active=True, must_change=False, failures=0, made_at=at,
        )
    ).inserted_primary_key
    assert made is not None
    audit.record(connection, at, by, "account_add", f"account:{name}", {"role": role})
    return Account(int(made[0]), name, display or name, role)


def check_password(password: str, name: str) -> None:
    """Raise AccountFault for a password that is short, the name itself, or one character over and over."""
    if len(password) < SHORTEST_PASSWORD or name.lower() in password.lower() or len(set(password)) < 4:
        raise AccountFault("password_weak", least=SHORTEST_PASSWORD)


def sign_in(connection: Connection, name: str, password: str, now: datetime, at: str) -> Account:
    """The account of a name and password. After five wrong ones it is locked for fifteen minutes.

    Raises AccountFault `sign_in_wrong` (the same for a wrong name and a wrong password) or `sign_in_locked`. The caller's
    transaction must be kept in both cases: the count of failures is part of it.
    """
    row = connection.execute(select(account).where(account.c.name == name).with_for_update()).one_or_none()
    if row is None or not row.active or row.password is None:
        _matches(_NOBODY, password)  # takes as long as a real one
        raise AccountFault("sign_in_wrong")
    if row.locked_until is not None and row.locked_until > at:
        raise AccountFault("sign_in_locked", until=row.locked_until)
    if not _matches(row.password, password):
        failures = row.failures + 1
        locked = failures >= MOST_FAILURES
        until = (now + timedelta(minutes=LOCK_MINUTES)).strftime("%Y-%m-%dT%H:%M:%SZ") if locked else None
        connection.execute(
            update(account).where(account.c.id == row.id).values(failures=0 if locked else failures, locked_until=until)
        )
        audit.record(connection, at, name, "sign_in_failed", f"account:{name}", {"locked": locked})
        raise AccountFault("sign_in_locked", until=until) if locked else AccountFault("sign_in_wrong")
    connection.execute(update(account).where(account.c.id == row.id).values(failures=0, locked_until=None))
    audit.record(connection, at, name, "sign_in", f"account:{name}", {})
    return _account(row)


def set_password(connection: Connection, name: str, password: str, at: str, by: str, must_change: bool = False) -> None:
    """Set a password and end the account's sessions."""
    check_password(password, name)
    row = connection.execute(select(account.c.id).where(account.c.name == name)).one_or_none()
    if row is None:
        raise AccountFault("account_unknown", name=name)
    connection.execute(
        update(account).where(account.c.id == row.id).values(
            password=_HASHER.hash(password), must_change=must_change, failures=0, locked_until=None
        )
    )
    connection.execute(delete(session).where(session.c.account_id == row.id))
    audit.record(connection, at, by, "password_set", f"account:{name}", {})


def change_account(connection: Connection, name: str, at: str, by: str, role: str | None = None, active: bool | None = None) -> None:
    """Give an account another role, or close or open it; its sessions end. The last active administrator stays one."""
    row = connection.execute(select(account).where(account.c.name == name)).one_or_none()
    if row is None:
        raise AccountFault("account_unknown", name=name)
    if role is not None and role not in ROLES:
        raise AccountFault("account_role", role=role, allowed=" ".join(ROLES))
    loses = row.role == "administrator" and row.active and (role not in (None, "administrator") or active is False)
    if loses:
        others = select(account.c.id).where(account.c.role == "administrator", account.c.active, account.c.id != row.id)
        if connection.execute(others.limit(1)).first() is None:
            raise AccountFault("last_administrator")
    connection.execute(
        update(account).where(account.c.id == row.id).values(role=role or row.role, active=row.active if active is None else active)
    )
    connection.execute(delete(session).where(session.c.account_id == row.id))
    audit.record(connection, at, by, "account_change", f"account:{name}", {"role": role, "active": active})


def all_accounts(connection: Connection) -> list[tuple[Account, bool]]:
    """Every account with whether it is active, by name."""
    rows = connection.execute(select(account).order_by(account.c.name))
    return [(_account(row), bool(row.active)) for row in rows]


def by_name(connection: Connection, name: str) -> Account | None:
    """An active account by name (sign-on through a proxy), or None."""
    row = connection.execute(select(account).where(account.c.name == name, account.c.active)).one_or_none()
    return None if row is None else _account(row)


# ---------------------------------------------------------------- sessions and tokens
def begin_session(connection: Connection, who: Account, now: datetime, at: str) -> str:
    """A new session; returns the value of its cookie, which is kept nowhere."""
    value = secrets.token_urlsafe(32)
    ends = now + timedelta(minutes=setting_of(connection, "session_minutes"))
    connection.execute(
        insert(session).values(
            token=_digest(value), account_id=who.id, csrf=secrets.token_urlsafe(32), made_at=at, seen_at=at,
            expires_at=ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
    )
    return value


def session_of(connection: Connection, cookie: str, at: str) -> Session | None:
    """The session of a cookie, or None when there is none, it is over, or its account is closed."""
    row = connection.execute(
        select(session.c.csrf, account).join(account, account.c.id == session.c.account_id).where(
            session.c.token == _digest(cookie), session.c.expires_at > at, account.c.active
        )
    ).one_or_none()
    return None if row is None else Session(_account(row), row.csrf)


def end_session(connection: Connection, cookie: str) -> None:
    """Forget a session."""
    connection.execute(delete(session).where(session.c.token == _digest(cookie)))


def create_token(connection: Connection, name: str, role: str, at: str, by: str) -> str:
    """A token for another system; it is shown once and kept as a hash."""
    if role not in ROLES:
        raise AccountFault("account_role", role=role, allowed=" ".join(ROLES))
    value = "gk_" + secrets.token_urlsafe(32)
    connection.execute(insert(api_token).values(name=name, token=_digest(value), role=role, made_at=at, made_by=by))
    audit.record(connection, at, by, "token_add", f"token:{name}", {"role": role})
    return value


def token_account(connection: Connection, value: str) -> Account | None:
    """Who a token speaks for, or None."""
    row = connection.execute(
        select(api_token).where(api_token.c.token == _digest(value), api_token.c.revoked_at.is_(None))
    ).one_or_none()
    return None if row is None else Account(0, f"api:{row.name}", row.name, row.role)


def revoke_token(connection: Connection, number: int, at: str, by: str) -> None:
    """End a token."""
    connection.execute(update(api_token).where(api_token.c.id == number).values(revoked_at=at))
    audit.record(connection, at, by, "token_revoke", f"token:{number}", {})


def _account(row: object) -> Account:
    r: dict[str, object] = dict(getattr(row, "_mapping"))  # noqa: B009
    return Account(int(str(r["id"])), str(r["name"]), str(r["display"]), r["role"], bool(r["must_change"]))  # type: ignore[arg-type]


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
