"""Files in: one reader a format, all giving the same `Document`."""
