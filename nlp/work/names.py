"""Paths as they are shown: what a file system takes for a name is not always fit for a terminal, a table or JSON."""

from __future__ import annotations

import os
import re

# controls, marks that turn the reading direction, line separators, and halves of characters (bytes that were no UTF-8)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_HALF = re.compile("[\udc80-\udcff]")


def shown_path(path: str) -> str:
    """A path fit to be shown: a name in an old Chinese code page is decoded, what cannot be seen is a "�".

    >>> shown_path("收文/通知\\u202excod.exe"), shown_path("a\\nb.txt")
    ('收文/通知�xcod.exe', 'a�b.txt')
    """
    if _HALF.search(path):
        try:
            path = os.fsencode(path).decode("gb18030")
        except (UnicodeDecodeError, UnicodeEncodeError):
            path = os.fsencode(path).decode("utf-8", "replace") if os.name == "posix" else path
    return _UNSEEN.sub("�", path)
