"""A small folder of documents for batches, and what stands in an output."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

NOTICE = """岚溪县人民政府办公室关于做好第{n}批信息公开工作的通知
岚政办发〔2020〕{n}号
各乡镇人民政府，县政府各部门：
一、公开财政信息
（一）县财政局要在每年3月31日前公开县级政府预算（县财政局牵头，各部门配合）。
二、公开救助信息
按季度公开低保对象人数、低保标准、资金支出等情况（县民政局负责）。
岚溪县人民政府办公室
2020年3月6日
（此件公开发布）
"""
SECRET = "机密★1年\n岚溪县人民政府文件\n岚政发〔2021〕99号\n岚溪县人民政府关于某专项工作的通知\n各部门：\n请于3日内报送密室方案。\n岚溪县人民政府\n2021年3月6日\n"
DOCUMENTS = 16  # notices
GIVEN = DOCUMENTS + 6


def fill(folder: Path) -> Path:
    """Notices, a copy under another name, an archive of two, a secret one, and three that cannot be read: damaged, empty, a link."""
    folder.mkdir(parents=True)
    (folder / "下").mkdir()
    for n in range(DOCUMENTS):
        (folder / ("下" if n % 2 else ".") / f"通知{n:02}.txt").write_text(NOTICE.format(n=n), "utf-8")
    (folder / "z副本.txt").write_text(NOTICE.format(n=0), "utf-8")
    (folder / "密室方案.txt").write_text(SECRET, "utf-8")
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), NOTICE.format(n=101))
        archive.writestr(zipfile.ZipInfo("b.txt"), NOTICE.format(n=102))
    (folder / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(300))
    (folder / "空.txt").write_bytes(b"")
    (folder / "链接.txt").symlink_to("/etc/hostname")
    return folder


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table as they lie on the disk, by document."""
    found = [row for path in sorted(output.glob(f"{table}/kit=*/*.parquet")) for row in pq.ParquetFile(path).read().to_pylist()]
    return sorted(found, key=lambda row: (row["item"], row["member"]))


def tables(output: Path) -> dict[str, list[dict[str, Any]]]:
    """Both tables."""
    return {table: rows(output, table) for table in ("documents", "errors")}


def digests(output: Path) -> dict[str, str]:
    """Hash of every Parquet file by its path below the output."""
    return {str(p.relative_to(output)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(output.rglob("*.parquet"))}
