"""Statements that read, and the relations that are loaded with their rows."""
