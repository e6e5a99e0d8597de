"""Outline -> findings: deadlines, responsible units, personal information."""
