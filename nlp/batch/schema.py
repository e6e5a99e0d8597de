"""The Arrow schemas of a batch, derived from the types of the contract: a field cannot be in one and not in the other.

`documents`: one row a document, the fields of `contract.AnalysisRecord` with nested lists, structs and maps. `errors`: one row
a document that gave no analysis, the fields of `contract.FailureRecord`. Both begin with `item` (key of the document that was
given: its name and its bytes) and `member` (which document of it, counted from 0: an archive holds several).
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from nlp.contract import AnalysisRecord, ErrorRecord, SourceRecord, plain, record_of
from nlp.types import SCHEMA, Analysis, Failure

SECRET = "secret"  # code of a document with a secrecy mark: its hash and the reason are kept, nothing else
_PLAIN = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), type(None): pa.null()}


def documents_schema(kit: str) -> pa.Schema:
    """Schema of the table `documents`; its metadata names the contract and the kit version."""
    return _schema(_fields(AnalysisRecord), kit)


def errors_schema(kit: str) -> pa.Schema:
    """Schema of the table `errors`. `source.path` is null for a document with a secrecy mark: its name may tell its content."""
    source = pa.struct([_nullable(f) if f.name == "path" else f for f in _fields(SourceRecord)])
    error = pa.struct(_fields(ErrorRecord))
    columns = [pa.field("schema", pa.string(), False), pa.field("source", source, False), pa.field("error", error, False)]
    return _schema(columns, kit)


def _schema(columns: Sequence[pa.Field], kit: str) -> pa.Schema:
    head = [pa.field("item", pa.string(), False), pa.field("member", pa.int32(), False)]
    return pa.schema([*head, *columns], metadata={"gongkai.schema": SCHEMA, "gongkai.kit": kit})


def _fields(record: type) -> list[pa.Field]:
    hints = get_type_hints(record)
    return [_field(f.name, hints[f.name]) for f in fields(record)]


def _field(name: str, hint: Any) -> pa.Field:
    kind, nullable = arrow_type(hint)
    return pa.field(name, kind, nullable)


def _nullable(column: pa.Field) -> pa.Field:
    return column.with_nullable(True)


def arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    """Arrow type of an annotation, and whether it may be null. Raises TypeError for what the contract does not use.

    >>> arrow_type(tuple[str, ...] | None)
    (ListType(list<item: string not null>), True)
    """
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint], False
    if origin is Literal and all(isinstance(value, str) for value in inner):
        return pa.string(), False
    if origin in (Union, types.UnionType) and type(None) in inner and len(inner) == 2:
        (other,) = (x for x in inner if x is not type(None))
        return arrow_type(other)[0], True
    if origin is list or (origin is tuple and len(inner) == 2 and inner[1] is ...):
        return pa.list_(_field("item", inner[0])), False
    if origin is not None and issubclass(origin, Mapping) and inner[0] is str:
        return pa.map_(pa.string(), _field("value", inner[1])), False
    if is_dataclass(hint) and isinstance(hint, type):
        return pa.struct(_fields(hint)), False
    raise TypeError(f"no Arrow type for {hint}")


def row_of(result: Analysis) -> dict[str, Any]:
    """The row of an analysis, without `item` and `member`: the contract's record as plain values."""
    row: dict[str, Any] = plain(record_of(result))
    return row


def error_row(failure: Failure) -> dict[str, Any]:
    """The row of a failure, without `item` and `member`."""
    secret = failure.code == SECRET
    source = {"path": None if secret else failure.path, "sha256": failure.sha256, "media_type": failure.media_type,
              "case": None if secret else failure.case}
    return {"schema": SCHEMA, "source": source, "error": {"code": failure.code, "message": failure.message}}


def record_in(row: Mapping[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """The contract's record in a row that was read with `to_pylist`: maps, which Arrow gives as pairs, are mappings again."""
    return {f.name: _mapped(row[f.name], f.type) for f in schema if f.name not in ("item", "member")}


def _mapped(value: Any, kind: pa.DataType) -> Any:
    if value is None:
        return None
    if pa.types.is_map(kind):
        return {k: _mapped(v, kind.item_type) for k, v in value}
    if pa.types.is_list(kind):
        return [_mapped(v, kind.value_type) for v in value]
    if pa.types.is_struct(kind):
        return {f.name: _mapped(value[f.name], f.type) for f in kind}
    return value
