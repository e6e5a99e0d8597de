"""What the control words of RTF mean to a reader: groups without text, margins, signs, names of styles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.types import BlockKind

# Groups that hold no text of the document, even without \*.
SKIPPED = frozenset(
    (
        "colortbl", "info", "pict", "objdata", "objclass", "objname", "themedata", "colorschememapping", "datastore", "xmlnstbl",
        "listtable", "listoverridetable", "rsidtbl", "generator", "filetbl", "fldtype", "private", "shprslt", "nonshppict", "revtbl",
        "latentstyles", "pgptbl", "wgrffmtfilter", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "sp", "sn", "sv", "datafield", "template",
        "bkmkstart", "bkmkend", "xe", "tc", "tcn", "rxe", "mmathPr", "panose", "falt", "passwordhash", "nonesttables", "pn",
        "atnid", "atnauthor", "atntime", "atnicn", "atnref", "atnparent", "atndate", "pnseclvl", "keycode", "picprop", "blipuid",
    )
)  # fmt: skip
# Groups marked with \* that are read all the same.
STARRED = frozenset(("shpinst", "fldinst", "shppict", "annotation", "ud", "do", "footnote", "listtext", "pntext"))
MARGINS: dict[str, BlockKind] = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
}  # fmt: skip
SIGNS = {
    "tab": " ", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
# The words that tell a reader something when they do not open a group; of some two thousand.
MEANT = frozenset(SIGNS) | frozenset(
    (
        "u", "uc", "f", "v", "deleted", "plain", "ansicpg", "mac", "deff", "fcharset", "s", "cs", "ds", "ts", "outlinelevel", "par",
        "sect", "pard", "cell", "row", "nestcell", "nestrow", "intbl", "itap", "trowd", "clvmrg", "clmrg", "cellx",
    )
)  # fmt: skip
PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"))
PAGE_NUMBER = re.compile(r"[\s\-—–·~第页共/|\d]*")
HEADING = re.compile(r"^(?:heading|标题|標題)\s*([1-9])$", re.I)
TITLE = re.compile(r"^(?:title|标题|標題)$", re.I)
CONTENTS = re.compile(r"^(?:toc|contents|目录)\s*(?:[1-9]|heading|标题)?$", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its first name, and the outline level (0..8) that it sets."""

    name: str
    outline: int | None
