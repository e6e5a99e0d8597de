"""Where documents are worked on: guarded processes, one document at a time each, results in the order given."""
