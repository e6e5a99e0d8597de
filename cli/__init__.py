"""Commands: read arguments, call nlp, print."""
