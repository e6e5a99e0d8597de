"""The review desk: pages on the loopback address where people confirm, edit or reject what was suggested."""
