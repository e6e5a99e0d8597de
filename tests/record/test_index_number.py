"""索引号: check signs, the office's template, running numbers of a batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nlp.record.index_number import Office, credit_check, numbered, organisation_check
from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.types import DocumentRecord, Theme

RECORD = DocumentRecord(
    index_number=None, title="通知", document_number=None, issuer=("某局",), written_on="2024-03-01", published_on=None,
    themes=(Theme("0201", "综合政务\\政务公开", 1.0),), genre="通知", validity="未知", disclosure="主动公开", summary=None,
    keywords=(), withheld=False, evidence={}, defaults={"index_number": "缺少流水号"},
)


def office(folder: Path, **values: str) -> Office:
    rows = "".join(f"{k}\t{v}\t\n" for k, v in values.items())
    (folder / "record-office.tsv").write_text(f"id\tvalue\tnote\n{rows}", "utf-8")
    return Office.load(Rulebook((RULES_DIR, folder)))


def test_check_signs() -> None:
    assert organisation_check("01527918X")
    assert not organisation_check("015279180")
    assert not organisation_check("0152791X8")
    assert not organisation_check("")
    body = "9135010062841801"  # sixteen signs are no code, whatever their end
    assert not credit_check(body)
    made = next(c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if credit_check(body + "6" + c))
    assert sum(credit_check(body + "6" + c) for c in "0123456789ABCDEFGHJKLMNPQRTUWXY") == 1
    assert not credit_check(body + "5" + made)


def test_without_the_offices_parts_there_is_no_number(tmp_path: Path) -> None:
    plain = Office.load(Rulebook())
    assert plain.compose(RECORD, 7) == (None, "缺少机构代码")
    assert plain.compose(RECORD, None) == (None, "缺少机构代码、流水号")
    assert plain.compose(replace(RECORD, written_on=None), None) == (None, "缺少机构代码、公开日期或成文日期、流水号")
    assert numbered([RECORD], plain) == [RECORD]


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ({"org": "01527918X"}, "01527918X/2024-00007"),
        ({"template": "{area}/{year}-{serial}", "area": "370400"}, "370400/2024-00007"),
        ({"template": "{area}{body}/{year}-{serial}", "area": "610728", "body": "0000", "serial_width": "6"}, "6107280000/2024-000007"),
        ({"template": "{short}-{year}-{serial}", "short": "xhqrmzf"}, "xhqrmzf-2024-00007"),
        ({"template": "{short}-{theme}-{date}-{serial}", "short": "AB"}, "AB-0201-20240301-00007"),
    ],
)
def test_templates(tmp_path: Path, values: dict[str, str], number: str) -> None:
    assert office(tmp_path, **values).compose(RECORD, 7)[0] == number


def test_the_day_of_publication_gives_the_year(tmp_path: Path) -> None:
    made = office(tmp_path, org="01527918X").compose(replace(RECORD, published_on="2025-01-02"), 1)
    assert made[0] == "01527918X/2025-00001"


def test_a_batch_is_numbered_by_day_within_each_year(tmp_path: Path) -> None:
    rules = office(tmp_path, org="01527918X", next_serial="2024=16；2025=1")
    batch = [
        replace(RECORD, written_on="2024-05-01"),
        replace(RECORD, written_on="2025-01-01"),
        replace(RECORD, written_on="2024-02-01"),
        replace(RECORD, written_on="2023-02-01"),
        replace(RECORD, written_on=None),
        replace(RECORD, index_number="01527918X/2024-00016"),
        replace(RECORD, withheld=True),
    ]
    found = [r.index_number for r in numbered(batch, rules)]
    assert found == [
        "01527918X/2024-00018", "01527918X/2025-00001", "01527918X/2024-00017", None, None, "01527918X/2024-00016", None,
    ]


def test_a_template_without_running_number_does_not_number_twice(tmp_path: Path) -> None:
    rules = office(tmp_path, template="{org}/{date}", org="01527918X", next_serial="1")
    found = numbered([RECORD, RECORD], rules)
    assert [r.index_number for r in found] == ["01527918X/20240301", None]
    assert found[1].defaults["index_number"] == "与本批另一文档重号"


@pytest.mark.parametrize(
    ("values", "cause"),
    [
        ({"org": "015279180"}, "校验位"),
        ({"credit": "123"}, "18位"),
        ({"area": "37040"}, "6位"),
        ({"template": "{code}-{serial}"}, "{code}"),
        ({"serial_width": "many"}, "流水号位数"),
        ({"next_serial": "2024"}, None),
        ({"next_serial": "2024=x"}, "2025=1"),
    ],
)
def test_faults_name_the_row(tmp_path: Path, values: dict[str, str], cause: str | None) -> None:
    if cause is None:
        assert office(tmp_path, **values).first("2030") == 2024
        return
    with pytest.raises(RuleError, match=r"record-office.tsv 第2行") as fault:
        office(tmp_path, **values)
    assert cause in str(fault.value)
