"""Calibration figures on claims whose answer is known, and plots that are the same for the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.training.calibration import bins_of, calibration_error, decided_at, draw_confusion, draw_reliability

SURE = [(0.95, True)] * 95 + [(0.95, False)] * 5
BOASTING = [(0.95, True)] * 50 + [(0.95, False)] * 50


def test_a_calibrated_score_has_no_error() -> None:
    assert calibration_error(SURE) == pytest.approx(0.0)
    assert calibration_error(BOASTING) == pytest.approx(0.45)
    assert calibration_error([]) == 0.0


def test_bins_hold_every_claim_once() -> None:
    claims = [(i / 100, i % 2 == 0) for i in range(101)]
    assert sum(b.claims for b in bins_of(claims)) == 101


@pytest.mark.parametrize(
    ("claims", "precision", "expected"),
    [
        ([(0.9, True), (0.8, False), (0.7, True)], 1.0, (0.9, 0.3333)),
        ([(0.9, True), (0.8, False), (0.7, True)], 0.6, (0.7, 1.0)),
        ([(0.9, False)], 0.97, (1.0, 0.0)),
        ([(0.9, True), (0.9, False), (0.5, True)], 0.9, (1.0, 0.0)),  # equal scores are decided together
    ],
)
def test_what_can_be_decided(claims: list[tuple[float, bool]], precision: float, expected: tuple[float, float]) -> None:
    assert decided_at(claims, precision) == expected


def test_plots_are_drawn_and_repeat(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra gongkai[plots] is not installed")
    for name in ("a.png", "b.png"):
        draw_reliability({"domains": SURE, "attribute": BOASTING}, tmp_path / name)
        draw_confusion({("budget", "budget"): 5, ("budget", "audit"): 1}, tmp_path / f"c-{name}")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "c-a.png").stat().st_size > 1_000
