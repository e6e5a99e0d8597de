"""Labels and findings -> suggested catalogue entries."""
