"""Loads batches of product reviews through the published database client."""
