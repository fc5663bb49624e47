"""Statements that write, and writes of related rows."""
