"""Who may do what: every route, every role, every method; forms need their token; accounts lock; answers carry their headers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from nlp.review.desk.permissions import ALLOWED
from nlp.store import accounts
from nlp.store.accounts import ROLES
from nlp.store.settings import put_setting
from nlp.store.store import Store
from tests.review.desk_client import PASSWORD, desk, sign_in
from tests.store.conftest import Clock

# route -> action that it needs; None: open to everybody
NEEDS: dict[tuple[str, str], str | None] = {
    ("GET", "/login"): None, ("POST", "/login"): None, ("GET", "/language"): None, ("POST", "/logout"): "see",
    ("GET", "/password"): "see", ("POST", "/password"): "see", ("GET", "/"): "see", ("POST", "/upload"): "upload",
    ("POST", "/bulk"): "advance", ("GET", "/next"): "see", ("GET", "/documents/{number}"): "see",
    ("POST", "/documents/{number}/decide"): "decide", ("PUT", "/documents/{number}/suggestions/{row}/draft"): "decide",
    ("POST", "/documents/{number}/here"): "see", ("GET", "/documents/{number}/original"): "see",
    ("GET", "/documents/{number}/pages/{at}"): "see",
    ("GET", "/documents/{number}/pages/{at}/places"): "see", ("GET", "/catalogue"): "see", ("GET", "/entries/{number}"): "see",
    ("POST", "/entries/{number}/change"): "decide", ("POST", "/entries/{number}/withdraw"): "decide",
    ("POST", "/entries/{number}/advance"): "advance", ("POST", "/catalogue/versions"): "advance", ("GET", "/catalogue/compare"): "see",
    ("GET", "/catalogue/export.{ending}"): "export", ("GET", "/ledger"): "see", ("GET", "/ledger.ics"): "see",
    ("POST", "/duties/{number}/done"): "decide", ("GET", "/statistics"): "statistics", ("GET", "/administration"): "administer",
    ("POST", "/administration/accounts"): "administer", ("POST", "/administration/accounts/{name}"): "administer",
    ("POST", "/administration/settings"): "administer", ("POST", "/administration/tokens"): "administer",
    ("POST", "/administration/tokens/{number}/revoke"): "administer", ("GET", "/audit"): "audit",
    ("GET", "/administration/rules"): "administer", ("POST", "/administration/rules"): "administer",
    ("GET", "/administration/office"): "administer", ("POST", "/administration/domains"): "administer",
    ("POST", "/administration/domains/{number}/drop"): "administer", ("POST", "/administration/items"): "administer",
    ("POST", "/administration/items/{number}/drop"): "administer", ("GET", "/administration/retention"): "administer",
    ("POST", "/administration/retention"): "administer", ("GET", "/adjust"): "see", ("POST", "/adjust"): "upload",
    ("GET", "/adjust/{number}"): "see", ("POST", "/adjust/{number}/lines/{line}"): "decide", ("POST", "/adjust/{number}/import"): "advance",
    ("POST", "/adjust/{number}/compare"): "upload",
    ("POST", "/api/v1/documents"): "api_push", ("GET", "/api/v1/documents/{number}"): "api_read",
    ("GET", "/api/v1/documents/{number}/suggestions"): "api_read", ("GET", "/api/v1/catalogue"): "api_read",
}
FILLED = {"{number}": "1", "{row}": "1", "{line}": "1", "{at}": "1", "{ending}": "json", "{name}": "clerk"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, TestClient, Clock]]:
    """One desk for questions that change nothing."""
    with desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Store, TestClient, Clock]]:
    """A desk of the test's own."""
    with desk(tmp_path) as made:
        yield made


def _routes(client: TestClient) -> set[tuple[str, str]]:
    from nlp.review.desk.app import PAGES

    return {(method, r.path) for module in PAGES for r in module.router.routes if isinstance(r, APIRoute) for method in r.methods}


def test_every_route_stands_in_the_matrix(shared: tuple[Store, TestClient, Clock]) -> None:
    assert _routes(shared[1]) == set(NEEDS)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_role_by_route_by_method(own: tuple[Store, TestClient, Clock], role: str | None) -> None:
    """Asked without a form's fields: what is allowed answers anything but a refusal, what is not is refused before anything else."""
    _, client, _ = own
    csrf = sign_in(client, role) if role else ""
    for (method, route), action in sorted(NEEDS.items()):
        if route == "/logout":  # ends the session; it needs what every page needs
            continue
        path = route
        for name, value in FILLED.items():
            path = path.replace(name, value)
        answer = client.request(method, path, headers={"X-CSRF-Token": csrf, "Accept": "application/json"})
        if action is None:
            assert answer.status_code not in (401, 403) or route == "/login", (role, method, route)
        elif role is None:
            assert answer.status_code == 401, (role, method, route, answer.status_code)
        elif action in ALLOWED[role]:
            assert answer.status_code not in (401, 403), (role, method, route, answer.status_code)
        else:
            assert answer.status_code == 403, (role, method, route, answer.status_code)


@pytest.mark.parametrize(("method", "route"), sorted(k for k, v in NEEDS.items() if v and k[0] != "GET"))
def test_a_form_without_its_token_is_refused(shared: tuple[Store, TestClient, Clock], method: str, route: str) -> None:
    _, client, _ = shared
    sign_in(client, "administrator")
    path = route
    for name, value in FILLED.items():
        path = path.replace(name, value)
    for headers in ({}, {"X-CSRF-Token": "falsch"}):
        assert client.request(method, path, headers=headers).status_code == 400


def test_a_page_sends_strangers_to_the_sign_in(shared: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = shared
    client.cookies.clear()
    answer = client.get("/catalogue")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_headers_of_every_answer(shared: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = shared
    for path in ("/login", "/static/desk.js", "/none", "/api/v1/catalogue"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/login").headers["cache-control"] == "no-store"


def test_the_cookie_is_closed_to_scripts_and_other_sites(shared: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = shared
    made = client.post("/login", data={"name": "clerk", "password": PASSWORD}).headers["set-cookie"]
    assert "HttpOnly" in made
    assert "SameSite=strict" in made


def test_five_wrong_passwords_lock_for_fifteen_minutes(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, clock = own
    for _ in range(4):
        assert "账号或密码不对" in client.post("/login", data={"name": "clerk", "password": "x"}).text
    assert "暂停使用" in client.post("/login", data={"name": "clerk", "password": "x"}).text
    assert client.post("/login", data={"name": "clerk", "password": PASSWORD}).status_code == 401
    clock.forward(minutes=16)
    assert client.post("/login", data={"name": "clerk", "password": PASSWORD}).status_code == 303
    assert client.post("/login", data={"name": "nobody", "password": "x"}).text.count("账号或密码不对") == 1


def test_a_session_ends_by_time_by_signing_out_and_with_its_account(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, clock = own
    sign_in(client, "clerk")
    clock.forward(minutes=481)
    assert client.get("/").status_code == 303
    csrf = sign_in(client, "clerk")
    kept = dict(client.cookies)
    client.post("/logout", headers={"X-CSRF-Token": csrf})
    client.cookies.update(kept)
    assert client.get("/").status_code == 303
    sign_in(client, "clerk")
    with store.write() as connection:
        accounts.change_account(connection, "clerk", store.now(), "test", active=False)
    assert client.get("/").status_code == 303
    assert client.post("/login", data={"name": "clerk", "password": PASSWORD}).status_code == 401


def test_changing_the_password_asks_for_the_old_one(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    csrf = sign_in(client, "clerk")
    wrong = client.post("/password", data={"csrf": csrf, "old": "x", "new": "另一个相当长的口令9"})
    weak = client.post("/password", data={"csrf": csrf, "old": PASSWORD, "new": "短"})
    assert (wrong.status_code, weak.status_code) == (422, 422)
    assert client.post("/password", data={"csrf": csrf, "old": PASSWORD, "new": "另一个相当长的口令9"}).status_code == 303
    sign_in(client, "clerk", "另一个相当长的口令9")


def test_sign_on_by_a_proxy_is_off_until_it_is_turned_on(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    assert client.get("/", headers={"X-Remote-User": "clerk"}).status_code == 303
    with store.write() as connection:
        put_setting(connection, "proxy_header", "X-Remote-User")
    assert client.get("/", headers={"X-Remote-User": "clerk"}).status_code == 200
    assert client.get("/", headers={"X-Remote-User": "nobody"}).status_code == 303


def test_a_token_opens_the_interface_and_nothing_else(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    with store.write() as connection:
        value = accounts.create_token(connection, "办公系统", "clerk", store.now(), "test")
    client.cookies.clear()
    bearer = {"Authorization": f"Bearer {value}"}
    assert client.get("/api/v1/catalogue", headers=bearer).json() == {"total": 0, "entries": []}
    assert client.get("/", headers=bearer).status_code == 403
    with store.write() as connection:
        accounts.revoke_token(connection, 1, store.now(), "test")
    assert client.get("/api/v1/catalogue", headers=bearer).status_code == 401
    assert client.get("/api/v1/catalogue", headers={"Authorization": "Bearer x"}).status_code == 401


def test_no_password_and_no_token_is_stored_as_it_is(own: tuple[Store, TestClient, Clock], tmp_path: Path) -> None:
    store, client, _ = own
    sign_in(client, "clerk")
    with store.write() as connection:
        value = accounts.create_token(connection, "办公系统", "clerk", store.now(), "test")
    everything = b"".join(p.read_bytes() for p in tmp_path.glob("desk.db*"))
    for secret in (PASSWORD, value, client.cookies["gongkai_session"]):
        assert secret.encode() not in everything
