"""Blanks of the source that the view dropped: they part nothing for rules of words, but tell where lines once ended."""

from __future__ import annotations

from nlp.types import View


def blank_before(view: View, at: int, line_ends: bool = True) -> bool:
    """Whether a blank (with `line_ends` also a line end) stands directly before view offset `at`, in view or source."""
    if at <= 0 or at > len(view.text):
        return False
    if view.text[at - 1] in " \t\n":
        return line_ends or view.text[at - 1] != "\n"
    if view.starts is None or view.ends is None or at >= len(view.starts):
        return False
    between = view.source[view.ends[at - 1] : view.starts[at]]
    return bool(between) and between.isspace() and (line_ends or "\n" not in between)


def first_blank(view: View, start: int, end: int) -> int | None:
    """The first offset of (start, end) with a blank before it, in the view or in the source."""
    return next((at for at in range(start + 1, end) if blank_before(view, at)), None)


def wide_blank(view: View, at: int) -> bool:
    """Whether the blank before view offset `at` is as wide as two in the source: two blanks, a tab, an ideographic space."""
    begin = at
    while begin > 0 and view.text[begin - 1] in " \t":
        begin -= 1
    if view.starts is None or view.ends is None or not 0 < begin <= at < len(view.starts):
        return at - begin >= 2 or "\t" in view.text[begin:at]
    between = view.source[view.ends[begin - 1] : view.starts[at]]
    return between.isspace() and (len(between) >= 2 or between in "\t\u3000")


def is_spread(view: View, start: int, end: int) -> bool:
    """Whether blanks stand between nearly all characters of a range (国 办 发): they are ornament and part nothing."""
    blanks = sum(blank_before(view, at, line_ends=False) for at in range(start + 1, end))
    return end - start > 2 and blanks >= 0.8 * (end - start - 1)
