"""Documents authored here, described once and rendered into every format that offices receive."""
