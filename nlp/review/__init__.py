"""From drafts and people to the catalogue: queue, decisions on it, ledger of duties, comparison of catalogues."""
