"""Models from corpora; measures from gold files."""
