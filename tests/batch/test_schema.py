"""The Arrow schema is that of the contract, and a row read back is the record that the command prints."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.batch.schema import arrow_type, documents_schema, error_row, errors_schema, record_in, row_of
from nlp.contract import AnalysisRecord, to_json
from nlp.types import Failure
from tests.build import analysis_of, entry_of


@pytest.mark.parametrize(("hint", "kind", "nullable"), [
    (str, pa.string(), False),
    (int | None, pa.int64(), True),
    (tuple[str, ...], pa.list_(pa.field("item", pa.string(), False)), False),
    (list[float], pa.list_(pa.field("item", pa.float64(), False)), False),
    (Mapping[str, str], pa.map_(pa.string(), pa.field("value", pa.string(), False)), False),
])
def test_types(hint: object, kind: pa.DataType, nullable: bool) -> None:
    assert arrow_type(hint) == (kind, nullable)


@pytest.mark.parametrize("hint", [bytes, dict[int, str], int | str, tuple[int, str]])
def test_what_the_contract_does_not_use_is_refused(hint: object) -> None:
    with pytest.raises(TypeError):
        arrow_type(hint)


def test_columns_are_the_fields_of_the_record() -> None:
    schema = documents_schema("k")
    assert schema.names == ["item", "member", *(f.name for f in fields(AnalysisRecord))]
    assert schema.metadata == {b"gongkai.schema": b"gongkai.analysis/1", b"gongkai.kit": b"k"}


def test_a_row_goes_through_parquet_unchanged() -> None:
    analysis = analysis_of((entry_of(), entry_of("预算", defaults={"deadline": "条例第二十六条"}, evidence={})), document_number=None)
    schema = documents_schema("k")
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([{"item": "a", "member": 0, **row_of(analysis)}], schema), file)
    back = pq.read_table(file)
    assert back.schema.equals(schema)
    assert back.schema.metadata == schema.metadata
    assert record_in(back.to_pylist()[0], schema) == json.loads(to_json(analysis))


def test_an_error_goes_through_parquet_unchanged() -> None:
    failure = Failure("a.doc", "encrypted", "设有密码", "application/msword", "0" * 64, "包.zip")
    schema = errors_schema("k")
    back = pa.Table.from_pylist([{"item": "a", "member": 0, **error_row(failure)}], schema).to_pylist()[0]
    assert record_in(back, schema) == json.loads(to_json(failure))


def test_rows_of_a_run_are_what_the_pipeline_gives(whole: Path, given: Path, one_kit: object) -> None:
    from nlp.pipeline import analyze
    from nlp.types import Source
    from tests.batch.making import rows

    kit = one_kit(None)  # type: ignore[operator]
    schema = documents_schema("k")
    found = {row["source"]["path"]: record_in(row, schema) for row in rows(whole, "documents")}
    for name in ("通知00.txt", "下/通知01.txt", "z副本.txt"):
        assert found[name] == json.loads(to_json(analyze(Source(name, (given / name).read_bytes()), kit)))
    assert found["包.zip!/a.txt"]["source"]["case"] == "包.zip"
