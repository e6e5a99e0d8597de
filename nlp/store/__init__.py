"""The store: documents, analyses, suggestions, decisions, catalogue, accounts, audit log. SQLite, or PostgreSQL by URL."""
