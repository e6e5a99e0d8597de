"""Whether scores are probabilities: reliability by bins, expected calibration error, and how much can be decided at a given precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Claim = tuple[float, bool]  # a score and whether the claim was right
BINS = 10
TRUSTED = 0.97


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with a score in [low, high): how many, their mean score, their share that was right."""

    low: float
    high: float
    claims: int
    score: float
    right: float


def bins_of(claims: Sequence[Claim]) -> list[Bin]:
    """Bins of equal width; empty ones left out.

    >>> [(b.claims, round(b.score, 2), b.right) for b in bins_of([(0.91, True), (0.95, True), (0.15, False)])]
    [(1, 0.15, 0.0), (2, 0.93, 1.0)]
    """
    out = []
    for i in range(BINS):
        low, high = i / BINS, (i + 1) / BINS
        inside = [(p, r) for p, r in claims if low <= p < high or (i == BINS - 1 and p >= high)]
        if inside:
            n = len(inside)
            out.append(Bin(low, high, n, sum(p for p, _ in inside) / n, sum(r for _, r in inside) / n))
    return out


def calibration_error(claims: Sequence[Claim]) -> float:
    """Expected calibration error: mean distance of score and share right, weighted by claims; 0.0 without claims."""
    return sum(b.claims * abs(b.score - b.right) for b in bins_of(claims)) / max(len(claims), 1)


def decided_at(claims: Sequence[Claim], precision: float = TRUSTED) -> tuple[float, float]:
    """(score, share): the lowest score above which at least `precision` of the claims are right, and the share of claims above it.

    >>> decided_at([(0.9, True), (0.8, True), (0.7, False), (0.6, True)], 1.0)
    (0.8, 0.5)
    """
    ranked = sorted(claims, key=lambda c: -c[0])
    best, right = (1.0, 0.0), 0
    for n, (score, good) in enumerate(ranked, 1):
        right += good
        if right / n >= precision and (n == len(ranked) or ranked[n][0] < score):
            best = (round(score, 4), round(n / len(ranked), 4))
    return best


def draw_reliability(series: dict[str, Sequence[Claim]], path: Path) -> None:
    """A reliability plot (score against share right) of several series as PNG or SVG. Needs the extra `plots`."""
    pyplot = _pyplot()
    figure, axes = pyplot.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, claims in series.items():
        found = bins_of(claims)
        label = f"{name} (n={len(claims)}, ECE {calibration_error(claims):.3f})"
        axes.plot([b.score for b in found], [b.right for b in found], marker="o", label=label)
    axes.set(xlabel="score", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left", fontsize=8)
    figure.savefig(path, dpi=110, bbox_inches="tight", metadata=_nameless(path))
    pyplot.close(figure)


def draw_confusion(counts: dict[tuple[str, str], int], path: Path) -> None:
    """Which label was said (columns) where another stands (rows); the labels that stand or are said at all. Needs the extra `plots`."""
    pyplot = _pyplot()
    names = sorted({n for pair in counts for n in pair})
    grid = [[counts.get((row, column), 0) for column in names] for row in names]
    shares = [[n / max(sum(line), 1) for n in line] for line in grid]
    size = max(4.0, 0.24 * len(names) + 1.5)
    figure, axes = pyplot.subplots(figsize=(size, size))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=6)
    axes.set_yticks(range(len(names)), names, fontsize=6)
    for r, line in enumerate(grid):
        for c, n in enumerate(line):
            if n:
                axes.text(c, r, str(n), ha="center", va="center", fontsize=5, color="white" if shares[r][c] > 0.5 else "black")
    axes.set(xlabel="said", ylabel="there")
    figure.savefig(path, dpi=130, bbox_inches="tight", metadata=_nameless(path))
    pyplot.close(figure)


def _nameless(path: Path) -> dict[str, Any]:
    """No date and no program version in the picture: the same numbers give the same file."""
    return {"Date": None, "Creator": None} if path.suffix == ".svg" else {"Software": None}


def _pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as pyplot

    return pyplot
