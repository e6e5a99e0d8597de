"""Across the documents of a batch: one matter, one row; contradictions side by side."""
