"""Labels to a tree: which label goes on from which, without fixed levels.

A stack of open lists. A label goes on in the innermost open list of its family whose next number it is; the number 1 opens a
new list below the item that is open; a number that continues a list which an outer label closed (第三条 behind 第二章, 4. behind
二、) runs on there.
Only the law families (编 章 节 条) have an order of their own. What an author forgot or repeated is repaired by its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.structure.labels import CITED, LAW_FAMILIES, Candidate, numbered_name
from nlp.structure.treeparts import Gap, Item, OpenList, Tree

__all__ = ["Gap", "Item", "Tree", "tree_of"]

_LARGEST_GAP = 12
_DEEPEST = 4  # lists within each other; one that repeats its numbers goes no deeper

# The usual order of levels; it decides only where the text before a list was cut off.
_USUAL = {
    f: n for n, f in enumerate((*LAW_FAMILIES, "cn", "cn-paren", "cn-half", "num", "dotted", "num-paren", "num-half", "circled"))
}


CLOSE = "bare-close"  # the row of numbering.tsv for a number that touches its heading: 1总则


def _without_loose_numbers(labels: Sequence[Candidate]) -> Sequence[Candidate]:
    """The labels without numbers that touch the next word, unless their first decimal follows: 1总则, 1.1编制目的."""
    if not any(x.shape.startswith(CLOSE) for x in labels):
        return labels
    names = [x.name for x in labels[1:]] + [""]
    return [x for x, after in zip(labels, names, strict=True) if not x.shape.startswith(CLOSE) or after == f"{x.name}.1"]


def tree_of(labels: Sequence[Candidate], anew: frozenset[int] = frozenset()) -> Tree:
    """The tree of labels in text order. Labels that fit nowhere are left out.

    `anew`: starts of the labels 1 that begin no list of the item before them; where its list has a 1 already, they go on in it.
    """
    builder = _Builder(labels, anew)
    for n, label in enumerate(builder.labels):
        builder.place(n, label)
    return Tree(tuple(builder.items), tuple(builder.gaps), tuple(builder.renamed))


class _Builder:
    """The stack and what it produced; lives for one call of `tree_of`."""

    def __init__(self, labels: Sequence[Candidate], anew: frozenset[int]) -> None:
        self.labels = _without_loose_numbers(labels)
        self.anew = anew
        self.open: list[OpenList] = []
        self.taken: set[tuple[int, str]] = set()  # names below a parent; no two items of one parent may have the same
        self.closed: dict[str, int] = {}  # last number of the list of a family that was closed last
        self.seen: set[str] = set()  # families that have had a list
        self.items: list[Item] = []
        self.gaps: list[Gap] = []
        self.renamed: list[tuple[Candidate, str, str]] = []

    # ------------------------------------------------------------ placing
    def place(self, n: int, label: Candidate) -> None:
        """Put one label into the tree, or leave it out."""
        if label.rank is not None:
            self._place_law(n, label)
            return
        if label.family == "dotted" and self._place_decimal(label):
            return
        level = self._continues(label)
        if level is not None:
            self._sibling(level, label)
            return
        same = self._innermost(label.family)
        if same is not None and label.number == self.open[same].typed and label.number > 1 and label.family != "letter":
            self._repeated(same, label)
            return
        if same is not None and label.number > 1 and self._mistyped(n, same, label):
            self._renumbered(same, label)
            return
        if same is not None and label.number > self.open[same].typed + 1 and self._believable_gap(n, same, label):
            before = self.open[same].item
            last = self.open[same].number
            self._sibling(same, label)
            self.gaps.append(
                Gap(before.parent, before, self.items[-1], tuple(range(last + 1, label.number + self.open[same].shift)))
            )
            return
        if label.number == 1:
            self._open_list(label, restart=True)
            return
        if same is None and (label.number == self.closed.get(label.family, 0) + 1 or self._begins_midway(n, label)):
            run_on = label.number == self.closed.get(label.family, 0) + 1
            if not run_on:
                self._close_inner(label.family)
            parent = self.open[-1].item if self.open else None
            self._open_list(label, restart=False)
            if not run_on and label.number <= 3:
                self.gaps.append(Gap(parent, None, self.items[-1], tuple(range(1, label.number))))

    def _place_law(self, n: int, label: Candidate) -> None:
        """编 章 节 条: their order is fixed; 条 run on across 章."""
        if label.shape == CITED:
            while self.open and self.open[-1].item.label.rank is None:
                self._close_last()
        same = self._innermost(label.family)
        if label.family == "article":
            if same is not None and label.number == self.open[same].typed and self._mistyped(n, same, label):
                self._renumbered(same, label)
            elif same is not None:
                self._sibling(same, label)
            else:
                self._close_cut_off(label)
                self._open_list(label, restart=False)
            return
        if same is not None:
            before, last = self.open[same].item, self.open[same].number
            self._sibling(same, label)
            if 1 < label.number - last <= 3:
                self.gaps.append(Gap(before.parent, before, self.items[-1], tuple(range(last + 1, label.number))))
            return
        assert label.rank is not None
        while self.open and not ((rank := self._rank(self.open[-1])) is not None and rank < label.rank):
            self._close_last()
        self._open_list(label, restart=False)

    def _place_decimal(self, label: Candidate) -> bool:
        """5.2.1 below 5.2, or below 5 where 5.2 is missing, or first of all in the text; False elsewhere."""
        prefix = label.name
        while "." in prefix:
            prefix = prefix.rsplit(".", 1)[0]
            for i in range(len(self.open) - 1, -1, -1):
                if self.open[i].item.name == prefix and self.open[i].family in ("dotted", "num", "bare"):
                    below = self.open[i + 1] if i + 1 < len(self.open) else None
                    if below is not None and below.family == "dotted":
                        self._sibling(i + 1, label)
                    else:
                        self._close_above(i)
                        self._open_list(label, restart=False)
                    return True
        if not self.items and label.start == 0:  # 2.1.3 …职责: the text begins within a plan
            self._open_list(label, restart=False)
            return True
        return False

    @staticmethod
    def _rank(level: OpenList) -> int | None:
        return level.item.label.rank

    def _continues(self, label: Candidate) -> int | None:
        """The innermost open list whose next number this is; lists of the very same shape go first."""
        for exact in (True, False):
            for i in range(len(self.open) - 1, -1, -1):
                level = self.open[i]
                right = label.number == level.typed + 1 or label.number == level.number + 1
                if level.family == label.family and right and (not exact or level.shape == label.shape):
                    return i
        return None

    def _innermost(self, family: str) -> int | None:
        return next((i for i in range(len(self.open) - 1, -1, -1) if self.open[i].family == family), None)

    def _repeated(self, level: int, label: Candidate) -> None:
        """Two 五、: the second is 六, whether 七 or 六 (then 六 is 七) comes next."""
        typed = label.name
        self._close_above(level)
        self.open[level].shift += 1
        self.open[level].item = self._new(label, self.open[level].item.parent, self.open[level].shift)
        self.renamed.append((label, typed, self.items[-1].name))

    def _mistyped(self, n: int, level: int, label: Candidate) -> bool:
        """Whether a wrong number stands between its right neighbours: 二 五 四, 第十五条 第十五条 第十七条."""
        typed = self.open[level].typed
        if label.number == typed + 2:
            return False
        later = next((x for x in self.labels[n + 1 : n + 200] if x.family == label.family), None)
        return later is not None and later.number == typed + 2

    def _renumbered(self, level: int, label: Candidate) -> None:
        """Enter a mistyped label under the number that it should have."""
        right = self.open[level].typed + 1
        name = numbered_name(label.family, right)
        if name is not None:
            self._sibling(level, replace(label, number=right, name=name))
            self.renamed.append((label, label.name, self.items[-1].name))

    def _believable_gap(self, n: int, level: int, label: Candidate) -> bool:
        """Whether a number may follow with some missing: few are missing, or the list goes on from it."""
        missing = label.number - self.open[level].typed - 1
        shortened = label.place == "line" and label.family in ("cn", "cn-paren") and missing <= 5  # an excerpt
        return missing <= 2 or shortened or (missing <= _LARGEST_GAP and self._goes_on(n, label))

    def _begins_midway(self, n: int, label: Candidate) -> bool:
        """Whether a list may begin with this number: the text was cut off before it, or its first number was forgotten."""
        if label.family in ("cn", "cn-paren"):
            return label.place == "line" or self._goes_on(n, label)
        if label.family == "dotted":
            below = label.name + "."
            return label.place == "line" and any(x.name.startswith(below) for x in self.labels[n + 1 : n + 3])
        if label.family in ("letter", "roman"):
            return False
        if label.family == "bare":  # 2 组织体系 above 2.1 领导机构
            first_below = any(x.name == f"{label.name}.1" for x in self.labels[n + 1 : n + 2])
            return (first_below and label.place == "line") or (n == 0 and self._goes_on(n, label))
        if n == 0 and label.place == "line" and (label.line == 0 or self._cut_off_above(label)) and label.family in ("num-paren", "num"):
            return True  # the text begins inside a list: （6）专项预案。…
        later = next((x for x in self.labels[n + 1 : n + 200] if x.family == label.family), None)
        return later is not None and label.number < later.number <= label.number + 3 and later.place == "line"

    def _cut_off_above(self, label: Candidate) -> bool:
        """Whether the text begins inside an outer list: 10.… before 三、."""
        outer = next((x for x in self.labels[1:] if _USUAL.get(x.family, 99) < _USUAL.get(label.family, 0)), None)
        return outer is not None and outer.number > 1 and outer.place == "line"

    def _goes_on(self, n: int, label: Candidate) -> bool:
        """Whether the next label of the same family is the next number."""
        for later in self.labels[n + 1 : n + 200]:
            if later.family == label.family:
                return later.number == label.number + 1
        return False

    # ------------------------------------------------------------ moving the stack
    def _sibling(self, level: int, label: Candidate) -> None:
        self._close_above(level)
        open_list = self.open[level]
        if open_list.shift and label.number == open_list.number + 1:
            open_list.shift = 0  # the author is back in step
        open_list.typed = label.number
        open_list.shape = label.shape
        open_list.item = self._new(label, open_list.item.parent, open_list.shift)

    def _open_list(self, label: Candidate, restart: bool) -> None:
        if restart:
            same = next(
                (
                    i
                    for i in range(len(self.open) - 1, -1, -1)
                    if self.open[i].family == label.family and self.open[i].shape == label.shape
                ),
                None,
            )
            if same is not None and (id(self.open[same].item.parent), label.name) in self.taken:
                if len(self.open) > _DEEPEST:
                    return  # again and again from 1: no list
                if label.start in self.anew:
                    self.open[same].shift = self.open[same].number - label.number + 1
                    self._close_above(same)
                    self.open[same].typed = label.number
                    self.open[same].item = self._new(label, self.open[same].item.parent, self.open[same].shift)
                    self.renamed.append((label, label.name, self.items[-1].name))
                    return
                same += 1  # the number stands there already: this list lies below the item before it
            if same is not None:
                while len(self.open) > same:
                    self._close_last()
        while restart and self.open and self._said_above(self.open[-1].item.label, label):
            self._close_last()
        if restart:
            self._close_cut_off(label)
        parent = self.open[-1].item if self.open else None
        self.open.append(OpenList(label.family, label.shape, label.number, 0, self._new(label, parent, 0)))

    @staticmethod
    def _said_above(above: Candidate, label: Candidate) -> bool:
        """Whether 一是…二是… stood inside a paragraph and a line of its own parts it from the list that begins here."""
        return above.family == "shi" and above.place != "line" and label.place == "line" and label.line - above.line > 1

    def _close_inner(self, family: str) -> None:
        """Before a list whose beginning was cut off: close what usually stands below it (（三） of a text that then has 四、)."""
        usual = _USUAL.get(family, 0)
        while self.open and _USUAL.get(self.open[-1].family, 0) > usual and self.open[-1].item.label.rank is None:
            self._close_last()

    def _close_cut_off(self, label: Candidate) -> None:
        """Before the first label of an outer family: close the list with which the text begins, whose own heading was cut off.

        （三）… （四）… 第七条: the items are those of the article before. 一、总则 第一条 and （一）… 一、 nest as they are typed.
        """
        if not self.open or self.open[0].item.label.rank is not None or label.family in self.seen:
            return
        outer = self.open[0]
        if outer.family == label.family or _USUAL.get(outer.family, 0) <= _USUAL.get(label.family, 99):
            return
        if outer.family == "cn" and label.start not in self.anew:
            return
        if outer.typed > 1 or (label.rank is not None and label.number > 1):
            while self.open:
                self._close_last()

    def _close_above(self, level: int) -> None:
        while len(self.open) > level + 1:
            self._close_last()

    def _close_last(self) -> None:
        gone = self.open.pop()
        self.closed[gone.family] = gone.typed

    def _new(self, label: Candidate, parent: Item | None, shift: int) -> Item:
        name = label.name
        if shift and (right := numbered_name(label.family, label.number + shift)) is not None:
            name = right
        item = Item(label, name, parent)
        self.taken.add((id(parent), name))
        if parent is not None:
            parent.children.append(item)
        self.items.append(item)
        self.seen.add(label.family)
        return item
