"""Connections: pools, sessions, transactions, and how both colours run the same steps."""
