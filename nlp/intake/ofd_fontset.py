"""The fonts of an OFD file as its pages ask for them: characters by font and glyph number, read when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlp.intake.ofd_fonts import characters_of, glyphs_of_codes
from nlp.intake.ofd_package import OfdPackage
from nlp.intake.ooxml import ZIP_FAULTS


class Fonts(dict[str, Mapping[int, str]]):
    """Characters by font number; a font file is opened when a glyph without a character asks for it."""

    def __init__(self, package: OfdPackage, entries: Mapping[str, str]) -> None:
        super().__init__()
        self._package, self.entries = package, entries

    def get(self, key: str, default: Any = None) -> Any:
        """The characters of a font; a dict of what was asked for so far."""
        if key not in self and key in self.entries:
            self[key] = Glyphs(self._package, self.entries[key])
        return super().get(key, default)


class Glyphs(dict[int, str]):
    """Characters of one font by glyph number, read at the first question."""

    def __init__(self, package: OfdPackage, entry: str) -> None:
        super().__init__()
        self._package, self._entry, self._open = package, entry, False

    def get(self, key: int, default: Any = None) -> Any:
        """The character of a glyph."""
        if not self._open:
            self._open = True
            try:
                self.update(characters_of(self._package.bytes(self._entry)))
            except (*ZIP_FAULTS, KeyError):
                pass
        return super().get(key, default)

    def codes(self) -> dict[int, int]:
        """Character code -> glyph number of the same font."""
        try:
            return glyphs_of_codes(self._package.bytes(self._entry))
        except (*ZIP_FAULTS, KeyError):
            return {}
