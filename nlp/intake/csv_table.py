"""Separated values (CSV, TSV) -> Document: one table, title rows and notes as lines."""

from __future__ import annotations

import re

from nlp.intake.builder import DocumentBuilder
from nlp.intake.csv_sniff import mark_of, parse
from nlp.intake.encoding import decode
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.sheets_table import Sheet, write_sheets
from nlp.types import Limits

_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')  # ="001": how exports keep the zeros of a code
_SEPARATOR_LINE = re.compile(r"\A\ufeff?sep=(.)\r?\n", re.I)


def read_csv(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a table of separated values. Raises Unreadable for binary junk."""
    decoded = decode(data)
    if decoded is None:
        raise Unreadable("not_a_document", detail="内容不是文字，或编码无法识别")
    if decoded.replaced:
        build.warn("replaced", n=decoded.replaced, encoding=decoded.encoding.upper())
    text = decoded.text
    if len(text) > limits.text_characters:  # before any field is made: 64 million commas are as many fields
        limit = limits.text_characters
        raise Unreadable("too_large", what="文字数", found=len(text), limit=limit)
    said = _SEPARATOR_LINE.match(text)
    mark = said[1] if said else mark_of(text) or ","
    sheet = Sheet("")
    for r, row in enumerate(parse(text[said.end() :] if said else text, mark)):
        for c, field in enumerate(row):
            if field.strip():
                quoted = _FORMULA_TEXT.match(field.strip())
                sheet.cells[r, c] = quoted[1] if quoted else field
        if len(sheet.cells) > limits.table_cells:
            raise Unreadable("too_large", what="表格单元格数", found=f"超过{limits.table_cells}", limit=limits.table_cells)
    write_sheets([sheet], build, rules, limits)
