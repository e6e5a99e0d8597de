"""Who may do what at the desk: one table of roles and actions, asked on every route."""

from __future__ import annotations

from typing import Final, Literal

Action = Literal["see", "upload", "decide", "advance", "export", "statistics", "audit", "administer", "api_push", "api_read"]

ALLOWED: Final[dict[str, frozenset[str]]] = {
    "clerk": frozenset({"see", "upload", "decide", "export", "statistics", "api_push", "api_read"}),
    "reviewer": frozenset({"see", "upload", "decide", "advance", "export", "statistics", "api_push", "api_read"}),
    "administrator": frozenset(
        {"see", "upload", "decide", "advance", "export", "statistics", "audit", "administer", "api_push", "api_read"}
    ),
    "reader": frozenset({"see", "export", "statistics", "api_read"}),
    "auditor": frozenset({"see", "statistics", "audit", "api_read"}),
}
RANK: Final = ("reader", "auditor", "clerk", "reviewer", "administrator")


def may(role: str, action: str) -> bool:
    """Whether a role may take an action.

    >>> may("reader", "decide")
    False
    """
    return action in ALLOWED.get(role, frozenset())


def sees_secret(role: str, least: str) -> bool:
    """Whether a role is shown documents with a classification mark; `least` is the role that the administrator named."""
    return least in RANK and role in RANK and RANK.index(role) >= RANK.index(least)
