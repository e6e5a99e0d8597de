"""Versions of the schema, applied by `nlp.store.engine.migrate`."""
