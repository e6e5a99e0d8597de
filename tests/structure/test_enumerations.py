"""Which enumerations inside a paragraph are tasks, and which tell faults."""

from __future__ import annotations

import pytest

from nlp.structure.enumerations import are_faults, are_tasks, is_note


@pytest.mark.parametrize(
    ("bodies", "want"),
    [
        (["各乡镇要修订村规民约，9月底前完成；", "县文明办负责移风易俗宣传。"], True),
        (["社保卡；", "医保卡。"], False),
        (["加盖公章的营业执照复印件；", "法定代表人身份证复印件。"], False),
        (["各乡镇要修订村规民约，9月底前完成；"], False),
    ],
)
def test_tasks_oblige(bodies: list[str], want: bool) -> None:
    assert are_tasks(bodies) is want


@pytest.mark.parametrize(
    ("bodies", "want"),
    [
        (["部分医生不愿认；", "设备老化。"], True),
        (["督查不够严格；", "宣传流于形式。"], True),
        (["加强领导，解决经费不足；", "强化考核，不得走过场。"], False),
        (["每年抽审不少于10%的学校；", "每月通报结果。"], False),
        ([], False),
    ],
)
def test_faults_are_no_tasks(bodies: list[str], want: bool) -> None:
    assert are_faults(bodies) is want


@pytest.mark.parametrize(("line", "want"), [("备注：1.限时均为最迟时限。", True), ("注：1.试行。", True), ("注意事项", False)])
def test_notes_on_tables(line: str, want: bool) -> None:
    assert is_note(line) is want
