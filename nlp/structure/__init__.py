"""Document -> Outline: sections, metadata, tables."""
