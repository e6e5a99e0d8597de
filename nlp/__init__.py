"""Stages that turn an office document into suggested catalogue entries; `pipeline.py` is the table of contents."""

__version__ = "0.1.0"
