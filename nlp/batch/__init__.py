"""Very many documents: where `pipeline.analyze` runs, and how its results become Parquet that can be taken up again."""
