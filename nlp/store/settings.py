"""Settings of the office, each with its default and its kind."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from nlp.store.tables import setting

DEFAULTS: Final[dict[str, Any]] = {
    "steps": False,  # 拟稿 → 审核 → 签发 by different people
    "bulk_threshold": 0.95,  # rows over this score may be confirmed together
    "bulk_sample": 0.1,  # share of them that is looked at again
    "keep_secret": False,  # whether documents with a classification mark are stored at all
    "secret_role": "administrator",
    "index_template": "",  # {org}/{year}-{serial:05d}; empty: none are given
    "org_code": "",
    "office": "",
    "session_minutes": 480,
    "keep_closed_days": 0,  # days that the original of a closed document with entries is kept after the last decision; 0: for good
    "keep_rejected_days": 0,  # likewise of one of which nothing was entered
    "proxy_header": "",  # header that names the person behind a reverse proxy; empty: off
}


def setting_of(connection: Connection, key: str) -> Any:
    """Value of a setting, else its default. KeyError for a name that is none."""
    found = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
    return DEFAULTS[key] if found is None else json.loads(found)


def put_setting(connection: Connection, key: str, value: Any) -> None:
    """Set a value of the default's kind. Raises KeyError for an unknown name, TypeError for another kind."""
    default = DEFAULTS[key]
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) if isinstance(default, float) else type(value) is type(default)
    if not fits:
        raise TypeError(f"{key}: {type(default).__name__}")
    connection.execute(delete(setting).where(setting.c.key == key))
    connection.execute(insert(setting).values(key=key, value=json.dumps(value, ensure_ascii=False)))


def all_settings(connection: Connection) -> dict[str, Any]:
    """Every setting with its value."""
    stored = {row.key: json.loads(row.value) for row in connection.execute(select(setting))}
    return {**DEFAULTS, **{k: v for k, v in stored.items() if k in DEFAULTS}}
