"""Units behind a heading that runs on to its text, in a document on one line."""

from __future__ import annotations

from tests.kits import analysed

TEXT = (
    "青川市人民政府办公室关于开展专项救助活动的通知 四、职责分工 (一)民政部门。负责做好街头救助工作。 (二)公安部门。协助民政部门做好街头救助工作。"
    " 五、相关要求 各县(市、区)、相关部门要高度重视这次活动,制定工作方案。 六、经费保障 市财政局要及时拨付经费。"
)


def test_a_heading_is_no_part_of_the_name_behind_it() -> None:
    found = {(u.section, u.name) for u in analysed(TEXT).units}
    assert {("五", "各县(市、区)"), ("五", "相关部门"), ("六", "市财政局"), ("四/(一)", "民政部门"), ("四/(二)", "公安部门")} == found
