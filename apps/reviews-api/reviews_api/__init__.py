"""Serves products and their reviews over HTTP."""
