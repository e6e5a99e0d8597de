"""A file -> a masked copy in the same format, and a report of what was masked where."""
