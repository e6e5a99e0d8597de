"""Outline -> labels: disclosure domains, disclosure attribute."""
