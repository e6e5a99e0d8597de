"""Catalogue files: XLSX, DOCX, CSV, JSON."""
