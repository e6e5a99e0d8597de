"""The interface for other systems keeps what its description says, whatever is sent: schemathesis, in process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from nlp.store import accounts
from nlp.store.store import Store
from tests.review.desk_client import desk

EXAMPLES = 30


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, TestClient, dict[str, str], list[Any]]]:
    """A desk, the header of a token, and the operations of the interface."""
    with desk(tmp_path_factory.mktemp("api")) as (store, client, _):
        with store.write() as connection:
            token = accounts.create_token(connection, "办公系统", "administrator", store.now(), "test")
        schema = schemathesis.openapi.from_asgi("/api/openapi.json", client.app).include(path_regex="^/api/")
        operations = [found.ok() for found in schema.get_all_operations()]
        yield store, client, {"Authorization": f"Bearer {token}"}, operations


def _asked(operation: Any, mode: GenerationMode, bearer: dict[str, str]) -> Counter[int]:
    """Statuses of what was asked of an operation; every answer is held against its description. (In a form of parts anything is a file:
    the one route that takes a file may take what is meant to be none.)"""
    seen: Counter[int] = Counter()

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call_and_validate(headers=bearer, excluded_checks=[negative_data_rejection] if operation.method == "post" else [])
        assert answer.status_code < 500
        seen[answer.status_code] += 1

    ask()
    return seen


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_described(described: tuple[Store, TestClient, dict[str, str], list[Any]], mode: GenerationMode) -> None:
    _, _, bearer, operations = described
    assert len(operations) == 4
    seen = {operation.label: _asked(operation, mode, bearer) for operation in operations}
    assert all(sum(counted.values()) >= EXAMPLES / 2 for counted in seen.values())
    refused = sum(n for counted in seen.values() for status, n in counted.items() if status in (400, 422))
    assert (refused == 0) is (mode is GenerationMode.POSITIVE)


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "1.5", "a", "%00"])
def test_numbers_that_no_database_holds_are_refused_everywhere(
    described: tuple[Store, TestClient, dict[str, str], list[Any]], number: str
) -> None:
    _, client, bearer, _ = described
    for path in ("/api/v1/documents/{}", "/api/v1/documents/{}/suggestions"):
        assert client.get(path.format(number), headers=bearer).status_code in (404, 422)


def test_refusals_name_their_cause(described: tuple[Store, TestClient, dict[str, str], list[Any]]) -> None:
    _, client, bearer, _ = described
    client.cookies.clear()
    assert client.get("/api/v1/catalogue").status_code == 401
    many = client.get("/api/v1/catalogue?limit=9999", headers=bearer)
    assert (many.status_code, many.json()["fields"]) == (422, ["query.limit"])
    assert client.get("/api/v1/catalogue?domain=a%00b", headers=bearer).status_code == 404
